"""Who sees to it that every stored update is answered: in order within a chat, chats side by side, none twice?

One task a chat reads its oldest message, fetches its files, and lets the turn be written in one transaction: effects,
replies and `done` together. A crash before the commit repeats everything, after it nothing.
"""

import asyncio
import itertools
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from bot.conversation.albums import first_message, merged
from bot.courier.hurry import Hurry
from bot.courier.turns import Turns, Written
from bot.errors import DatabaseAway, NotKept, Overtaken, Stale
from bot.mail.inbox import MAX_DEATHS, Stored
from bot.mail.outbox import Address, Delivery
from bot.messages import ChannelName, ChatId, Incoming
from bot.ports import Conversation, Fetched, InThread, Reader

LOOK_EVERY: Final = 0.25
OWN_EVERY: Final = 10
"""Each so many looks also chats are looked for whose lane this process holds without answering them."""
AGAIN_SECONDS: Final = 1.0
LONGEST_PAUSE: Final = 5.0
ALBUM_QUIET: Final = 0.8
"""Seconds without another part after which an album is taken for whole."""
DANGER_EVERY: Final = 0.1
"""Seconds between two looks for words of danger behind a file that is being fetched."""
KEEPING_SECONDS: Final = 10.0
"""How long a disk is waited for that takes no files. Then she is told that this one could not be kept: nobody is mute for
hours for a folder that is away."""
STOP_SECONDS: Final = 4.0
REST: Final = 2.0
LONGEST_REST: Final = 0.02
"""Who has more to say rests after each message for twice the time it took, at most so many seconds: one who writes a
thousand messages takes a third of the bot's time, and the others do not wait for her."""
_log: Final = logging.getLogger(__name__)

Chat = tuple[ChannelName, ChatId]
Fetch = Callable[[Incoming, Hurry], Awaitable[Fetched]]
Erase = Callable[[Sequence[str]], Awaitable[None]]
Offer = Callable[[Address, Sequence[Delivery]], None]


@dataclass(slots=True)
class _Lane:
    """A chat that is being answered: what waits, by row id, and when the last of it arrived. `heard` was looked at for words
    of danger while a file was fetched; `hurry` begins with those, for all files before them; without files there is none."""

    pending: dict[int, Stored] = field(default_factory=dict)
    arrived: float = 0.0
    heard: set[int] = field(default_factory=set)
    hurry: Hurry | None = None
    refused_since: float | None = None
    """Since when the disk takes no file of the message in hand."""

    def oldest(self) -> list[Stored]:
        """What waits, the oldest first."""
        return [self.pending[row_id] for row_id in sorted(self.pending)]


