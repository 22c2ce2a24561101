"""Folders of the policies, and helpers that run the programs that enforce them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
POLICIES = REPOSITORY / "policies" / "gatekeeper"
PROGRAMS = REPOSITORY / ".cache" / "cluster" / "bin"
READ_PODS = Path(__file__).with_name("read_pods.py")

Result = subprocess.CompletedProcess[str]
Run = Callable[..., Result]


def policy_names() -> list[str]:
    """Every policy has a folder; the Rego that they share has its own."""
    return sorted(path.name for path in POLICIES.iterdir() if path.is_dir() and path.name != "lib")


@pytest.fixture(scope="session")
def run() -> Run:
    """Run a program from the repository's root."""

    def start(*command: str | Path, **environment: str) -> Result:
        words = [str(word) for word in command]
        return subprocess.run(
            words, cwd=REPOSITORY, env={**os.environ, **environment}, capture_output=True, text=True, check=False
        )

    return start


@pytest.fixture(scope="session")
def gator(run: Run) -> Run:
    """Run Gatekeeper's own test tool."""
    return lambda *words: run(_program("gator"), *words)


@pytest.fixture(scope="session")
def opa(run: Run) -> Run:
    """Run OPA, the tool of the policies' language."""
    return lambda *words: run(_program("opa"), *words)


@pytest.fixture(scope="session")
def suites(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every policy's suite, with the template and the constraint that the program generates from the policy."""
    folder = tmp_path_factory.mktemp("suites")
    written = run("node", "--import", "tsx", "tools/policies.ts", folder)
    assert written.returncode == 0, written.stderr
    return folder


@pytest.fixture(scope="session")
def preview(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Preview an environment with some manifests, without those that have errors."""

    def write(environment: str, manifests: str) -> Path:
        folder = tmp_path_factory.mktemp(environment)
        words = [environment, "--manifests", manifests, "--keep-going", "--out", folder]
        written = run("node", "--import", "tsx", "cli/preview.ts", *words)
        assert written.returncode == 0, written.stderr
        return folder

    return write


@pytest.fixture(scope="session")
def pods(run: Run) -> Callable[[Path], list[dict[str, Any]]]:
    """Every pod that the DAGs of a preview would start."""

    def read(folder: Path) -> list[dict[str, Any]]:
        answer = run(sys.executable, READ_PODS, folder / "dags")
        assert answer.returncode == 0, answer.stderr
        found: list[dict[str, Any]] = json.loads(answer.stdout)
        return found

    return read


def _program(name: str) -> Path:
    path = PROGRAMS / name
    if not path.is_file() and shutil.which("go") is None:
        pytest.skip("Go 1.26 or later is needed to build gator and opa: https://go.dev/doc/install")
    assert path.is_file(), f"{name} has not been built: run `make policies-build`"
    return path
