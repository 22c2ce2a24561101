"""
Limits on what a DAG can do while it is read: no network, no programs, no written file, little time and memory.

An audit hook cannot be removed, but a program that is determined to get past it can (PEP 578). The caller therefore
also gives the process an empty environment, and a network of its own where the kernel offers one.
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

MEBIBYTE = 2**20
MEMORY_BYTES = 1024 * MEBIBYTE
CPU_SECONDS = 20

# Names of audit events: https://docs.python.org/3.11/library/audit_events.html
REFUSED_EVENTS = {
    "socket.": "use the network",
    "subprocess.": "start a program",
    "os.system": "start a program",
    "os.exec": "start a program",
    "os.fork": "start a program",
    "os.posix_spawn": "start a program",
    "os.spawn": "start a program",
    "pty.": "start a program",
    "ctypes.": "call the operating system",
    "os.kill": "send a signal",
    "os.remove": "change files",
    "os.rename": "change files",
    "os.rmdir": "change files",
    "os.mkdir": "change files",
    "os.link": "change files",
    "os.symlink": "change files",
    "os.truncate": "change files",
    "os.chmod": "change files",
    "os.chown": "change files",
    "os.utime": "change files",
}

WRITING_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class RefusedError(PermissionError):
    """The DAG did something that it may not do while it is read."""


def limit(folder: Path) -> None:
    """Apply the limits to this process, for good. It may read files in `folder` and Python's own."""
    # macOS has no limit of address space that works; the caller's time limit holds everywhere.
    for kind, value in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 16 * MEBIBYTE),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(kind, (value, value))
        except (OSError, ValueError):
            continue
    readable = tuple(
        {str(Path(root).resolve()) + os.sep for root in (folder, Path(__file__).parent, sys.prefix, sys.base_prefix)}
    )

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            path, _mode, flags = arguments
            refuse_file(path, flags, readable)
            return
        for prefix, action in REFUSED_EVENTS.items():
            if event.startswith(prefix):
                raise RefusedError(f"the DAG may not {action} while it is read ({event})")

    sys.addaudithook(refuse)


def refuse_file(path: object, flags: object, readable: tuple[str, ...]) -> None:
    """Refuse a file that is opened to be written, or outside the folders that the DAG may read."""
    if isinstance(path, int):
        return
    if isinstance(flags, int) and flags & WRITING_FLAGS:
        raise RefusedError(f"the DAG may not write {path!s} while it is read")
    # realpath and not resolve: pathlib would raise audit events of its own.
    real = os.path.realpath(os.fsdecode(path) if isinstance(path, (str, bytes, os.PathLike)) else str(path))
    if not real.startswith(readable):
        raise RefusedError(f"the DAG may not read {path!s}, which is not in its own folder")
