"""How does the outbox empty? Sent, tried again later, or given up where staff can see it."""

import asyncio
import logging
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from bot.errors import Rejected, SendLater, Unreachable
from bot.messages import ChannelName
from bot.outbox import MAX_TRIES, Delivery, DeliveryState, wait_before
from bot.ports import Clock, OpenUnit, Sender

log = logging.getLogger(__name__)

LOOK_EVERY: Final = 0.5


class DeliveryLoop:
    """Sends what is due, again and again."""

    def __init__(self, open_unit: OpenUnit, senders: Mapping[ChannelName, Sender], clock: Clock) -> None:
        self._open_unit = open_unit
        self._senders = senders
        self._clock = clock
        self._owner = uuid.uuid4().hex
        self._stopping = False

    async def run(self) -> None:
        """Until stopped."""
        while not self._stopping:
            await self.send_due()
            await asyncio.sleep(LOOK_EVERY)

    def stop(self) -> None:
        """After the delivery under way."""
        self._stopping = True

    async def send_due(self) -> int:
        """Sends what is due now; answers how many were tried."""
        with self._open_unit() as unit:
            due = unit.outbox.claim_due(self._owner, self._clock())
            unit.commit()
        for delivery in due:
            await self._send(delivery)
        return len(due)

    async def _send(self, delivery: Delivery) -> None:
        sender = self._senders.get(delivery.channel)
        try:
            if sender is None:
                raise SendLater(30)
            await sender.send(delivery.chat, delivery.reply)
        except SendLater as later:
            self._later(delivery, later.seconds)
        except Unreachable:
            self._record(delivery, DeliveryState.UNREACHABLE, "Unreachable")
        except Rejected:
            log.error("delivery %d was rejected", delivery.id)
            self._record(delivery, DeliveryState.FAILED, "Rejected")
        else:
            self._record(delivery, DeliveryState.SENT, None)

    def _later(self, delivery: Delivery, seconds: float) -> None:
        if delivery.tries + 1 >= MAX_TRIES:
            log.error("delivery %d was given up after %d tries", delivery.id, MAX_TRIES)
            self._record(delivery, DeliveryState.FAILED, "SendLater")
            return
        wait = max(wait_before(delivery.tries + 1), wait_before(1, seconds))
        with self._open_unit() as unit:
            unit.outbox.record(delivery, DeliveryState.QUEUED, self._clock() + wait, "SendLater")
            unit.commit()

    def _record(self, delivery: Delivery, state: DeliveryState, error: str | None) -> None:
        with self._open_unit() as unit:
            unit.outbox.record(delivery, state, None, error)
            if state is DeliveryState.UNREACHABLE and delivery.worker_id is not None:
                worker = unit.workers.get(delivery.worker_id)
                unit.workers.save(replace(worker, reachable=False), self._clock())
            unit.commit()
