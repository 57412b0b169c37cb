"""Which tables are there? Every column that ends in `_sealed` is ciphertext; a `_trace` is a keyed hash."""

from bot.storage.tables.audit import audit
from bot.storage.tables.base import metadata
from bot.storage.tables.cases import case_files, case_messages, cases
from bot.storage.tables.content import content_versions
from bot.storage.tables.drafts import drafts
from bot.storage.tables.mail import inbox, installation, lanes, outbox, processes
from bot.storage.tables.routes import routes
from bot.storage.tables.staff import centres, failed_sign_ins, sessions, staff
from bot.storage.tables.tryit import tryit_lines
from bot.storage.tables.unreadable import unreadable
from bot.storage.tables.workers import memory, workers

__all__ = [
    "metadata",
    "workers",
    "memory",
    "inbox",
    "installation",
    "lanes",
    "processes",
    "outbox",
    "drafts",
    "centres",
    "staff",
    "sessions",
    "failed_sign_ins",
    "routes",
    "cases",
    "case_messages",
    "case_files",
    "audit",
    "content_versions",
    "tryit_lines",
    "unreadable",
]
