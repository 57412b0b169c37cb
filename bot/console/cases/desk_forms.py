"""What happens when a member of staff sends one of the forms of a case page?

Every verb is the desk's. What it refuses is said on the case page itself, and nothing that was typed is lost.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Final, TypeVar

from starlette.responses import Response

from bot.cases.remedies import Outcome, Remedy, RemedyKind
from bot.cases.states import Status
from bot.console.cases.case import case_page, reference_of
from bot.console.frame.access import Page
from bot.console.frame.problems import claimed_by, reason
from bot.console.frame.visit import Visit
from bot.errors import AlreadyClaimed, BadInput, Stale
from bot.staff.rights import Right
from bot.usecases.desk import Desk

Verb = Callable[[Desk, Visit], object]
Choice = TypeVar("Choice", bound=StrEnum)


def claim(visit: Visit) -> Response:
    """Takes the case."""
    return _act(visit, "claim", lambda desk, form: desk.claim(reference_of(form), form.number("version")))


def assign(visit: Visit) -> Response:
    """Gives the case to a colleague, or back to the unassigned."""
    return _act(visit, "assign", _assign)


def reply(visit: Visit) -> Response:
    """Writes to the worker."""
    return _act(
        visit, "reply", lambda desk, form: desk.reply(reference_of(form), form.number("version"), form.text("reply"))
    )


def note(visit: Visit) -> Response:
    """Writes for colleagues. The address is another than the reply's, so that no slip sends a note."""
    return _act(visit, "note", lambda desk, form: desk.note(reference_of(form), form.text("note")))


def status(visit: Visit) -> Response:
    """Moves the case on."""
    return _act(visit, "status", _status)


def close(visit: Visit) -> Response:
    """Ends the case."""
    return _act(visit, "close", _close)


def _assign(desk: Desk, visit: Visit) -> None:
    staff_id = visit.number("staff") if visit.text("staff") else None
    desk.assign(reference_of(visit), visit.number("version"), staff_id)


def _status(desk: Desk, visit: Visit) -> None:
    desk.set_status(reference_of(visit), visit.number("version"), _chosen(visit, "status", Status))


def _close(desk: Desk, visit: Visit) -> None:
    outcome, kind = _chosen(visit, "outcome", Outcome), _chosen(visit, "remedy", RemedyKind)
    words = {name: visit.text(name) or None for name in ("amount", "currency")}
    remedy = Remedy(kind, words["amount"], words["currency"], visit.text("remedy_note") or None)
    desk.close(reference_of(visit), visit.number("version"), outcome, remedy)


def _chosen(visit: Visit, name: str, kind: type[Choice]) -> Choice:
    value = visit.text(name)
    if value not in list(kind):
        raise BadInput(name, "choose")
    return kind(value)


def _act(visit: Visit, form: str, verb: Verb) -> Response:
    """Does it and goes back to the case; or shows the case as it is now, the words still in the form."""
    try:
        with visit.console.open_unit() as unit:
            verb(Desk(unit, visit.member, visit.now), visit)
            unit.commit()
    except AlreadyClaimed as error:
        return case_page(visit, 409, claimed_by(visit, error), form=form)
    except Stale:
        return case_page(visit, 409, _changed(visit), form=form)
    except BadInput as error:
        return case_page(visit, 422, errors={error.field: reason(visit, error)}, form=form)
    return visit.go(f"/cases/{reference_of(visit)}")


def _changed(visit: Visit) -> str:
    return visit.gettext(
        "The case changed since you opened it, so nothing was sent. This page shows it as it is now; what you wrote "
        "is still in its form. Read it, then send again."
    )


CASE: Final = "/cases/{reference}"
PAGES: Final = (
    Page(f"{CASE}/claim", claim, Right.WORK_CASES, "POST"),
    Page(f"{CASE}/assign", assign, Right.ASSIGN_CASES, "POST"),
    Page(f"{CASE}/reply", reply, Right.WORK_CASES, "POST"),
    Page(f"{CASE}/note", note, Right.WORK_CASES, "POST"),
    Page(f"{CASE}/status", status, Right.WORK_CASES, "POST"),
    Page(f"{CASE}/close", close, Right.WORK_CASES, "POST"),
)
