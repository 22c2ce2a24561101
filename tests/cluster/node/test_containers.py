"""Real containers, started by a real Airflow: a program sees its values, and its end is the end of its task."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from control_plane import ControlPlane
from harness.airflow import VERSIONS, Airflow
from harness.objects import Objects
from harness.processes import wait_until
from harness.real_node import REGISTRY_HOST, RealNode
from harness.watch import PodWatch
from harness.workbench import Workbench
from harness.workflows import NAMESPACE, SERVICE_ACCOUNT

from node.scripts import SMALL_PODS, script_workflow

#: Texts that a shell, YAML, Jinja, Python or Kubernetes would misread.
HOSTILE = [
    *(
        "",
        " ",
        "  spaces  ",
        "'",
        '"',
        "it's",
        '"quoted"',
        "'\"'\"'",
        '"""',
        "\\",
        "\\\\",
        "\\n",
        "\\x41",
        "\\N{BULLET}",
    ),
    *("$", "$$", "$$$", "$HOME", "${HOME}", "$(HOME)", "$$(HOME)", "$$$(HOME)", "$(SCRIPT)", "$(date)", "`date`"),
    *("a\nb", "a\n", "\n", "a\r\nb\r\n", "\t", "\x07", "\x1b[31mred", "\x7f", "\u0085", "\u2028", "\ufeffbom"),
    *("é", "e\u0301", "日本語", "👩‍🔬", "\U0010fffd", "\u202eabc", "-x", "# comment", "a=b=c", "x" * 5000),
]
SECRETS = {f"SECRET_{number}": text for number, text in enumerate(HOSTILE)}
VALUES = {f"VALUE_{number}": text for number, text in enumerate(HOSTILE)}

LOOK = "\n".join(
    [
        'echo "ENVIRON:$(base64 -w0 /proc/self/environ):END"',
        'echo "STATUS:$(base64 -w0 /proc/self/status):END"',
        r'''echo "ACCOUNT:$(ls /var/run/secrets/kubernetes.io/serviceaccount 2>&1 | tr '\n' ' '):END"''',
        r'''echo "SHM:$(df -k /dev/shm | awk 'NR == 2 { print $2 }'):END"''',
        'echo "ROOT:$(touch /bin/mine 2>&1):END"',
        'echo "MEMORY:$(cat /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes 2> /dev/null):END"',
    ]
)
TASKS: dict[str, str | dict[str, Any]] = {
    "look": LOOK,
    "exit-0": "exit 0",
    "exit-1": "exit 1",
    "exit-137": "exit 137",
    "exit-143": "exit 143",
    "long-line": "head -c 1048576 /dev/zero | tr '\\0' x; echo; echo after the long line",
    "binary": "awk 'BEGIN { for (i = 0; i < 256; i++) printf \"%c\", i }' | cat; echo; echo after the bytes",
    "first": {
        "script": """printf '{"rows": 42, "name": "it'\\''s"}' > /dev/termination-log""",
        "results": ["rows", "name"],
    },
    "second": {
        "script": 'echo "RESULT:$ROWS,$NAME:END"',
        "dependencies": ["first"],
        "env_vars": {
            "ROWS": {"template": "{{ results.first.rows }}", "pieces": [{"result": "first", "field": "rows"}]},
            "NAME": {"template": "{{ results.first.name }}", "pieces": [{"result": "first", "field": "name"}]},
        },
    },
    "too-much-memory": "awk 'BEGIN { text = \"x\"; while (1) text = text text }'; exit $?",
    "late": {"script": "trap 'exit 5' TERM; sleep 600 & wait", "timeout": 40},
    "absent": {"script": "exit 0", "image": f"{REGISTRY_HOST}/absent:1"},
}
FAILED = {"exit-1", "exit-137", "exit-143", "too-much-memory", "late", "absent"}
#: The package allows minutes until a pod starts. A missing image is known at once.
SHORT_START_UP = "\ndag.get_task('absent').startup_timeout_seconds = 30\n"


@dataclass(frozen=True)
class Finished:
    """A finished run, with its record."""

    record: dict[str, Any]
    log: str
    watch: PodWatch

    def printed(self, name: str) -> str:
        """The text that a script printed between a name and the end mark."""
        found = re.search(rf"{name}:(.*?):END", self.log)
        assert found, self.log[-5000:]
        return found[1]


@pytest.fixture(scope="module")
def secrets(objects: Objects, node: RealNode) -> Iterator[dict[str, str]]:
    """The workflow's secrets in the cluster, as the External Secrets operator leaves them; the keys by variable."""
    data = {key: base64.b64encode(text.encode()).decode() for key, text in SECRETS.items()}
    secret = {"apiVersion": "v1", "kind": "Secret", "data": data}
    secret["metadata"] = {"name": SERVICE_ACCOUNT, "namespace": NAMESPACE}
    objects.create(secret)
    yield {name: name for name in SECRETS}
    objects.delete(secret)


