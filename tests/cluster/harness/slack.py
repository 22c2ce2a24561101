"""A Slack that only listens."""

from __future__ import annotations

import json
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Slack:
    """Keeps every message posted to it."""

    def __init__(self) -> None:
        self.messages: list[dict[str, str]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, name="slack", daemon=True)
        self._thread.start()

    @property
    def connection(self) -> str:
        """The Airflow connection to this server."""
        url = f"http://127.0.0.1:{self._server.server_address[1]}/api/"
        return json.dumps({"conn_type": "slack", "password": "xoxb-test", "extra": {"base_url": url}})

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        messages = self.messages

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                if self.path.endswith("/chat.postMessage"):
                    is_json = self.headers["Content-Type"].startswith("application/json")
                    messages.append(json.loads(body) if is_json else dict(urllib.parse.parse_qsl(body)))
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(b'{"ok": true}')

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        return Handler
