"""Rows of sessions, and of attempts that are counted."""

from datetime import datetime

from sqlalchemy import delete, func, insert, select, update

from bot.staff.sessions import Session
from bot.storage import tables
from bot.storage.rows.base import Rows


class SessionRows(Rows):
    """Fulfils bot.staff.sessions.Sessions."""

    def add(self, session: Session) -> None:
        """A browser signed in."""
        values = {name: getattr(session, name) for name in ("token_hash", "staff_id", "csrf", "created_at", "seen_at")}
        self._connection.execute(insert(tables.sessions).values(values))

    def get(self, token_hash: str) -> Session | None:
        """None when it was ended."""
        query = select(tables.sessions).where(tables.sessions.c.token_hash == token_hash)
        row = self._connection.execute(query).mappings().first()
        return Session(**row) if row else None

    def seen(self, token_hash: str, now: datetime) -> None:
        """It is in use."""
        here = tables.sessions.c.token_hash == token_hash
        self._connection.execute(update(tables.sessions).where(here).values(seen_at=now))

    def delete(self, token_hash: str) -> None:
        """Signed out."""
        self._connection.execute(delete(tables.sessions).where(tables.sessions.c.token_hash == token_hash))

    def delete_of(self, staff_id: int) -> None:
        """Signed out everywhere."""
        self._connection.execute(delete(tables.sessions).where(tables.sessions.c.staff_id == staff_id))

    def failed(self, key: str, now: datetime) -> None:
        """One more failed attempt."""
        trace = self._cipher.trace("sign-in", key)
        self._connection.execute(insert(tables.failed_sign_ins).values(attempt_trace=trace, at=now))

    def failures(self, key: str, since: datetime) -> int:
        """How many since then."""
        table = tables.failed_sign_ins.c
        query = select(func.count()).where(table.attempt_trace == self._cipher.trace("sign-in", key), table.at >= since)
        return self._connection.scalar(query) or 0

    def clear_failures(self, key: str) -> None:
        """She is in: the count starts anew."""
        trace = self._cipher.trace("sign-in", key)
        self._connection.execute(delete(tables.failed_sign_ins).where(tables.failed_sign_ins.c.attempt_trace == trace))
