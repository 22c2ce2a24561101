"""Processes that end with the process that started them."""

from __future__ import annotations

import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

#: Longest wait for any condition. A loaded machine is slow, so the limit is generous; it only bounds the time until a
#: real failure appears.
PATIENCE_SECONDS = 600
WATCHDOG = Path(__file__).with_name("watchdog.py")


class ProcessError(RuntimeError):
    """A process of the control plane failed; the message has the end of its log."""


class Nursery:
    """A temporary folder and its processes; both are removed when the nursery closes or its owner dies."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="test-cluster-"))
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        # A separate session: Ctrl-C in a terminal reaches the whole process group, but must not end the watchdog.
        self._watchdog = subprocess.Popen(
            [sys.executable, str(WATCHDOG)], stdin=subprocess.PIPE, text=True, start_new_session=True
        )
        self._tell(f"folder {self.folder}")

    def start(self, name: str, command: list[str]) -> None:
        """Start a process whose output goes to ``<folder>/<name>.log``."""
        with self.log(name).open("ab") as output:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._processes[name] = process
        self._tell(f"start {process.pid}")

    def stop(self, name: str) -> None:
        """Kill a process at once; it has nothing useful left to do."""
        process = self._processes.pop(name)
        process.kill()
        process.wait()
        self._tell(f"end {process.pid}")

    def adopt(self, process: subprocess.Popen[bytes]) -> None:
        """Let the watchdog end a process that another part of the harness started."""
        self._tell(f"start {process.pid}")

    def disown(self, process: subprocess.Popen[bytes]) -> None:
        """Undo ``adopt`` for a process that has ended, because another process may get its number."""
        self._tell(f"end {process.pid}")

    def own_group(self, path: Path) -> None:
        """Let the watchdog remove a control group in the end, after its processes."""
        self._tell(f"group {path}")

    def pids(self) -> dict[str, int]:
        """Process ids by name."""
        return {name: process.pid for name, process in self._processes.items()}

    def close(self) -> None:
        """Stop everything, the last started first, and remove the folder. May be called again."""
        for name in reversed(list(self._processes)):
            self.stop(name)
        if self._watchdog.poll() is None:
            # Only the watchdog removes the folder, so that there is one way to delete data.
            assert self._watchdog.stdin is not None
            self._watchdog.stdin.close()
            self._watchdog.wait()

    def log(self, name: str) -> Path:
        """File of a process's output."""
        return self.folder / f"{name}.log"

    def wait_until_healthy(self, name: str, url: str, authority: Path | None = None) -> None:
        """Wait until a process answers 200 at a URL. If the process ends, fail at once with its output."""
        context = ssl.create_default_context(cafile=str(authority)) if authority else _context_that_trusts_anyone()

        def healthy() -> bool:
            self.fail_if_ended(name)
            try:
                with urllib.request.urlopen(url, timeout=5, context=context) as answer:
                    return bool(answer.status == 200)
            except (urllib.error.URLError, OSError):
                return False

        try:
            wait_until(healthy, f"{name} answers at {url}")
        except TimeoutError as error:
            raise ProcessError(f"{error}:\n{self._last_words(name)}") from error

    def fail_if_ended(self, name: str) -> None:
        """Raise an error with the end of its output if a process no longer runs."""
        if self._processes[name].poll() is not None:
            raise ProcessError(f"{name} ended:\n{self._last_words(name)}")

    def _last_words(self, name: str) -> str:
        return "\n".join(self.log(name).read_text(errors="replace").splitlines()[-30:])

    def _tell(self, line: str) -> None:
        assert self._watchdog.stdin is not None
        self._watchdog.stdin.write(line + "\n")
        self._watchdog.stdin.flush()


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Poll until a condition is true; the deadline only limits the time of a failure."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not true after {PATIENCE_SECONDS} s: {what}")
        time.sleep(0.1)


def free_port() -> int:
    """A free port of the loopback interface."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _context_that_trusts_anyone() -> ssl.SSLContext:
    """For the health endpoints of processes that create their own serving certificate."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
