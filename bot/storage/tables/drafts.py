"""Tables of drafts."""

from sqlalchemy import (
    Column,
    LargeBinary,
    String,
    Table,
)

from bot.storage.tables.base import metadata

drafts = Table(
    "drafts",
    metadata,
    Column("worker_id", String(32), primary_key=True),
    Column("draft_sealed", LargeBinary, nullable=False),
)
