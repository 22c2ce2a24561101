"""Where the kubeconfig of the cluster lies."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "ANALYTICAL_PLATFORM_KUBECONFIG"


def kubeconfig_path() -> str:
    """Path of the kubeconfig: `.kube/config` beside the package, unless the environment variable says another."""
    return os.environ.get(VARIABLE) or str(Path(__file__).parent.parent / ".kube" / "config")
