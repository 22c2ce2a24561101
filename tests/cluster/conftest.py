"""What the tests share: one control plane for all of them."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from control_plane import ControlPlane
from harness import airflow_home
from harness.environment import Environment, preview_folder
from harness.objects import Objects
from harness.rest import Rest
from harness.workflows import DAGS, NAMESPACE, SERVICE_ACCOUNT

# Airflow reads its settings when it is first imported, which a test module does.
_home = tempfile.TemporaryDirectory(prefix="test-cluster-airflow-")
os.environ.update(airflow_home.settings(Path(_home.name)))
sys.path.insert(0, str(DAGS))


@pytest.fixture(scope="session")
def plane() -> Iterator[ControlPlane]:
    """A running control plane."""
    with ControlPlane() as running, pytest.MonkeyPatch.context() as patch:
        # What the shared package connects with: always as MWAA, never as the administrator.
        patch.setenv("ANALYTICAL_PLATFORM_KUBECONFIG", str(running.mwaa_kubeconfig))
        yield running


@pytest.fixture(scope="session")
def objects(plane: ControlPlane) -> Objects:
    """Objects, as the administrator."""
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
    """The API server as MWAA's execution role sees it."""
    return Rest(plane.server, plane.credentials.mwaa.token, plane.credentials.file("ca.crt"))
