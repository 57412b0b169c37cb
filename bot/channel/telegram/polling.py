"""How are updates fetched from Telegram? One long poll after the other; for servers without a public address.

The offset, by which Telegram is told what came, moves only after the updates are committed. It is kept in memory: after
a start Telegram brings again what was not yet confirmed, and the inbox knows what it has.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from bot.channel.telegram.calls import BotApi, CallFailed, beside_the_loop
from bot.channel.telegram.raw import MOST, update_id_of, updates_in
from bot.channel.telegram.reading import ALLOWED_UPDATES
from bot.channel.telegram.reception import Reception
from bot.errors import SettingsError

POLL_SECONDS: Final = 20
SHORTEST_PAUSE: Final = 0.5
LONGEST_PAUSE: Final = 60.0
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
