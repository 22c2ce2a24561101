"""The Helm releases of a preview, rendered by Helm's own engine from the charts in Go modules."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from harness.binaries import CACHE, program
from harness.chart_folders import DEFINITIONS, FOLDERS
from harness.rest import Object

RELEASE = "kubernetes:helm.sh/v3:Release"


@dataclass(frozen=True)
class Release:
    """A release of the program."""

    chart: str
    version: str
    namespace: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Rendering:
    """The objects that Helm renders for a release, each list in the order of creation."""

    #: The chart's own version, which may differ from the release's.
    version: str
    defaults: dict[str, Any]
    #: Created first and never deleted by Helm.
    definitions: list[Object]
    objects: list[Object]
    #: Created at the events in their annotations.
    hooks: list[Object]

    def of_kind(self, kind: str) -> list[Object]:
        """The objects of a kind, without hooks."""
        return [each for each in self.objects if each["kind"] == kind]

    @cached_property
    def pods(self) -> dict[str, Object]:
        """The pods of its workloads, by name of the workload."""
        return {
            each["metadata"]["name"]: each["spec"]["template"]
            for each in [*self.objects, *self.hooks]
            if "template" in each.get("spec", {})
        }


def releases(preview: Path) -> dict[str, Release]:
    """Every release of a preview, by name."""
    found: dict[str, Release] = {}
    for resource in json.loads((preview / "resources.json").read_text()):
        if resource["type"] == RELEASE:
            inputs = resource["inputs"]
            found[inputs["name"]] = Release(inputs["chart"], inputs["version"], inputs["namespace"], inputs["values"])
    return found


def of_eks(version: Object) -> Object:
    """EKS's name for Kubernetes ``version``: its suffixes defeat some charts' comparisons."""
    return {**version, "gitVersion": f"{version['gitVersion']}-eks-0123abc", "minor": f"{version['minor']}+"}


def render(name: str, release: Release, version: Object) -> Rendering:
    """Render a release for a Kubernetes with this answer of ``/version``. A refusal by Helm is an error."""
    request = {
        "release": name,
        "namespace": release.namespace,
        "values": release.values,
        "kubeVersion": {key: version[key] for key in ("gitVersion", "major", "minor")},
    }
    command = [str(program("render-chart")), str(CACHE / FOLDERS[release.chart])]
    answer = subprocess.run(command, input=json.dumps(request), capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        raise RuntimeError(answer.stderr)
    rendered = json.loads(answer.stdout)
    documents = {key: _documents(rendered[key]) for key in ("definitions", "objects", "hooks")}
    if release.chart in DEFINITIONS:
        files = sorted((CACHE / DEFINITIONS[release.chart]).glob("*.yaml"))
        documents["definitions"] = _documents([path.read_text() for path in files])
    for each in [*documents["objects"], *documents["hooks"]]:
        # Helm creates objects without a namespace in the release's; the API server ignores it for cluster-wide kinds.
        each["metadata"].setdefault("namespace", release.namespace)
    return Rendering(version=rendered["version"], defaults=rendered["defaults"], **documents)


def unknown_values(values: dict[str, Any], defaults: dict[str, Any], path: str = "") -> list[str]:
    """Paths of values that a chart lacks among its own, and so would ignore. An empty map accepts any key."""
    found: list[str] = []
    for key, value in values.items():
        where = f"{path}{key}"
        if key not in defaults:
            found.append(where)
        elif isinstance(value, dict) and defaults[key]:
            found += unknown_values(value, defaults[key], f"{where}.")
    return found


def _documents(texts: list[str]) -> list[Object]:
    return [document for text in texts for document in yaml.safe_load_all(text) if document]
