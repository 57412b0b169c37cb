"""Tables of drafts."""

from sqlalchemy import (
    Column,
    LargeBinary,
    String,
    Table,
)

from bot.storage.tables.base import Moment, metadata

drafts = Table(
    "drafts",
    metadata,
    Column("worker_id", String(32), primary_key=True),
    Column("draft_sealed", LargeBinary, nullable=False),
    Column("cancelled_at", Moment),
)
