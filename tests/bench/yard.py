"""The whole way of a message in one process: the reception, the pump and the courier as they are, and a channel that
takes every reply at once."""

import asyncio
import itertools
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from types import SimpleNamespace
from typing import Any

from bot.assembly import BotParts, noticed
from bot.channel.telegram.reading import arrival_of, read
from bot.channel.telegram.reception import Reception
from bot.courier.turns import Turns
from bot.errors import SendLater
from bot.house import House, build_talk, utc_now
from bot.mail.outbox import Attempt, DeliveryState
from bot.messages import ChatId, Reply
from bot.parts import serve
from bot.ports import Fetched

BATCH = 100
"""Updates that Telegram brings at once, at most."""
Raw = dict[str, Any]


class Air:
    """Fulfils bot.ports.Sender: takes every reply at once, and remembers what was said to whom, and when."""

    def __init__(self) -> None:
        self.said: dict[ChatId, list[str]] = defaultdict(list)
        self.at: dict[ChatId, list[float]] = defaultdict(list)
        self.count = 0
        self.refused: dict[ChatId, int] = {}
        self._moved = asyncio.Event()

    def parts(self, reply: Reply) -> Sequence[Reply]:
        return [reply]

    async def send(self, chat: ChatId, reply: Reply) -> None:
        """A chat in `refused` must wait, as long as its number there lasts."""
        if self.refused.get(chat, 0) > 0:
            self.refused[chat] -= 1
            raise SendLater(2.0)
        self.said[chat].append(str(reply.text))
        self.at[chat].append(time.perf_counter())
        self.count += 1
        self._moved.set()

    def forget(self) -> None:
        """All that was said."""
        self.said.clear()
        self.at.clear()

    async def until(self, count: int, seconds: float) -> bool:
        """Waits until so many replies were taken in all; False when it lasted too long."""
        until = time.perf_counter() + seconds
        while self.count < count:
            self._moved.clear()
            try:
                await asyncio.wait_for(self._moved.wait(), until - time.perf_counter())
            except TimeoutError:
                return False
        return True

    async def answered(self, chat: ChatId, count: int) -> float:
        """Waits for the chat's n-th reply; returns when it came."""
        while len(self.at[chat]) < count:
            self._moved.clear()
            await self._moved.wait()
        return self.at[chat][count - 1]


class Yard:
    """The parts of a bot on the database of `house`; only Telegram itself is replaced."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.air = Air()
        self._numbers = itertools.count(1)
        self._parts = parts = BotParts(house)
        parts.channels.senders["telegram"] = self.air
        parts.channels.readers["telegram"] = read
        talk = build_talk(house.phrases, house.library.current)
        self._turns = Turns(house.open_unit, talk, {"terminal": self.air}, utc_now, lambda: parts.keeper.owner)
        bot: Any = SimpleNamespace(token="1:bench")
        self._reception = Reception(
            bot, house.open_unit, parts.in_thread, parts.pump.wake, noticed, utc_now, lambda: parts.keeper.owner
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The parts work inside."""
        stopping = asyncio.Event()
        await self._parts.keeper.begin()
        served = asyncio.create_task(serve(self._parts.listed(), stopping))
        try:
            yield
        finally:
            stopping.set()
            await served

    def said(self, chat: ChatId, text: str) -> Raw:
        """An update as Telegram brings it."""
        number = next(self._numbers)
        person = {"id": int(chat), "type": "private", "first_name": "Bench"}
        content = {"message_id": number, "date": 1_700_000_000 + number, "chat": person, "from": person, "text": text}
        return {"update_id": number, "message": content}

    def new_chats(self, count: int) -> list[ChatId]:
        """Of people who never wrote before."""
        return [ChatId(str(10_000_000 + next(self._numbers))) for _ in range(count)]

    async def take(self, raws: Sequence[Raw]) -> None:
        """In batches, as they come."""
        for start in range(0, len(raws), BATCH):
            await self._reception.take(raws[start : start + BATCH])

    async def turn(self, chat: ChatId, text: str) -> float:
        """Milliseconds of one turn alone, of an update that lies in the inbox; on a channel that no courier serves."""
        arrival = arrival_of(self.said(chat, text), "1")
        assert arrival is not None
        with self.house.open_unit() as unit:
            stored = unit.inbox.store(replace(arrival, channel="terminal"), utc_now())
            unit.lanes.take("in", "terminal", chat, self._parts.keeper.owner)
            unit.commit()
        assert stored is not None
        started = time.perf_counter()
        incoming = read(stored.body, stored.kind)
        assert incoming is not None
        said = replace(incoming, channel="terminal")
        written = await self._parts.in_thread(partial(self._turns.answer, [stored], said, Fetched(), last=True))
        cost = (time.perf_counter() - started) * 1000
        with self.house.open_unit() as unit:
            sent = [Attempt(one, DeliveryState.SENT) for one in written.deliveries]
            unit.outbox.record(sent, utc_now())
            unit.lanes.release("out", "terminal", chat, self._parts.keeper.owner)
            unit.commit()
        return cost

    async def idle(self) -> None:
        """Waits until everything that was sent is marked."""
        while self._parts.pump._lanes or self._parts.courier._lanes:
            await asyncio.sleep(0.001)
