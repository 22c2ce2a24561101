"""Stops the harness's processes after the harness has ended, however it ended.

``atexit`` and signal handlers do not run when a process is killed outright. This one reads its standard input, a pipe
whose other end only the harness has: the end of the file means that the harness ended.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import time
from pathlib import Path

#: Longest wait until the processes of a control group have ended. They have been killed, so it is short.
PATIENCE_SECONDS = 60


def main() -> None:
    """Follow ``start <pid>``, ``end <pid>``, ``group <path>`` and ``folder <path>`` lines to the end, then clean up."""
    running: set[int] = set()
    folders: set[str] = set()
    groups: set[str] = set()
    for line in sys.stdin:
        what, _, value = line.rstrip("\n").partition(" ")
        if what == "start":
            running.add(int(value))
        elif what == "end":
            running.discard(int(value))
        elif what == "folder":
            folders.add(value)
        elif what == "group":
            groups.add(value)
    for pid in running:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not all(remove_group(group) for group in groups) and time.monotonic() < give_up:
        time.sleep(0.1)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def remove_group(group: str) -> bool:
    """Remove a control group and those below it, if it has no process. Its files disappear with the folders."""
    try:
        for folder, _, _ in os.walk(group, topdown=False):
            Path(folder).rmdir()
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
