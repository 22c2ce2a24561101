"""A separate Airflow home for each test run, without a database; set before the import of Airflow."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from misbehaving_api import MisbehavingApi

os.environ["AIRFLOW_HOME"] = tempfile.mkdtemp(prefix="airflow-home-")
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
os.environ["AIRFLOW__LOGGING__LOGGING_LEVEL"] = "WARNING"

# MWAA's auth manager is a separate provider, which the environment with the newest providers does not have.
collect_ignore = [] if find_spec("airflow.providers.fab") else ["test_interface_roles.py"]

DAGS_FOLDER = Path(__file__).resolve().parents[2] / "dags"


@pytest.fixture(autouse=True)
def _quiet_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Skip the provider's pauses between two reads of a pod, so that no test waits."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def dags_folder(tmp_path: Path) -> Callable[..., Path]:
    """Write a folder like an environment's bucket: DAG objects, given as `name` to source, beside the package."""

    def write(**objects: str) -> Path:
        (tmp_path / "analytical_platform_airflow").symlink_to(DAGS_FOLDER / "analytical_platform_airflow")
        (tmp_path / ".airflowignore").write_bytes((DAGS_FOLDER / ".airflowignore").read_bytes())
        for name, source in objects.items():
            path = tmp_path / "examples" / f"{name}.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(source, "utf-8")
        return tmp_path

    return write


@pytest.fixture
def api() -> Iterator[MisbehavingApi]:
    """Serve an API server on a free port of the loopback interface."""
    with MisbehavingApi() as server:
        yield server


@pytest.fixture
def task(api: MisbehavingApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Make a task whose cluster is that server."""
    monkeypatch.setenv("ANALYTICAL_PLATFORM_KUBECONFIG", str(api.write_kubeconfig(tmp_path)))
    # Airflow may be imported only after its home is set.
    from workflows import make_task, rendered

    return rendered(make_task())
