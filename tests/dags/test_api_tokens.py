"""A token command that fails for a while, and a token that expires, fail no task."""

from __future__ import annotations

import json
import logging
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from airflow.exceptions import AirflowException

from analytical_platform_airflow.api_client import AccessRefusedError
from analytical_platform_airflow.api_tokens import RENEWED_BEFORE, TokenCommand, TokenError
from misbehaving_api import MisbehavingApi
from workflows import context_of, make_task, rendered

ANSWER = {"apiVersion": "client.authentication.k8s.io/v1beta1", "kind": "ExecCredential"}

WORDS = "Could not connect to the endpoint URL: https://sts.eu-west-2.amazonaws.com/"


class Command:
    """A command that gives the tokens `token-1`, `token-2`, … and fails a given number of times."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "get-token"
        self._runs = folder / "runs"
        self._failures = folder / "failures"
        self._expiry = folder / "expiry"
        self.behaves()
        self.expires()
        self.fails(0)
        self._runs.write_text("0")

    @property
    def runs(self) -> int:
        """Number of times that it ran."""
        return int(self._runs.read_text())

    def behaves(self, instead: str = "") -> None:
        """Replace the command by another."""
        good = (
            f'if [ "$run" -le "$(cat failures)" ]; then echo "{WORDS}" >&2; exit 255; fi\n'
            f"""echo '{json.dumps(ANSWER)[:-1]}, "status": {{"token": "token-'"$run"'"'"$(cat expiry)"'}}}}'\n"""
        )
        self.path.write_text(f"#!/bin/sh\nrun=$(($(cat runs) + 1))\necho $run > runs\n{instead or good}")
        self.path.chmod(stat.S_IRWXU)

    def fails(self, times: int) -> None:
        """Fail until it has run this many times."""
        self._failures.write_text(str(times))

    def expires(self, moment: datetime | None = None) -> None:
        """Let later tokens expire at a moment, or never."""
        self._expiry.write_text(f', "expirationTimestamp": "{moment.isoformat()}"' if moment else "")

    def entry(self) -> dict[str, Any]:
        """Return it in the form of a kubeconfig."""
        return {"apiVersion": ANSWER["apiVersion"], "command": "./get-token", "env": [{"name": "A", "value": "b"}]}


@pytest.fixture
def command(tmp_path: Path) -> Command:
    return Command(tmp_path)


@pytest.fixture
def task(api: MisbehavingApi, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Make a task that gets its tokens from the command."""
    api.tokens = {f"token-{number}" for number in range(1, 10)}
    kubeconfig = api.write_kubeconfig(tmp_path, exec=command.entry())
    monkeypatch.setenv("ANALYTICAL_PLATFORM_KUBECONFIG", str(kubeconfig))
    return rendered(make_task())


def _later(api: MisbehavingApi, change: Callable[[], None]) -> None:
    """Cause an event when the task reads its pod for the second time."""
    looks: list[int] = []

    class Phases(list[str]):
        def pop(self, index: Any = -1) -> str:
            looks.append(1)
            if len(looks) == 2:
                change()
            return super().pop(index)

    api.phases = Phases(api.phases)


def test_one_token_serves_all_requests_of_a_task(task: Any, api: MisbehavingApi, command: Command) -> None:
    assert task.execute(context_of(task)) is None
    assert command.runs == 1
    assert api.deleted == api.created


def test_a_command_that_fails_is_asked_again_and_its_words_are_in_the_log(
    task: Any, api: MisbehavingApi, command: Command, caplog: pytest.LogCaptureFixture
) -> None:
    command.fails(3)
    with caplog.at_level(logging.WARNING):
        assert task.execute(context_of(task)) is None
    assert command.runs == 4
    assert WORDS in caplog.text
    assert api.deleted == api.created


@pytest.mark.parametrize("failures", [0, 3])
def test_a_token_that_has_expired_is_replaced_in_the_middle_of_a_run(
    task: Any, api: MisbehavingApi, command: Command, failures: int
) -> None:
    def expire() -> None:
        api.tokens = {f"token-{2 + failures}"}
        command.fails(1 + failures)

    _later(api, expire)
    assert task.execute(context_of(task)) is None
    assert command.runs == 2 + failures
    assert api.deleted == api.created


def test_a_fresh_token_that_is_refused_fails_the_task_at_once(task: Any, api: MisbehavingApi, command: Command) -> None:
    api.tokens = set()
    with pytest.raises(AccessRefusedError, match="refused a fresh token: 401 Unauthorized"):
        task.execute(context_of(task))
    assert api.created == []


def test_a_token_is_refused_after_it_has_been_replaced_and_the_task_ends(
    task: Any, api: MisbehavingApi, command: Command
) -> None:
    def refuse_all() -> None:
        api.tokens = set()

    _later(api, refuse_all)
    with pytest.raises(AccessRefusedError, match="refused a fresh token"):
        task.execute(context_of(task))


def test_a_token_is_kept_until_a_minute_before_its_expiry(command: Command, tmp_path: Path) -> None:
    tokens = TokenCommand(command.entry(), tmp_path)
    command.expires(datetime.now(UTC) + RENEWED_BEFORE + timedelta(hours=1))
    assert [tokens.token(), tokens.token()] == ["token-1", "token-1"]
    tokens.forget()
    command.expires(datetime.now(UTC) + RENEWED_BEFORE)
    assert [tokens.token(), tokens.token()] == ["token-2", "token-3"]


@pytest.mark.parametrize("answer", ["", "no JSON", "[]", "null", '{"status": null}', '{"status": {}}'])
def test_an_answer_without_a_token_says_so_and_not_what_it_is(command: Command, tmp_path: Path, answer: str) -> None:
    command.behaves(f"echo '{answer}'")
    with pytest.raises(TokenError, match=r"`./get-token` gave no token: its answer is not an ExecCredential"):
        TokenCommand(command.entry(), tmp_path).token()


def test_a_command_that_does_not_end_is_stopped(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analytical_platform_airflow.api_tokens.COMMAND_TIMEOUT", 0.2)
    command.behaves("exec sleep 60")
    with pytest.raises(TokenError, match=r"did not end within 0.2 seconds"):
        TokenCommand(command.entry(), tmp_path).token()


def test_a_command_that_does_not_exist_fails_at_once(tmp_path: Path) -> None:
    missing = {"apiVersion": ANSWER["apiVersion"], "command": "./missing"}
    with pytest.raises(AirflowException, match=r"`./missing` cannot run") as error:
        TokenCommand(missing, tmp_path).token()
    assert not isinstance(error.value, TokenError)
