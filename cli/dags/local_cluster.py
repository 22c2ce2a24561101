"""
Run a command beside a local control plane that has all objects of a preview.

Usage: `python local_cluster.py <preview folder> <command>…`. The folder has the name of its stack. The command finds
the kubeconfig of MWAA's user in ANALYTICAL_PLATFORM_KUBECONFIG. This process exits with the command's exit code.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import NoReturn

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "cluster"))

from control_plane import ControlPlane
from harness.binaries import BuildError
from harness.environment import Environment
from harness.objects import Objects
from harness.processes import ProcessError


def run_beside(preview: Path, command: list[str]) -> int:
    """Start the control plane, run the command to its end, stop the control plane."""
    with ControlPlane() as plane:
        environment = Environment.read(preview)
        environment.apply(Objects(plane.rest))
        for file, why in environment.refused.items():
            sys.stderr.write(f"the local control plane refused {file}: {why}\n")
        variables = {**os.environ, "ANALYTICAL_PLATFORM_KUBECONFIG": str(plane.mwaa_kubeconfig)}
        process = subprocess.Popen(command, env=variables)  # noqa: S603 - the caller's own command
        signal.signal(signal.SIGTERM, lambda _number, _frame: process.terminate())
        return process.wait()


def main() -> int:
    """Stop the control plane also if a signal arrives before the command starts."""

    def told_to_end(_number: int, _frame: FrameType | None) -> NoReturn:
        raise SystemExit(1)

    signal.signal(signal.SIGTERM, told_to_end)
    try:
        return run_beside(Path(sys.argv[1]), sys.argv[2:])
    except (BuildError, ProcessError) as error:
        sys.stderr.write(f"the local control plane did not start: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
