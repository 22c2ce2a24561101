"""A folder of DAG objects, as in the bucket, loaded by Airflow's own DagBag in a separate process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from workflows import MANIFEST, MINIMAL, fact

HEADER = """\
import airflow.providers.cncf.kubernetes.operators.pod
from analytical_platform_airflow import workflow

"""


def _source(**changes: Any) -> str:
    return f"{HEADER}dag = workflow(**{ {**MINIMAL, **changes}!r})\n"


def _read(folder: Path, *options: str) -> dict[str, Any]:
    script = Path(__file__).with_name("read_dags.py")
    command = [sys.executable, str(script), str(folder), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_broken_object_breaks_its_own_workflow_only_and_names_its_manifest(
    dags_folder: Callable[..., Path],
) -> None:
    found = _read(
        dags_folder(
            hello=_source(),
            broken=_source(dag_id="examples.broken", manifest="manifests/broken/workflow.yml", schedule="never"),
        )
    )
    assert list(found["dags"]) == ["examples.hello"]
    assert list(found["importErrors"]) == ["examples/broken.py"]
    assert "manifests/broken/workflow.yml: " in found["importErrors"]["examples/broken.py"]
    assert MANIFEST not in found["importErrors"]["examples/broken.py"]


def test_a_workflow_reads_back_as_it_was_written(dags_folder: Callable[..., Path]) -> None:
    data = {
        "schedule": {"datasets": ["s3://a/b"]},
        "tags": ["Platforms", "examples"],
        "env_vars": {"A": fact("run_id"), "B": "settings.json"},
        "secret_name": "examples-hello",
        "secrets": {"SECRET_KEY": "key"},
        "notifications": {"emails": ["team@justice.gov.uk"], "slack_channel": "#team"},
        "tasks": {"first": {"outlets": ["s3://a/c"]}, "second": {"dependencies": ["first"], "env_vars": {"C": "c"}}},
    }
    dag = _read(dags_folder(hello=_source(**data)), "--render")["dags"]["examples.hello"]
    assert dag["file"] == "examples/hello.py"
    assert dag["schedule"] == {"datasets": ["s3://a/b"]}
    assert dag["tags"] == ["Platforms", "examples"]
    assert dag["startDate"] == "2025-01-01T00:00:00+00:00"
    assert dag["notifiesSuccess"] is True
    second = dag["tasks"]["second"]
    assert second["type"] == "KubernetesPodOperator"
    assert second["upstream"] == ["first"]
    assert second["envVars"] == {"A": "manual__2025-03-04T05:06:07+00:00", "B": "settings.json", "C": "c"}
    assert second["secrets"] == {"SECRET_KEY": "examples-hello/key"}
    assert second["resources"]["requests"] == {"cpu": "1", "memory": "4Gi"}
    assert second["notifiesFailure"] == {"SlackFailure": "#team", "EmailFailure": "team@justice.gov.uk"}


def test_airflow_does_not_look_for_dags_in_the_shared_package(dags_folder: Callable[..., Path]) -> None:
    folder = dags_folder(hello=_source())
    code = "import sys, airflow.utils.file as file\nprint(*file.list_py_file_paths(sys.argv[1]), sep='|')\n"
    command = [sys.executable, "-c", code, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.splitlines()[-1] == str(folder / "examples" / "hello.py")


def test_loading_a_workflow_does_not_import_what_only_notifications_need(dags_folder: Callable[..., Path]) -> None:
    folder = dags_folder()
    code = (
        f"{HEADER}import sys\n"
        f"workflow(**{ {**MINIMAL, 'notifications': {'slack_channel': 'x', 'emails': ['a@justice.gov.uk']}}!r})\n"
        "print([name for name in sys.modules if name.startswith(('slack_sdk', 'airflow.providers.slack'))])\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder)  # noqa: S603
    assert done.stdout.splitlines()[-1] == "[]"
