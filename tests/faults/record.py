"""What does the database hold, read as a whole, without the code that wrote it deciding what to look at?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from bot.cases.thread import Author
from bot.kinds import Reference
from bot.messages import ChatId
from bot.storage import tables
from bot.storage.encryption import Cipher
from bot.storage.unit import SqlUnitOfWork
from bot.workers import WorkerId
from tests.faults.ledger import TOKEN


@dataclass
class CaseRecord:
    """One case: whose it is, all words of its worker in their order (`thread`: those that came after it was filed), its
    files, what staff wrote, and what was done to it."""

    reference: str
    chat: int
    draft_id: str
    words: list[str]
    thread: list[str]
    files: list[str]
    staff_words: list[str]
    notes: list[str]
    deeds: Counter[str]


@dataclass
class Record:
    """Tokens wherever they stand; `updates` by chat, with the state of each."""

    cases: dict[str, CaseRecord] = field(default_factory=dict)
    drafts: dict[int, tuple[list[str], list[str]]] = field(default_factory=dict)
    files_named: list[str] = field(default_factory=list)
    inbox: dict[int, str] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)
    inbox_rows: int = 0
    outbox: Counter[str] = field(default_factory=Counter)
    sent: Counter[str] = field(default_factory=Counter)
    alerts: Counter[str] = field(default_factory=Counter)


def read_record(unit: SqlUnitOfWork) -> Record:
    """All of it."""
    connection, cipher = unit.connection, unit.workers._cipher  # type: ignore[attr-defined]
    chats = _chats(connection, cipher)
    record = Record()
    for reference in connection.scalars(select(tables.cases.c.reference).order_by(tables.cases.c.filed_at)).all():
        record.cases[reference] = _case(unit, Reference(reference), chats)
    for worker_id in connection.scalars(select(tables.drafts.c.worker_id)).all():
        record.drafts[chats[worker_id]] = _draft(unit, WorkerId(worker_id))
    record.files_named = [*(one for case in record.cases.values() for one in case.files)]
    record.files_named += [one for _, files in record.drafts.values() for one in files]
    _read_mail(connection, record)
    return record


def trace(unit: SqlUnitOfWork, chat: int) -> str:
    """By which a chat is known in the tables of lanes and messages."""
    return unit.workers._cipher.trace("telegram", str(chat))  # type: ignore[attr-defined,no-any-return]


def tokens_of(text: str | None) -> list[str]:
    """In their order."""
    return TOKEN.findall(text or "")


def _chats(connection: Connection, cipher: Cipher) -> dict[str, int]:
    rows = connection.execute(select(tables.workers.c.id, tables.workers.c.chat_sealed))
    return {worker_id: int(ChatId(cipher.open(sealed) or "")) for worker_id, sealed in rows}


def _case(unit: SqlUnitOfWork, reference: Reference, chats: dict[str, int]) -> CaseRecord:
    case = unit.cases.get(reference)
    lines = unit.cases.messages(reference)
    words = [*tokens_of(case.province), *tokens_of(case.narrative), *tokens_of(case.name)]

    def written(author: Author) -> list[str]:
        return [token for line in lines if line.author is author for token in tokens_of(line.text)]

    return CaseRecord(
        reference,
        chats[case.worker_id or ""],
        case.draft_id,
        words + written(Author.WORKER),
        written(Author.WORKER),
        [file.file_id for file in unit.cases.files(reference)],
        written(Author.STAFF),
        written(Author.NOTE),
        Counter(entry.action for entry in unit.audit.of_case(reference)),
    )


def _draft(unit: SqlUnitOfWork, worker_id: WorkerId) -> tuple[list[str], list[str]]:
    draft = unit.drafts.of_worker(worker_id)
    if draft is None:
        return [], []
    words = [*tokens_of(draft.province), *tokens_of(draft.narrative), *tokens_of(draft.name)]
    return words, [file.file_id for file in draft.files]


def _read_mail(connection: Connection, record: Record) -> None:
    """Keys of the inbox end in the number of the update: "telegram:123456:700001"."""
    row, update = tables.outbox.c, tables.inbox.c
    causes = set(connection.scalars(select(row.inbox_id)))
    for row_id, key, state in connection.execute(select(update.id, update.key, update.state)):
        number = int(key.rpartition(":")[2])
        record.inbox_rows += 1
        record.inbox[number] = state
        if row_id in causes:
            record.answered.add(number)
    for chat_trace, state in connection.execute(select(row.chat_trace, row.state)):
        record.outbox[state] += 1
        record.sent[chat_trace] += state == "sent"
    record.alerts.update(_alerts(connection))


def _alerts(connection: Connection) -> Sequence[str]:
    """References of the cases whose centre's group was told."""
    row = tables.outbox.c
    return [one for one in connection.scalars(select(row.reference).where(row.news == "filed")) if one]
