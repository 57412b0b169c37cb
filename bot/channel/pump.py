"""How do stored updates become answers? One person's in order, different people's side by side.

A chat with an open update has one task, which claims, answers and closes its updates one after the other. What a
process leaves behind when it dies is taken up when its lease ends.
"""

import asyncio
import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.errors import Rejected, SendLater, Unreachable
from bot.i18n.phrasebook import Phrasebook
from bot.inbox import MAX_TRIES, Claimed
from bot.messages import ChannelName, ChatId, Reply
from bot.ports import Clock, Dialogue, Fetcher, OpenUnit, Sender

log = logging.getLogger(__name__)

LOOK_EVERY: Final = 0.25
"""Seconds between two looks for updates that another process stored (the console's "Try it" page)."""
SIDE_BY_SIDE: Final = 200
RETRY: Final = timedelta(seconds=1)
Chat = tuple[ChannelName, ChatId]


class Pump:
    """Drains the inbox. `wake` is called for an update stored in this process; `run` looks for all others."""

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
        self._tasks: dict[Chat, asyncio.Task[None]] = {}
        self._again: set[Chat] = set()
        self._slots = asyncio.Semaphore(SIDE_BY_SIDE)
        self._stopping = False

    def wake(self, channel: ChannelName, chat: ChatId) -> None:
        """This chat has a stored update."""
        key = (channel, chat)
        if self._stopping or channel not in self._senders:
            return
        if key in self._tasks:
            self._again.add(key)
            return
        self._tasks[key] = asyncio.create_task(self._drain(key))

    async def run(self) -> None:
        """Looks for updates of other processes and of processes that died, until stopped."""
        while not self._stopping:
            for channel, chat in self._waiting():
                self.wake(channel, chat)
            await asyncio.sleep(LOOK_EVERY)

    async def stop(self, patience: float = 5.0) -> None:
        """Lets current updates end; what is left is taken up at the next start."""
        self._stopping = True
        if self._tasks:
            _, late = await asyncio.wait(list(self._tasks.values()), timeout=patience)
            for task in late:
                task.cancel()

    def _waiting(self) -> Sequence[Chat]:
        with self._open_unit() as unit:
            return unit.inbox.waiting(self._clock())

    async def _drain(self, key: Chat) -> None:
        try:
            async with self._slots:
                await self._answer_all(key)
        except Exception as error:
            log.error("a chat's updates stopped: %s", type(error).__name__)
        finally:
            del self._tasks[key]
            if key in self._again and not self._stopping:
                self._again.discard(key)
                self.wake(*key)

    async def _answer_all(self, key: Chat) -> None:
        self._again.discard(key)
        claimed = self._next(key, None)
        while claimed is not None:
            done = await self._answer(key, claimed)
            if self._stopping or not done:
                self._close(claimed, done)
                return
            claimed = self._next(key, claimed)

    def _next(self, key: Chat, finished: Claimed | None) -> Claimed | None:
        """Closes the finished update and claims the next, in one transaction."""
        with self._open_unit() as unit:
            if finished is not None:
                unit.inbox.done(finished.id)
            claimed = unit.inbox.claim(*key, self._owner, self._clock())
            unit.commit()
        return claimed

    def _close(self, claimed: Claimed, done: bool) -> None:
        with self._open_unit() as unit:
            if done:
                unit.inbox.done(claimed.id)
            elif claimed.tries >= MAX_TRIES:
                unit.inbox.give_up(claimed.id, "failed")
            else:
                unit.inbox.release(claimed.id, RETRY, self._clock())
            unit.commit()

    async def _answer(self, key: Chat, claimed: Claimed) -> bool:
        """False when answering failed; she is told when it failed for the last time."""
        channel, chat = key
        try:
            replies = await self._dialogue.turn(claimed.incoming, self._fetchers[channel])
        except Exception as error:
            log.error("update %d failed, try %d: %s", claimed.id, claimed.tries, type(error).__name__)
            if claimed.tries >= MAX_TRIES:
                await self._send(channel, chat, [Reply(self._phrases.say(self._language(key), "error.sorry"))])
            return False
        await self._send(channel, chat, replies)
        return True

    async def _send(self, channel: ChannelName, chat: ChatId, replies: Sequence[Reply]) -> None:
        for number, reply in enumerate(replies):
            try:
                await self._senders[channel].send(chat, reply)
            except SendLater:
                self._enqueue(channel, chat, replies[number:])
                return
            except Unreachable:
                self._mark_unreachable(channel, chat)
                return
            except Rejected as error:
                log.error("a reply was rejected: %s", type(error).__name__)

    def _enqueue(self, channel: ChannelName, chat: ChatId, replies: Sequence[Reply]) -> None:
        """The channel is away: the outbox goes on trying."""
        with self._open_unit() as unit:
            worker = unit.workers.of_chat(channel, chat)
            for reply in replies:
                unit.outbox.add(channel, chat, reply, self._clock(), worker.id if worker else None)
            unit.commit()

    def _mark_unreachable(self, channel: ChannelName, chat: ChatId) -> None:
        with self._open_unit() as unit:
            worker = unit.workers.of_chat(channel, chat)
            if worker is not None:
                unit.workers.save(replace(worker, reachable=False), self._clock())
                unit.commit()

    def _language(self, key: Chat) -> str | None:
        with self._open_unit() as unit:
            worker = unit.workers.of_chat(*key)
        return worker.language if worker else None
