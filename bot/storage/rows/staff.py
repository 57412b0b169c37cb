"""Rows of centres, staff, their sessions and failed attempts to sign in."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import BadInput, NotFound
from bot.messages import ChatId
from bot.referrals.staff import RIGHTS, Centre, Right, Role, Session, Staff
from bot.storage import tables
from bot.storage.rows.base import Rows, new_id


class CentreRows(Rows):
    """Fulfils bot.referrals.staff.Centres."""

    def add(self, name: str, country: str, group_chat: ChatId | None = None) -> Centre:
        """A new centre."""
        values = {"name": name, "country": country, "group_chat_sealed": self._cipher.seal(group_chat)}
        inserted = self._connection.execute(insert(tables.centres).values(values))
        return Centre(new_id(inserted), name, country, group_chat)

    def get(self, centre_id: int) -> Centre:
        """Raises NotFound."""
        query = select(tables.centres).where(tables.centres.c.id == centre_id)
        row = self._connection.execute(query).mappings().first()
        if row is None:
            raise NotFound("centre")
        return self._centre(row)

    def all(self) -> Sequence[Centre]:
        """In the order they were made."""
        rows = self._connection.execute(select(tables.centres).order_by(tables.centres.c.id)).mappings()
        return [self._centre(row) for row in rows]

    def staffed(self) -> frozenset[int]:
        """Ids of centres with a member of staff who is not disabled and whose role works cases."""
        working = [role for role, rights in RIGHTS.items() if Right.WORK_CASES in rights]
        query = select(tables.staff.c.centre_id).where(~tables.staff.c.disabled, tables.staff.c.role.in_(working))
        return frozenset(self._connection.scalars(query))

    def rename(self, centre_id: int, name: str) -> None:
        """Another name."""
        self._connection.execute(update(tables.centres).where(tables.centres.c.id == centre_id).values(name=name))

    def set_group(self, centre_id: int, group_chat: ChatId | None) -> None:
        """The Telegram group that hears of new complaints; None: no group."""
        self._connection.execute(
            update(tables.centres)
            .where(tables.centres.c.id == centre_id)
            .values(group_chat_sealed=self._cipher.seal(group_chat))
        )

    def _centre(self, row: RowMapping) -> Centre:
        group = self._cipher.open(row["group_chat_sealed"])
        return Centre(row["id"], row["name"], row["country"], ChatId(group) if group else None)


class StaffRows(Rows):
    """Fulfils bot.referrals.staff.StaffMembers."""

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
                inserted = self._connection.execute(insert(tables.staff).values(values))
        except IntegrityError as error:
            raise BadInput("login", "taken") from error
        return self.get(new_id(inserted))

    def get(self, staff_id: int) -> Staff:
        """Raises NotFound."""
        row = self._connection.execute(select(tables.staff).where(tables.staff.c.id == staff_id)).mappings().first()
        if row is None:
            raise NotFound("staff")
        return _staff(row)

    def by_login(self, login: str) -> Staff | None:
        """Disabled ones too."""
        row = self._connection.execute(select(tables.staff).where(tables.staff.c.login == login)).mappings().first()
        return _staff(row) if row else None

    def all(self, centre_id: int | None = None) -> Sequence[Staff]:
        """By name; of one centre when given."""
        query = select(tables.staff).order_by(tables.staff.c.name)
        if centre_id is not None:
            query = query.where(tables.staff.c.centre_id == centre_id)
        return [_staff(row) for row in self._connection.execute(query).mappings()]

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
            )
        )


class SessionRows(Rows):
    """Fulfils bot.referrals.staff.Sessions."""

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


def _staff(row: RowMapping) -> Staff:
    return Staff(**{**row, "role": Role(row["role"])})
