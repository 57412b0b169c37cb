"""Rows of centres."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import RowMapping, select, update

from bot.errors import NotFound
from bot.messages import ChatId
from bot.staff.centres import Centre
from bot.staff.rights import RIGHTS, Right
from bot.storage import tables
from bot.storage.rows.base import Rows
from bot.storage.tables.base import LONG_AGO


class CentreRows(Rows):
    """Fulfils bot.staff.centres.Centres."""

    def add(self, name: str, country: str, group_chat: ChatId | None = None) -> Centre:
        """A new centre."""
        values = {"name": name, "country": country, "group_chat_sealed": self._cipher.seal(group_chat)}
        return Centre(self._insert(tables.centres, values), name, country, group_chat)

    def get(self, centre_id: int) -> Centre:
        """Raises NotFound."""
        query = select(tables.centres).where(tables.centres.c.id == centre_id)
        row = self._connection.execute(query).mappings().first()
        if row is None:
            raise NotFound("centre")
        return self._centre(row)

    def all(self) -> Sequence[Centre]:
        """In the order they were made."""
        rows = self._connection.execute(select(tables.centres).order_by(tables.centres.c.id)).mappings().all()
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
            .values(group_chat_sealed=self._cipher.seal(group_chat), group_lost_at=None)
        )

    def of_group(self, group_chat: ChatId) -> Sequence[Centre]:
        """Looks at each: there are few centres, and a group's number is stored sealed."""
        return [centre for centre in self.all() if centre.group_chat == group_chat]

    def lose_group(self, centre_id: int, now: datetime) -> None:
        """Shown to the administrator until another group is set."""
        here = tables.centres.c.id == centre_id
        self._connection.execute(update(tables.centres).where(here).values(group_lost_at=now))

    def _centre(self, row: RowMapping) -> Centre:
        """A group that cannot be opened is lost, until it is set again."""
        sealed, lost_at = row["group_chat_sealed"], row["group_lost_at"]
        group = self._opened("centres", row["id"], lambda: self._cipher.open(sealed))
        if sealed is not None and group is None:
            lost_at = lost_at or LONG_AGO
        return Centre(row["id"], row["name"], row["country"], ChatId(group) if group else None, lost_at)
