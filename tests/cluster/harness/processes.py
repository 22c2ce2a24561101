"""Processes that never outlive the one that started them."""

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

#: How long anything is waited for. A loaded machine is slow, not broken: this only bounds how long a real failure takes
#: to show.
PATIENCE_SECONDS = 600
WATCHDOG = Path(__file__).with_name("watchdog.py")


class ProcessError(RuntimeError):
    """A process of the control plane did not do what it must; carries the end of its log."""


class Nursery:
    """A scratch folder and the processes that live in it; both go when the nursery closes or its owner dies."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="test-cluster-"))
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        # A session of its own: Ctrl-C in a terminal reaches the whole process group, and the watchdog must see the end.
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
        """End a process at once: nothing that it could still do would be of use."""
        process = self._processes.pop(name)
        process.kill()
        process.wait()
        self._tell(f"end {process.pid}")

    def adopt(self, process: subprocess.Popen[bytes]) -> None:
        """Let the watchdog end a process that somebody else started and looks after."""
        self._tell(f"start {process.pid}")

    def disown(self, process: subprocess.Popen[bytes]) -> None:
        """Undo ``adopt`` for a process that has ended: its number may soon be another's."""
        self._tell(f"end {process.pid}")

    def pids(self) -> dict[str, int]:
        """Process ids by name."""
        return {name: process.pid for name, process in self._processes.items()}

    def close(self) -> None:
        """Stop everything, the last started first, and remove the folder. May be called again."""
        for name in reversed(list(self._processes)):
            self.stop(name)
        if self._watchdog.poll() is None:
            # The watchdog removes the folder, so that there is one way in which data disappears.
            assert self._watchdog.stdin is not None
            self._watchdog.stdin.close()
            self._watchdog.wait()

    def log(self, name: str) -> Path:
        """Where a process's output goes."""
        return self.folder / f"{name}.log"

    def wait_until_healthy(self, name: str, url: str, authority: Path | None = None) -> None:
        """Wait until a process answers 200 at a URL; fails at once if it ends, with what it said."""
        context = ssl.create_default_context(cafile=str(authority)) if authority else _context_that_trusts_anyone()

        def healthy() -> bool:
            if self._processes[name].poll() is not None:
                raise ProcessError(f"{name} ended:\n{self._last_words(name)}")
            try:
                with urllib.request.urlopen(url, timeout=5, context=context) as answer:
                    return bool(answer.status == 200)
            except (urllib.error.URLError, OSError):
                return False

        try:
            wait_until(healthy, f"{name} answers at {url}")
        except TimeoutError as error:
            raise ProcessError(f"{error}:\n{self._last_words(name)}") from error

    def _last_words(self, name: str) -> str:
        return "\n".join(self.log(name).read_text(errors="replace").splitlines()[-30:])

    def _tell(self, line: str) -> None:
        assert self._watchdog.stdin is not None
        self._watchdog.stdin.write(line + "\n")
        self._watchdog.stdin.flush()


def wait_until(condition: Callable[[], bool], what: str) -> None:
    """Poll until a condition holds; the deadline bounds a failure, never the time of a success."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {PATIENCE_SECONDS} s in vain until {what}")
        time.sleep(0.1)


def free_port() -> int:
    """A port of the loopback interface that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _context_that_trusts_anyone() -> ssl.SSLContext:
    """For the health endpoints of processes that make their serving certificate themselves."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
