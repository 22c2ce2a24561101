"""A task's own timeout, command and trigger rule hold in a real Airflow, on a real control plane."""

from __future__ import annotations

from typing import Any

from harness.pods import OUTCOME_VARIABLE
from harness.runs import ON_EVERY_AIRFLOW, outcome_of_main
from harness.workbench import Workbench
from harness.workflows import workflow_data


@ON_EVERY_AIRFLOW
def test_a_task_that_takes_too_long_fails_with_its_limit_and_its_pod_is_deleted(workbench: Workbench) -> None:
    run = workbench.run(workflow_data("late", {"main": {"timeout": 15}}, "run"))
    assert outcome_of_main(run) == ("failed", 1)
    assert "The task took longer than its timeout, 15 seconds. Its pod was deleted." in run.log
    workbench.wait_until_no_pod_is_left()


@ON_EVERY_AIRFLOW
def test_a_task_with_a_rule_starts_after_a_failure_and_the_others_do_not(workbench: Workbench) -> None:
    tasks: dict[str, dict[str, Any]] = {
        "fails": {"env_vars": {OUTCOME_VARIABLE: "fail"}},
        "needs-success": {"dependencies": ["fails"]},
        "tidy": {
            "dependencies": ["fails", "needs-success"],
            "trigger_rule": "all_done",
            "image": "registry.test/tidy:v2.0.0",
            "command": ["sh", "-c"],
            "args": ["echo $(HOME)"],
        },
    }
    with workbench.watch("test-cluster.rules") as watch:
        record = workbench.run(workflow_data("rules", tasks)).finish()
    assert {task: entry["state"] for task, entry in record["tasks"].items()} == {
        "fails": "failed",
        "needs-success": "upstream_failed",
        "tidy": "success",
    }
    [pod] = watch.pods_of_task("tidy")
    [container] = pod["spec"]["containers"]
    assert container["image"] == "registry.test/tidy:v2.0.0"
    assert (container["command"], container["args"]) == (["sh", "-c"], ["echo $$(HOME)"])
