"""Users of the control plane, with their credentials and kubeconfigs."""

from __future__ import annotations

import json
import secrets
import subprocess
from dataclasses import dataclass
from pathlib import Path

from harness.binaries import program

#: The group that MWAA's access entry puts its execution role in.
MWAA_GROUP = "mwaa"


@dataclass(frozen=True)
class User:
    """A user of the static token file."""

    name: str
    groups: tuple[str, ...]
    token: str


@dataclass(frozen=True)
class Credentials:
    """Certificates, keys and tokens of one control plane, in a folder that only its owner may read."""

    folder: Path
    admin: User
    mwaa: User

    @classmethod
    def create(cls, folder: Path) -> Credentials:
        """Create new credentials in a folder."""
        folder.mkdir(mode=0o700)
        subprocess.run([str(program("certificates")), str(folder)], check=True)
        admin = User("admin", ("system:masters",), secrets.token_hex(16))
        mwaa = User("mwaa-execution-role", (MWAA_GROUP,), secrets.token_hex(16))
        credentials = cls(folder, admin, mwaa)
        credentials.file("tokens.csv").write_text(
            "".join(f'{user.token},{user.name},{user.name},"{",".join(user.groups)}"\n' for user in (admin, mwaa))
        )
        return credentials

    def file(self, name: str) -> Path:
        """Path of one credential."""
        return self.folder / name

    def write_kubeconfig(self, user: User, server: str, name: str) -> Path:
        """Write the kubeconfig of a user. JSON is YAML, and the standard library writes it."""
        path = self.file(f"{name}.kubeconfig")
        cluster = {"server": server, "certificate-authority": str(self.file("ca.crt"))}
        context = {"cluster": "test-cluster", "user": user.name, "namespace": "default"}
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": "test-cluster", "cluster": cluster}],
            "users": [{"name": user.name, "user": {"token": user.token}}],
            "contexts": [{"name": "test-cluster", "context": context}],
            "current-context": "test-cluster",
        }
        path.write_text(json.dumps(config, indent=2))
        return path
