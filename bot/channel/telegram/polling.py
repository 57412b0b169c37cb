"""How are updates fetched from Telegram? One long poll after the other; for servers without a public address."""

import asyncio
import logging

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import Updater

from bot.channel.telegram.reading import ALLOWED_UPDATES
from bot.channel.telegram.reception import Reception
from bot.channel.telegram.sending import Bot

_log = logging.getLogger(__name__)


class Arrivals(asyncio.Queue[object]):
    """What the library takes for its queue. `put` returns when the update is committed; only then the library moves
    the offset, and so tells Telegram that the update came. (Its own queue acknowledges first: a crash would lose up
    to a hundred updates.)"""

    def __init__(self, reception: Reception) -> None:
        super().__init__()
        self._reception = reception

    async def put(self, item: object) -> None:
        """Stores; nothing ever lies in the queue itself."""
        if isinstance(item, Update):
            await self._reception.take_surely(item)


class Polling:
    """Long polling, from `start` to `stop`."""

    def __init__(self, bot: Bot, reception: Reception) -> None:
        self._updater = Updater(bot, update_queue=Arrivals(reception))

    async def start(self) -> None:
        """A webhook that was set is removed first (the library does so); what waits at Telegram is kept."""
        await self._updater.initialize()
        await self._updater.start_polling(
            allowed_updates=list(ALLOWED_UPDATES), bootstrap_retries=-1, error_callback=_report
        )

    async def stop(self) -> None:
        """Ends the poll; what was not stored comes again at the next start. The bot stays open for the pump."""
        if self._updater.running:
            await self._updater.stop()


def _report(error: TelegramError) -> None:
    _log.warning("polling: %s", type(error).__name__)
