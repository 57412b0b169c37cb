"""Rows of the audit log, of routes, of content versions and of "Try it" chats."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import RowMapping, delete, func, insert, select

from bot.answers.versions import Version
from bot.errors import BadInput
from bot.messages import ChatId, Reply
from bot.referrals.audit import AuditEntry
from bot.referrals.complaint import Reference
from bot.referrals.routing import Route
from bot.storage import tables
from bot.storage.rows.base import Rows, new_id, reply_of, reply_value
from bot.tryit import Line


class AuditRows(Rows):
    """Fulfils bot.referrals.audit.AuditLog. Triggers of the database refuse updates and deletes."""

    def write(self, entry: AuditEntry) -> None:
        """One more entry."""
        values = {name: getattr(entry, name) for name in ("at", "actor", "action", "reference", "detail")}
        self._connection.execute(insert(tables.audit).values(values))

    def of_case(self, reference: Reference) -> Sequence[AuditEntry]:
        """The oldest first."""
        row = tables.audit.c
        return self._read(select(tables.audit).where(row.reference == reference).order_by(row.id))

    def latest(self, limit: int = 100, before_id: int | None = None) -> Sequence[AuditEntry]:
        """The newest first."""
        row = tables.audit.c
        query = select(tables.audit).order_by(row.id.desc()).limit(limit)
        return self._read(query if before_id is None else query.where(row.id < before_id))

    def _read(self, query: object) -> list[AuditEntry]:
        rows = self._connection.execute(query)  # type: ignore[call-overload]
        return [AuditEntry(row.actor, row.action, row.at, row.reference, row.detail, row.id) for row in rows]


class RouteRows(Rows):
    """Fulfils bot.referrals.routing.Routes."""

    def all(self) -> Sequence[Route]:
        """In the order they were made."""
        rows = self._connection.execute(select(tables.routes).order_by(tables.routes.c.id)).mappings()
        return [Route(**row) for row in rows]

    def add(self, route: Route) -> Route:
        """Raises BadInput when the same row exists."""
        if any(replace(one, id=route.id) == route for one in self.all()):
            raise BadInput("route", "such a row exists")
        fields = {name: value for name, value in asdict(route).items() if name != "id"}
        return replace(route, id=new_id(self._connection.execute(insert(tables.routes).values(fields))))

    def delete(self, route_id: int) -> None:
        """Removes the row; the default row is guarded by whoever calls."""
        self._connection.execute(delete(tables.routes).where(tables.routes.c.id == route_id))


class ContentRows(Rows):
    """Fulfils bot.answers.versions.ContentVersions."""

    def newest_id(self) -> int:
        """0 when nothing was published."""
        return self._connection.scalar(select(func.max(tables.content_versions.c.id))) or 0

    def live(self) -> Mapping[str, Version]:
        """The newest version of every path."""
        row = tables.content_versions.c
        newest = select(func.max(row.id)).group_by(row.path)
        rows = self._connection.execute(select(tables.content_versions).where(row.id.in_(newest))).mappings()
        return {one["path"]: _version(one) for one in rows}

    def history(self, path: str) -> Iterable[Version]:
        """The newest first."""
        row = tables.content_versions.c
        query = select(tables.content_versions).where(row.path == path).order_by(row.id.desc())
        return [_version(one) for one in self._connection.execute(query).mappings()]

    def publish(self, texts: Mapping[str, str], author: str, now: datetime) -> int:
        """Only what differs from the live text becomes a version."""
        live = self.live()
        fresh = [
            {"path": path, "text": text, "author": author, "published_at": now}
            for path, text in texts.items()
            if path not in live or live[path].text != text
        ]
        if fresh:
            self._connection.execute(insert(tables.content_versions), fresh)
        return len(fresh)


class TryItRows(Rows):
    """Fulfils bot.tryit.TryItLines."""

    def add(self, chat: ChatId, mine: bool, reply: Reply, now: datetime) -> int:
        """One more line."""
        inserted = self._connection.execute(
            insert(tables.tryit_lines).values(
                chat_trace=self._cipher.trace("web", chat),
                mine=mine,
                reply_sealed=self._cipher.seal_value(reply_value(reply)),
                said_at=now,
            )
        )
        return new_id(inserted)

    def since(self, chat: ChatId, after: int, limit: int = 200) -> Sequence[Line]:
        """Lines after that id, the oldest first."""
        row = tables.tryit_lines.c
        query = select(tables.tryit_lines).where(row.chat_trace == self._cipher.trace("web", chat), row.id > after)
        rows = self._connection.execute(query.order_by(row.id).limit(limit))
        return [Line(one.id, one.mine, reply_of(self._cipher.open_value(one.reply_sealed))) for one in rows]

    def erase_before(self, moment: datetime) -> int:
        """Answers how many were erased."""
        table = tables.tryit_lines
        return self._connection.execute(delete(table).where(table.c.said_at < moment)).rowcount

    def erase_chat(self, chat: ChatId) -> int:
        """The visitor begins anew."""
        table = tables.tryit_lines
        here = table.c.chat_trace == self._cipher.trace("web", chat)
        return self._connection.execute(delete(table).where(here)).rowcount


def _version(row: RowMapping) -> Version:
    return Version(**row)
