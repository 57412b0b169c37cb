"""Rows of what an installation remembers of itself."""

from collections.abc import Mapping, Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.errors import Unreadable
from bot.installation import Installation
from bot.storage import tables
from bot.storage.rows.base import Rows
from bot.storage.sealed import sealed_samples


class InstallationRows(Rows, Installation):
    """Fulfils bot.installation.Installation."""

    def read(self) -> Mapping[str, str]:
        """All of it."""
        return {name: value for name, value in self._rows(select(tables.installation))}

    def keep(self, name: str, value: str) -> None:
        """Of two processes that start at once, the first one's word counts."""
        dialect = sqlite if self._connection.dialect.name == "sqlite" else postgresql
        row = {"name": name, "value": value}
        self._connection.execute(dialect.insert(tables.installation).values(row).on_conflict_do_nothing())

    def replace(self, name: str, value: str) -> None:
        """Changes the row, or adds it when there is none."""
        here = tables.installation.c.name == name
        changed = self._connection.execute(update(tables.installation).where(here).values(value=value))
        if changed.rowcount == 0:
            self._connection.execute(insert(tables.installation).values(name=name, value=value))

    def fingerprints(self) -> Sequence[str]:
        """The cipher's."""
        return self._cipher.fingerprints

    def opens(self) -> bool:
        """One of the samples is enough: another may be damaged."""
        samples = list(sealed_samples(self._connection))
        return not samples or any(self._opens(one) for one in samples)

    def _opens(self, sealed: bytes) -> bool:
        try:
            self._cipher.open_bytes(sealed)
        except Unreadable:
            return False
        return True
