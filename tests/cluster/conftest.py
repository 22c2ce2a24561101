"""Fixtures of the tests: one control plane for all of them."""

from __future__ import annotations

import functools
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from control_plane import ControlPlane
from harness.airflow import VERSIONS, Airflow, settings
from harness.environment import Environment, preview_folder
from harness.objects import Objects
from harness.rest import Rest
from harness.workbench import Workbench
from harness.workflows import DAGS, NAMESPACE, SERVICE_ACCOUNT

# Airflow reads its settings at the first import, which happens in a test module.
_home = tempfile.TemporaryDirectory(prefix="test-cluster-airflow-")
os.environ.update(settings(Path(_home.name)))
sys.path.insert(0, str(DAGS))


@pytest.fixture(scope="session")
def plane() -> Iterator[ControlPlane]:
    """A running control plane."""
    with ControlPlane() as running, pytest.MonkeyPatch.context() as patch:
        # The kubeconfig of the shared package: always MWAA's user, never the administrator.
        patch.setenv("ANALYTICAL_PLATFORM_KUBECONFIG", str(running.mwaa_kubeconfig))
        yield running


@pytest.fixture(scope="session")
def objects(plane: ControlPlane) -> Objects:
    """A client for objects, as the administrator."""
    return Objects(plane.rest)


@pytest.fixture(scope="session")
def environment(objects: Objects) -> Environment:
    """The stack's objects and nodes, applied."""
    result = Environment.read(preview_folder())
    result.apply(objects)
    account = {"name": SERVICE_ACCOUNT, "namespace": NAMESPACE}
    objects.create({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": account})
    return result


@pytest.fixture(scope="session")
def mwaa(plane: ControlPlane) -> Rest:
    """A client with the rights of MWAA's execution role."""
    return Rest(plane.server, plane.credentials.mwaa.token, plane.credentials.file("ca.crt"))


@pytest.fixture(scope="session")
def airflow(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Airflow]:
    """Airflow by version; its database is created at the first use."""

    @functools.cache
    def create(version: str) -> Airflow:
        return Airflow.create(version, tmp_path_factory.mktemp(f"airflow-{version}"))

    return create


@pytest.fixture
def workbench(
    request: pytest.FixtureRequest,
    airflow: Callable[[str], Airflow],
    plane: ControlPlane,
    environment: Environment,
    tmp_path: Path,
) -> Iterator[Workbench]:
    """The place where workflows run: with the newest Airflow, unless the test's parameter names another."""
    version = getattr(request, "param", VERSIONS[-1])
    with Workbench(airflow(version), plane.rest, plane.nursery, tmp_path) as bench:
        yield bench
