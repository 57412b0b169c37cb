"""What do the nouns need from the outside? Protocols only; bot/storage, bot/channel and the clock fulfil them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, Self

from bot.answers.versions import ContentVersions
from bot.audit import AuditLog
from bot.cases.routing import Routes
from bot.cases.stored import Cases
from bot.intake.drafts import Drafts
from bot.mail.inbox import InboxRows
from bot.mail.outbox import OutboxRows
from bot.mail.tryit import TryItLines
from bot.messages import Attachment, ChatId, Incoming, Reply
from bot.staff.centres import Centres
from bot.staff.members import StaffMembers
from bot.staff.sessions import Sessions
from bot.workers import Memory, Workers


class Clock(Protocol):
    """Answers what time it is, in UTC and aware of it."""

    def __call__(self) -> datetime: ...


class UnitOfWork(Protocol):
    """One transaction. Leaving the block without `commit()` rolls everything back."""

    workers: Workers
    memory: Memory
    inbox: InboxRows
    outbox: OutboxRows
    drafts: Drafts
    cases: Cases
    audit: AuditLog
    routes: Routes
    centres: Centres
    staff: StaffMembers
    sessions: Sessions
    content: ContentVersions
    tryit: TryItLines

    def __enter__(self) -> Self: ...
    def __exit__(self, *exc: object) -> None: ...
    def commit(self) -> None: ...


OpenUnit = Callable[[], UnitOfWork]
"""Opens a unit of work: `with open_unit() as unit: ...; unit.commit()`."""


class Sender(Protocol):
    """Sends one reply to one chat of a channel. Raises SendLater, Unreachable or Rejected."""

    async def send(self, chat: ChatId, reply: Reply) -> None: ...


class Fetcher(Protocol):
    """Fetches the bytes of an attachment from its channel. Raises SendLater or Rejected."""

    async def fetch(self, attachment: Attachment) -> bytes: ...


class Dialogue(Protocol):
    """Answers one incoming message; every effect of it (a draft, a filed complaint) is committed when this returns.

    The same incoming message may be given twice after a crash: replies may repeat, a complaint may not.
    """

    async def turn(self, incoming: Incoming, fetcher: Fetcher) -> Sequence[Reply]: ...


class Vault(Protocol):
    """Keeps files encrypted under an id, away from the database."""

    def put(self, content: bytes) -> str: ...
    def get(self, file_id: str) -> bytes: ...
    def delete(self, file_id: str) -> None: ...
    def older_than(self, moment: datetime) -> Sequence[str]: ...
