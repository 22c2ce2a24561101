"""Postgres and Redis from Debian's packages, in a folder of a test: Airflow's database, and Celery's broker."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

PATIENCE = 60
"""Seconds until a service that does not listen is an error."""


class Postgres:
    """A database server. It refuses to run as root, so root starts it as Debian's user `postgres`."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder / "postgres"
        self._folder.mkdir()
        self._log = folder / "postgres.log"
        self._log.touch()
        if os.geteuid() == 0:
            for path in (self._folder, self._log):
                shutil.chown(path, "postgres", "postgres")
            folder.chmod(0o755)
        self._run("initdb", "--no-sync", "--username=airflow", "--auth=trust", f"--pgdata={self._folder}")
        self.start()
        with socket.create_connection(("127.0.0.1", self.port)):
            pass

    @property
    def url(self) -> str:
        """The address of the database for SQLAlchemy."""
        return f"postgresql+psycopg2://airflow@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        """Start the server, and return when it answers."""
        options = f"-p {self.port} -k {self._folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
        self._run("pg_ctl", "start", "--wait", f"--pgdata={self._folder}", f"--log={self._log}", f"--options={options}")

    def stop(self) -> None:
        """Stop the server and cut off every connection, as a failover does."""
        self._run("pg_ctl", "stop", "--wait", "--mode=immediate", f"--pgdata={self._folder}")

    @staticmethod
    def _run(name: str, *words: str) -> None:
        [program] = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))[-1:]
        as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        subprocess.run(  # noqa: S603 - words of this file
            [*(as_postgres if os.geteuid() == 0 else []), str(program), *words],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            cwd="/",
        )


class Redis:
    """A broker in memory."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        with (folder / "redis.log").open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - words of this file
                ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""],  # noqa: S607
                stdout=log,
                cwd=folder,
            )
        wait_until_it_listens(self.port)

    def stop(self) -> None:
        """Stop the server."""
        self._process.send_signal(signal.SIGTERM)
        self._process.wait()


def wait_until_it_listens(port: int) -> None:
    """Wait for a port of the loopback interface."""
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.1)
        else:
            return


def free_port() -> int:
    """Find a port of the loopback interface that nothing uses."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
