"""A chart repository on loopback (https://helm.sh/docs/topics/chart_repository/) with every chart of the program.

Charts that a Go module has are those, under the version that the program installs. The others are of the harness, with
the same name and version, and one workload.
"""

from __future__ import annotations

import functools
import hashlib
import io
import json
import re
import tarfile
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from harness.binaries import CACHE
from harness.chart_folders import DEFINITIONS, FOLDERS

#: Kind of the workload in each chart that cannot be fetched.
WORKLOADS = {
    "cluster-autoscaler": "Deployment",
    "aws-for-fluent-bit": "DaemonSet",
    "aws-cloudwatch-metrics": "DaemonSet",
    "nvidia-device-plugin": "DaemonSet",
}
#: Helm's template of such a workload. Every chart of the program takes the tag of its image at this value.
WORKLOAD = """\
apiVersion: v1
kind: ServiceAccount
metadata: { name: %(name)s-placeholder }
---
apiVersion: apps/v1
kind: %(kind)s
metadata: { name: %(name)s }
spec:
  selector: { matchLabels: { app: %(name)s } }
  template:
    metadata: { labels: { app: %(name)s } }
    spec:
      serviceAccountName: %(name)s-placeholder
      containers:
        - name: main
          image: "%(name)s:{{ .Values.image.tag }}"
"""


class ChartRepository:
    """The charts' archives and their index, which helm asks for at the repository's address."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._entries: dict[str, list[dict[str, Any]]] = {}
        handler = functools.partial(_Handler, directory=str(folder))
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, name="charts", daemon=True).start()

    @property
    def url(self) -> str:
        """Address of the repository."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def add(self, name: str, version: str) -> None:
        """Publish a chart under a version."""
        archive = io.BytesIO()
        with tarfile.open(fileobj=archive, mode="w:gz") as files:
            for path, text in sorted(_files(name, version).items()):
                content = text.encode()
                entry = tarfile.TarInfo(f"{name}/{path}")
                entry.size = len(content)
                files.addfile(entry, io.BytesIO(content))
        file = f"{name}-{version}.tgz"
        (self._folder / file).write_bytes(archive.getvalue())
        self._entries.setdefault(name, []).append(
            {
                "apiVersion": "v2",
                "name": name,
                "version": version,
                "urls": [file],
                "digest": hashlib.sha256(archive.getvalue()).hexdigest(),
            }
        )
        # JSON is YAML.
        (self._folder / "index.yaml").write_text(json.dumps({"apiVersion": "v1", "entries": self._entries}))

    def close(self) -> None:
        """Serve no more."""
        self._server.shutdown()
        self._server.server_close()


class _Handler(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Write no log of requests into the tests' output."""


def _files(name: str, version: str) -> dict[str, str]:
    """Give the files of a chart by their paths in it."""
    if name not in FOLDERS:
        return {
            "Chart.yaml": json.dumps({"apiVersion": "v2", "name": name, "version": version}),
            "values.yaml": json.dumps({"image": {"tag": ""}}),
            "templates/workload.yaml": WORKLOAD % {"name": name, "kind": WORKLOADS[name]},
        }
    folder = CACHE / FOLDERS[name]
    # A published archive has no notes for developers among its templates.
    paths = [path for path in folder.rglob("*") if path.is_file() and path.parts[-1] != "README.md"]
    files = {str(path.relative_to(folder)): path.read_text() for path in paths}
    about = re.sub(r"(?m)^version:.*$", f"version: {version}", files["Chart.yaml"])
    # A published archive has its dependencies in it; the program uses none of them.
    files["Chart.yaml"] = re.sub(r"(?m)^dependencies:\n(?:[ -].*\n?)*", "", about)
    if name in DEFINITIONS:
        for path in (CACHE / DEFINITIONS[name]).glob("*.yaml"):
            # Helm would read braces in a description as a template.
            files[f"templates/crds/{path.name}"] = path.read_text().replace("{{", '{{ "{{" }}')
    return files
