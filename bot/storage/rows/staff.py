"""Rows of centres, staff, their sessions and failed attempts to sign in."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, select, update
from sqlalchemy.exc import IntegrityError

from bot.errors import BadInput, NotFound
from bot.staff.members import Staff
from bot.staff.rights import Role
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
                mail_seen_at=staff.mail_seen_at,
            )
        )


def _staff(row: RowMapping) -> Staff:
    return Staff(**{**row, "role": Role(row["role"])})
