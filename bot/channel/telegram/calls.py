"""How is a method of the Bot API called so that the library neither parses nor logs what comes back?

Used to fetch updates and to set the webhook. The rest goes through the library's bot (bot.channel.telegram.application).
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any, Final, Self, TypeVar

import httpx
from telegram.error import TelegramError
from telegram.request import HTTPXRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.channel.telegram.raw import LARGEST_ANSWER, number, parsed, thing, words
from bot.errors import SettingsError

T = TypeVar("T")

UNKNOWN_TOKEN: Final = "TELEGRAM_BOT_TOKEN: Telegram does not know this token (any more)"
NO_ADDRESS: Final = "TELEGRAM_API_URL is no address that can be called"
PATIENCE: Final = 10.0
"""Seconds for an answer, beyond those that a long poll asks for."""
LONGEST_ASKED: Final = 3600
"""Seconds that Telegram can make us wait at most before it is asked again."""
SMALL: Final = 64 * 1024
"""Bytes that are parsed in the event loop, in less than a few milliseconds."""


class CallFailed(Exception):
    """Telegram did not do it. `what` is a code or a class, for the log; `description` is Telegram's and never logged."""

    def __init__(self, what: str, code: int = 0, description: str = "", retry_after: int | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.code = code
        self.description = description
        self.retry_after = retry_after


class BotApi:
    """Raw calls for one bot, over one connection."""

    def __init__(self, api_url: str, token: str) -> None:
        self._base = f"{api_url}/bot{token}"
        self._request = HTTPXRequest(
            connection_pool_size=1,
            httpx_kwargs={"event_hooks": {"response": [_bound]}, "headers": {"Accept-Encoding": "identity"}},
        )

    async def __aenter__(self) -> Self:
        await self._request.initialize()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._request.shutdown()

    async def call(self, method: str, seconds: float = 0, **given: Any) -> bytes:
        """The answer, unread. `seconds` is how long Telegram may take with it. Raises CallFailed, and SettingsError when
        the token is not (or no longer) a bot's."""
        code, body = await self._answer(method, seconds, given)
        if code == 200:
            return body
        said = thing(parsed(body))
        if code in (401, 404) and said.get("ok") is False:
            raise SettingsError(UNKNOWN_TOKEN)
        asked = number(thing(said.get("parameters")).get("retry_after"), 0)
        after = None if asked is None else min(asked, LONGEST_ASKED)
        raise CallFailed(f"HTTP {code}", code, words(said.get("description")), after)

    async def _answer(self, method: str, seconds: float, given: dict[str, Any]) -> tuple[int, bytes]:
        """What these errors say holds the address, and so the token: nothing of it goes on."""
        data = RequestData([RequestParameter(name, value, None) for name, value in given.items()])
        try:
            url = f"{self._base}/{method}"
            return await self._request.do_request(url, "POST", data, read_timeout=seconds + PATIENCE)
        except TelegramError as error:
            raise CallFailed(type(error.__cause__ or error).__name__) from None
        except httpx.InvalidURL:
            raise SettingsError(NO_ADDRESS) from None


async def beside_the_loop(work: Callable[[bytes], T], body: bytes) -> T:
    """The work's result. What is large is worked on in a thread, so that nobody waits for it."""
    return work(body) if len(body) <= SMALL else await asyncio.to_thread(work, body)


class _Bounded(httpx.AsyncByteStream):
    """The first LARGEST_ANSWER bytes of a body."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = LARGEST_ANSWER
        async for part in self._stream:
            yield part[:left]
            left -= len(part)
            if left <= 0:
                return

    async def aclose(self) -> None:
        """Ends the connection when something was left unread."""
        await self._stream.aclose()


async def _bound(response: httpx.Response) -> None:
    """A packed body could unpack to any size; it was not asked for."""
    if response.headers.get("content-encoding", "identity") != "identity":
        raise httpx.DecodingError("packed", request=response.request)
    assert isinstance(response.stream, httpx.AsyncByteStream)
    response.stream = _Bounded(response.stream)
