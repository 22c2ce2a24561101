"""A load balancer before the API server, as on EKS. It admits nobody until the server is ready.

Without it, a client would reach an API server that has just started and answers 403 to everybody until it has read the
roles.
"""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading


class FrontDoor:
    """A port that leads to the API server while it is open, and refuses connections while it is not."""

    def __init__(self, port: int, server_port: int) -> None:
        self._address = ("127.0.0.1", port)
        self._server_address = ("127.0.0.1", server_port)
        self._server: _Server | None = None

    def open(self) -> None:
        """Let clients in."""
        self._server = _Server(self._address, _Relay)
        self._server.leads_to = self._server_address
        threading.Thread(target=self._server.serve_forever, name="front door", daemon=True).start()

    def close(self) -> None:
        """Refuse new connections; existing ones stay until the API server ends. May be called again."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    # Closing must not wait for existing connections.
    block_on_close = False
    leads_to: tuple[str, int]


class _Relay(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        """Copy bytes both ways until either side has ended."""
        with contextlib.suppress(OSError), socket.create_connection(self.server.leads_to) as inside:
            carry_both_ways(self.request, inside)


def carry_both_ways(one: socket.socket, other: socket.socket) -> None:
    """Copy the bytes of two connections to each other until either has ended."""
    back = threading.Thread(target=_carry, args=(other, one), daemon=True)
    back.start()
    _carry(one, other)
    back.join()


def _carry(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    # The end of one direction ends both: no client here sends data after the other side has closed.
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
