"""A mail server that only listens."""

from __future__ import annotations

import email
import email.policy
import socketserver
import threading
from dataclasses import dataclass


@dataclass(frozen=True)
class Mail:
    """The parts of a message that the tests read."""

    to: str
    subject: str
    text: str


class MailServer:
    """Keeps every message sent to it, with the necessary part of SMTP."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, name="mail", daemon=True)
        self._thread.start()

    @property
    def settings(self) -> dict[str, str]:
        """Environment variables of an Airflow that sends its email here."""
        options = {
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(self._server.server_address[1]),
            "SMTP_STARTTLS": "False",
            "SMTP_MAIL_FROM": "airflow@justice.gov.uk",
        }
        return {f"AIRFLOW__SMTP__{option}": value for option, value in options.items()}

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[socketserver.StreamRequestHandler]:
        mails = self.mails

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self._say("220 test")
                while command := self.rfile.readline().decode().split(maxsplit=1):
                    match command[0].upper():
                        case "DATA":
                            self._say("354 go on")
                            mails.append(read(self._data()))
                            self._say("250 kept")
                        case "QUIT":
                            self._say("221 bye")
                            return
                        case _:
                            self._say("250 yes")

            def _say(self, line: str) -> None:
                self.wfile.write(f"{line}\r\n".encode())

            def _data(self) -> bytes:
                lines = []
                while (line := self.rfile.readline()) != b".\r\n":
                    lines.append(line.removeprefix(b"."))
                return b"".join(lines)

        return Handler


def read(data: bytes) -> Mail:
    """Parse a message."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    part = message.get_body(("html",))
    assert part is not None
    return Mail(str(message["To"]), str(message["Subject"]), str(part.get_content()))
