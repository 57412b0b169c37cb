"""Rows of cases, their threads and files."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Row, RowMapping, and_, delete, func, insert, or_, select, update
from sqlalchemy import case as when
from sqlalchemy.exc import IntegrityError

from bot.cases.case import Case
from bot.cases.states import Status
from bot.cases.stored import Folder, Search
from bot.cases.thread import Author, CaseFile, CaseMessage
from bot.errors import NotFound, Stale, Unreadable
from bot.kinds import Reference, Urgency
from bot.storage import tables
from bot.storage.rows.base import Rows
from bot.storage.rows.case_row import case_of, values_of
from bot.workers import WorkerId

ROW = tables.cases.c
OPEN = [status for status in Status if status.open]


class CaseRows(Rows):
    """Fulfils bot.cases.stored.Cases."""

    def add(self, case: Case) -> None:
        """Raises Stale when a case of the same draft exists."""
        try:
            with self._connection.begin_nested():
                self._connection.execute(insert(tables.cases).values(values_of(case, self._cipher)))
        except IntegrityError as error:
            raise Stale("filed already") from error

    def get(self, reference: Reference) -> Case:
        """Raises NotFound, and Unreadable when its row cannot be opened."""
        found = self._one(ROW.reference == reference)
        if found is None:
            raise NotFound(reference)
        return found

    def of_draft(self, draft_id: str) -> Case | None:
        """The case filed from this draft."""
        return self._one(ROW.draft_id == draft_id)

    def of_worker(self, worker_id: WorkerId) -> Sequence[Case]:
        """The newest first."""
        return self._cases(self._read(ROW.worker_id == worker_id))

    def save(self, case: Case) -> Case:
        """Only when nobody changed it since: the version is part of the condition."""
        values = values_of(case, self._cipher) | {"version": case.version + 1}
        here = and_(ROW.reference == case.reference, ROW.version == case.version)
        if self._connection.execute(update(tables.cases).where(here).values(values)).rowcount == 0:
            raise Stale("the case changed meanwhile")
        return self.get(case.reference)

    def find(self, search: Search, now: datetime) -> tuple[Sequence[Case], int]:
        """Urgent first, then overdue, then the newest."""
        where = and_(*self._conditions(search))
        total = self._connection.scalar(select(func.count()).select_from(tables.cases).where(where)) or 0
        order = (
            when((ROW.urgency == Urgency.URGENT, 0), else_=1),
            when((ROW.due_at < now, 0), else_=1),
            ROW.filed_at.desc(),
        )
        start = max(search.page - 1, 0) * search.page_size
        return self._cases(self._read(where, order=order, limit=search.page_size, offset=start)), total

    def folder_counts(self, centre_id: int | None, owner_id: int, now: datetime) -> dict[str, int]:
        """Open cases only."""
        scope: list[ColumnElement[bool]] = [ROW.status.in_(OPEN)]
        if centre_id is not None:
            scope.append(ROW.centre_id == centre_id)
        parts = {
            "mine": ROW.owner_id == owner_id,
            "unassigned": ROW.owner_id.is_(None),
            "all": ROW.reference.is_not(None),
            "overdue": ROW.due_at < now,
            "urgent": ROW.urgency == Urgency.URGENT,
        }
        sums = [func.sum(when((condition, 1), else_=0)) for condition in parts.values()]
        row = self._connection.execute(select(*sums).where(*scope)).one()
        return {name: int(count or 0) for name, count in zip(parts, row, strict=True)}

    def add_message(
        self, reference: Reference, author: Author, text: str, now: datetime, staff_id: int | None = None
    ) -> int:
        """A line of the thread."""
        values = {
            "reference": reference,
            "author": author,
            "text_sealed": self._cipher.seal(text),
            "written_at": now,
            "staff_id": staff_id,
        }
        return self._insert(tables.case_messages, values)

    def messages(self, reference: Reference) -> Sequence[CaseMessage]:
        """The oldest first."""
        table = tables.case_messages.c
        rows = self._connection.execute(
            select(tables.case_messages).where(table.reference == reference).order_by(table.id)
        )
        return [line for row in rows.all() if (line := self._message(row)) is not None]

    def add_file(self, reference: Reference, kind: str, mime: str, size: int, file_id: str, now: datetime) -> int:
        """A file of the case; its bytes are in the vault."""
        values = {"reference": reference, "kind": kind, "mime": mime, "size": size, "file_id": file_id, "added_at": now}
        return self._insert(tables.case_files, values)

    def files(self, reference: Reference) -> Sequence[CaseFile]:
        """The oldest first."""
        table = tables.case_files.c
        rows = self._connection.execute(
            select(tables.case_files).where(table.reference == reference).order_by(table.id)
        )
        return [CaseFile(row.id, row.file_id, row.kind, row.mime, row.size, row.added_at) for row in rows]

    def file_ids(self) -> set[str]:
        """Of the files of all cases."""
        return set(self._connection.scalars(select(tables.case_files.c.file_id)))

    def erase_thread(self, *references: Reference) -> Sequence[str]:
        """Of all these cases."""
        in_files = tables.case_files.c.reference.in_(references)
        file_ids = list(self._connection.scalars(select(tables.case_files.c.file_id).where(in_files)))
        self._connection.execute(delete(tables.case_files).where(in_files))
        in_thread = tables.case_messages.c.reference.in_(references)
        self._connection.execute(delete(tables.case_messages).where(in_thread))
        return file_ids

    def forget_worker(self, worker_id: WorkerId) -> Sequence[str]:
        """What stays is the count of the centre's work: code, kind, place, dates."""
        references = list(self._connection.scalars(select(ROW.reference).where(ROW.worker_id == worker_id)))
        file_ids = self.erase_thread(*references)
        self._connection.execute(
            update(tables.cases)
            .where(ROW.reference.in_(references))
            .values(
                worker_id=None,
                narrative_sealed=self._cipher.seal(""),
                province_sealed=self._cipher.seal(""),
                name_sealed=None,
                remedy_note_sealed=None,
                version=ROW.version + 1,
            )
        )
        return file_ids

    def _one(self, where: ColumnElement[bool]) -> Case | None:
        """Raises Unreadable for a row that cannot be opened: nobody may take it for one that is not there."""
        rows = self._read(where)
        found = self._cases(rows)
        if rows and not found:
            raise Unreadable("a case")
        return next(iter(found), None)

    def _cases(self, rows: Sequence[RowMapping]) -> list[Case]:
        """Those that can be opened."""
        opened = (self._opened("cases", row["reference"], partial(case_of, row, self._cipher)) for row in rows)
        return [case for case in opened if case is not None]

    def _message(self, row: Row[Any]) -> CaseMessage | None:
        text = self._opened("messages", row.id, lambda: self._cipher.open(row.text_sealed))
        readable = text is not None
        return self._opened(
            "messages",
            row.id,
            lambda: CaseMessage(row.id, Author(row.author), text or "", row.written_at, row.staff_id, readable),
        )

    def _read(
        self, where: ColumnElement[bool], order: tuple[object, ...] = (), limit: int | None = None, offset: int = 0
    ) -> Sequence[RowMapping]:
        query = (
            select(tables.cases, tables.workers.c.reachable.label("reachable"))
            .outerjoin(tables.workers, tables.workers.c.id == ROW.worker_id)
            .where(where)
            .order_by(*(order or (ROW.filed_at.desc(),)))  # type: ignore[arg-type]
            .limit(limit)
            .offset(offset)
        )
        return self._connection.execute(query).mappings().all()

    def _conditions(self, search: Search) -> list[ColumnElement[bool]]:
        conditions = [self._folder(search.folder, search.owner_id)]
        if search.centre_id is not None:
            conditions.append(ROW.centre_id == search.centre_id)
        if search.kind is not None:
            conditions.append(ROW.kind == search.kind)
        return conditions

    def _folder(self, folder: Folder, owner_id: int | None) -> ColumnElement[bool]:
        is_open = ROW.status.in_(OPEN)
        match folder:
            case "mine":
                return and_(is_open, ROW.owner_id == owner_id)
            case "unassigned":
                return and_(is_open, ROW.owner_id.is_(None))
            case "closed":
                return or_(ROW.status == Status.CLOSED, ROW.status == Status.WITHDRAWN)
            case _:
                return is_open
