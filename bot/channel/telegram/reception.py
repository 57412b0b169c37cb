"""How does an update of Telegram get into the inbox, and never get lost on the way?

It is stored and committed before Telegram is told that it came: polling moves its offset, and the webhook answers 200,
only after `store` returned.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from telegram import Update

from bot.channel.telegram.reading import incoming_of
from bot.channel.telegram.sending import Bot
from bot.messages import ChannelName, ChatId, Incoming
from bot.ports import Clock, OpenUnit

Wake = Callable[[ChannelName, ChatId], None]
LONGEST_PAUSE: Final = 5.0
_log = logging.getLogger(__name__)


class Reception:
    """Takes updates in; `wake` tells the pump that a chat has something to answer."""

    def __init__(self, bot: Bot, open_unit: OpenUnit, wake: Wake, clock: Clock) -> None:
        self._bot = bot
        self._open_unit = open_unit
        self._wake = wake
        self._clock = clock
        self._acknowledgements: set[asyncio.Task[None]] = set()

    def take(self, update: Update) -> None:
        """Stores the update once and commits. What the database raises goes on to the caller."""
        incoming = _read(update)
        if incoming is not None and self._store(incoming):
            self._wake(incoming.channel, incoming.chat)
        self._acknowledge(update)

    async def take_surely(self, update: Update) -> None:
        """Returns when it is stored: while the database is away, it is tried again and again."""
        pause = 0.1
        while True:
            try:
                return self.take(update)
            except Exception as error:
                _log.error("an update waits for the database: %s", type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _store(self, incoming: Incoming) -> bool:
        """False when no database could ever hold it: such an update must not hold up those behind it."""
        try:
            with self._open_unit() as unit:
                unit.inbox.store(incoming, self._clock())
                unit.commit()
        except (ValueError, TypeError) as error:
            _log.error("an update cannot be stored, it is passed over: %s", type(error).__name__)
            return False
        return True

    def _acknowledge(self, update: Update) -> None:
        """Ends the waiting sign on a pressed button, beside everything else; whether it works does not matter."""
        if update.callback_query is not None:
            task = asyncio.get_running_loop().create_task(self._answer(update.callback_query.id))
            self._acknowledgements.add(task)
            task.add_done_callback(self._acknowledgements.discard)

    async def _answer(self, query_id: str) -> None:
        try:
            await self._bot.answer_callback_query(query_id)
        except Exception as error:
            _log.info("a press was not acknowledged: %s", type(error).__name__)


def _read(update: Update) -> Incoming | None:
    """An update that cannot be read must not hold up those behind it."""
    try:
        return incoming_of(update)
    except Exception as error:
        _log.error("an update cannot be read: %s", type(error).__name__)
        return None
