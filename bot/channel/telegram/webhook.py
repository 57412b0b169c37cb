"""How does Telegram bring updates by itself? A small web server with one address, closed to whoever lacks the secret."""

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

import uvicorn

from bot.channel.telegram.polling import BotApi, CallFailed, beside_the_loop
from bot.channel.telegram.raw import parsed, too_large
from bot.channel.telegram.reading import ALLOWED_UPDATES
from bot.channel.telegram.reception import Reception
from bot.errors import SettingsError

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

SHORTEST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0
END_SECONDS: Final = 3
LARGEST_BODY: Final = 1024 * 1024
SECRET_HEADER: Final = b"x-telegram-bot-api-secret-token"
_log = logging.getLogger(__name__)


class WebhookApp:
    """The ASGI application. Answers 200 only when the update is committed; Telegram repeats what got another answer, for
    a day. What is no update, or larger than one can be, is set aside, and is no reason to bring it again."""

    def __init__(self, reception: Reception, path: str, secret: str) -> None:
        self._reception = reception
        self._path = path
        self._secret = secret.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            return
        status = self._refusal(scope) or await self._take(receive)
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    def _refusal(self, scope: Scope) -> int | None:
        """A stranger leaves no trace: no row, no line in a log."""
        headers = dict(scope["headers"])
        if scope["path"] != self._path:
            return 404
        if scope["method"] != "POST":
            return 405
        if not hmac.compare_digest(headers.get(SECRET_HEADER, b""), self._secret):
            return 403
        return None

    async def _take(self, receive: Receive) -> int:
        body = await _body(receive)
        if body is None:
            return 400
        read = parsed if len(body) <= LARGEST_BODY else too_large
        try:
            await self._reception.take([await beside_the_loop(read, body)])
        except Exception as error:
            _log.error("webhook: an update was not stored: %s", type(error).__name__)
            return 503
        return 200


class _Server(uvicorn.Server):
    """Leaves SIGINT and SIGTERM to whoever runs the loop."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Webhook:
    """Fulfils bot.ports.Part."""

    name = "webhook"

    def __init__(self, api: BotApi, reception: Reception, url: str, secret: str, host: str, port: int) -> None:
        self._api = api
        self._url = url
        self._secret = secret
        self._config = uvicorn.Config(
            WebhookApp(reception, urlsplit(url).path or "/", secret),
            host,
            port,
            lifespan="off",
            ws="none",
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=END_SECONDS,
        )
        self.port = 0
        """Where it listens, while it does."""

    async def run(self) -> None:
        """Listens first, then tells Telegram where, until it is cancelled; the request in hand is answered yet. The
        address stays set: Telegram keeps what comes meanwhile. Raises SettingsError when it cannot listen there, or
        Telegram refuses the address."""
        server, listening = _Server(self._config), _listening(self._config)
        self.port = int(listening.getsockname()[1])
        serving = asyncio.get_running_loop().create_task(server.serve([listening]))
        try:
            async with self._api:
                await self._announce()
            await asyncio.wait([serving])
        finally:
            server.should_exit = True
            await asyncio.wait([serving], timeout=END_SECONDS + 1)
            listening.close()
        serving.result()

    async def stop(self) -> None:
        """Nothing is in hand: `run` ended with its last request."""

    async def _announce(self) -> None:
        """Returns when Telegram knows the address; while it cannot be reached, it is told again and again."""
        pause = SHORTEST_PAUSE
        while True:
            try:
                await self._set()
                return
            except CallFailed as failure:
                if failure.code == 400:
                    raise SettingsError("TELEGRAM_WEBHOOK_URL: Telegram refuses this address") from None
                _log.warning("webhook: Telegram does not take the address yet: %s", failure.what)
                await asyncio.sleep(pause if failure.retry_after is None else failure.retry_after)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _set(self) -> None:
        await self._api.call(
            "setWebhook",
            url=self._url,
            secret_token=self._secret,
            allowed_updates=list(ALLOWED_UPDATES),
            drop_pending_updates=False,
        )


def _listening(config: uvicorn.Config) -> Any:
    """The open socket. uvicorn ends the process when it cannot have it, with a line that names no setting."""
    try:
        return config.bind_socket()
    except (SystemExit, OSError, OverflowError):
        raise SettingsError(
            f"TELEGRAM_WEBHOOK_HOST, TELEGRAM_WEBHOOK_PORT: nothing can listen on {config.host}, port {config.port}; "
            "another program may have it, or this user may not"
        ) from None


async def _body(receive: Receive) -> bytes | None:
    """The body, of one that is too large its beginning; None when it broke off."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")[: LARGEST_BODY + 1 - len(body)]
        if not message.get("more_body"):
            return bytes(body)
