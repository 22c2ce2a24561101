"""Parts of the control plane: its programs, their processes, their credentials, its nodes and pods."""
