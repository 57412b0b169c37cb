"""Which tables are there? Every column that ends in `_sealed` is ciphertext; a `_trace` is a keyed hash."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC that stays aware of it, also in SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuses a naive moment: it would be somebody's guess."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite forgets the zone; all stored moments are UTC."""
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


workers = Table(
    "workers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("channel", String(12), nullable=False),
    Column("chat_trace", String(64), nullable=False),
    Column("chat_sealed", LargeBinary, nullable=False),
    Column("language", String(8)),
    Column("origin", String(8)),
    Column("destination", String(8)),
    Column("reachable", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("channel", "chat_trace"),
)

memory = Table(
    "memory",
    metadata,
    Column("worker_id", String(32), primary_key=True),
    Column("slots_sealed", LargeBinary, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    _id(),
    Column("key", String(80), nullable=False, unique=True),
    Column("channel", String(12), nullable=False),
    Column("chat_trace", String(64), nullable=False),
    Column("incoming_sealed", LargeBinary),
    Column("state", String(8), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("error", String(80)),
    Column("lease_owner", String(40)),
    Column("lease_until", Moment),
    Column("received_at", Moment, nullable=False),
    Index("ix_inbox_open", "state", "chat_trace", "id"),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    Column("channel", String(12), nullable=False),
    Column("chat_trace", String(64), nullable=False),
    Column("chat_sealed", LargeBinary, nullable=False),
    Column("reply_sealed", LargeBinary, nullable=False),
    Column("state", String(12), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("not_before", Moment),
    Column("error", String(80)),
    Column("worker_id", String(32)),
    Column("message_id", Integer, index=True),
    Column("lease_owner", String(40)),
    Column("lease_until", Moment),
    Column("created_at", Moment, nullable=False),
    Index("ix_outbox_state", "state", "not_before"),
)

drafts = Table(
    "drafts",
    metadata,
    Column("worker_id", String(32), primary_key=True),
    Column("draft_sealed", LargeBinary, nullable=False),
)

centres = Table(
    "centres",
    metadata,
    _id(),
    Column("name", String(200), nullable=False),
    Column("country", String(8), nullable=False),
    Column("group_chat_sealed", LargeBinary),
)

staff = Table(
    "staff",
    metadata,
    _id(),
    Column("login", String(80), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("role", String(16), nullable=False),
    Column("centre_id", ForeignKey("centres.id"), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("locale", String(8), nullable=False),
    Column("disabled", Boolean, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("staff_id", ForeignKey("staff.id"), nullable=False),
    Column("csrf", String(64), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

failed_sign_ins = Table(
    "failed_sign_ins",
    metadata,
    _id(),
    Column("attempt_trace", String(64), nullable=False, index=True),
    Column("at", Moment, nullable=False),
)

routes = Table(
    "routes",
    metadata,
    _id(),
    Column("centre_id", ForeignKey("centres.id"), nullable=False),
    Column("destination", String(8)),
    Column("origin", String(8)),
    Column("province", String(80)),
    Column("kind", String(32)),
    Column("language", String(8)),
)

complaints = Table(
    "complaints",
    metadata,
    Column("reference", String(16), primary_key=True),
    Column("draft_id", String(32), nullable=False, unique=True),
    Column("worker_id", String(32), index=True),
    Column("kind", String(32), nullable=False),
    Column("origin", String(8)),
    Column("destination", String(8)),
    Column("province_sealed", LargeBinary, nullable=False),
    Column("language", String(8), nullable=False),
    Column("urgency", String(8), nullable=False),
    Column("narrative_sealed", LargeBinary, nullable=False),
    Column("name_sealed", LargeBinary),
    Column("filed_at", Moment, nullable=False),
    Column("centre_id", ForeignKey("centres.id"), nullable=False),
    Column("owner_id", ForeignKey("staff.id")),
    Column("status", String(12), nullable=False),
    Column("version", Integer, nullable=False),
    Column("due_at", Moment),
    Column("closed_at", Moment),
    Column("outcome", String(16)),
    Column("remedy_kind", String(16), nullable=False),
    Column("remedy_amount", String(24)),
    Column("remedy_currency", String(3)),
    Column("remedy_note_sealed", LargeBinary),
    Index("ix_complaints_queue", "centre_id", "status", "filed_at"),
)

case_messages = Table(
    "case_messages",
    metadata,
    _id(),
    Column("reference", ForeignKey("complaints.reference"), nullable=False, index=True),
    Column("author", String(8), nullable=False),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("written_at", Moment, nullable=False),
    Column("staff_id", ForeignKey("staff.id")),
)

case_files = Table(
    "case_files",
    metadata,
    _id(),
    Column("reference", ForeignKey("complaints.reference"), nullable=False, index=True),
    Column("file_id", String(32), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("mime", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("added_at", Moment, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    _id(),
    Column("at", Moment, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("action", String(40), nullable=False),
    Column("reference", String(16), index=True),
    Column("detail", Text, nullable=False),
)

content_versions = Table(
    "content_versions",
    metadata,
    _id(),
    Column("path", String(120), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("author", String(80), nullable=False),
    Column("published_at", Moment, nullable=False),
)

tryit_lines = Table(
    "tryit_lines",
    metadata,
    _id(),
    Column("chat_trace", String(64), nullable=False, index=True),
    Column("mine", Boolean, nullable=False),
    Column("reply_sealed", LargeBinary, nullable=False),
    Column("said_at", Moment, nullable=False),
)
