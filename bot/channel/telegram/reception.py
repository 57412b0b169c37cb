"""How does an update of Telegram get into the inbox, never get lost on the way, and never hold up another one?

All updates of a batch are stored in one unit of work, in a thread, and committed before Telegram is told that they came:
polling moves its offset, and the webhook answers 200, only after `take` returned.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import Final

from bot.channel.telegram.reading import Membership, Migration, arrival_of, key_of, kind_of, notice_of, query_of
from bot.channel.telegram.sending import Bot
from bot.errors import DatabaseAway
from bot.mail.inbox import Arrival, Stored
from bot.mail.lanes import Owner
from bot.messages import ChatId
from bot.ports import Clock, InThread, OpenUnit, UnitOfWork

Wake = Callable[[Sequence[Stored]], None]
Notice = Callable[[UnitOfWork, Membership | Migration], None]

SHORTEST_PAUSE: Final = 0.1
LONGEST_PAUSE: Final = 5.0
OF_THE_VALUE: Final = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What an update raises that cannot be sealed. A database that is away raises something else."""
_log = logging.getLogger(__name__)


class Reception:
    """Takes updates in. `wake` hears, in the event loop, what was stored of chats whose lane this process holds; `notice`
    writes, in a unit of work of its own, what became of Kawan's place in a chat; `owner_of` names this process."""

    def __init__(
        self,
        bot: Bot,
        open_unit: OpenUnit,
        in_thread: InThread,
        wake: Wake,
        notice: Notice,
        clock: Clock,
        owner_of: Callable[[], Owner],
    ) -> None:
        self._bot = bot
        self._bot_id = bot.token.partition(":")[0]
        self._open_unit = open_unit
        self._in_thread = in_thread
        self._wake = wake
        self._notice = notice
        self._clock = clock
        self._owner_of = owner_of
        self._acknowledgements: set[asyncio.Task[None]] = set()

    async def take(self, raws: Sequence[object]) -> None:
        """Stores the updates, each once, and commits. What the database raises goes on to the caller: then all of them
        must be brought again."""
        arrivals = [one for raw in raws if (one := arrival_of(raw, self._bot_id)) is not None]
        for one in arrivals:
            if one.unreadable:
                _log.warning("an update is set aside: %s, %s", one.kind, one.unreadable)
        await self._take_in(arrivals)
        for raw in raws:
            if (notice := notice_of(raw)) is not None:
                await self._tell(notice, raw)
            self._acknowledge(raw)

    async def take_surely(self, raws: Sequence[object]) -> None:
        """Returns when they are stored: while the database is away, it is tried again and again."""
        pause = SHORTEST_PAUSE
        while True:
            try:
                return await self.take(raws)
            except Exception as error:
                _log.error("%d updates wait for the database: %s", len(raws), type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _take_in(self, arrivals: Sequence[Arrival]) -> None:
        if arrivals and (rows := await self._in_thread(partial(self._store, arrivals))):
            self._wake(rows)

    def _store(self, arrivals: Sequence[Arrival]) -> Sequence[Stored]:
        """What was stored of chats whose lane is ours now; another process looks after the others'. With a repeat comes what
        is open of its chat: perhaps it was kept, and the answer to that commit was lost on the way. Lanes are taken in one
        order everywhere, so that two processes never wait for each other."""
        owner, now, rows, ours = self._owner_of(), self._clock(), dict[int, Stored](), set[ChatId]()
        with self._open_unit() as unit:
            for one in arrivals:
                rows |= {row.id: row for row in self._stored(unit, one, now)}
            for chat in sorted(set(map(attrgetter("chat"), rows.values()))):
                if unit.lanes.take("in", "telegram", chat, owner):
                    ours.add(chat)
            unit.commit()
        return [rows[row_id] for row_id in sorted(rows) if rows[row_id].chat in ours]

    def _stored(self, unit: UnitOfWork, one: Arrival, now: datetime) -> Sequence[Stored]:
        """The update; for a repeat, what waits in its chat."""
        try:
            stored = unit.inbox.store(one, now)
        except OF_THE_VALUE as error:
            stored = unit.inbox.store(_without_content(one, error), now)
        if stored is not None:
            return [stored]
        return unit.inbox.open_of("telegram", one.chat) if one.chat and not one.unreadable else []

    async def _tell(self, notice: Membership | Migration, raw: object) -> None:
        """A notice that cannot be written although the database is there is set aside: if that fails too, the database
        is away, and all is brought again."""
        try:
            await self._in_thread(partial(self._write, notice))
        except DatabaseAway:
            raise
        except Exception as error:
            _log.error("a change of a chat cannot be written: %s", type(error).__name__)
            aside = Arrival("telegram", None, key_of(raw, self._bot_id), raw, kind_of(raw), type(error).__name__)
            await self._take_in([aside])

    def _write(self, notice: Membership | Migration) -> None:
        with self._open_unit() as unit:
            self._notice(unit, notice)
            unit.commit()

    def _acknowledge(self, raw: object) -> None:
        """Ends the waiting sign on a pressed button, beside everything else; whether it works does not matter."""
        if (query := query_of(raw)) is not None:
            task = asyncio.get_running_loop().create_task(self._answer(query))
            self._acknowledgements.add(task)
            task.add_done_callback(self._acknowledgements.discard)

    async def _answer(self, query_id: str) -> None:
        try:
            await self._bot.answer_callback_query(query_id)
        except Exception as error:
            _log.info("a press was not acknowledged: %s", type(error).__name__)


def _without_content(arrival: Arrival, error: Exception) -> Arrival:
    """What no database could hold is set aside without its content: its neighbours must not wait for it."""
    _log.error("an update cannot be stored: %s, %s", arrival.kind, type(error).__name__)
    return replace(arrival, chat=None, body=None, unreadable=type(error).__name__)
