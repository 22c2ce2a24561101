"""The path of the cluster's kubeconfig."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "ANALYTICAL_PLATFORM_KUBECONFIG"


def kubeconfig_path() -> str:
    """Return the path from the environment variable, or `.kube/config` beside the package by default."""
    return os.environ.get(VARIABLE) or str(Path(__file__).parent.parent / ".kube" / "config")
