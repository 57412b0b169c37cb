"""Tables of cases."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
)

from bot.storage.tables.base import Moment, id_column, metadata

cases = Table(
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
    id_column(),
    Column("reference", ForeignKey("complaints.reference"), nullable=False, index=True),
    Column("author", String(8), nullable=False),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("written_at", Moment, nullable=False),
    Column("staff_id", ForeignKey("staff.id")),
)


case_files = Table(
    "case_files",
    metadata,
    id_column(),
    Column("reference", ForeignKey("complaints.reference"), nullable=False, index=True),
    Column("file_id", String(32), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("mime", String(100), nullable=False),
    Column("size", Integer, nullable=False),
    Column("added_at", Moment, nullable=False),
)
