"""What came in, and has it been dealt with?

Every update is stored once, before anything is done with it. One person's updates are claimed in the order they came;
a claim is a lease, so that the update of a process that died is taken up again by another.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.messages import ChannelName, ChatId, Incoming

LEASE: Final = timedelta(seconds=90)
MAX_TRIES: Final = 3


@dataclass(frozen=True, slots=True)
class Claimed:
    """A stored update that this process may deal with until its lease ends. `tries` counts this one."""

    id: int
    incoming: Incoming
    tries: int


class InboxRows(Protocol):
    """Stored updates. A chat is named by its channel and its chat id; both ends see only ciphertext and a keyed hash."""

    def store(self, incoming: Incoming, now: datetime) -> bool:
        """Stores an update; False when this key was stored before (nothing is written then)."""
        ...

    def claim(self, channel: ChannelName, chat: ChatId, owner: str, now: datetime) -> Claimed | None:
        """The oldest open update of a chat, leased to `owner`; None when there is none or another process holds it."""
        ...

    def done(self, row_id: int) -> None:
        """The update was dealt with: its content is erased, its key stays so that a repeat is known."""
        ...

    def give_up(self, row_id: int, error: str) -> None:
        """It failed MAX_TRIES times: kept closed, with the class of the error, so that later ones are not held up."""
        ...

    def release(self, row_id: int, wait: timedelta, now: datetime) -> None:
        """It failed and is tried again after `wait`; the chat's later updates wait behind it."""
        ...

    def waiting(
        self, now: datetime, channels: Collection[ChannelName], limit: int = 200
    ) -> Sequence[tuple[ChannelName, ChatId]]:
        """Chats of these channels that have an open update nobody holds, the longest waiting first."""
        ...

    def counts(self) -> dict[str, int]:
        """How many updates are open, done and given up."""
        ...
