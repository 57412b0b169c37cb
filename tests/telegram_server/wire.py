"""How do calls arrive over HTTP, and how are they answered? As Telegram does: JSON with "ok"."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from tests.telegram_server.server import TelegramServer


class Refused(Exception):
    """Answered as Telegram does: {"ok": false, ...}."""

    def __init__(self, status: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.status, self.description, self.parameters = status, description, parameters


class HttpServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256
    telegram: "TelegramServer"


class Handler(BaseHTTPRequestHandler):
    server: HttpServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        given = {name: values[-1] for name, values in parse_qs(body, keep_blank_values=True).items()}
        start, _, method = urlsplit(self.path).path.rpartition("/")
        try:
            if start != f"/bot{self.server.telegram.token}":
                raise Refused(401, "Unauthorized")
            self._answer(200, {"ok": True, "result": self.server.telegram.call(method, given)})
        except Refused as error:
            parameters = {"parameters": error.parameters} if error.parameters else {}
            answer = {"ok": False, "error_code": error.status, "description": error.description, **parameters}
            self._answer(error.status, answer)
        except ConnectionError:
            self.close_connection = True

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path).removeprefix(f"/file/bot{self.server.telegram.token}/")
        content = self.server.telegram.file_of(path)
        self._write(404 if content is None else 200, "application/octet-stream", content or b"")

    def _answer(self, status: int, value: dict[str, Any]) -> None:
        self._write(status, "application/json", json.dumps(value).encode())

    def _write(self, status: int, kind: str, content: bytes) -> None:
        head = f"HTTP/1.1 {status} .\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n"
        try:
            self.wfile.write(head.encode() + content)
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Silent: the tests look at `calls`."""
