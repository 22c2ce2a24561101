"""Fill in templates twice, with Airflow's own Jinja and with the shared package, and print both as JSON.

python tests/dags/render_templates.py < INPUT

INPUT is JSON: `runs`, each with `logical_date`, `data_interval_end` and `params`; and `values`, each with the `value`
of the DAG object and the `source` that Jinja reads, if it is to read one. Prints, for each run, a list of
`[by Jinja, by the package]`: a text, or `null` for a failure or without a source. Exit code 0. All other output goes to
standard error.
"""

from __future__ import annotations

import functools
import importlib
import json
import os
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

# Airflow logs to standard output, where only the JSON may go.
OUTPUT = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

os.environ.setdefault("AIRFLOW_HOME", tempfile.mkdtemp(prefix="airflow-home-"))
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "dags"))


def main() -> None:
    """Read the input, fill in, print."""
    from airflow.utils.helpers import render_template_to_string

    from analytical_platform_airflow import workflow
    from analytical_platform_airflow.template_steps import as_text
    from analytical_platform_airflow.templates import fill_in
    from workflows import MINIMAL

    warnings.simplefilter("ignore")
    given = json.load(sys.stdin)
    jinja = workflow(**MINIMAL).get_template_env()
    jinja.filters["as_text"] = as_text
    jinja.keep_trailing_newline = True

    # Jinja takes longer to compile a template than to fill it in, and compiles it in the same way for every run.
    compiled = functools.cache(jinja.from_string)

    def by_jinja(source: str | None, context: Any) -> str | None:
        return None if source is None else render_template_to_string(compiled(source), context)

    results = [
        [
            [
                _text(by_jinja, entry.get("source"), context),
                _text(lambda value, of: fill_in(value, of, 1_000_000), entry["value"], context),
            ]
            for entry in given["values"]
        ]
        for context in map(_context, given["runs"])
    ]
    json.dump(results, OUTPUT)
    OUTPUT.flush()


def _text(fill: Callable[[Any, Any], str | None], value: Any, context: Any) -> str | None:
    try:
        return fill(value, context)
    except Exception:
        return None


def _context(run: dict[str, Any]) -> dict[str, Any]:
    """Build the context of a run like Airflow: its own macros, pendulum's dates, and on Airflow 2 its older names."""
    import pendulum

    try:
        from airflow.sdk.execution_time import macros
    except ModuleNotFoundError:  # Airflow 2
        macros = importlib.import_module("airflow.macros")
    date = pendulum.parse(run["logical_date"])
    assert isinstance(date, pendulum.DateTime)
    instance = SimpleNamespace(task_id="main", dag_id="examples.hello", run_id="manual__1", try_number=2)
    following, before = date.add(days=1), date.subtract(days=1)
    return {
        "logical_date": date,
        "data_interval_start": date,
        "data_interval_end": pendulum.parse(run["data_interval_end"]),
        "ds": date.strftime("%Y-%m-%d"),
        "ds_nodash": date.strftime("%Y%m%d"),
        "ts": date.isoformat(),
        "ts_nodash": date.strftime("%Y%m%dT%H%M%S"),
        "ts_nodash_with_tz": date.isoformat().replace("-", "").replace(":", ""),
        "run_id": "manual__1",
        "params": run["params"],
        "macros": macros,
        "ti": instance,
        "task_instance": instance,
        "task": instance,
        "dag": instance,
        "dag_run": SimpleNamespace(run_id="manual__1", dag_id="examples.hello", conf=run["params"]),
        "execution_date": date,
        "next_execution_date": following,
        "next_ds": following.strftime("%Y-%m-%d"),
        "next_ds_nodash": following.strftime("%Y%m%d"),
        "prev_execution_date": before,
        "prev_ds": before.strftime("%Y-%m-%d"),
        "prev_ds_nodash": before.strftime("%Y%m%d"),
        "tomorrow_ds": following.strftime("%Y-%m-%d"),
        "tomorrow_ds_nodash": following.strftime("%Y%m%d"),
        "yesterday_ds": before.strftime("%Y-%m-%d"),
        "yesterday_ds_nodash": before.strftime("%Y%m%d"),
    }


main()
