"""What is somebody shown when a page cannot be given? The one place where the console catches errors."""

import logging

from starlette.exceptions import HTTPException
from starlette.responses import Response

from bot.console.frame import words
from bot.console.frame.visit import Visit
from bot.errors import AlreadyClaimed, BadInput, Forbidden, NotFound, Stale, Unreadable

log = logging.getLogger(__name__)


def problem(visit: Visit, error: Exception) -> Response:
    """A page with the status that fits, and words that say what to do."""
    status, message = _said(visit, error)
    if status == 500:
        log.error("a page failed: %s", type(error).__name__)
    return visit.render("problem.html", status, message=message)


def reason(visit: Visit, error: BadInput) -> str:
    """Why an input was not taken, in her language."""
    return visit.gettext(words.REASON.get(error.reason, error.reason))


def claimed_by(visit: Visit, error: AlreadyClaimed) -> str:
    """Who has the case."""
    if not error.holder:
        return visit.gettext("Nobody has this case yet. Claim it first.")
    return visit.gettext("%(name)s has this case. Nothing was changed.", name=error.holder)


def _said(visit: Visit, error: Exception) -> tuple[int, str]:
    match error:
        case AlreadyClaimed():
            return 409, claimed_by(visit, error)
        case Stale():
            return 409, visit.gettext("It changed since you opened this page. Please reload; nothing was written.")
        case NotFound():
            return 404, visit.gettext("There is no such page, or it is not for you.")
        case Forbidden():
            return 403, visit.gettext("Your role may not do this.")
        case BadInput(field="csrf"):
            return 403, reason(visit, error)
        case BadInput():
            return 422, reason(visit, error)
        case Unreadable():
            return 500, visit.gettext(
                "This cannot be opened: it is damaged, or its key is missing. Please tell an administrator."
            )
        case HTTPException(status_code=413):
            return 413, visit.gettext("This is too big to be taken.")
        case HTTPException(status_code=404 | 405):
            return error.status_code, visit.gettext("There is no such page, or it is not for you.")
        case HTTPException():
            return error.status_code, visit.gettext("The browser sent something that cannot be read.")
        case _:
            return 500, visit.gettext("Something went wrong here. It is noted. Please try again in a minute.")
