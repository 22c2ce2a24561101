"""The start of every DAG object: it waits for its own version of the shared package."""

import sys
import time
from pathlib import Path

LONGEST_WAIT = 20
"""Seconds. Airflow stops the import of a DAG object after 30 (`core.dagbag_import_timeout`), without saying why."""


def use_package(dags: Path, version: str, size: int) -> None:
    """
    Wait until a version of the package is complete, and put it before all others.

    MWAA copies the bucket's files one by one, so a DAG object can arrive before its package.

    :param dags: the folder of DAGs.
    :param version: the version, which is the name of its folder.
    :param size: bytes of all files of the package.
    :raises ImportError: the package is not complete in time. Airflow reads the DAG object again later.
    """
    folder = dags / "packages" / version
    give_up = time.monotonic() + LONGEST_WAIT
    while sum(file.stat().st_size for file in folder.rglob("*") if file.suffix in {".py", ".json"}) != size:
        if time.monotonic() >= give_up:
            raise ImportError(f"{folder} is not complete yet; Airflow reads this file again when MWAA has copied it")
        time.sleep(0.5)
    if str(folder) not in sys.path[:1]:
        sys.path.insert(0, str(folder))
        # A process that reads several DAG objects may have imported another version.
        for name in [name for name in sys.modules if name.split(".")[0] == "analytical_platform_airflow"]:
            del sys.modules[name]
