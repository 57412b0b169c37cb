"""What came in, and has it been dealt with?

Every update is stored raw and sealed before anything is done with it, once: the same key with the same content is a
repeat, the same key with other content is another update (ids of Telegram begin anew after a quiet week). A chat's
updates are answered in the order they came, by the one process that holds the chat's lane (bot.mail.lanes).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from bot.mail.lanes import Owner
from bot.messages import ChannelName, ChatId

MAX_TRIES: Final = 3
MAX_DEATHS: Final = 30
"""A process that dies has many updates in hand, and mostly none of them is to blame: a machine is switched off, memory runs
out. One that is in hand at so many deaths (some three minutes of a process that is started again and dies) is taken for the
cause, and given up before it ends the next one."""
KEY_KEPT: Final = timedelta(hours=48)
"""How long a key is kept after its update was dealt with, so that a repeat is known. Its words are erased at once."""
ASIDE_KEPT: Final = timedelta(hours=24)
"""How long an update that could not be read stays listed with its (sealed) content."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One update as its channel brought it. `body` is whatever JSON can say; `chat` is None when nobody's can be told.

    `key` is unique for channel, bot and update ("telegram:123456:700001"). `kind` says in a word what it is ("message",
    "callback_query", "list"), for the administrator's list of what could not be read; it holds nothing of the content.
    `unreadable` is the class of the error when the channel itself could not read it: then it is set aside at once.
    """

    channel: ChannelName
    chat: ChatId | None
    key: str
    body: Any
    kind: str = "message"
    unreadable: str | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """An open update. `tries` counts the attempts that failed, `deaths` the processes that died while they had it in hand."""

    id: int
    channel: ChannelName
    chat: ChatId
    body: Any
    kind: str = "message"
    tries: int = 0
    deaths: int = 0


@dataclass(frozen=True, slots=True)
class Aside:
    """Updates of one kind that could not be read: how many, since when, and the class of the error."""

    kind: str
    error: str
    count: int
    first_at: datetime
    last_at: datetime


class InboxRows(Protocol):
    """Stored updates. The database sees ciphertext and keyed hashes."""

    def store(self, arrival: Arrival, now: datetime) -> Stored | None:
        """Stores an update; None when it is a repeat, or was set aside because nobody's it is."""
        ...

    def open_of(self, channel: ChannelName, chat: ChatId, limit: int = 20) -> Sequence[Stored]:
        """The chat's open updates, the oldest first. One whose content cannot be opened is set aside on the way."""
        ...

    def done(self, ids: Sequence[int], now: datetime) -> None:
        """They were dealt with: their content is erased, their keys stay. Raises Overtaken when another process was
        quicker with one of them, or something older of the chat is open: nothing of this transaction may then be kept."""
        ...

    def failed(self, row_id: int) -> int:
        """One more attempt failed; returns how many did."""
        ...

    def give_up(self, row_id: int, error: str, now: datetime) -> None:
        """It failed MAX_TRIES times: closed and erased, with the class of the error. Raises Overtaken as `done` does."""
        ...

    def set_aside(self, row_id: int, error: str, now: datetime) -> None:
        """It cannot be read: closed, counted, and kept sealed for ASIDE_KEPT."""
        ...

    def waiting(
        self, channels: Collection[ChannelName], limit: int = 200, own: Owner | None = None
    ) -> Sequence[tuple[ChannelName, ChatId]]:
        """Chats of these channels that have an open update and whose lane nobody holds, or nobody but `own`; the longest
        waiting first."""
        ...

    def aside(self) -> Sequence[Aside]:
        """What was set aside or given up, by kind and error."""
        ...

    def unread(self, since: datetime | None = None) -> int:
        """How many updates were set aside or given up since then."""
        ...

    def forget_chat(self, channel: ChannelName, chat: ChatId) -> None:
        """Erases the content of all this chat's updates that are not open."""
        ...

    def clean(self, now: datetime) -> int:
        """Erases what was set aside and keys that are old enough; returns how many rows went."""
        ...

    def counts(self) -> dict[str, int]:
        """How many updates are open, done, aside and given up."""
        ...
