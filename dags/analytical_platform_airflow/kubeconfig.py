"""The cluster's kubeconfig."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]
from kubernetes.client import Configuration
from kubernetes.config.kube_config import KubeConfigLoader

from analytical_platform_airflow.api_client import RetryingApiClient
from analytical_platform_airflow.api_tokens import TokenCommand

VARIABLE = "ANALYTICAL_PLATFORM_KUBECONFIG"


def kubeconfig_path() -> str:
    """Return the path from the environment variable, or `.kube/config` in the folder of DAGs by default."""
    folder = Path(__file__).parents[1]
    # An environment has the package in `packages/<version>`, a laptop in the folder of DAGs itself.
    dags = folder.parents[1] if folder.parent.name == "packages" else folder
    return os.environ.get(VARIABLE) or str(dags / ".kube" / "config")


def api_client(path: str) -> RetryingApiClient:
    """
    Make a client for the current context of a kubeconfig.

    :param path: the kubeconfig.
    :raises OSError: the file cannot be read.
    :raises kubernetes.config.ConfigException: it is not a kubeconfig.
    """
    file = Path(path).absolute()
    content: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    loader = KubeConfigLoader(config_dict=content, config_base_path=str(file.parent))
    contexts = {entry["name"]: entry["context"] for entry in content["contexts"]}
    users = {entry["name"]: entry["user"] for entry in content.get("users") or ()}
    # Without `exec`, the loader does not run the command itself.
    command = users.get(contexts[content["current-context"]].get("user"), {}).pop("exec", None)
    configuration = Configuration()
    loader.load_and_set(configuration)
    return RetryingApiClient(configuration, TokenCommand(command, file.parent) if command else None)
