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


def main() -> None:
    """Follow ``start <pid>``, ``end <pid>`` and ``folder <path>`` lines until there are no more, then clean up."""
    running: set[int] = set()
    folders: set[str] = set()
    for line in sys.stdin:
        what, _, value = line.rstrip("\n").partition(" ")
        if what == "start":
            running.add(int(value))
        elif what == "end":
            running.discard(int(value))
        elif what == "folder":
            folders.add(value)
    for pid in running:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
