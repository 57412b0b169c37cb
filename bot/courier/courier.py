"""Who sees to it that what is in the outbox reaches its chat: at once, in order within a chat, chats side by side?

One task a chat sends its oldest message, waits until what became of it is committed, and goes on. So a process that is
killed repeats at most one message a chat. A chat that must wait holds up no other.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar

from bot.courier.lane import Attempts, ChatLane, Result, read_on, settle, take_waiting
from bot.courier.together import Together
from bot.mail.lanes import Owner
from bot.mail.outbox import Address, Delivery, DeliveryState
from bot.messages import ChannelName, ChatId
from bot.ports import Clock, InThread, OpenUnit, UnitOfWork

T = TypeVar("T")
LOOK_EVERY: Final = 0.5
LOOK_MOST: Final = 50
"""Lanes taken in one transaction."""
OWN_EVERY: Final = 10
"""Each so many looks also lanes are looked for that this process holds and does not serve."""
MOST_LANES: Final = 500
"""So many chats are sent to side by side; more wait for the next look."""
LONGEST_REST: Final = 30.0
LONGEST_PAUSE: Final = 5.0
OUTAGE_SECONDS: Final = 5.0
STOP_SECONDS: Final = 4.0
HANGING_SECONDS: Final = 1.0
"""How long an attempt in hand may keep an answer to danger waiting."""
MOST_REMEMBERED: Final = 10_000
_log: Final = logging.getLogger(__name__)


class Courier:
    """A part of the bot. The pump offers what it just committed; what others left in `channels` is found by `run`."""

    name: Final = "courier"

    def __init__(
        self,
        attempts: Attempts,
        channels: Collection[ChannelName],
        open_unit: OpenUnit,
        in_thread: InThread,
        clock: Clock,
        owner_of: Callable[[], Owner],
    ) -> None:
        self._attempts = attempts
        self._channels = channels
        self._open_unit = open_unit
        self._in_thread = in_thread
        self._clock = clock
        self._owner_of = owner_of
        self._together = Together(open_unit, in_thread)
        self._lanes: dict[tuple[ChannelName, ChatId], ChatLane] = {}
        self._tasks: dict[ChatLane, asyncio.Task[None]] = {}
        self._closed: dict[int, None] = {}
        self._away_since: dict[ChannelName, float] = {}
        self._woken = asyncio.Event()
        self._stopping = False

    def offer(self, to: Address, deliveries: Sequence[Delivery]) -> None:
        """Sends these, which are committed in a lane that this process holds; without any, whatever waits there. Where one of
        them was closed already (its lane saw it first, or it was missed and is sent again), the database says what waits."""
        self._serve_lane(to, () if any(row.id in self._closed for row in deliveries) else deliveries)

    def wake(self) -> None:
        """Looks into the database at once."""
        self._woken.set()

    async def run(self) -> None:
        """Looks for messages of the console, of processes that died, and of waits that ended."""
        self._stopping = False
        looks = 0
        while True:
            looks += 1
            self._woken.clear()
            if await self._look(looks % OWN_EVERY == 0) < LOOK_MOST:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), LOOK_EVERY)

    async def stop(self) -> None:
        """Lets the messages in hand be sent and recorded, for a few seconds, and gives all lanes back."""
        self._stopping = True
        held, tasks = [lane.to for lane in self._tasks], list(self._tasks.values())
        for lane, task in self._tasks.items():
            if lane.in_hand is None:
                task.cancel()
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        if held:
            await self._together.do(partial(_give_back, lanes=held, owner=self._owner_of()))

    async def _look(self, own: bool) -> int:
        """Serves what it finds; returns how many lanes that were."""
        room = min(LOOK_MOST, MOST_LANES - sum(not lane.away for lane in self._lanes.values()))
        if room <= 0:
            return 0
        busy = set(self._lanes) if own else None
        try:
            found = await self._in_thread(partial(self._take, room, busy))
        except Exception as error:
            _log.error("the outbox cannot be looked into: %s", type(error).__name__)
            return 0
        for to in found:
            self._serve_lane(to, [])
        return len(found)

    def _take(self, limit: int, busy: Collection[tuple[str, str]] | None) -> list[Address]:
        with self._open_unit() as unit:
            found = take_waiting(unit, tuple(self._channels), self._owner_of(), self._clock(), limit, busy)
            unit.commit()
        return found

    def _serve_lane(self, to: Address, rows: Collection[Delivery]) -> None:
        if (lane := self._lanes.get((to.channel, to.chat))) is not None:
            lane.offer(rows)
        elif not self._stopping:
            lane = self._lanes[to.channel, to.chat] = ChatLane(to, rows, self._now())
            self._tasks[lane] = asyncio.get_running_loop().create_task(self._serve(lane))

    async def _serve(self, lane: ChatLane) -> None:
        """All messages of a chat. Ends and leaves the lanes in one step, so that what is offered right after the last
        look starts a new one."""
        try:
            while not self._stopping and (delivery := await self._next(lane)) is not None:
                await self._deliver(lane, delivery)
        except Exception as error:
            _log.error("a lane is left to a later look: %s", type(error).__name__)
        finally:
            del self._lanes[lane.to.channel, lane.to.chat], self._tasks[lane]

    async def _next(self, lane: ChatLane) -> Delivery | None:
        """The oldest message, when it is due and the budget lets it go; None when nothing waits. Whatever was waited for,
        it is looked again whether what is in memory still counts."""
        while True:
            if lane.must_read(self._now()):
                lane.begin_reading()
                lane.end_reading(await self._surely(partial(self._read, lane.to)), self._now())
            if lane.ended:
                return None
            if not lane.rows:
                continue
            head = lane.head
            if head.not_before is not None and (wait := (head.not_before - self._clock()).total_seconds()) > 0:
                await self._rest(lane, min(wait, LONGEST_REST))
            elif not lane.has_turn:
                lane.has_turn = await self._turn(lane, head)
            else:
                return head

    async def _turn(self, lane: ChatLane, head: Delivery) -> bool:
        """The budget lets this message go; False when something urgent came in, which has a turn of its own."""
        turn = asyncio.ensure_future(self._attempts.turn(head))
        try:
            if head.urgent:
                await turn
                return True
            return await lane.until_cry(turn)
        finally:
            turn.cancel()

    async def _made(self, lane: ChatLane, delivery: Delivery) -> Result:
        """What the attempt came to. While the channel does not answer, what is urgent is sent beside it."""
        making = asyncio.ensure_future(self._attempts.make_soon(delivery))
        again: float | None = None
        try:
            while not delivery.urgent and not await lane.until_cry(making, again):
                lane.cried.clear()
                if again is None:
                    await asyncio.wait([making], timeout=HANGING_SECONDS)
                if not making.done():
                    again = await self._send_beside(lane)
            return await making
        finally:
            making.cancel()

    async def _send_beside(self, lane: ChatLane) -> float | None:
        """Sends what is urgent in this chat, though another message is in hand. Returns after how many seconds there is more
        to be tried."""
        waits = list[float]()
        for urgent in await self._surely(partial(_cries, to=lane.to, in_hand=lane.in_hand)):
            lane.rows.pop(urgent.id, None)
            if urgent.not_before is not None and (wait := (urgent.not_before - self._clock()).total_seconds()) > 0:
                waits.append(wait)
                continue
            await self._attempts.turn(urgent)
            result = await self._attempts.make_soon(urgent)
            if result.attempt.state is DeliveryState.QUEUED:
                waits.append(result.wait)
            else:
                self._close(urgent.id)
            await self._surely(partial(settle, result=result, now=self._clock()))
        lane.forget()
        return min(waits, default=None)

    async def _deliver(self, lane: ChatLane, delivery: Delivery) -> None:
        lane.take(delivery)
        if lane.early:  # a try before its time does not count: who writes often must not use up the tries of an outage
            delivery, lane.early = replace(delivery, tries=max(delivery.tries - 1, 0)), False
        try:
            result = await self._made(lane, delivery)
            lane.away = result.away
            self._note(lane.to.channel, result)
            await self._record(lane, result)
        finally:
            lane.in_hand = None
        if result.away:
            await self._rest(lane, result.wait)

    async def _record(self, lane: ChatLane, result: Result) -> None:
        """The next message is sent only when this is committed; the last one gives the lane back in the same commit."""
        attempt = result.attempt
        if attempt.state is not DeliveryState.QUEUED:
            self._close(attempt.delivery.id)
        if attempt.error is not None:
            _log.warning("delivery %d: %s (%s)", attempt.delivery.id, attempt.state, attempt.error)
        if attempt.state is not DeliveryState.SENT:
            lane.forget()
        last = not lane.rows
        if last:
            lane.begin_reading()
        found = await self._surely(partial(self._settle, result, last))
        if last:
            lane.end_reading(found, self._now())
        if result.moved_to is not None:
            self.wake()

    def _settle(self, result: Result, last: bool, unit: UnitOfWork) -> Sequence[Delivery]:
        settle(unit, result, self._clock())
        return self._read(result.attempt.delivery.to, unit) if last else ()

    def _read(self, to: Address, unit: UnitOfWork) -> Sequence[Delivery]:
        return read_on(unit, to, self._owner_of())

    async def _surely(self, work: Callable[[UnitOfWork], T]) -> T:
        """While the database is away it is tried again: what was sent must not be sent twice."""
        pause = 0.1
        while True:
            try:
                return await self._together.do(work)
            except Exception as error:
                _log.warning("the outbox cannot be written: %s", type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _rest(self, lane: ChatLane, seconds: float) -> None:
        """Waits, and reads anew what waits then. Where the channel is away, a new message or its return ends the wait."""
        lane.forget()
        with suppress(TimeoutError):
            await asyncio.wait_for(lane.nudged.wait(), seconds)
        lane.early = lane.nudged.is_set()
        lane.nudged.clear()
        lane.away = False

    def _note(self, channel: ChannelName, result: Result) -> None:
        """A channel that answers again after a while wakes all that wait for it."""
        if result.away:
            self._away_since.setdefault(channel, self._now())
        elif result.attempt.state is DeliveryState.QUEUED:
            return
        elif self._now() - self._away_since.pop(channel, self._now()) >= OUTAGE_SECONDS:
            for lane in self._lanes.values():
                if lane.away and lane.to.channel == channel:
                    lane.nudged.set()

    def _close(self, delivery_id: int) -> None:
        self._closed[delivery_id] = None
        if len(self._closed) > MOST_REMEMBERED:
            del self._closed[next(iter(self._closed))]

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


def _cries(unit: UnitOfWork, to: Address, in_hand: int | None) -> list[Delivery]:
    """What is urgent and waits in this chat."""
    return [one for one in unit.outbox.queued(to) if one.urgent and one.id != in_hand]


def _give_back(unit: UnitOfWork, lanes: Sequence[Address], owner: Owner) -> None:
    for to in lanes:
        unit.lanes.release("out", to.channel, to.chat, owner)
