"""Read from Airflow's own web application the rights of people on DAGs, and print them as JSON to standard output.

python tests/dags/interface_roles.py FOLDER

Reads the DAG objects of FOLDER into a new database, with FAB's auth manager, as in MWAA:
https://github.com/aws/amazon-mwaa-docker-images, images/airflow/3.0.6/python/mwaa/config/airflow.py. Makes the role
`project-late` only after the first reading, and reads the folder once more.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

# Airflow logs to standard output, where only the JSON may go.
OUTPUT = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

HOME = Path(tempfile.mkdtemp(prefix="airflow-home-"))
FOLDER = Path(sys.argv[1])
sys.path.append(str(FOLDER))
(HOME / "webserver_config.py").touch()
os.environ |= {
    "AIRFLOW_HOME": str(HOME),
    "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
    "AIRFLOW__CORE__DAGS_FOLDER": str(FOLDER),
    "AIRFLOW__CORE__AUTH_MANAGER": "airflow.providers.fab.auth_manager.fab_auth_manager.FabAuthManager",
    "AIRFLOW__FAB__CONFIG_FILE": str(HOME / "webserver_config.py"),
    "AIRFLOW__LOGGING__LOGGING_LEVEL": "CRITICAL",
}


def _attribute(module: str, name: str) -> Any:
    """Import modules whose place differs between Airflow 2 and 3."""
    return getattr(import_module(module), name)


IS_AIRFLOW_2 = _attribute("airflow", "__version__").startswith("2.")
DETAILS = f"airflow.{'auth' if IS_AIRFLOW_2 else 'api_fastapi.auth'}.managers.models.resource_details"
ENTITY = _attribute(DETAILS, "DagAccessEntity")
DAG_DETAILS = _attribute(DETAILS, "DagDetails")

DAGS = ("examples.hello", "other.report", "late.report")
ACTIONS = {
    "read": ("GET", None),
    "pause": ("PUT", None),
    "trigger": ("POST", ENTITY.RUN),
    "clear": ("PUT", ENTITY.TASK_INSTANCE),
}
PEOPLE = {
    "public": ["Public"],
    "viewer": ["Viewer"],
    "user": ["User"],
    "op": ["Op"],
    "viewer-of-project": ["Viewer", "project-examples"],
    "project": ["Public", "project-examples"],
    "late": ["Public", "project-late"],
}


def main() -> None:
    """Create the roles, read the folder twice, and read the rights for every person, DAG and action."""
    import_module("airflow.utils.db").initdb()
    app, manager = _web_application()
    security = app.appbuilder.sm
    with app.app_context():
        security.sync_roles()
        _copy_viewer(security, "project-examples")
        first = _read()
        _copy_viewer(security, "project-late")
        second = _read()
        may = {name: _may(manager, _person(security, name, roles)) for name, roles in PEOPLE.items()}
    json.dump({"importErrors": [first, second], "may": may}, OUTPUT)


def _web_application() -> tuple[Any, Any]:
    """Create the web application and its auth manager."""
    if IS_AIRFLOW_2:
        app = _attribute("airflow.www.app", "create_app")()
        return app, _attribute("airflow.www.extensions.init_auth_manager", "get_auth_manager")()
    manager = _attribute("airflow.api_fastapi.app", "create_auth_manager")()
    return _attribute("airflow.providers.fab.www.app", "create_app")(enable_plugins=False), manager


def _copy_viewer(security: Any, name: str) -> None:
    """Copy Viewer, and add the rights on runs and tasks. An administrator does this by hand."""
    role = security.add_role(name)
    for permission in security.find_role("Viewer").permissions:
        security.add_permission_to_role(role, permission)
    for resource in ("Task Instances", "DAG Runs"):
        security.add_permission_to_role(role, security.create_permission("can_edit", resource))


def _person(security: Any, name: str, roles: list[str]) -> Any:
    found = [security.find_role(role) for role in roles]
    return security.add_user(name, name, name, f"{name}@justice.gov.uk", found, "password")


def _may(manager: Any, person: Any) -> dict[str, list[str]]:
    """List the rights of a person, by DAG."""
    return {
        dag_id: [
            action
            for action, (method, entity) in ACTIONS.items()
            if manager.is_authorized_dag(
                method=method, access_entity=entity, details=DAG_DETAILS(id=dag_id), user=person
            )
        ]
        for dag_id in DAGS
    }


def _read() -> dict[str, str]:
    """Read the folder into the database, and give the last line of each import error, by the name of the file."""
    bag = _attribute("airflow.models.dagbag", "DagBag")(str(FOLDER), include_examples=False)
    if IS_AIRFLOW_2:
        bag.sync_to_db()
    else:
        with _attribute("airflow.utils.session", "create_session")() as session:
            session.merge(_attribute("airflow.models.dagbundle", "DagBundleModel")(name="dags-folder"))
        bag.sync_to_db("dags-folder", None)
    return {Path(path).name: error.strip().splitlines()[-1] for path, error in bag.import_errors.items()}


main()
