"""A task that Airflow stops: its program gets a signal, then time to end, and is killed after that."""

from __future__ import annotations

import signal
from contextlib import ExitStack
from functools import partial

from harness.airflow import Run
from harness.runs import ON_EVERY_AIRFLOW, outcome_of_main
from harness.watch import PodWatch
from harness.workbench import Workbench

from node.scripts import SMALL_PODS, script_workflow

# Airflow shows a line only after the next one has arrived.
OBEYS = "trap 'echo told; exit 5' TERM; echo began-$((40 + 2)); echo waiting; sleep 600 & wait"
IGNORES = "trap '' TERM; echo began-$((40 + 2)); echo waiting; while true; do sleep 1; done"
#: Kubernetes' default is 30 seconds, too long for a test.
SHORT_GRACE = "\nfor task in dag.tasks:\n    task.termination_grace_period = 3\n"


@ON_EVERY_AIRFLOW
def test_a_program_that_obeys_ends_with_its_own_code_and_one_that_does_not_is_killed(workbench: Workbench) -> None:
    with ExitStack() as stack:
        runs: dict[str, tuple[Run, PodWatch]] = {}
        for name, script in {"obeys": OBEYS, "ignores": IGNORES}.items():
            watch = stack.enter_context(workbench.watch(f"test-cluster.{name}"))
            run = workbench.run(script_workflow(name, {"main": script}), SMALL_PODS + SHORT_GRACE)
            runs[name] = (run, watch)
        for run, _ in runs.values():
            run.wait_until(partial(_is_ready, run), "the program runs")
            run.process.send_signal(signal.SIGTERM)
        for run, _ in runs.values():
            assert outcome_of_main(run) == ("failed", 1)
        workbench.wait_until_no_pod_is_left()
    assert {name: watch.end_of("main")["exitCode"] for name, (_, watch) in runs.items()} == {"obeys": 5, "ignores": 137}


def _is_ready(run: Run) -> bool:
    return "began-42" in run.log
