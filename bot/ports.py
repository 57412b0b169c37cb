"""What do the nouns need from the outside? Protocols only; the rooms above fulfil them."""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, Self, TypeVar

from bot.answers.versions import ContentVersions
from bot.audit import AuditLog
from bot.cases.routing import Routes
from bot.cases.stored import Cases
from bot.installation import Installation
from bot.intake.draft import DraftFile
from bot.intake.drafts import Drafts
from bot.mail.inbox import InboxRows
from bot.mail.lanes import Lanes
from bot.mail.outbox import OutboxRows
from bot.mail.tryit import TryItLines
from bot.messages import Attachment, ChatId, Incoming, Reply
from bot.staff.centres import Centres
from bot.staff.members import StaffMembers
from bot.staff.sessions import Sessions
from bot.unreadable import UnreadableRows
from bot.workers import Memory, Worker, Workers

T = TypeVar("T")


class Clock(Protocol):
    """Returns what time it is, in UTC and aware of it."""

    def __call__(self) -> datetime: ...


class UnitOfWork(Protocol):
    """One transaction. Leaving the block without `commit()` rolls everything back.

    What is read before the first write is read without a lock; from the first write on the unit is the only writer on
    SQLite. So read and decide first, and write at the end.
    """

    workers: Workers
    memory: Memory
    inbox: InboxRows
    outbox: OutboxRows
    lanes: Lanes
    drafts: Drafts
    cases: Cases
    audit: AuditLog
    routes: Routes
    centres: Centres
    staff: StaffMembers
    sessions: Sessions
    content: ContentVersions
    tryit: TryItLines
    installation: Installation
    unreadable: UnreadableRows

    def __enter__(self) -> Self: ...
    def __exit__(self, *exc: object) -> None: ...
    def commit(self) -> None: ...


OpenUnit = Callable[[], UnitOfWork]
"""Opens a unit of work: `with open_unit() as unit: ...; unit.commit()`."""


class InThread(Protocol):
    """Runs a plain function in a thread that may wait for the database: no database call stands in the event loop."""

    def __call__(self, work: Callable[[], T], /) -> Awaitable[T]: ...


class Sender(Protocol):
    """A channel's way out."""

    def parts(self, reply: Reply) -> Sequence[Reply]:
        """The reply cut into messages that the channel takes; the buttons stand under the last. Each is sent on its own."""
        ...

    async def send(self, chat: ChatId, reply: Reply) -> None:
        """Sends one message. Raises SendLater, Moved, Unreachable or Rejected."""
        ...


class Fetcher(Protocol):
    """Fetches the bytes of an attachment from its channel. Raises SendLater or Rejected."""

    async def fetch(self, attachment: Attachment) -> bytes: ...


class Patience(Protocol):
    """How long a file of somebody is waited for."""

    @property
    def ended(self) -> bool:
        """She must be answered now, with or without it."""
        ...

    def in_time(self, work: Coroutine[Any, Any, T], /) -> Awaitable[T]:
        """What the work returns. Raises TimeoutError when it takes too long."""
        ...


class Reader(Protocol):
    """Reads a channel's raw update. None: it is nothing to answer. Raises anything when it cannot be read."""

    def __call__(self, body: Any, kind: str) -> Incoming | None: ...


@dataclass(frozen=True, slots=True)
class Fetched:
    """The files of a message that lie in the vault, or why one does not ("file_too_big"); see bot.intake.files."""

    files: tuple[DraftFile, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What a turn says, to whom, and which of the fetched files nobody took (they are erased after the commit)."""

    worker: Worker | None
    replies: Sequence[Reply]
    unused: Sequence[str] = ()
    erase: Sequence[str] = ()
    """Files that the turn let go of, such as those of a complaint that was cancelled."""
    urgent: bool = False
    """She is in danger: the first reply goes out before whatever else waits for her."""


class Conversation(Protocol):
    """One turn, in two steps: what takes long and needs no database, then what is decided and written."""

    def understand(self, incoming: Incoming) -> Any:
        """What the words seem to mean; handed on to `answer`."""
        ...

    def urgent(self, incoming: Incoming, understood: Any) -> bool:
        """Words or a button of danger: it waits neither for the rest of an album nor for a file."""
        ...

    def answer(self, unit: UnitOfWork, incoming: Incoming, understood: Any, fetched: Fetched) -> Answered:
        """Decides, writes every effect into the unit, and returns what is said. The caller commits."""
        ...

    def sorry(self, unit: UnitOfWork, incoming: Incoming) -> Answered:
        """What is said when an update failed too often."""
        ...


class Part(Protocol):
    """Something that runs as long as the process does: the pump, the courier, polling, cleaning."""

    @property
    def name(self) -> str:
        """For a line in the log."""
        ...

    async def run(self) -> None:
        """Works until it is cancelled. What it raises is tried again; SettingsError ends the process."""
        ...

    async def stop(self) -> None:
        """Called after `run` was cancelled: lets what is in hand end, within a few seconds."""
        ...


class Vault(Protocol):
    """Keeps files encrypted under an id, away from the database."""

    def put(self, content: bytes) -> str: ...
    def get(self, file_id: str) -> bytes: ...
    def delete(self, file_id: str) -> None: ...
    def older_than(self, moment: datetime) -> Sequence[str]: ...
