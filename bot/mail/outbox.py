"""What must go out, and what became of it?

Rows are written in the same transaction as their cause: replies with their turn, news with staff's deed. The courier sends
them, one lane a chat, in order, and records what became of each. Answers to danger go first.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from bot.kinds import Reference
from bot.mail.lanes import Owner
from bot.mail.news import News
from bot.messages import ChannelName, ChatId, Reply
from bot.workers import WorkerId

FIRST_WAIT: Final = timedelta(seconds=1)
LONGEST_WAIT: Final = timedelta(hours=1)
MAX_TRIES: Final = 30
MISSED_KEPT: Final = timedelta(days=30)
"""How long what could not be delivered is kept (sealed), to be offered when she is back."""


class DeliveryState(StrEnum):
    """What became of a message. The case page shows it beside each message to the worker.

    QUEUED until it is sent; REFUSED: Telegram took its words in no form (she was sent the numbers of the place, when those
    were taken); FAILED: given up after MAX_TRIES; UNREACHABLE: she had blocked the bot (it is offered to her when she is
    back), or the group threw it out.
    """

    QUEUED = "queued"
    SENT = "sent"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    FAILED = "failed"


class Form(StrEnum):
    """In which form a message is tried: as it is; when that was refused, without marks and buttons; then only the
    numbers of the place, a few times."""

    WHOLE = "whole"
    PLAIN = "plain"
    NUMBERS = "numbers"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes. `worker_id` is None for a centre's group."""

    channel: ChannelName
    chat: ChatId
    worker_id: WorkerId | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message on its way. `message_id` is the line of the case's thread that it carries; what is `urgent` overtakes the
    rest of its chat."""

    id: int
    to: Address
    content: Reply | News
    form: Form = Form.WHOLE
    tries: int = 0
    not_before: datetime | None = None
    message_id: int | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of one attempt. QUEUED with `not_before`: it is tried again then, in `form`; with `rest`: its first part
    was sent, and this is still to be sent. `error` is a class, never words."""

    delivery: Delivery
    state: DeliveryState
    form: Form = Form.WHOLE
    not_before: datetime | None = None
    error: str | None = None
    rest: Reply | None = None


@dataclass(frozen=True, slots=True)
class Trouble:
    """A message that did not arrive, or only as plain words (SENT, in Form.PLAIN), for the administrator's page: no words,
    no chat. `group` names no worker's chat but a centre's group."""

    id: int
    state: DeliveryState
    error: str | None
    created_at: datetime
    reference: Reference | None
    group: bool
    news: str | None
    form: Form = Form.WHOLE


class OutboxRows(Protocol):
    """Stored deliveries."""

    def add(
        self,
        to: Address,
        content: Reply | News,
        now: datetime,
        cause: tuple[int, int] | None = None,
        message_id: int | None = None,
        urgent: bool = False,
    ) -> Delivery:
        """Queues a message. `cause` is the inbox row and the number of the reply to it: a pair is kept once for ever."""
        ...

    def queued(self, to: Address, limit: int = 50) -> Sequence[Delivery]:
        """The chat's queued messages, in the order in which they go out. One that cannot be opened is recorded as FAILED on
        the way."""
        ...

    def before(self, to: Address, row_id: int) -> Sequence[Delivery]:
        """The chat's queued messages that are older than this one."""
        ...

    def waiting(
        self, channels: Collection[ChannelName], now: datetime, limit: int = 200, own: Owner | None = None
    ) -> Sequence[Address]:
        """Chats whose next queued message is due and whose outward lane nobody holds, the urgent ones and then the longest
        waiting first. A lane
        that `own` holds counts as free."""
        ...

    def record(self, attempts: Sequence[Attempt], now: datetime) -> None:
        """Writes what became of attempts. The words of what was sent are erased; the case keeps them."""
        ...

    def lose(self, to: Address, error: str, now: datetime) -> None:
        """All queued messages of this chat become UNREACHABLE; a worker's are kept for her."""
        ...

    def move(self, to: Address, chat: ChatId) -> None:
        """All queued messages of this chat go to its new number."""
        ...

    def missed(self, worker_id: WorkerId) -> int:
        """How many messages could not be delivered to her because she had blocked the bot."""
        ...

    def send_missed(self, worker_id: WorkerId) -> int:
        """Queues them again, in their order; returns how many."""
        ...

    def drop_missed(self, worker_id: WorkerId) -> None:
        """She does not want them: their words are erased, their state stays."""
        ...

    def troubles(self, limit: int = 100) -> Sequence[Trouble]:
        """What did not arrive, the newest first."""
        ...

    def lost(self, since: datetime | None = None) -> int:
        """How many did not arrive, or only as plain words, since then; to workers who had blocked the bot are not counted."""
        ...

    def states(self, message_ids: Sequence[int]) -> dict[int, DeliveryState]:
        """What became of the messages of a case, by message id."""
        ...

    def clean(self, now: datetime) -> int:
        """Erases rows of replies that are closed, and words and chat of what was closed longer than MISSED_KEPT ago; returns
        of how many."""
        ...

    def counts(self) -> dict[str, int]: ...


def wait_before(tries: int, asked: float | None = None) -> timedelta:
    """How long to wait after the n-th failed attempt: what the channel asked, else doubling from 1 s to 1 h."""
    if asked is not None:
        return timedelta(seconds=asked)
    return min(FIRST_WAIT * (1 << min(max(tries - 1, 0), 30)), LONGEST_WAIT)
