"""The messages of a real Airflow about a run reach their recipients, and a failed notification changes no record."""

from __future__ import annotations

from harness.runs import ON_EVERY_AIRFLOW, outcome_of_main
from harness.workbench import Workbench
from harness.workflows import workflow_data

EVERYBODY = {"slack_channel": "#alerts", "emails": ["a@justice.gov.uk", "b@justice.gov.uk"]}


@ON_EVERY_AIRFLOW
def test_a_task_that_fails_for_good_is_mailed_once_with_what_happened(workbench: Workbench) -> None:
    data = workflow_data("mailed", {"main": {}}, "fail", retries=1, notifications=EVERYBODY)
    # Only a task under a supervisor gets the reason of its failure, as on a worker.
    assert outcome_of_main(workbench.run(data, supervised=True)) == ("failed", 2)
    [mail] = workbench.mail.mails
    assert mail.to == "a@justice.gov.uk, b@justice.gov.uk"
    assert mail.subject == "test-cluster.mailed failed in development: task main"
    assert "returned a failure" in mail.text
    assert "/dags/test-cluster.mailed/" in mail.text
    [message] = workbench.slack.messages
    assert "Task: main" in message["text"]


@ON_EVERY_AIRFLOW
def test_a_failure_of_which_nobody_can_be_told_is_the_same_failure(workbench: Workbench) -> None:
    workbench.slack.close()
    workbench.mail.close()
    data = workflow_data("unheard", {"main": {}}, "fail", retries=1, notifications=EVERYBODY)
    run = workbench.run(data)
    assert outcome_of_main(run) == ("failed", 2)
    assert "Could not notify Slack channel #alerts" in run.log
    assert "Could not notify addresses a@justice.gov.uk,b@justice.gov.uk" in run.log


@ON_EVERY_AIRFLOW
def test_a_success_of_which_nobody_can_be_told_is_a_success(workbench: Workbench) -> None:
    workbench.slack.close()
    run = workbench.run(workflow_data("unheard", {"main": {}}, notifications=EVERYBODY))
    record = run.finish()
    assert (record["state"], record["tasks"]["main"]["state"]) == ("success", "success")
    assert "Could not notify Slack channel #alerts" in run.log
