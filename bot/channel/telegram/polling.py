"""How are updates fetched from Telegram? One long poll after the other; for servers without a public address.

The offset, by which Telegram is told what came, moves only after the updates are committed. It is kept in memory: after
a start Telegram brings again what was not yet confirmed, and the inbox knows what it has.

A method of the Bot API is called here so that the library neither parses nor logs what comes back; the webhook is set so too.
The rest goes through the library's bot (bot.channel.telegram.application).
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any, Final, Self, TypeVar

import httpx
from telegram.error import TelegramError
from telegram.request import HTTPXRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.channel.telegram.raw import LARGEST_ANSWER, MOST, number, parsed, thing, update_id_of, updates_in, words
from bot.channel.telegram.reading import ALLOWED_UPDATES
from bot.channel.telegram.reception import Reception
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
POLL_SECONDS: Final = 20
SHORTEST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 4.0
"""Seconds: when Telegram is back, nobody should wait long. Where it asks for more, it is given more."""
IDLE_PAUSE: Final = 0.5
CONFLICT: Final = 409
CONFLICT_PAUSE: Final = 5.0
CONFLICT_SECONDS: Final = 60.0
"""How long another one may fetch the same bot's updates: a process that is being replaced ends within that time."""
ANOTHER_ONE: Final = (
    "TELEGRAM_BOT_TOKEN: another process fetches the updates of this bot, or sets a webhook for it; stop the other one, "
    "or give this one a token of its own"
)
_log = logging.getLogger(__name__)


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


class Polling:
    """Fulfils bot.ports.Part."""

    name = "polling"

    def __init__(self, api: BotApi, reception: Reception) -> None:
        self._api = api
        self._reception = reception
        self._step: Callable[[], Awaitable[None]] = self._remove_webhook
        self._offset = 0
        self._next = 0
        self._last = b""
        self._first_conflict = self._last_conflict = float("-inf")

    async def run(self) -> None:
        """Fetches until it is cancelled. Raises SettingsError when the token is not (or no longer) ours alone."""
        self._step, pause = self._remove_webhook, SHORTEST_PAUSE
        async with self._api:
            while True:
                try:
                    await self._step()
                    pause = SHORTEST_PAUSE
                except CallFailed as failure:
                    _log.warning("polling: %s", failure.what)
                    await asyncio.sleep(self._wait_after(failure, pause))
                    pause = min(pause * 2, LONGEST_PAUSE)

    async def stop(self) -> None:
        """Nothing is in hand: what was not stored comes again at the next start."""

    async def _remove_webhook(self) -> None:
        """While one is set nothing can be fetched. What waits at Telegram is kept."""
        await self._api.call("deleteWebhook", drop_pending_updates=False)
        self._step = self._fetch

    async def _fetch(self) -> None:
        """After an answer without updates all before is confirmed, and the offset is left out: ids can begin anew. An
        answer that comes at once and brings nothing new, or the same in the same words, must not keep us busy."""
        asked = asyncio.get_running_loop().time()
        body = await self._api.call("getUpdates", POLL_SECONDS, **self._asked())
        raws = await beside_the_loop(updates_in, body)
        if raws is None:
            raise CallFailed("no list of updates")
        if raws and body != self._last:
            await self._reception.take_surely(raws)
        elif asyncio.get_running_loop().time() - asked < IDLE_PAUSE:
            await asyncio.sleep(IDLE_PAUSE)
        self._move(raws)
        self._last = body

    def _asked(self) -> dict[str, Any]:
        offset = {"offset": self._offset} if self._offset else {}
        return {"timeout": POLL_SECONDS, "limit": MOST, "allowed_updates": list(ALLOWED_UPDATES), **offset}

    def _move(self, raws: Sequence[object]) -> None:
        """Past what was taken. Ids go up by one or more, so an update without one has at least the id that is next. Where
        none is known, Telegram brings the same again, until one that has an id stands behind it."""
        ids = [update_id_of(raw) for raw in raws]
        known = [one for one in ids if one is not None]
        if known:
            last = max(known)
            self._next = last + 1 + ids[ids.index(last) :].count(None)
        elif self._next:
            self._next += len(ids)
        self._offset = self._next if ids else 0

    def _wait_after(self, failure: CallFailed, pause: float) -> float:
        """Seconds until it is tried again."""
        if failure.code == CONFLICT:
            self._check_conflict(failure)
            return min(pause, CONFLICT_PAUSE)
        return pause if failure.retry_after is None else failure.retry_after

    def _check_conflict(self, failure: CallFailed) -> None:
        """A webhook that somebody set is removed again; another poller is waited for. Raises SettingsError in the end."""
        now = asyncio.get_running_loop().time()
        if now - self._last_conflict > CONFLICT_SECONDS:
            self._first_conflict = now
        self._last_conflict = now
        if now - self._first_conflict >= CONFLICT_SECONDS:
            raise SettingsError(ANOTHER_ONE)
        if "webhook" in failure.description.casefold():
            self._step = self._remove_webhook
