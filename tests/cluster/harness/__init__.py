"""What the control plane is made of: its programs, their processes, their credentials, its nodes and pods."""
