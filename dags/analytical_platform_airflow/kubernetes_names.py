"""Names in the cluster that this package shares with the Pulumi program."""

from __future__ import annotations

import json
from pathlib import Path

_NAMES: dict[str, str] = json.loads((Path(__file__).parent / "data" / "kubernetes_names.json").read_text("utf-8"))

LABEL_PREFIX = _NAMES["labelPrefix"]
"""Prefix of the keys of the platform's labels and annotations on pods, without the slash."""

WORKFLOW_NAMESPACE = _NAMES["workflowNamespace"]
"""Namespace of the workflows' pods."""