class Pump:
    """A part of the bot. Give it to the reception as `wake`: everything that this process stored is handed over in memory,
    what others stored is found by `run`."""

    name: Final = "pump"

    def __init__(
        self,
        turns: Turns,
        conversation: Conversation,
        readers: Mapping[ChannelName, Reader],
        fetch: Fetch,
        erase: Erase,
        offer: Offer,
        in_thread: InThread,
    ) -> None:
        self._turns = turns
        self._conversation = conversation
        self._readers = readers
        self._fetch = fetch
        self._erase = erase
        self._offer = offer
        self._in_thread = in_thread
        self._lanes: dict[Chat, _Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._stopping = False

    def wake(self, rows: Sequence[Stored]) -> None:
        """Answers these updates, whose lanes this process holds."""
        for row in rows:
            chat = (row.channel, row.chat)
            if (lane := self._lanes.get(chat)) is None:
                if self._stopping:
                    continue
                lane = self._lanes[chat] = _Lane()
                task = asyncio.get_running_loop().create_task(self._serve(chat, lane))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            lane.pending[row.id] = row
            lane.arrived = time.monotonic()

    async def run(self) -> None:
        """Looks for updates that other processes stored, or that were left by one that died."""
        for looks in itertools.count(1):
            busy = None if looks % OWN_EVERY else frozenset(self._lanes)
            found = await self._in_thread(partial(self._turns.look, busy))
            self.wake([row for row in found if not self._known(row)])
            await asyncio.sleep(LOOK_EVERY)

    async def stop(self) -> None:
        """Lets the updates in hand end, for five seconds; the rest stays open for the next process."""
        self._stopping = True
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _known(self, row: Stored) -> bool:
        lane = self._lanes.get((row.channel, row.chat))
        return lane is not None and row.id in lane.pending

    async def _serve(self, chat: Chat, lane: _Lane) -> None:
        """All that waits in a chat, one message after the other. Ends and leaves the list of lanes in one step, so that
        an update stored right after the last look finds no lane and starts one."""
        pause = 0.1
        try:
            while lane.pending and not self._stopping:
                try:
                    started = time.monotonic()
                    await self._next(lane)
                    pause = 0.1
                    if lane.pending:
                        await asyncio.sleep(min(REST * (time.monotonic() - started), LONGEST_REST))
                except Overtaken:
                    await self._look_again(chat, lane)
                except Exception as error:
                    _log.warning("a chat waits: %s", type(error).__name__)
                    await asyncio.sleep(pause)
                    pause = min(pause * 2, LONGEST_PAUSE)
        finally:
            del self._lanes[chat]

    async def _look_again(self, chat: Chat, lane: _Lane) -> None:
        """This update was dealt with already, by another process or by a commit whose answer was lost on the way: what it
        left to be sent must not wait for anybody."""
        self._offer(Address(*chat), [])
        lane.pending.clear()
        lane.pending.update({row.id: row for row in await self._in_thread(partial(self._turns.look_at, *chat))})

    async def _next(self, lane: _Lane) -> None:
        """Deals with the oldest message of a lane."""
        head = lane.oldest()[0]
        try:
            incoming = self._readers[head.channel](head.body, head.kind)
        except Exception as error:
            _log.error("update %d cannot be read: %s", head.id, type(error).__name__)
            return await self._settled(lane, [head], partial(self._turns.close, head, type(error).__name__))
        if incoming is None:
            return await self._settled(lane, [head], partial(self._turns.close, head, None))
        if head.deaths >= MAX_DEATHS:
            return await self._given_up(lane, head, incoming)
        return await self._answer(lane, *await self._whole(lane, head, incoming))

    async def _whole(self, lane: _Lane, head: Stored, incoming: Incoming) -> tuple[list[Stored], Incoming]:
        """The message with its parts: an album is waited for, until nothing of it came for a moment; danger is not."""
        if incoming.album is None:
            return [head], incoming
        while True:
            parts, read = self._parts(lane, head, incoming)
            if len(parts) < len(lane.pending) or self._stopping:
                break
            quiet = time.monotonic() - lane.arrived
            if quiet >= ALBUM_QUIET or self._urgent(merged(read)):
                break
            await asyncio.sleep(min(ALBUM_QUIET - quiet, 0.1))
        return parts, merged(read)

    def _parts(self, lane: _Lane, head: Stored, incoming: Incoming) -> tuple[list[Stored], list[Incoming]]:
        rows, read = [head], [incoming]
        for row in lane.oldest()[1:]:
            try:
                part = self._readers[row.channel](row.body, row.kind)
            except Exception:
                break  # it is set aside when its turn comes
            if part is None:
                break
            rows.append(row)
            read.append(part)
        count = first_message(read)
        return rows[:count], read[:count]

    async def _answer(self, lane: _Lane, parts: list[Stored], incoming: Incoming) -> None:
        """When the database was away nobody knows whether the turn was kept: its files stay, and strays are erased later."""
        fetched = await self._fetched(lane, parts, incoming) if incoming.attachments else Fetched()
        try:
            await self._settled(lane, parts, partial(self._turns.answer, parts, incoming, fetched))
            if lane.hurry is not None and lane.hurry.ended and self._urgent(incoming):
                lane.hurry = None
        except DatabaseAway:
            raise
        except Exception as error:
            await self._erase([file.file_id for file in fetched.files])
            if isinstance(error, Overtaken | Stale):
                raise
            await self._failed(lane, parts[0], incoming, type(error).__name__)

    async def _fetched(self, lane: _Lane, parts: Sequence[Stored], incoming: Incoming) -> Fetched:
        """Danger does not wait for a file, whether it came with it or after it."""
        lane.heard.update(part.id for part in parts)
        hurry = lane.hurry = lane.hurry or Hurry()
        if self._urgent(incoming):
            hurry.begin()
        if lane.refused_since is not None and time.monotonic() - lane.refused_since > KEEPING_SECONDS:
            hurry = Hurry()
            hurry.begin()
        self._listen(lane, hurry)
        fetching = asyncio.ensure_future(self._fetch(incoming, hurry))
        try:
            while not (await asyncio.wait([fetching], timeout=DANGER_EVERY))[0]:
                self._listen(lane, hurry)
            fetched = fetching.result()
        except NotKept:
            lane.refused_since = lane.refused_since or time.monotonic()
            raise
        finally:
            fetching.cancel()
        lane.refused_since = None
        return fetched

    def _listen(self, lane: _Lane, hurry: Hurry) -> None:
        """Is danger in what came in after the message in hand?"""
        for row in lane.oldest():
            if row.id in lane.heard:
                continue
            lane.heard.add(row.id)
            try:
                behind = self._readers[row.channel](row.body, row.kind)
            except Exception:
                continue  # it is set aside when its turn comes
            if behind is not None and self._urgent(behind):
                hurry.begin()

    def _urgent(self, incoming: Incoming) -> bool:
        return self._conversation.urgent(incoming, self._conversation.understand(incoming))

    async def _failed(self, lane: _Lane, head: Stored, incoming: Incoming, error: str) -> None:
        _log.error("update %d failed: %s", head.id, error)
        written = await self._in_thread(partial(self._turns.failed, head, incoming, error))
        if written is None:
            await asyncio.sleep(AGAIN_SECONDS)
        else:
            self._after(lane, [head], written)

    async def _given_up(self, lane: _Lane, head: Stored, incoming: Incoming) -> None:
        _log.error("update %d is given up: processes died of it", head.id)
        self._after(lane, [head], await self._in_thread(partial(self._turns.give_up, head, incoming, "Died")))

    async def _settled(self, lane: _Lane, parts: list[Stored], write: Callable[..., Written]) -> None:
        """Writes in a thread; `last` is said when nothing else waits in memory."""
        last = len(lane.pending) == len(parts)
        written = await self._in_thread(partial(write, last=last))
        self._after(lane, parts, written)
        if written.erase:
            await self._erase(written.erase)

    def _after(self, lane: _Lane, parts: Sequence[Stored], written: Written) -> None:
        """What was dealt with leaves the lane; replies go out at once."""
        for part in parts:
            lane.pending.pop(part.id, None)
        lane.pending.update({row.id: row for row in written.more if row.id not in lane.pending})
        if written.sends:
            self._offer(written.to, written.deliveries)
