"""The people who may start each DAG in Airflow's interface, by Airflow's own auth manager, as in MWAA."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import airflow
import pytest

from workflows import MINIMAL

ALL = ["read", "pause", "trigger", "clear"]


def _source(project: str, workflow: str, **data: Any) -> str:
    changes = {"dag_id": f"{project}.{workflow}", "project": project, "workflow": workflow, **data}
    return (
        "import airflow.providers.cncf.kubernetes.operators.pod\n"
        f"from analytical_platform_airflow import workflow\ndag = workflow(**{ {**MINIMAL, **changes}!r})\n"
    )


@pytest.fixture(scope="module", name="answers")
def _answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("dags")
    package = Path(__file__).resolve().parents[2] / "dags"
    (folder / "analytical_platform_airflow").symlink_to(package / "analytical_platform_airflow")
    (folder / ".airflowignore").write_bytes((package / ".airflowignore").read_bytes())
    (folder / "hello.py").write_text(_source("examples", "hello", interface_role="project-examples"), "utf-8")
    (folder / "other.py").write_text(_source("other", "report"), "utf-8")
    (folder / "late.py").write_text(_source("late", "report", interface_role="project-late"), "utf-8")
    script = Path(__file__).with_name("interface_roles.py")
    command = [sys.executable, str(script), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_the_role_of_a_project_may_start_and_change_its_own_dags_only(answers: dict[str, Any]) -> None:
    assert answers["may"]["project"]["examples.hello"] == ALL
    assert answers["may"]["project"]["other.report"] == ["read"]


def test_a_viewer_with_the_role_of_a_project_has_no_more_of_other_projects(answers: dict[str, Any]) -> None:
    assert answers["may"]["viewer-of-project"]["examples.hello"] == ALL
    assert answers["may"]["viewer-of-project"]["other.report"] == ["read"]
    assert answers["may"]["viewer"]["examples.hello"] == ["read"]
    assert answers["may"]["public"]["examples.hello"] == []


# Airflow adds permissions up: a role that may edit "DAGs" may edit every DAG, whatever the DAG's own setting.
@pytest.mark.parametrize("role", ["user", "op"])
def test_mwaas_user_and_op_start_every_projects_dags_whatever_the_dag_says(answers: dict[str, Any], role: str) -> None:
    assert answers["may"][role] == {"examples.hello": ALL, "other.report": ALL, "late.report": ALL}


def test_a_dag_whose_role_does_not_exist_is_an_import_error_so_the_role_comes_first(answers: dict[str, Any]) -> None:
    first, second = answers["importErrors"]
    assert "a role named 'project-late', but that role does not exist" in first["late.py"]
    assert list(first) == ["late.py"]
    assert second == {}


# Airflow 2 writes a DAG's permissions when its data changes, Airflow 3 every time it reads the DAG.
def test_a_role_that_comes_late_is_granted_at_the_next_reading_on_airflow_3_only(answers: dict[str, Any]) -> None:
    expected = ["read"] if airflow.__version__.startswith("2.") else ALL
    assert answers["may"]["late"]["late.report"] == expected
