"""Which tables are there? Every column that ends in `_sealed` is ciphertext; a `_trace` is a keyed hash."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    Column,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    TypeDecorator,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""What stands for a moment that cannot be read: its row is shown, is overdue, and stops no other."""


class Moment(TypeDecorator[datetime]):
    """A moment in UTC that stays aware of it, also in SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Refuses a naive moment: it would be somebody's guess."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite forgets the zone; all stored moments are UTC."""
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """SQLite keeps what it is given, also what is no moment."""
        process = super().result_processor(dialect, coltype)

        def read(value: Any) -> datetime | None:
            try:
                return process(value) if process else value
            except (ValueError, TypeError):
                return LONG_AGO

        return read


def id_column() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)
