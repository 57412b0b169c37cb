"""One transaction, and every noun's rows within it."""

import sqlite3
import time
from contextlib import suppress
from typing import Any, Final, Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import InterfaceError, OperationalError

from bot.answers.versions import ContentVersions
from bot.audit import AuditLog
from bot.cases.routing import Routes
from bot.cases.stored import Cases
from bot.errors import DatabaseAway
from bot.installation import Installation
from bot.intake.drafts import Drafts
from bot.mail.inbox import InboxRows
from bot.mail.lanes import Lanes
from bot.mail.outbox import OutboxRows
from bot.mail.tryit import TryItLines
from bot.staff.centres import Centres
from bot.staff.members import StaffMembers
from bot.staff.sessions import Sessions
from bot.storage.encryption import Cipher
from bot.storage.installation import InstallationRows
from bot.storage.rows.audit import AuditRows
from bot.storage.rows.cases import CaseRows
from bot.storage.rows.centres import CentreRows
from bot.storage.rows.content import ContentRows
from bot.storage.rows.drafts import DraftRows
from bot.storage.rows.inbox import InboxTable, LaneRows
from bot.storage.rows.outbox import OutboxTable
from bot.storage.rows.routes import RouteRows
from bot.storage.rows.staff import SessionRows, StaffRows
from bot.storage.rows.tryit import TryItRows
from bot.storage.rows.unreadable import UnreadableTable
from bot.storage.rows.workers import MemoryRows, WorkerRows
from bot.unreadable import UnreadableRow, UnreadableRows
from bot.workers import Memory, Workers

AWAY: Final = (OperationalError, InterfaceError)
"""What the database's own errors mean: it is away, or busy for too long."""
LOOK_AGAIN_SECONDS: Final = 0.001


class SqlUnitOfWork:
    """Fulfils bot.ports.UnitOfWork. Leaving the block without commit() rolls back."""

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

    def __init__(self, engine: Engine, cipher: Cipher) -> None:
        self._engine = engine
        self._cipher = cipher

    def __enter__(self) -> Self:
        try:
            self._connection = self._engine.connect()
        except AWAY as error:
            raise DatabaseAway(type(error).__name__) from None
        met: list[UnreadableRow] = []
        rows = (self._connection, self._cipher, met)
        self.workers = WorkerRows(*rows)
        self.memory = MemoryRows(*rows)
        self.inbox = InboxTable(*rows)
        self.outbox = OutboxTable(*rows)
        self.lanes = LaneRows(*rows)
        self.drafts = DraftRows(*rows)
        self.cases = CaseRows(*rows)
        self.audit = AuditRows(*rows)
        self.routes = RouteRows(*rows)
        self.centres = CentreRows(*rows)
        self.staff = StaffRows(*rows)
        self.sessions = SessionRows(*rows)
        self.content = ContentRows(*rows)
        self.tryit = TryItRows(*rows)
        self.installation = InstallationRows(*rows)
        self.unreadable = UnreadableTable(*rows)
        return self

    def __exit__(self, *exc: object) -> None:
        with suppress(*AWAY):
            self._connection.close()
        if isinstance(exc[1], AWAY):
            raise DatabaseAway(type(exc[1]).__name__) from None

    def commit(self) -> None:
        """Makes it last. More may follow in the same block, and needs a commit of its own."""
        self._connection.commit()

    @property
    def connection(self) -> Connection:
        """For tests and for commands that look at the database as a whole."""
        return self._connection


def begin(connection: Connection) -> None:
    """At once, without a lock: for a database in memory, which nobody shares."""
    connection.connection.cursor().execute("BEGIN")


def begin_later(connection: Connection) -> None:
    """The first statement decides how: reading makes nobody wait."""
    connection.info["begun"] = "not yet"


def lock_before_first_write(
    connection: Connection, cursor: Any, statement: str, parameters: Any, context: Any, many: bool
) -> tuple[str, Any]:
    """From the first write on the transaction is the only writer: it begins anew, with the lock. So a unit of work sees
    what others committed before its first write, as on PostgreSQL, and two writers wait instead of failing midway."""
    begun = connection.info.get("begun", "writing")
    if begun != "writing" and _writes(statement, context):
        if begun == "reading":
            cursor.execute("ROLLBACK")
            connection.info["begun"] = "not yet"
        _take_lock(cursor, connection.info["patience"])
        connection.info["begun"] = "writing"
    elif begun == "not yet":
        connection.info["begun"] = "reading"
        cursor.execute("BEGIN")
    return statement, parameters


def _writes(statement: str, context: Any) -> bool:
    locks = context is not None and context.execution_options.get("locks")
    return bool(locks) or not statement.lstrip()[:8].upper().startswith(("SELECT", "PRAGMA", "BEGIN"))


def _take_lock(cursor: Any, patience: int) -> None:
    """Waits so many milliseconds at most, and looks every millisecond. SQLite's own waiting looks again after up to 100:
    beside somebody who writes all the time the lock would be taken anew by then, and the console stand still."""
    cursor.execute("PRAGMA busy_timeout=0")
    until = time.monotonic() + patience / 1000
    try:
        while not _locked(cursor, last=time.monotonic() >= until):
            time.sleep(LOOK_AGAIN_SECONDS)
    finally:
        cursor.execute(f"PRAGMA busy_timeout={patience}")


def _locked(cursor: Any, last: bool) -> bool:
    """False when another has the lock; the last time this is raised."""
    try:
        cursor.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if last or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True
