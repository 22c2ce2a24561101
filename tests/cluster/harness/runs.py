"""Steps that several tests of faults share."""

from __future__ import annotations

from typing import Any

import pytest

from harness.airflow import VERSIONS, Run
from harness.pods import OUTCOME_ANNOTATION
from harness.rest import Object
from harness.watch import PodWatch
from harness.workbench import PODS, Workbench

ON_EVERY_AIRFLOW = pytest.mark.parametrize("workbench", VERSIONS, indirect=True)


def started(
    bench: Workbench, watch: PodWatch, data: dict[str, Any], epilogue: str = "", *, supervised: bool = False
) -> Run:
    """Start a run of a workflow whose only task is ``main``, and wait until its pod runs."""
    run = bench.run(data, epilogue, supervised=supervised)
    run.wait_until(lambda: watch.is_running("main"), "the pod runs")
    # The first line of the log shows that the task, too, has seen the pod running.
    run.wait_until(lambda: "a line of the container's log" in run.log, "the log is streamed")
    return run


def outcome_of_main(run: Run) -> tuple[str, int]:
    """State and tries of the task ``main`` after the end of the run."""
    main = run.finish()["tasks"]["main"]
    return main["state"], main["tries"]


def let_succeed(bench: Workbench, pod: Object) -> None:
    """End a pod that would run for ever."""
    annotate(bench, pod, OUTCOME_ANNOTATION, "succeed")


def annotate(bench: Workbench, pod: Object, name: str, value: str) -> None:
    """Set an annotation of a pod."""
    change = {"metadata": {"annotations": {name: value}}}
    bench.admin.call("PATCH", f"{PODS}/{pod['metadata']['name']}", change)
