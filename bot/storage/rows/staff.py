"""Rows of staff, of their sessions, and of attempts that are counted."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import ColumnElement, RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import BadInput, NotFound, Unreadable
from bot.staff.members import Staff
from bot.staff.rights import Role
from bot.staff.sessions import Session
from bot.storage import tables
from bot.storage.rows.base import Rows


class StaffRows(Rows):
    """Fulfils bot.staff.members.StaffMembers."""

    def add(self, login: str, name: str, role: Role, centre_id: int, password_hash: str, locale: str = "en") -> Staff:
        """Raises BadInput when the login is taken."""
        values = {
            "login": login,
            "name": name,
            "role": role,
            "centre_id": centre_id,
            "password_hash": password_hash,
            "locale": locale,
            "disabled": False,
        }
        try:
            with self._connection.begin_nested():
                staff_id = self._insert(tables.staff, values)
        except IntegrityError as error:
            raise BadInput("login", "taken") from error
        return self.get(staff_id)

    def get(self, staff_id: int) -> Staff:
        """Raises NotFound."""
        found = self._one(tables.staff.c.id == staff_id)
        if found is None:
            raise NotFound("staff")
        return found

    def by_login(self, login: str) -> Staff | None:
        """Disabled ones too."""
        return self._one(tables.staff.c.login == login)

    def all(self, centre_id: int | None = None) -> Sequence[Staff]:
        """By name; of one centre when given. Who has a role that is not known here is left out."""
        query = select(tables.staff).order_by(tables.staff.c.name)
        if centre_id is not None:
            query = query.where(tables.staff.c.centre_id == centre_id)
        rows = self._connection.execute(query).mappings().all()
        opened = (self._opened("staff", row["id"], partial(_staff, row)) for row in rows)
        return [member for member in opened if member is not None]

    def save(self, staff: Staff) -> None:
        """Changes all but the login."""
        self._connection.execute(
            update(tables.staff)
            .where(tables.staff.c.id == staff.id)
            .values(
                name=staff.name,
                role=staff.role,
                centre_id=staff.centre_id,
                password_hash=staff.password_hash,
                locale=staff.locale,
                disabled=staff.disabled,
                mail_seen_at=staff.mail_seen_at,
            )
        )

    def _one(self, where: ColumnElement[bool]) -> Staff | None:
        row = self._connection.execute(select(tables.staff).where(where)).mappings().first()
        if row is None:
            return None
        member = self._opened("staff", row["id"], partial(_staff, row))
        if member is None:
            raise Unreadable("a member of staff")
        return member


def _staff(row: RowMapping) -> Staff:
    return Staff(**{**row, "role": Role(row["role"])})


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
