"""Every request to the API server ends, and an outage of up to three minutes fails none."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from kubernetes.client import ApiException, Configuration, CoreV1Api
from urllib3.exceptions import HTTPError

from analytical_platform_airflow.api_client import RetryingApiClient
from analytical_platform_airflow.api_outage import LONGEST_OUTAGE, LONGEST_PAUSE
from misbehaving_api import (
    Fault,
    MisbehavingApi,
    drops,
    drops_but_does_it,
    never_answers,
    never_answers_but_does_it,
    refuses,
    stalls,
)
from workflows import context_of

POD = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "pod", "namespace": "mwaa", "labels": {}}}

AWAY: list[Fault] = [never_answers, drops, *(refuses(status, "away") for status in (429, 500, 502, 503, 504))]

NAMES = ["never-answers", "drops", "429", "500", "502", "503", "504"]


class Clock:
    """The time of `api_outage`, which goes on only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    result = Clock()
    monkeypatch.setattr("analytical_platform_airflow.api_outage.time", result)
    monkeypatch.setattr("analytical_platform_airflow.api_client.READ_TIMEOUT", 0.3)
    monkeypatch.setattr("analytical_platform_airflow.api_client.LONGEST_READ", 0.3)
    return result


def _client(api: MisbehavingApi) -> CoreV1Api:
    configuration = Configuration()
    configuration.host = f"http://127.0.0.1:{api.server_port}"
    return CoreV1Api(RetryingApiClient(configuration))


def _create(client: CoreV1Api) -> Any:
    return client.create_namespaced_pod("mwaa", POD)


@pytest.mark.parametrize("fault", AWAY, ids=NAMES)
def test_a_pod_is_read_when_the_server_is_back(api: MisbehavingApi, fault: Fault) -> None:
    api.pods["pod"] = dict(POD)
    api.fails("GET", fault, times=3)
    assert _client(api).read_namespaced_pod("pod", "mwaa").metadata.name == "pod"
    assert len(api.requests) == 4


@pytest.mark.parametrize("fault", AWAY[1:], ids=NAMES[1:])
def test_a_request_waits_for_three_minutes_and_then_ends_in_the_servers_own_answer(
    api: MisbehavingApi, clock: Clock, fault: Fault
) -> None:
    api.fails("GET", fault, times=1000)
    began = clock.now
    client = _client(api)
    with pytest.raises((ApiException, HTTPError)):
        client.read_namespaced_pod("pod", "mwaa")
    assert LONGEST_OUTAGE - LONGEST_PAUSE <= clock.now - began <= LONGEST_OUTAGE
    # A caller that repeats requests itself does not wait another three minutes each time.
    waited = clock.now
    with pytest.raises((ApiException, HTTPError)):
        client.read_namespaced_pod("pod", "mwaa")
    assert clock.now == waited


def test_each_outage_has_its_own_three_minutes(api: MisbehavingApi) -> None:
    api.pods["pod"] = dict(POD)
    client = _client(api)
    for _ in range(3):
        api.fails("GET", drops, times=18)
        assert client.read_namespaced_pod("pod", "mwaa").metadata.name == "pod"


def test_a_log_says_why_it_waits(api: MisbehavingApi, caplog: pytest.LogCaptureFixture) -> None:
    api.pods["pod"] = dict(POD)
    api.fails("GET", refuses(503, "etcdserver: leader changed"))
    with caplog.at_level(logging.WARNING):
        _client(api).read_namespaced_pod("pod", "mwaa")
    assert "503 etcdserver: leader changed" in caplog.text


@pytest.mark.parametrize("fault", [never_answers_but_does_it, drops_but_does_it, never_answers, drops])
def test_a_pod_whose_creation_was_not_answered_is_found_or_created_but_never_twice(
    api: MisbehavingApi, fault: Fault
) -> None:
    api.fails("POST", fault, times=2)
    assert _create(_client(api)).metadata.name == "pod"
    assert api.created == ["pod"]


def test_a_pod_of_the_same_name_that_another_made_is_not_taken_for_ones_own(api: MisbehavingApi) -> None:
    api.pods["pod"] = dict(POD)
    with pytest.raises(ApiException, match="already exists"):
        _create(_client(api))


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422])
def test_a_refusal_is_not_repeated(api: MisbehavingApi, status: int) -> None:
    api.fails("POST", refuses(status, "no"))
    with pytest.raises(ApiException):
        _create(_client(api))
    assert len(api.requests) == 1


def test_a_webhook_that_is_away_fails_a_creation_at_once(api: MisbehavingApi) -> None:
    api.fails("POST", refuses(500, 'Internal error occurred: failed calling webhook "validation.gatekeeper.sh"'))
    with pytest.raises(ApiException):
        _create(_client(api))
    assert len(api.requests) == 1


def test_a_request_that_makes_something_else_is_not_repeated_if_it_may_have_arrived(api: MisbehavingApi) -> None:
    api.fails("POST", drops)
    with pytest.raises(HTTPError):
        _client(api).create_namespaced_pod_eviction("pod", "mwaa", {"metadata": {"name": "pod"}})
    assert len(api.requests) == 1


def test_a_refused_connection_is_tried_again(api: MisbehavingApi, monkeypatch: pytest.MonkeyPatch) -> None:
    client = _client(api)
    port = api.server_port
    api.__exit__()
    pauses: list[float] = []
    back: list[MisbehavingApi] = []

    def back_after_three(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            back.append(MisbehavingApi(port).__enter__())

    monkeypatch.setattr("analytical_platform_airflow.api_outage.time.sleep", back_after_three)
    try:
        assert _create(client).metadata.name == "pod"
        assert pauses == [1, 2, 4]
    finally:
        back[0].__exit__()


@pytest.mark.parametrize("fault", AWAY, ids=NAMES)
@pytest.mark.parametrize("request_of_task", ["GET .*/pods$", "POST", "GET .*/pods/[^/]+$", "DELETE", "GET .*/log"])
def test_a_task_survives_a_fault_of_each_of_its_requests(
    task: Any, api: MisbehavingApi, request_of_task: str, fault: Fault
) -> None:
    api.fails(request_of_task, fault)
    assert task.execute(context_of(task)) is None
    assert len(api.created) == 1
    assert api.deleted == api.created


def test_a_log_that_stalls_comes_back(task: Any, api: MisbehavingApi, caplog: pytest.LogCaptureFixture) -> None:
    api.phases = ["Running"] * 5 + ["Succeeded"]
    api.fails("GET .*/log", stalls)
    with caplog.at_level(logging.INFO, "airflow.providers.cncf.kubernetes.utils.pod_manager.PodManager"):
        assert task.execute(context_of(task)) is None
    assert "last line" in caplog.text
    assert len([request for request in api.requests if request.endswith("/log")]) >= 2
