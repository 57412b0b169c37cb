"""Who did what? A supervisor reads her centre's entries; an administrator reads all of them."""

from collections.abc import Sequence
from typing import Final

from starlette.responses import Response

from bot.audit import AuditEntry
from bot.console.frame.access import Page
from bot.console.frame.visit import Visit
from bot.errors import NotFound, Unreadable
from bot.ports import UnitOfWork
from bot.staff.rights import Right, Role

BATCH: Final = 100


def show(visit: Visit) -> Response:
    """The newest first. A page reads a fixed number of entries and shows those that are hers to see."""
    before = visit.query_number("before", 0) or None
    with visit.console.open_unit() as unit:
        batch = unit.audit.latest(BATCH, before)
        entries = _visible(visit, unit, batch)
        visit.audit(unit, "audit_viewed")
        unit.commit()
    older = batch[-1].id if len(batch) == BATCH else None
    return visit.render("audit.html", entries=entries, older=older)


def _visible(visit: Visit, unit: UnitOfWork, batch: Sequence[AuditEntry]) -> list[AuditEntry]:
    """Cases of other centres are not told of, here either, nor those that cannot be opened: nobody can tell whose they are."""
    member = visit.member
    if member.role is Role.ADMINISTRATOR:
        return list(batch)
    colleagues = {one.login for one in unit.staff.all(member.centre_id)}
    ours = {entry.reference for entry in batch if entry.reference and _is_hers(visit, unit, entry)}
    return [one for one in batch if (one.reference in ours if one.reference else one.actor in colleagues)]


def _is_hers(visit: Visit, unit: UnitOfWork, entry: AuditEntry) -> bool:
    if entry.reference is None:
        return False
    try:
        return visit.member.sees(unit.cases.get(entry.reference).centre_id)
    except (NotFound, Unreadable):
        return False


PAGES: Final = (Page("/audit", show, Right.READ_AUDIT),)
