"""Which cases wait, whose are they, and which are urgent or overdue?"""

from typing import Final, get_args

from starlette.responses import Response

from bot.cases.stored import Folder, Search
from bot.console.frame.access import Page
from bot.console.frame.visit import Visit
from bot.ports import UnitOfWork
from bot.staff.rights import Right, Role

FOLDERS: Final[tuple[Folder, ...]] = get_args(Folder)
PAGE_SIZE: Final = 50


def show(visit: Visit) -> Response:
    """One page of one folder. The view is logged: it shows which cases there are."""
    folder, page = _folder(visit), max(visit.query_number("page"), 1)
    member = visit.member
    with visit.console.open_unit() as unit:
        found, total = unit.cases.find(
            Search(folder, _scope(visit), member.id, page=page, page_size=PAGE_SIZE), visit.now
        )
        unopened = [row.key for row in unit.unreadable.met("cases")]
        counts = _counts(visit, unit)
        names = {one.id: one.name for one in unit.staff.all()}
        visit.audit(unit, "queue_viewed", detail=f"folder={folder} page={page}")
        unit.commit()
    pages = max((total + PAGE_SIZE - 1) // PAGE_SIZE, 1)
    return visit.render(
        "queue.html",
        cases=found,
        unopened=unopened,
        names=names,
        counts=counts,
        folder=folder,
        folders=FOLDERS,
        page=page,
        pages=pages,
    )


def _folder(visit: Visit) -> Folder:
    wanted = visit.request.query_params.get("folder", "")
    return next((folder for folder in FOLDERS if folder == wanted), "unassigned")


def _scope(visit: Visit) -> int | None:
    """Her centre; an administrator sees them all."""
    return None if visit.member.role is Role.ADMINISTRATOR else visit.member.centre_id


def _counts(visit: Visit, unit: UnitOfWork) -> dict[str, int]:
    closed = unit.cases.find(Search("closed", _scope(visit), page_size=1), visit.now)[1]
    return {**unit.cases.folder_counts(_scope(visit), visit.member.id, visit.now), "closed": closed}


PAGES: Final = (Page("/cases", show, Right.WORK_CASES),)
