"""What must still be sent that staff or the clock caused, and what became of it?

Rows are written in the same transaction as their cause. The outbox loop sends them; it branches on the errors of
bot.errors: SendLater waits, Unreachable marks the worker and stops, Rejected stops.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from bot.messages import ChannelName, ChatId, Reply
from bot.workers import WorkerId

FIRST_WAIT: Final = timedelta(seconds=5)
LONGEST_WAIT: Final = timedelta(hours=1)
MAX_TRIES: Final = 20


class DeliveryState(StrEnum):
    """What became of a message. The case page shows it beside each message to the worker."""

    QUEUED = "queued"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message to one chat. `worker_id` is None for a centre's group; `message_id` is the case message it carries."""

    id: int
    channel: ChannelName
    chat: ChatId
    reply: Reply
    state: DeliveryState = DeliveryState.QUEUED
    tries: int = 0
    not_before: datetime | None = None
    worker_id: WorkerId | None = None
    message_id: int | None = None


class OutboxRows(Protocol):
    """Stored deliveries."""

    def add(
        self,
        channel: ChannelName,
        chat: ChatId,
        reply: Reply,
        now: datetime,
        worker_id: WorkerId | None = None,
        message_id: int | None = None,
    ) -> int: ...

    def claim_due(self, owner: str, now: datetime, limit: int = 20) -> Sequence[Delivery]:
        """Queued deliveries whose time has come, leased to `owner` for two minutes, one a chat, oldest first."""
        ...

    def record(self, delivery: Delivery, state: DeliveryState, not_before: datetime | None, error: str | None) -> None:
        """Writes what became of an attempt. `error` is the class of the error, never its text."""
        ...

    def states(self, message_ids: Sequence[int]) -> dict[int, DeliveryState]:
        """What became of the messages of a case, by message id."""
        ...

    def counts(self) -> dict[str, int]: ...


def wait_before(tries: int, asked: float | None = None) -> timedelta:
    """How long to wait after the n-th failed attempt: what the channel asked, else doubling from 5 s to 1 h."""
    if asked is not None:
        return timedelta(seconds=asked)
    return min(FIRST_WAIT * (1 << min(max(tries - 1, 0), 30)), LONGEST_WAIT)
