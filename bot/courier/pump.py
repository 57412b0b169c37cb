"""Who sees to it that every stored update is answered: in order within a chat, chats side by side, none twice at once?

One task a chat claims an update, lets the dialogue answer, sends the replies, and writes what became of it together
with the claim of the next one.
"""

import asyncio
import logging
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

from bot.errors import Rejected, Unreachable
from bot.i18n.phrasebook import Phrasebook
from bot.mail.inbox import MAX_TRIES, Claimed
from bot.messages import ChannelName, ChatId, Incoming, Reply
from bot.ports import Clock, Dialogue, Fetcher, OpenUnit, Sender, UnitOfWork

MOST_TASKS: Final = 200
LOOK_EVERY: Final = 0.25
WAIT_AFTER_FAILURE: Final = timedelta(seconds=1)
TURN_SECONDS: Final = 45
"""A turn and the sending after it must end within the lease (bot.mail.inbox.LEASE), else another process takes it up."""
STOP_SECONDS: Final = 5.0
DATABASE_TRIES: Final = 6
_log = logging.getLogger(__name__)

Effect = Callable[[UnitOfWork], None]
"""What is to be written when an update was dealt with, in the transaction that claims the next."""


class Pump:
    """Give it to the reception as `wake`, and keep `run()` going in a task."""

    def __init__(
        self,
        open_unit: OpenUnit,
        dialogue: Dialogue,
        senders: Mapping[ChannelName, Sender],
        fetchers: Mapping[ChannelName, Fetcher],
        clock: Clock,
        phrases: Phrasebook,
    ) -> None:
        self._open_unit = open_unit
        self._dialogue = dialogue
        self._senders = senders
        self._fetchers = fetchers
        self._clock = clock
        self._phrases = phrases
        self._owner = uuid.uuid4().hex
        self._tasks: dict[tuple[ChannelName, ChatId], asyncio.Task[None]] = {}
        self._stopping = asyncio.Event()

    def wake(self, channel: ChannelName, chat: ChatId) -> None:
        """Starts answering a chat, unless that goes on already; what finds no room is picked up by `run` later."""
        room = len(self._tasks) < MOST_TASKS and not self._stopping.is_set()
        if room and channel in self._senders and (channel, chat) not in self._tasks:
            self._tasks[channel, chat] = asyncio.get_running_loop().create_task(self._serve(channel, chat))

    async def run(self) -> None:
        """Looks for updates that other processes stored, or that were left by one that died; until `stop`."""
        while not self._stopping.is_set():
            try:
                self._look()
            except Exception as error:
                _log.error("the inbox cannot be read: %s", type(error).__name__)
            await self._pause(LOOK_EVERY)

    async def stop(self) -> None:
        """Lets the updates in hand end, for five seconds; the rest is given back to the inbox."""
        self._stopping.set()
        tasks = list(self._tasks.values())
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=STOP_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _look(self) -> None:
        if len(self._tasks) < MOST_TASKS:
            with self._open_unit() as unit:
                waiting = unit.inbox.waiting(self._clock(), tuple(self._senders), MOST_TASKS)
            for channel, chat in waiting:
                self.wake(channel, chat)

    async def _serve(self, channel: ChannelName, chat: ChatId) -> None:
        """All open updates of a chat, one after the other. Ends and leaves the list of tasks in one step, so that an
        update stored right after the last claim finds no task and starts one."""
        effect: Effect = _nothing
        try:
            while (claimed := await self._settle_and_claim(channel, chat, effect)) is not None:
                effect = await self._handle(claimed)
        except Exception as error:
            _log.error("a chat is left until its lease ends: %s", type(error).__name__)
        finally:
            del self._tasks[channel, chat]

    async def _settle_and_claim(self, channel: ChannelName, chat: ChatId, effect: Effect) -> Claimed | None:
        """A database that is away for a moment must not make the worker read everything twice."""
        for attempt in range(1, DATABASE_TRIES):
            try:
                return self._next(channel, chat, effect)
            except Exception as error:
                _log.warning("the inbox cannot be written: %s", type(error).__name__)
            await asyncio.sleep(0.05 * 3**attempt)
        return self._next(channel, chat, effect)

    def _next(self, channel: ChannelName, chat: ChatId, effect: Effect) -> Claimed | None:
        with self._open_unit() as unit:
            effect(unit)
            claimed = None
            if not self._stopping.is_set():
                claimed = unit.inbox.claim(channel, chat, self._owner, self._clock())
            unit.commit()
        return claimed

    async def _handle(self, claimed: Claimed) -> Effect:
        try:
            if claimed.tries > MAX_TRIES:
                return await self._give_up(claimed, "Abandoned")
            return await self._answer(claimed)
        except asyncio.CancelledError:
            self._give_back(claimed)
            raise

    async def _answer(self, claimed: Claimed) -> Effect:
        incoming = claimed.incoming
        try:
            async with asyncio.timeout(TURN_SECONDS):
                replies = await self._dialogue.turn(incoming, self._fetchers[incoming.channel])
        except Exception as error:
            return await self._failed(claimed, type(error).__name__)
        after = await self._send(incoming, replies)
        return lambda unit: _both(unit, after, lambda unit: unit.inbox.done(claimed.id))

    async def _failed(self, claimed: Claimed, error: str) -> Effect:
        _log.error("update %d failed (try %d): %s", claimed.id, claimed.tries, error)
        if claimed.tries >= MAX_TRIES:
            return await self._give_up(claimed, error)
        return lambda unit: unit.inbox.release(claimed.id, WAIT_AFTER_FAILURE, self._clock())

    async def _give_up(self, claimed: Claimed, error: str) -> Effect:
        """She is told once, so that she does not wait for an answer that never comes."""
        after = await self._send(claimed.incoming, [self._sorry(claimed.incoming)])
        return lambda unit: _both(unit, after, lambda unit: unit.inbox.give_up(claimed.id, error))

    def _sorry(self, incoming: Incoming) -> Reply:
        with self._open_unit() as unit:
            worker = unit.workers.of_chat(incoming.channel, incoming.chat)
        return Reply(self._phrases.say(worker.language if worker else None, "error.sorry"))

    async def _send(self, incoming: Incoming, replies: Sequence[Reply]) -> Effect:
        """Sends in order. From the first that must wait, the rest goes to the outbox, so that the order stays."""
        sender = self._senders[incoming.channel]
        for index, reply in enumerate(replies):
            try:
                await sender.send(incoming.chat, reply)
            except Unreachable:
                return partial(self._mark_unreachable, incoming=incoming)
            except Rejected as error:
                _log.error("a reply was refused: %s", type(error).__name__)
            except Exception as error:
                _log.warning("a reply goes to the outbox: %s", type(error).__name__)
                return partial(self._queue, incoming=incoming, replies=replies[index:])
        return _nothing

    def _queue(self, unit: UnitOfWork, incoming: Incoming, replies: Sequence[Reply]) -> None:
        worker = unit.workers.of_chat(incoming.channel, incoming.chat)
        for reply in replies:
            unit.outbox.add(incoming.channel, incoming.chat, reply, self._clock(), worker.id if worker else None)

    def _mark_unreachable(self, unit: UnitOfWork, incoming: Incoming) -> None:
        worker = unit.workers.of_chat(incoming.channel, incoming.chat)
        if worker is not None:
            unit.workers.save(replace(worker, reachable=False), self._clock())

    def _give_back(self, claimed: Claimed) -> None:
        """Stopped midway: the next process need not wait for the lease."""
        try:
            with self._open_unit() as unit:
                unit.inbox.release(claimed.id, timedelta(0), self._clock())
                unit.commit()
        except Exception as error:
            _log.warning("update %d stays leased: %s", claimed.id, type(error).__name__)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)


def _nothing(unit: UnitOfWork) -> None:
    """Nothing is to be written."""


def _both(unit: UnitOfWork, first: Effect, second: Effect) -> None:
    first(unit)
    second(unit)
