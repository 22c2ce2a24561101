"""Where a test's Airflow keeps what it writes: never in the user's home, never in the repository."""

from __future__ import annotations

from pathlib import Path

from harness.nodes import REPOSITORY


def settings(home: Path) -> dict[str, str]:
    """Environment variables of an Airflow that has nothing but the shared package."""
    return {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(home / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{home}/airflow.db",
        "PYTHONPATH": str(REPOSITORY / "dags"),
    }
