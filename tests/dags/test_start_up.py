"""The start-up timeout covers the whole start-up, including the wait for a node, with every provider."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from typing import Any

import pytest
from airflow.exceptions import AirflowException
from kubernetes.client import models as k8s

from fake_kubernetes import FakeKubernetes, drive, runs, succeeds
from workflows import context_of, make_task, rendered

LOOK = 100
"""Seconds of the test's clock between two reads of the pod."""


class Clock:
    """Advances by one step with each read of the pod, and at no other time."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def ticking(self, step: Callable[[k8s.V1Pod], None]) -> Callable[[k8s.V1Pod], None]:
        def after_a_while(pod: k8s.V1Pod) -> None:
            self.now += LOOK
            step(pod)

        return after_a_while


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    result = Clock()
    monkeypatch.setattr("time.time", lambda: result.now)
    monkeypatch.setattr("time.monotonic", lambda: result.now)
    return result


def _has_no_node(pod: k8s.V1Pod) -> None:
    _is_pending(pod, scheduled="False")


def _has_a_node(pod: k8s.V1Pod) -> None:
    _is_pending(pod, scheduled="True")


def _is_pending(pod: k8s.V1Pod, scheduled: str) -> None:
    condition = k8s.V1PodCondition(type="PodScheduled", status=scheduled, reason="Unschedulable")
    pod.status = k8s.V1PodStatus(phase="Pending", conditions=[condition])


def _execute(clock: Clock, *, without_node: int, with_node: int) -> Any:
    """Run a task whose pod is read this often before it has a node, and this often before it runs."""
    start_up = chain(repeat(_has_no_node, without_node), repeat(_has_a_node, with_node))
    api = FakeKubernetes(*(clock.ticking(step) for step in start_up), runs, runs, runs, succeeds)
    task = rendered(make_task())
    # Reads follow each other without a pause, because the clock is the test's.
    task.startup_check_interval_seconds = 0
    drive(task, api)
    return task.execute(context_of(task))


@pytest.mark.parametrize(("without_node", "with_node"), [(1, 4), (4, 1), (0, 5), (5, 0)])
def test_a_pod_may_spend_its_time_on_any_part_of_the_start_up(clock: Clock, without_node: int, with_node: int) -> None:
    assert _execute(clock, without_node=without_node, with_node=with_node) is None


@pytest.mark.parametrize(("without_node", "with_node"), [(4, 4), (1, 7), (7, 1), (8, 0), (0, 8)])
def test_the_task_fails_after_ten_minutes_whatever_they_went_on(
    clock: Clock, without_node: int, with_node: int
) -> None:
    with pytest.raises(AirflowException, match="did not start"):
        _execute(clock, without_node=without_node, with_node=with_node)


@pytest.fixture
def timer() -> Iterator[None]:
    """Airflow's timer of a task with a timeout, which is far away."""
    signal.setitimer(signal.ITIMER_REAL, 5000)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)


@pytest.mark.usefixtures("timer")
def test_the_clock_of_the_tasks_timeout_stands_still_until_the_pod_runs() -> None:
    rest: dict[str, float] = {}

    def look(phase: str, step: Callable[[k8s.V1Pod], None]) -> Callable[[k8s.V1Pod], None]:
        def and_do(pod: k8s.V1Pod) -> None:
            rest[phase], _ = signal.getitimer(signal.ITIMER_REAL)
            step(pod)

        return and_do

    api = FakeKubernetes(look("pending", _has_no_node), runs, runs, look("running", runs), succeeds)
    task = rendered(make_task())
    drive(task, api)
    task.execute(context_of(task))
    assert rest["pending"] == 0
    assert rest["running"] > 0


@pytest.mark.usefixtures("timer")
def test_the_clock_goes_on_after_a_start_that_failed() -> None:
    api = FakeKubernetes(_has_no_node)
    task = rendered(make_task())
    task.startup_timeout_seconds = 0
    vars(task)["schedule_timeout_seconds"] = 0
    drive(task, api)
    with pytest.raises(AirflowException, match="did not start"):
        task.execute(context_of(task))
    assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
