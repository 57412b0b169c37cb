"""How does Telegram bring updates by itself? A small web server with one address, closed to whoever lacks the secret."""

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import urlsplit

import uvicorn
from telegram import Update
from telegram.error import BadRequest, TelegramError

from bot.channel.telegram.reading import ALLOWED_UPDATES
from bot.channel.telegram.reception import Reception
from bot.channel.telegram.sending import Bot
from bot.errors import SettingsError

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PAUSE: Final = 5.0
LARGEST_BODY: Final = 1024 * 1024
SECRET_HEADER: Final = b"x-telegram-bot-api-secret-token"
_log = logging.getLogger(__name__)


class WebhookApp:
    """The ASGI application. Answers 200 only when the update is committed; Telegram repeats what got another answer."""

    def __init__(self, bot: Bot, reception: Reception, path: str, secret: str) -> None:
        self._bot = bot
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
        length = headers.get(b"content-length", b"0")
        return 413 if not length.isdigit() or int(length) > LARGEST_BODY else None

    async def _take(self, receive: Receive) -> int:
        body = await _body(receive)
        if body is None:
            return 413
        update = self._read(body)
        if update is None:
            return 400
        try:
            self._reception.take(update)
        except Exception as error:
            _log.error("webhook: an update was not stored: %s", type(error).__name__)
            return 503
        return 200

    def _read(self, body: bytes) -> Update | None:
        try:
            return Update.de_json(json.loads(body), self._bot)
        except Exception as error:
            _log.warning("webhook: not an update: %s", type(error).__name__)
            return None


class _Server(uvicorn.Server):
    """Leaves SIGINT and SIGTERM to whoever runs the loop."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Webhook:
    """The webhook, from `start` to `stop`."""

    def __init__(self, bot: Bot, reception: Reception, url: str, secret: str, host: str, port: int) -> None:
        self._bot = bot
        self._url = url
        self._secret = secret
        app = WebhookApp(bot, reception, urlsplit(url).path or "/", secret)
        self._server = _Server(
            uvicorn.Config(
                app,
                host,
                port,
                lifespan="off",
                ws="none",
                access_log=False,
                log_config=None,
                server_header=False,
                timeout_graceful_shutdown=5,
            )
        )
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listens first, then tells Telegram where. Raises SettingsError when Telegram refuses the address."""
        self._serving = asyncio.get_running_loop().create_task(self._server.serve())
        while not self._server.started and not self._serving.done():
            await asyncio.sleep(0.01)
        if self._serving.done():
            await self._serving
        while not await self._announced():
            await asyncio.sleep(PAUSE)

    async def stop(self) -> None:
        """Ends after the request in hand. The address stays set: Telegram keeps what comes meanwhile."""
        self._server.should_exit = True
        if self._serving is not None:
            await self._serving

    async def _announced(self) -> bool:
        """Telegram knows the address; False when Telegram could not be reached."""
        try:
            return await self._bot.set_webhook(
                self._url,
                secret_token=self._secret,
                allowed_updates=list(ALLOWED_UPDATES),
                drop_pending_updates=False,
            )
        except BadRequest as error:
            raise SettingsError("TELEGRAM_WEBHOOK_URL: Telegram refuses this address") from error
        except TelegramError as error:
            _log.warning("webhook: Telegram is not reached yet: %s", type(error).__name__)
            return False

    @property
    def port(self) -> int:
        """Where it listens; what was asked for, unless that was 0."""
        return int(self._server.servers[0].sockets[0].getsockname()[1])


async def _body(receive: Receive) -> bytes | None:
    """The whole body; None when it is too large or broken off."""
    body = b""
    while len(body) <= LARGEST_BODY:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body if len(body) <= LARGEST_BODY else None
    return None
