"""What does this process know of a chat's outward lane, and what is written of it? Each function is one step within a unit."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final

from bot.courier.attempts import Result
from bot.mail.lanes import Owner
from bot.mail.outbox import Address, Delivery, DeliveryState
from bot.messages import ChannelName
from bot.ports import UnitOfWork
from bot.usecases import reachability

FRESH_SECONDS: Final = 2.0
"""How long what was read may be sent without a look: she may delete her data meanwhile, and a process that stood still
for longer may have been taken for dead, and its lanes be another's."""


class ChatLane:
    """The messages of one chat that wait in memory, by their ids. `known`: nothing older waits in the database."""

    def __init__(self, to: Address, rows: Iterable[Delivery], now: float) -> None:
        self.to = to
        self.rows = {row.id: row for row in rows}
        self.known = bool(self.rows)
        self.read_at = now
        self.look_again = False
        self.has_turn = False
        self.in_hand: int | None = None
        self.away = self.early = False
        self.nudged = asyncio.Event()

    def offer(self, rows: Collection[Delivery]) -> None:
        """More to send. What is offered while memory is not whole is found in the database; nothing means: look there."""
        self.look_again = self.look_again or not rows
        if self.known:
            self.rows.update({row.id: row for row in rows if row.id != self.in_hand})
        if self.away:
            self.nudged.set()

    def take(self, delivery: Delivery) -> None:
        """It is in hand now, and has used the turn."""
        self.rows.pop(delivery.id)
        self.in_hand, self.has_turn = delivery.id, False

    def forget(self) -> None:
        """What is in memory does not count any more."""
        self.rows.clear()
        self.known = False

    def begin_reading(self) -> None:
        """What is in memory is read anew; what is offered from now on comes on top of it."""
        self.rows.clear()
        self.known, self.look_again = True, False

    def end_reading(self, found: Iterable[Delivery], now: float) -> None:
        """This waits in the database."""
        self.rows = {row.id: row for row in found} | self.rows
        self.read_at = now

    def must_read(self, now: float) -> bool:
        """Memory is not whole, or too old."""
        old = bool(self.rows) and now - self.read_at >= FRESH_SECONDS
        return not self.known or old or (self.look_again and not self.rows)

    @property
    def ended(self) -> bool:
        """Nothing waits, and the lane was given back."""
        return self.known and not self.rows and not self.look_again

    @property
    def head(self) -> Delivery:
        """The oldest message."""
        return self.rows[min(self.rows)]


def take_waiting(
    unit: UnitOfWork,
    channels: Collection[ChannelName],
    owner: Owner,
    now: datetime,
    limit: int,
    busy: Collection[tuple[str, str]] | None,
) -> list[Address]:
    """Takes free lanes in which something is due, and returns them. With `busy`, the lanes that this process serves, also
    those that it holds and does not serve: a task that failed left them."""
    waiting = unit.outbox.waiting(channels, now, limit, own=None if busy is None else owner)
    found = [to for to in waiting if (to.channel, to.chat) not in (busy or ())]
    return [to for to in found if unit.lanes.take("out", to.channel, to.chat, owner)]


def read_on(unit: UnitOfWork, to: Address, owner: Owner) -> Sequence[Delivery]:
    """What waits in the lane, the oldest first; the lane is given back when nothing does. It is given back first and taken
    again: who adds a message in this moment either is seen here, or waits and finds the lane free."""
    unit.lanes.release("out", to.channel, to.chat, owner)
    found = unit.outbox.queued(to)
    return found if found and unit.lanes.take("out", to.channel, to.chat, owner) else ()


def settle(unit: UnitOfWork, result: Result, now: datetime) -> None:
    """Writes what became of an attempt, and what it showed of the chat."""
    attempt, to = result.attempt, result.attempt.delivery.to
    unit.outbox.record([attempt], now)
    if attempt.state is DeliveryState.UNREACHABLE:
        reachability.not_reached(unit, to, attempt.error or "", now)
    if result.moved_to is not None:
        reachability.group_moved(unit, to.channel, to.chat, result.moved_to)
