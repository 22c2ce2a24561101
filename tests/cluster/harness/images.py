"""Container images made of files, and a registry on loopback that a node pulls them from.

The formats are the Open Container Initiative's: https://github.com/opencontainers/image-spec/blob/v1.1.1/spec.md and
https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md.
"""

from __future__ import annotations

import hashlib
import io
import json
import platform
import subprocess
import tarfile
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

LAYER = "application/vnd.oci.image.layer.v1.tar"
CONFIG = "application/vnd.oci.image.config.v1+json"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
#: A shell and its tools in one file, without libraries: Debian's package `busybox-static`.
BUSYBOX = Path("/bin/busybox")


@dataclass(frozen=True)
class Image:
    """One layer and the settings of an image for this machine's architecture."""

    #: Content by path, without a leading slash. A path that ends with a slash is a folder.
    files: dict[str, bytes]
    #: Target by path of a symbolic link.
    links: dict[str, str] = field(default_factory=dict)
    #: Settings such as `Entrypoint` and `User`: the field `config` of the image specification.
    settings: dict[str, Any] = field(default_factory=dict)

    def layer(self) -> bytes:
        """The files as a tar archive. Everybody may read and run them, and write to folders."""
        content = io.BytesIO()
        with tarfile.open(fileobj=content, mode="w") as archive:
            for path, data in self.files.items():
                entry = tarfile.TarInfo(path.rstrip("/"))
                entry.type = tarfile.DIRTYPE if path.endswith("/") else tarfile.REGTYPE
                entry.mode, entry.size = 0o777 if path.endswith("/") else 0o755, len(data)
                archive.addfile(entry, io.BytesIO(data))
            for path, target in self.links.items():
                entry = tarfile.TarInfo(path)
                entry.type, entry.linkname = tarfile.SYMTYPE, target
                archive.addfile(entry)
        return content.getvalue()


def shell_image(script: str, user: str = "1000:1000") -> Image:
    """An image whose program is a shell script, with every tool of busybox on its path."""
    tools = subprocess.run([BUSYBOX, "--list"], capture_output=True, check=True, text=True).stdout.split()
    return Image(
        {
            "bin/busybox": BUSYBOX.read_bytes(),
            "bin/task": script.encode(),
            # The kubelet passes on the user's number alone, so the group comes from here.
            "etc/passwd": f"task:x:{user}::/tmp:/bin/sh\n".encode(),
            "tmp/": b"",
        },
        {f"bin/{tool}": "busybox" for tool in tools if tool != "busybox"},
        {"Entrypoint": ["/bin/task"], "User": user, "Env": ["PATH=/bin"]},
    )


class Registry:
    """Serves images by name and tag, for pulls only."""

    def __init__(self) -> None:
        self._blobs: dict[str, bytes] = {}
        self._manifests: dict[tuple[str, str], bytes] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, name="registry", daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """Address for clients."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def add(self, name: str, tag: str, image: Image) -> None:
        """Serve an image as `<name>:<tag>`, and by its digest."""
        layer = image.layer()
        history = {"rootfs": {"type": "layers", "diff_ids": [_digest(layer)]}}
        config = json.dumps({"architecture": _architecture(), "os": "linux", "config": image.settings, **history})
        manifest = json.dumps(
            {
                "schemaVersion": 2,
                "mediaType": MANIFEST,
                "config": self._keep(CONFIG, config.encode()),
                "layers": [self._keep(LAYER, layer)],
            }
        ).encode()
        self._manifests[name, tag] = self._manifests[name, _digest(manifest)] = manifest

    def close(self) -> None:
        """Stop serving."""
        self._server.shutdown()
        self._server.server_close()

    def _keep(self, media_type: str, content: bytes) -> dict[str, Any]:
        digest = _digest(content)
        self._blobs[digest] = content
        return {"mediaType": media_type, "digest": digest, "size": len(content)}

    def _find(self, path: str) -> tuple[str, bytes] | None:
        """Media type and content of a path."""
        name, _, what = path.removeprefix("/v2/").rpartition("/")
        if name.endswith("/manifests"):
            manifest = self._manifests.get((name.removesuffix("/manifests"), what))
            return (MANIFEST, manifest) if manifest else None
        blob = self._blobs.get(what)
        return ("application/octet-stream", blob) if blob else None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        find = self._find

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_HEAD(self) -> None:
                self._answer(with_content=False)

            def do_GET(self) -> None:
                self._answer(with_content=True)

            def _answer(self, *, with_content: bool) -> None:
                found = find(self.path.partition("?")[0])
                media_type, content = found or ("text/plain", b"")
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Docker-Content-Digest", _digest(content))
                self.end_headers()
                if with_content:
                    self.wfile.write(content)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        return Handler


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def _architecture() -> str:
    """Go's name of this machine's architecture, which images use."""
    machine = platform.machine()
    return {"x86_64": "amd64", "aarch64": "arm64"}.get(machine, machine)
