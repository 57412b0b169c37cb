"""What could not be read, and what did not arrive? The administrators' page; no word of a message stands on it."""

from dataclasses import replace
from typing import Final

from starlette.responses import Response

from bot.console.frame.access import Page
from bot.console.frame.visit import Visit
from bot.mail.outbox import Trouble
from bot.ports import UnitOfWork
from bot.staff.rights import Right

LISTED: Final = 100


def show(visit: Visit) -> Response:
    """The newest first. The view is logged, and what is listed now counts as seen by her."""
    with visit.console.open_unit() as unit:
        values = _values(unit)
        seen = replace(visit.member, mail_seen_at=visit.now)
        unit.staff.save(seen)
        visit.audit(unit, "mail_viewed")
        unit.commit()
    visit.staff = seen
    return visit.render("mail.html", 200, **values)


def forget(visit: Visit) -> Response:
    """Empties the list of rows that could not be opened; what still cannot comes back when it is met."""
    with visit.console.open_unit() as unit:
        unit.unreadable.forget()
        visit.audit(unit, "unreadable_forgotten")
        unit.commit()
    return visit.go("/mail")


def _values(unit: UnitOfWork) -> dict[str, object]:
    troubles = unit.outbox.troubles(LISTED)
    return {
        "open": unit.inbox.counts().get("open", 0),
        "queued": unit.outbox.counts().get("queued", 0),
        "lost_groups": [centre for centre in unit.centres.all() if centre.group_lost_at is not None],
        "unread": unit.inbox.aside(),
        "unreadable": unit.unreadable.counts(),
        "troubles": [(one, _reason(one)) for one in troubles],
        "more": len(troubles) == LISTED,
    }


def _reason(trouble: Trouble) -> str:
    """The key of words.NOT_DELIVERED."""
    return "group" if trouble.group and trouble.state == "unreachable" else trouble.state


PAGES: Final = (
    Page("/mail", show, Right.READ_MAIL),
    Page("/mail/forget", forget, Right.READ_MAIL, "POST"),
)
