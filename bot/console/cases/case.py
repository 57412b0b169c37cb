"""What does a member of staff see of one case, and how are its files opened?"""

from collections.abc import Mapping
from typing import Final

from starlette.responses import Response

from bot.cases.case import Case
from bot.cases.remedies import Outcome, RemedyKind
from bot.cases.states import NEXT, Status
from bot.cases.thread import Author, CaseFile
from bot.console.frame.access import Page
from bot.console.frame.visit import Visit
from bot.errors import NotFound
from bot.kinds import Reference
from bot.ports import UnitOfWork
from bot.staff.rights import Right
from bot.usecases.desk import Desk

INLINE: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Kinds a browser only draws. SVG is not among them: it can carry scripts."""


def show(visit: Visit) -> Response:
    """The case."""
    return case_page(visit)


def case_page(
    visit: Visit, status: int = 200, notice: str = "", errors: Mapping[str, str] | None = None, form: str = ""
) -> Response:
    """The case as it is now, with what was typed into `form` kept and what was wrong said at its field."""
    reference = reference_of(visit)
    with visit.console.open_unit() as unit:
        case = Desk(unit, visit.member, visit.now).open(reference)
        values = _values(visit, unit, case)
        unit.commit()
    typed = {name: visit.text(name) for name in visit.form} if form else {}
    return visit.render(
        "case.html", status, case=case, notice=notice, errors=errors or {}, typed=typed, form=form, **values
    )


def file(visit: Visit) -> Response:
    """One file of a case, out of the vault. Only plain pictures are shown in the browser."""
    with visit.console.open_unit() as unit:
        found = _file(visit, unit)
        content = visit.console.vault.get(found.file_id)
        visit.audit(unit, "file_opened", reference_of(visit), f"file={found.id}")
        unit.commit()
    inline = found.mime in INLINE
    name = f"{reference_of(visit)}-{found.id}{_ending(found.mime)}"
    headers = {"Content-Disposition": f'{"inline" if inline else "attachment"}; filename="{name}"'}
    return Response(content, media_type=found.mime if inline else "application/octet-stream", headers=headers)


def reference_of(visit: Visit) -> Reference:
    """The code in the address."""
    return Reference(visit.path("reference"))


def _file(visit: Visit, unit: UnitOfWork) -> CaseFile:
    case = unit.cases.get(reference_of(visit))
    if not visit.member.sees(case.centre_id):
        raise NotFound("file")
    found = [one for one in unit.cases.files(case.reference) if str(one.id) == visit.path("file_id")]
    if not found:
        raise NotFound("file")
    return found[0]


def _values(visit: Visit, unit: UnitOfWork, case: Case) -> dict[str, object]:
    messages = unit.cases.messages(case.reference)
    colleagues = unit.staff.all(case.centre_id)
    return {
        "messages": messages,
        "states": unit.outbox.states([one.id for one in messages if one.author is Author.STAFF]),
        "files": unit.cases.files(case.reference),
        "history": unit.audit.of_case(case.reference),
        "names": {one.id: one.name for one in unit.staff.all()},
        "colleagues": [one for one in colleagues if one.may(Right.WORK_CASES)],
        "centre": unit.centres.get(case.centre_id),
        "mine": case.owner_id == visit.member.id,
        "may_assign": visit.member.may(Right.ASSIGN_CASES),
        "next_states": [one for one in Status if one in NEXT[case.status] and one not in _NOT_BY_HAND],
        "may_close": Status.CLOSED in NEXT[case.status],
        "outcomes": list(Outcome),
        "remedies": list(RemedyKind),
    }


_NOT_BY_HAND: Final = (Status.NEW, Status.CLOSED, Status.WITHDRAWN)
_ENDINGS: Final = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "video/mp4": ".mp4",
    "text/plain": ".txt",
}


def _ending(mime: str) -> str:
    return _ENDINGS.get(mime, "")


PAGES: Final = (
    Page("/cases/{reference}", show, Right.WORK_CASES),
    Page("/cases/{reference}/files/{file_id}", file, Right.WORK_CASES),
)
