"""Slack's API and a mail server on the loopback interface, whose credentials may have expired."""

from __future__ import annotations

import json
import socketserver
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


class _Server:
    """A server in a thread. Closing the context ends it."""

    server: socketserver.TCPServer

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    @property
    def port(self) -> int:
        """The port that the operating system chose."""
        return int(self.server.server_address[1])


class _Mail(socketserver.ThreadingTCPServer):
    # A client whose login is refused may leave its connection open. Closing must not wait for it.
    daemon_threads = True
    block_on_close = False


class SlackServer(_Server):
    """Keeps the posted messages, or answers with Slack's code for an error."""

    def __init__(self, error: str | None = None) -> None:
        messages: list[dict[str, Any]] = []
        self.messages = messages

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if not error:
                    messages.append(json.loads(body))
                answer = json.dumps({"ok": False, "error": error} if error else {"ok": True}).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def connection(self) -> str:
        """The Airflow connection to this server."""
        extra = {"base_url": f"http://127.0.0.1:{self.port}/api/"}
        return json.dumps({"conn_type": "slack", "password": "xoxb-test", "extra": extra})


class MailServer(_Server):
    """Keeps the mails of clients that log in, or refuses the login as SES does after the key was deleted."""

    def __init__(self, *, has_expired: bool = False) -> None:
        mails: list[str] = []
        self.mails = mails

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self._say("220 test")
                while command := self.rfile.readline().decode().split(maxsplit=1):
                    self._answer(command[0].upper())

            def _answer(self, command: str) -> None:
                if command == "EHLO":
                    self._say("250-test")
                    self._say("250 AUTH PLAIN")
                elif command == "AUTH":
                    self._say("535 Authentication Credentials Invalid" if has_expired else "235 welcome")
                elif command == "DATA":
                    self._say("354 go on")
                    mails.append("".join(iter(lambda: self.rfile.readline().decode(), ".\r\n")))
                    self._say("250 kept")
                else:
                    self._say("221 bye" if command == "QUIT" else "250 yes")

            def _say(self, line: str) -> None:
                self.wfile.write(f"{line}\r\n".encode())

        self.server = _Mail(("127.0.0.1", 0), Handler)

    @property
    def settings(self) -> dict[str, str]:
        """Environment variables of an Airflow that sends its email here, with a login."""
        return {
            "AIRFLOW__SMTP__SMTP_HOST": "127.0.0.1",
            "AIRFLOW__SMTP__SMTP_PORT": str(self.port),
            "AIRFLOW__SMTP__SMTP_STARTTLS": "False",
            "AIRFLOW__SMTP__SMTP_MAIL_FROM": "airflow@justice.gov.uk",
            "AIRFLOW_CONN_SMTP_DEFAULT": "smtp://user:password@",
        }
