"""`npm run dags -- test` in a cluster where MWAA runs workflows too."""

from __future__ import annotations

import subprocess

from control_plane import ControlPlane
from harness.nodes import REPOSITORY
from harness.processes import PATIENCE_SECONDS
from harness.runs import let_succeed, outcome_of_main, started
from harness.workbench import Workbench
from harness.workflows import workflow_data


def test_a_trial_of_a_workflow_leaves_the_pod_of_the_same_workflow_in_mwaa_alone(
    workbench: Workbench, plane: ControlPlane
) -> None:
    dag_id = "examples.hello"
    with workbench.watch(dag_id) as watch:
        run = started(workbench, watch, workflow_data("hello", {"main": {}}, "run", dag_id=dag_id))
        [pod] = workbench.pods()
        command = ["npm", "run", "--silent", "dags", "--", "test", "development", "examples/hello"]
        trial = subprocess.run(
            [*command, "--kubeconfig", str(plane.mwaa_kubeconfig)],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        assert trial.returncode == 0, trial.stderr
        assert len(watch.pods_of_task("main")) == 2
        assert [left["metadata"]["name"] for left in workbench.pods()] == [pod["metadata"]["name"]]
        let_succeed(workbench, pod)
        assert outcome_of_main(run) == ("success", 1)
