"""How do messages that staff or the clock caused reach their chats, and how is recorded what became of each?"""

import asyncio
import logging
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from bot.errors import NotFound, Rejected, SendLater, Unreachable
from bot.mail.outbox import MAX_TRIES, Delivery, DeliveryState, wait_before
from bot.messages import ChannelName
from bot.ports import Clock, OpenUnit, Sender, UnitOfWork

LOOK_EVERY: Final = 0.5
STOP_SECONDS: Final = 5.0
NO_SENDER_SECONDS: Final = 60.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempt. `wait` is set when it is tried again."""

    state: DeliveryState
    wait: timedelta | None = None
    error: str | None = None


class DeliveryLoop:
    """Keep `run()` going in a task; several processes may run one each."""

    def __init__(self, open_unit: OpenUnit, senders: Mapping[ChannelName, Sender], clock: Clock) -> None:
        self._open_unit = open_unit
        self._senders = senders
        self._clock = clock
        self._owner = uuid.uuid4().hex
        self._stopping = asyncio.Event()
        self._stopped = asyncio.Event()
        self._stopped.set()

    async def run(self) -> None:
        """Sends what is due, until `stop`."""
        self._stopped.clear()
        try:
            while not self._stopping.is_set():
                if not await self._round():
                    await self._pause()
        finally:
            self._stopped.set()

    async def stop(self) -> None:
        """Ends when the messages in hand are recorded, or after five seconds; their leases end by themselves."""
        self._stopping.set()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopped.wait(), STOP_SECONDS)

    async def deliver_due(self) -> int:
        """One round: sends all that are due side by side (one a chat) and answers how many it tried."""
        with self._open_unit() as unit:
            due = unit.outbox.claim_due(self._owner, self._clock())
            unit.commit()
        await asyncio.gather(*(self._deliver(delivery) for delivery in due))
        return len(due)

    async def _round(self) -> int:
        try:
            return await self.deliver_due()
        except Exception as error:
            _log.error("the outbox cannot be worked on: %s", type(error).__name__)
            return 0

    async def _deliver(self, delivery: Delivery) -> None:
        outcome = await self._attempt(delivery)
        if outcome.state in (DeliveryState.FAILED, DeliveryState.UNREACHABLE):
            _log.warning("delivery %d: %s (%s)", delivery.id, outcome.state, outcome.error)
        now = self._clock()
        with self._open_unit() as unit:
            not_before = now + outcome.wait if outcome.wait is not None else None
            unit.outbox.record(delivery, outcome.state, not_before, outcome.error)
            if outcome.state is DeliveryState.UNREACHABLE:
                self._mark_unreachable(unit, delivery)
            unit.commit()

    async def _attempt(self, delivery: Delivery) -> Outcome:
        sender = self._senders.get(delivery.channel)
        if sender is None:
            return later(delivery, SendLater(NO_SENDER_SECONDS))
        try:
            await sender.send(delivery.chat, delivery.reply)
        except SendLater as error:
            return later(delivery, error)
        except Unreachable as error:
            return Outcome(DeliveryState.UNREACHABLE, error=type(error).__name__)
        except Rejected as error:
            return Outcome(DeliveryState.FAILED, error=type(error).__name__)
        except Exception as error:
            _log.error("delivery %d is tried again: %s", delivery.id, type(error).__name__)
            return later(delivery, SendLater(0))
        return Outcome(DeliveryState.SENT)

    def _mark_unreachable(self, unit: UnitOfWork, delivery: Delivery) -> None:
        if delivery.worker_id is None:
            return
        try:
            worker = unit.workers.get(delivery.worker_id)
        except NotFound:
            return
        unit.workers.save(replace(worker, reachable=False), self._clock())

    async def _pause(self) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), LOOK_EVERY)


def later(delivery: Delivery, error: SendLater) -> Outcome:
    """Waits as long as the channel asks, and longer each time, so that an outage of hours is outlasted."""
    tries = delivery.tries + 1
    if tries >= MAX_TRIES:
        return Outcome(DeliveryState.FAILED, error=type(error).__name__)
    wait = max(wait_before(tries), wait_before(tries, error.seconds))
    return Outcome(DeliveryState.QUEUED, wait, type(error).__name__)
