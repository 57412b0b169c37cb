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


class Garbled(Exception):
    """Answered with exactly this."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(status)
        self.status, self.body = status, body


class Verbatim(str):
    """A result that is JSON already, or was meant to be."""


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
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        if len(body) < length:
            self.close_connection = True
            return
        given = {name: values[-1] for name, values in parse_qs(body.decode(), keep_blank_values=True).items()}
        start, _, method = urlsplit(self.path).path.rpartition("/")
        try:
            if start != f"/bot{self.server.telegram.token}":
                raise Refused(401, "Unauthorized")
            self._result(self.server.telegram.call(method, given))
        except Garbled as garbled:
            self._write(garbled.status, "text/html", garbled.body)
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

    def _result(self, result: Any) -> None:
        text = result if isinstance(result, Verbatim) else json.dumps(result)
        self._write(200, "application/json", f'{{"ok":true,"result":{text}}}'.encode())

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
