"""Every pod that the DAGs of a preview would start, checked against its templates and constraints."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from conftest import REPOSITORY, Run

ENVIRONMENTS = sorted(path.name.split(".")[1] for path in REPOSITORY.glob("Pulumi.*.yaml"))
SOURCES = [source for source in ("manifests", "../shared/manifests") if (REPOSITORY / source).is_dir()]
POLICY_GROUPS = ("templates.gatekeeper.sh/", "constraints.gatekeeper.sh/")


def policy_files(folder: Path) -> list[Path]:
    """Templates and constraints of a preview."""
    files = sorted((folder / "kubernetes" / "cluster").glob("*.yaml"))
    return [path for path in files if yaml.safe_load(path.read_text())["apiVersion"].startswith(POLICY_GROUPS)]


def refusals(gator: Run, folder: Path, pods: list[dict[str, Any]], scratch: Path) -> list[str]:
    """Give the refusals of the pods by the preview's policies. A warning and a dry run count too."""
    policies = policy_files(folder)
    assert policies
    documents = scratch / "pods.yaml"
    documents.write_text("\n---\n".join(json.dumps(pod) for pod in pods))
    result = gator("test", "--output=json", *(f"--filename={path}" for path in [*policies, documents]))
    assert result.stderr == "", result.stderr
    found = json.loads(result.stdout or "[]") or []
    return sorted(f"{violation['violatingObject']['metadata']['name']}: {violation['msg']}" for violation in found)


@pytest.mark.parametrize("stack", [(source, environment) for source in SOURCES for environment in ENVIRONMENTS])
def test_every_pod_of_the_preview_is_admitted(
    gator: Run,
    preview: Callable[[str, str], Path],
    pods: Callable[[Path], list[dict[str, Any]]],
    tmp_path: Path,
    stack: tuple[str, str],
) -> None:
    source, environment = stack
    folder = preview(environment, source)
    started = pods(folder)
    assert started
    assert refusals(gator, folder, started, tmp_path) == []


def test_the_same_pods_are_refused_with_what_no_pod_may_have(
    gator: Run,
    preview: Callable[[str, str], Path],
    pods: Callable[[Path], list[dict[str, Any]]],
    tmp_path: Path,
) -> None:
    """Policies that check nothing would also admit every pod."""
    folder = preview("development", "manifests")
    started = pods(folder)
    spoilt = copy.deepcopy(started)
    for pod in spoilt:
        pod["spec"]["serviceAccountName"] = "examples-other"
    assert len(refusals(gator, folder, spoilt, tmp_path)) == len(started)
