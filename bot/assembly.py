"""Which parts does the bot's process consist of? Built from the house, in the order in which they are to be stopped."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from bot.answers.release import LOOK_EVERY
from bot.channel.telegram.application import Telegram, build_bot
from bot.channel.telegram.reading import Membership, Migration, read
from bot.channel.telegram.reception import Reception
from bot.channel.telegram.sending import TelegramFetcher, TelegramSender
from bot.channel.web import WebFetcher, WebSender
from bot.conversation.files import fetch_files
from bot.courier.budget import Budget, telegram_limits
from bot.courier.courier import Courier
from bot.courier.keeper import Keeper
from bot.courier.lane import Attempts
from bot.courier.pump import Pump
from bot.courier.turns import Turns
from bot.errors import NotFound
from bot.house import House, build_talk, utc_now
from bot.i18n.languages import FALLBACK
from bot.i18n.voice import Voice
from bot.mail.incoming import read_incoming
from bot.mail.lanes import Owner
from bot.mail.news import News
from bot.mail.outbox import Address, Delivery
from bot.messages import ChannelName, Incoming, Reply
from bot.parts import Repeated, threads
from bot.ports import Fetched, Fetcher, Part, Patience, Reader, Sender, UnitOfWork
from bot.screens import news as screens
from bot.storage.folder import FILE_SECONDS, check_same, number_of
from bot.usecases import reachability
from bot.usecases.retention import clean
from bot.workers import Worker

CLEAN_SECONDS: Final = 3600.0
DATABASE_THREADS: Final = 4
"""On PostgreSQL. On SQLite one thread writes after the other: two of one process would only starve each other."""
T = TypeVar("T")
_log: Final = logging.getLogger("kawan.bot")


@dataclass(slots=True)
class Channels:
    """What each channel brings along."""

    senders: dict[ChannelName, Sender] = field(default_factory=dict)
    fetchers: dict[ChannelName, Fetcher] = field(default_factory=dict)
    readers: dict[ChannelName, Reader] = field(default_factory=dict)
    budgets: dict[ChannelName, Budget] = field(default_factory=dict)


class BotParts:
    """The parts of one bot process. Raises SettingsError when there is no model, or a setting is wrong."""

    def __init__(self, house: House) -> None:
        self._house = house
        sqlite = house.database.dialect.name == "sqlite"
        self.in_thread = threads(1 if sqlite else DATABASE_THREADS, "database")
        self.keeper = Keeper(house.open_unit, threads(1, "beats"))
        self._owner_of: Callable[[], Owner] = partial(getattr, self.keeper, "owner")
        self.channels = Channels()
        self._add_web()
        house.library.current()
        talk = build_talk(house.phrases, partial(getattr, house.library, "live"))
        self.courier = self._courier()
        turns = Turns(house.open_unit, talk, self.channels.senders, utc_now, self._owner_of)
        self.pump = Pump(
            turns, talk, self.channels.readers, self._fetch, self._erase, self.courier.offer, self.in_thread
        )
        self._telegram = self._add_telegram()

    def listed(self) -> Sequence[Part]:
        """In the order in which they stop: nothing new comes in, what is in hand is answered and sent, then lanes are free."""
        parts: list[Part] = [self._telegram] if self._telegram else []
        house = self._house
        parts.append(Repeated("cleaning", self._clean, CLEAN_SECONDS))
        parts.append(Repeated("answers", house.library.refresh, LOOK_EVERY))
        if (file := house.database.url.database) and house.database.dialect.name == "sqlite":
            parts.append(Repeated("file", partial(check_same, Path(file), number_of(Path(file)) or 0), FILE_SECONDS))
        return [*parts, self.pump, self.courier, self.keeper]

    async def close(self) -> None:
        """Ends the connections, after all parts have stopped."""
        if self._telegram is not None:
            await self._telegram.close()

    def _add_web(self) -> None:
        house = self._house
        self.channels.senders["web"] = WebSender(house.open_unit, utc_now, self.in_thread)
        self.channels.fetchers["web"] = WebFetcher(house.vault)
        self.channels.readers["web"] = read_incoming

    def _add_telegram(self) -> Telegram | None:
        """Telegram's side, when there is a token."""
        house = self._house
        if house.settings.telegram_token is None:
            return None
        client = build_bot(house.settings)
        self.channels.senders["telegram"] = TelegramSender(client)
        self.channels.fetchers["telegram"] = TelegramFetcher(client)
        self.channels.readers["telegram"] = read
        self.channels.budgets["telegram"] = telegram_limits()
        reception = Reception(client, house.open_unit, self.in_thread, self.pump.wake, noticed, utc_now, self._owner_of)
        return Telegram(client, house.settings, reception, house.phrases)

    def _courier(self) -> Courier:
        house, channels = self._house, self.channels
        attempts = Attempts(
            channels.senders, channels.budgets, self._worded, self._last_words, house.open_unit, self.in_thread, utc_now
        )
        return Courier(attempts, channels.senders, house.open_unit, self.in_thread, utc_now, self._owner_of)

    def _worded(self, unit: UnitOfWork, delivery: Delivery) -> Reply | None:
        """News in the language she has now; None when she, or what it is about, is gone."""
        told = delivery.content
        if not isinstance(told, News):
            return told
        try:
            case = unit.cases.get(told.reference)
        except NotFound:
            return None
        if delivery.to.worker_id is None:
            link = f"{self._house.settings.console_url}/cases/{told.reference}"
            return screens.alert(Voice(self._house.phrases, FALLBACK), case, told, link)
        worker = unit.workers.of_chat(delivery.to.channel, delivery.to.chat)
        return screens.news(self._voice(worker), case, told) if worker else None

    def _last_words(self, unit: UnitOfWork, to: Address) -> Reply | None:
        """The numbers of the place; none for a group of staff."""
        worker = unit.workers.of_chat(to.channel, to.chat)
        if worker is None:
            return None
        return screens.numbers(self._voice(worker), self._house.library.current(), worker.corridor)

    def _voice(self, worker: Worker) -> Voice:
        return Voice(self._house.phrases, worker.language or FALLBACK)

    async def _fetch(self, incoming: Incoming, patience: Patience) -> Fetched:
        return await fetch_files(
            incoming, self.channels.fetchers[incoming.channel], self._house.vault, _aside, patience
        )

    async def _erase(self, file_ids: Sequence[str]) -> None:
        """What cannot be erased now is a stray, and erased later."""
        for file_id in file_ids:
            try:
                await asyncio.to_thread(self._house.vault.delete, file_id)
            except Exception as error:
                _log.warning("a file is left to be erased later: %s", type(error).__name__)

    def _clean(self) -> None:
        with self._house.open_unit() as unit:
            clean(unit, self._house.vault, utc_now())


async def _aside(work: Callable[[], T]) -> T:
    """Fulfils bot.ports.InThread for files: they have nothing to do with the database's thread."""
    return await asyncio.to_thread(work)


def noticed(unit: UnitOfWork, notice: Membership | Migration) -> None:
    """What Telegram told of a chat is written down."""
    match notice:
        case Migration():
            reachability.group_moved(unit, "telegram", notice.old, notice.new)
        case Membership(private=True, present=True):
            reachability.worker_back(unit, "telegram", notice.chat, utc_now())
        case Membership(private=True):
            reachability.worker_blocked(unit, "telegram", notice.chat, utc_now())
        case Membership(present=True):
            reachability.group_back(unit, notice.chat)
        case Membership():
            reachability.group_lost(unit, notice.chat, utc_now())