@pytest.fixture(scope="module")
def runs(
    airflow: Callable[[str], Airflow],
    plane: ControlPlane,
    secrets: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[dict[str, Finished]]:
    """One run of all the tasks on each Airflow, at the same time because they mostly wait."""
    with ExitStack() as stack:
        started = {}
        for version in VERSIONS:
            name = f"inside-{version.replace('.', '-')}"
            folder = tmp_path_factory.mktemp(name)
            bench = stack.enter_context(Workbench(airflow(version), plane.rest, plane.nursery, folder))
            watch = stack.enter_context(bench.watch(f"test-cluster.{name}"))
            data = script_workflow(name, TASKS, env_vars=VALUES, secrets=secrets)
            started[version] = (bench.run(data, SMALL_PODS + SHORT_START_UP), watch)
        finished = {version: Finished(run.finish(), run.log, watch) for version, (run, watch) in started.items()}
        wait_until(lambda: not bench.pods(), "the operator has deleted every pod")
        yield finished


@pytest.fixture(params=VERSIONS)
def finished(request: pytest.FixtureRequest, runs: dict[str, Finished]) -> Finished:
    """The run of one Airflow."""
    return runs[request.param]


def test_a_task_succeeds_if_its_program_ends_with_0_and_fails_otherwise(finished: Finished) -> None:
    states = {name: entry["state"] for name, entry in finished.record["tasks"].items()}
    assert states == {name: "failed" if name in FAILED else "success" for name in TASKS}


def test_the_program_sees_every_value_and_secret_byte_for_byte(finished: Finished) -> None:
    entries = base64.b64decode(finished.printed("ENVIRON")).rstrip(b"\0").split(b"\0")
    seen = dict(entry.split(b"=", 1) for entry in entries)
    expected = {name.encode(): text.encode() for name, text in {**VALUES, **SECRETS}.items()}
    assert {name: seen[name] for name in expected} == expected


def test_the_program_has_the_images_user_no_capability_no_way_to_get_one_and_a_filter_of_system_calls(
    finished: Finished,
) -> None:
    lines = base64.b64decode(finished.printed("STATUS")).decode().splitlines()
    status = {name: value.split() for name, _, value in (line.partition(":") for line in lines)}
    assert set(status["Uid"]) == set(status["Gid"]) == {"1000"}
    assert all(int(status[f"Cap{kind}"][0], 16) == 0 for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb"))
    assert (status["NoNewPrivs"], status["Seccomp"]) == (["1"], ["2"])
    assert "Permission denied" in finished.printed("ROOT").replace(":", " ")


def test_the_program_has_64_mib_of_shared_memory_and_its_limit_of_memory(finished: Finished) -> None:
    assert finished.printed("SHM") == str(64 * 1024)
    assert finished.printed("MEMORY") == str(128 * 2**20)


def test_the_program_has_no_token_of_kubernetes(finished: Finished) -> None:
    assert "No such file or directory" in finished.printed("ACCOUNT")
    for task in TASKS:
        for pod in finished.watch.pods_of_task(task):
            assert pod["spec"].get("volumes", []) == []


@pytest.mark.parametrize("code", [0, 1, 137, 143])
def test_the_exit_code_is_the_programs(finished: Finished, code: int) -> None:
    assert finished.watch.end_of(f"exit-{code}")["exitCode"] == code


def test_a_line_of_a_megabyte_and_bytes_that_are_no_text_do_not_end_the_task_or_its_log(finished: Finished) -> None:
    assert "after the long line" in finished.log
    assert "after the bytes" in finished.log


def test_a_result_reaches_the_next_task(finished: Finished) -> None:
    assert finished.printed("RESULT") == "42,it's"


def test_a_program_that_needs_more_memory_than_its_profile_has_is_killed(finished: Finished) -> None:
    assert finished.watch.end_of("too-much-memory")["reason"] == "OOMKilled"
    assert "OOMKilled" in finished.log


def test_a_task_that_takes_too_long_fails_with_its_limit_and_its_container_ends(finished: Finished) -> None:
    assert "The task took longer than its timeout, 40 seconds. Its pod was deleted." in finished.log
    assert finished.watch.end_of("late")["exitCode"] == 5


def test_an_image_that_is_missing_fails_its_task_in_the_words_of_the_container_runtime(finished: Finished) -> None:
    assert re.search(r"Failed to pull image .*absent:1.*not found", finished.log)
