"""
Measure the loading of DAG objects in the interpreter's Airflow.

python tools/bench/load_dags.py REAL GENERATED...

Each folder contains DAG objects and the shared package. REAL is compared with plain DAGs and measured object by object,
GENERATED as a whole. Prints JSON to standard output, see `dags.ts`. Times are seconds of CPU time, because other work
on the machine affects them less than the time on the clock.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

# Airflow logs to standard output, where only the JSON may go.
OUTPUT = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

os.environ["AIRFLOW_HOME"] = tempfile.mkdtemp(prefix="airflow-home-")
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
os.environ["AIRFLOW__CORE__DAGBAG_IMPORT_TIMEOUT"] = "600"
os.environ["AIRFLOW__LOGGING__LOGGING_LEVEL"] = "ERROR"
warnings.simplefilter("ignore")
# Python's default: an object is compiled only when it is first loaded.
sys.dont_write_bytecode = False

import airflow  # noqa: E402
import pendulum  # noqa: E402
from airflow.models.dagbag import DagBag  # noqa: E402
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator  # noqa: E402

try:
    from airflow.sdk import DAG
except ModuleNotFoundError:  # Airflow 2
    from airflow.models.dag import DAG  # type: ignore[assignment]

PACKAGE = "analytical_platform_airflow"
REPEATS = 5
"""Number of repetitions. Objects and plain DAGs take turns; every other measurement has its own process each time."""

PLAIN = f"""
import pendulum
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from {DAG.__module__} import DAG

with DAG(dag_id="plain", schedule="@daily", start_date=pendulum.datetime(2025, 1, 1)):
    KubernetesPodOperator(task_id="main", name="main", image="image:1", email=["a@justice.gov.uk"])
"""

Shape = dict[str, list[str]]
"""Ids of the tasks of each DAG."""


def main() -> None:
    """Measure, print."""
    real, *generated = (Path(argument) for argument in sys.argv[1:])
    use_airflow_once()
    shape = in_a_fork(lambda: shape_of(load(real)))
    most = max(shape, key=lambda dag_id: len(shape[dag_id]))
    alone = dict(in_a_fork(partial(one_object, real, path)) for path in object_files(real))
    [file_of_most] = [path for path in object_files(real) if f'dag_id="{most}"' in path.read_text("utf-8")]
    repeated = [in_a_fork(lambda: one_object(real, file_of_most))[1] for _ in range(REPEATS)]
    result = {
        "airflow": airflow.__version__,
        "dags": len(shape),
        "tasks": sum(map(len, shape.values())),
        "mostTasks": len(shape[most]),
        "oneObject": statistics.median(alone.values()),
        "objectWithMostTasks": statistics.median(repeated),
        "growth": [whole_folder(folder) for folder in generated],
        **against_plain_dags(real, shape),
    }
    json.dump(result, OUTPUT)
    OUTPUT.write("\n")
    OUTPUT.flush()


def against_plain_dags(folder: Path, shape: Shape) -> dict[str, float]:
    """Load all objects, and build plain DAGs with the same number of bare operators, in turn, after heavy imports."""
    import_package_of(folder)
    objects, plain = [], []
    for _ in range(REPEATS):
        gc.collect()
        objects.append(timed(lambda: load(folder))[0])
        gc.collect()
        plain.append(timed(lambda: plain_dags(shape))[0])
    # The median of the ratios of neighbours, because a busy machine slows both of a pair.
    ratio = statistics.median(ours / theirs for ours, theirs in zip(objects, plain, strict=True))
    return {"objects": statistics.median(objects), "plain": statistics.median(plain), "ratio": ratio}


def plain_dags(shape: Shape) -> list[Any]:
    """Build the same number of tasks with the least possible code."""
    dags = []
    start = pendulum.datetime(2025, 1, 1)
    for dag_id, task_ids in shape.items():
        with DAG(dag_id=dag_id, schedule=None, start_date=start) as dag:
            for task_id in task_ids:
                KubernetesPodOperator(task_id=task_id, name=task_id, image="image:1")
        dags.append(dag)
    return dags


def one_object(folder: Path, path: Path) -> tuple[str, float]:
    """Load one object as the start of a task does, including the import of the shared package."""

    def load_one() -> DagBag:
        import_package_of(folder)
        return load(path)

    seconds, bag = timed(load_one)
    [dag_id] = bag.dags
    return dag_id, seconds


def whole_folder(folder: Path) -> dict[str, float]:
    """Load a whole folder after the import of the shared package."""

    def measure() -> tuple[float, int]:
        import_package_of(folder)
        seconds, bag = timed(lambda: load(folder))
        return seconds, len(bag.dags)

    measured = [in_a_fork(measure) for _ in range(REPEATS)]
    return {"workflows": measured[0][1], "seconds": statistics.median(seconds for seconds, _ in measured)}


def use_airflow_once() -> None:
    """Load a plain DAG, so that Airflow's lazy imports do not count as part of loading an object."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "folder" / "plain.py"
        path.parent.mkdir()
        path.write_text(PLAIN, "utf-8")
        load(path)


def import_package_of(folder: Path) -> None:
    """Import the shared package of the folder."""
    sys.path.insert(0, str(folder))
    __import__(PACKAGE)


def object_files(folder: Path) -> list[Path]:
    """List the DAG objects of a folder."""
    return [path for path in sorted(folder.glob("*/*.py")) if path.parent.name != PACKAGE]


def load(path: Path) -> DagBag:
    """Load a folder, or one file, with Airflow's own DagBag. An object that does not load is an error."""
    if (folder := str(path if path.is_dir() else path.parents[1])) not in sys.path:
        sys.path.insert(0, folder)
    bag = DagBag(str(path), include_examples=False)
    if bag.import_errors:
        raise RuntimeError(f"objects do not load: {bag.import_errors}")
    return bag


def shape_of(bag: DagBag) -> Shape:
    """Give the tasks of each DAG."""
    return {dag_id: [task.task_id for task in dag.tasks] for dag_id, dag in bag.dags.items()}


def timed(action: Callable[[], Any]) -> tuple[float, Any]:
    """Measure the CPU time of an action."""
    started = time.process_time()
    result = action()
    return time.process_time() - started, result


def in_a_fork(action: Callable[[], Any]) -> Any:
    """Run an action in a fork of this process, as Airflow does with tasks and files, and give its result."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            with os.fdopen(writer, "w", encoding="utf-8") as pipe:
                json.dump(action(), pipe)
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        text = pipe.read()
    if os.waitpid(child, 0)[1] != 0:
        raise RuntimeError("a measurement failed; its reason is above")
    return json.loads(text)


if __name__ == "__main__":
    main()
