"""
Read one DAG in Python of the present platform, and print what it declares as JSON.

Usage: `python load_dag.py <dag.py> <moment>`, with the values of its PLACEHOLDER_… on standard input, as JSON. The
moment is what the DAG's clock shows. Exit code 0 also if the DAG has an error: the result says which.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

PYTHON = (3, 11)
if sys.version_info < PYTHON:
    sys.exit(f"Python {'.'.join(map(str, PYTHON))} or later reads DAGs; this is {sys.version.split()[0]}")

sys.path.insert(0, str(Path(__file__).parent))

import clock  # noqa: E402
import functions  # noqa: E402
import guard  # noqa: E402
import modules  # noqa: E402
import results  # noqa: E402
import stubs  # noqa: E402
from marks import RECORD, as_data  # noqa: E402


def plain(value: Any) -> Any:  # noqa: PLR0911 - one for each kind of value
    """Give a value of the DAG as JSON data; objects become maps with one key that names them."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, timedelta):
        return {"seconds": value.total_seconds()}
    if isinstance(value, datetime):
        return {"date": datetime.isoformat(value), "derived": getattr(value, "derived", None)}
    if isinstance(value, results.Result):
        return str(value)
    if isinstance(value, stubs.Kept):
        call = {"name": value.name, "arguments": plain(value.arguments), "keywords": plain(value.keywords)}
        return {"call": {**call, "place": vars(value.place)}}
    if isinstance(value, dict):
        return {"map": [[str(key), plain(one)] for key, one in value.items()]}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in value]
    if isinstance(value, modules.Unknown):
        return {"unknown": str(value)}
    return {"unknown": getattr(value, "__name__", type(value).__name__)}


def texts(variables: Any) -> Any:
    """Give environment variables as the present platform's operator passes them: Python's text of each value."""
    return {key: str(value) for key, value in variables.items()} if isinstance(variables, dict) else variables


def task_data(task: stubs.Task) -> dict[str, Any]:
    """Give a task as JSON data."""
    keywords = {**task.keywords, "env_vars": texts(task.keywords.get("env_vars") or {})}
    return {
        "id": task.task_id,
        "operator": task.operator,
        "place": vars(task.place),
        "upstream": list(task.upstream),
        "keywords": {key: plain(value) for key, value in keywords.items()},
        **function_data(task),
    }


def function_data(task: stubs.Task) -> dict[str, Any]:
    """Give the ways through the function of a branch, or the tasks whose results another function reads."""
    function = task.keywords.get("python_callable")
    if not callable(function) or isinstance(function, modules.Unknown):
        return {}
    uses = list(RECORD.uses)
    try:
        if task.operator.startswith(("Branch", "ShortCircuit")):
            goes_on = task.operator.startswith("ShortCircuit")
            return {"choice": functions.choice(function, task.keywords, modules.Unknown, goes_on=goes_on)}
        return {"reads": functions.reads(function, task.keywords, modules.Unknown)}
    finally:
        # The file does not do these things when it is read.
        RECORD.uses = uses


def dag_data(dag: stubs.Dag) -> dict[str, Any]:
    """Give a DAG as JSON data."""
    return {
        "id": str(dag.dag_id),
        "place": vars(dag.place),
        "keywords": {key: plain(value) for key, value in dag.keywords.items()},
        "tasks": [task_data(task) for task in dag.tasks],
    }


def fault_of(error: BaseException, file: str) -> dict[str, Any]:
    """Say what went wrong, at the last line of the DAG's own code."""
    if isinstance(error, SyntaxError):
        return {"message": str(error.msg), "place": {"file": error.filename or file, "line": error.lineno or 1}}
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(RECORD.folder)]
    place = {"file": own[-1].filename, "line": own[-1].lineno or 1} if own else {"file": file, "line": 1}
    return {"message": f"{type(error).__name__}: {error}", "place": place}


def read(file: Path, placeholders: dict[str, str]) -> dict[str, Any] | None:
    """Run the DAG's file; give its fault, if it has one."""
    try:
        text = file.read_text(encoding="utf-8")
        for name, value in placeholders.items():
            text = text.replace(f"PLACEHOLDER_{name}", value)
        exec(compile(text, str(file), "exec"), {"__name__": "dag", "__file__": str(file)})  # noqa: S102 - the task
    except (Exception, SystemExit) as error:
        return fault_of(error, str(file))
    return None


def main() -> None:
    """Read the DAG, and print the result."""
    file = Path(sys.argv[1]).resolve()
    placeholders = json.load(sys.stdin)
    result = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Output of the DAG must not mix with the result.
    sys.stdout = sys.stderr
    RECORD.folder = f"{file.parent}{os.sep}"
    sys.dont_write_bytecode = True
    sys.path[0] = str(file.parent)
    clock.set_clock(datetime.fromisoformat(sys.argv[2]))
    modules.install()
    guard.limit(file.parent)
    json.loads = results.loads  # type: ignore[assignment]
    fault = read(file, placeholders)
    dags = [dag_data(dag) for dag in RECORD.dags] if fault is None else []
    json.dump(
        {
            "fault": fault,
            "dags": dags,
            "uses": [as_data(mark) for mark in RECORD.uses],
            "marks": [as_data(mark) for mark in RECORD.marks],
        },
        result,
    )
    result.flush()


if __name__ == "__main__":
    main()
