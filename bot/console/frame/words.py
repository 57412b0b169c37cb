"""What are states, deeds and refusals called in the console? English here; translated where a page shows them."""

from datetime import datetime, timedelta
from typing import Final

from bot.i18n.formats import day
from bot.i18n.languages import Language
from bot.i18n.phrasebook import Phrasebook
from bot.places import Corridor


def N_(message: str) -> str:  # noqa: N802 (the name by which gettext knows a message that is translated later)
    """Marks a message for the catalogue."""
    return message


STATUS: Final = {
    "new": N_("New"),
    "accepted": N_("In work"),
    "waiting": N_("Waiting for the worker"),
    "referred": N_("Referred to another body"),
    "closed": N_("Closed"),
    "withdrawn": N_("Withdrawn by the worker"),
}
OUTCOME: Final = {
    "solved": N_("Solved"),
    "partly_solved": N_("Partly solved"),
    "not_solved": N_("Not solved"),
    "referred": N_("Referred to another body"),
    "not_labour": N_("Not a labour matter"),
    "no_contact": N_("No contact with the worker"),
}
REMEDY: Final = {
    "none": N_("Nothing"),
    "money": N_("Money"),
    "documents": N_("Documents given back"),
    "new_employer": N_("A new employer"),
    "treatment": N_("Medical treatment"),
    "return_home": N_("Return home"),
    "other": N_("Something else"),
}
DELIVERY: Final = {
    "queued": N_("queued: not sent yet"),
    "sent": N_("sent"),
    "unreachable": N_("unreachable: the worker did not get this"),
    "failed": N_("failed: the worker did not get this"),
    "refused": N_("refused: the worker did not get this, because Telegram does not take it"),
}
NOT_DELIVERED: Final = {
    "refused": N_("Telegram took it in no form"),
    "failed": N_("given up after many attempts"),
    "unreachable": N_("the worker had blocked the bot"),
    "group": N_("the group no longer takes messages"),
    "sent": N_("it arrived, but only as plain words without buttons"),
}
NEWS: Final = {
    "staff_wrote": N_("a message of staff to the worker"),
    "became_accepted": N_("news that the case is in work"),
    "became_waiting": N_("news that the worker is waited for"),
    "became_referred": N_("news that the case was referred"),
    "closed": N_("news that the case was closed"),
    "filed": N_("a new case, to the centre's group"),
    "reply": N_("an answer of the bot"),
}
STORED: Final = {
    "cases": N_("a case"),
    "messages": N_("a message of a case"),
    "drafts": N_("a complaint that was being told"),
    "memory": N_("what the bot remembers of a worker"),
    "workers": N_("a worker's chat"),
    "centres": N_("a centre's group"),
    "staff": N_("a member of staff"),
    "tryit": N_("a line of the page Try it"),
}
UPDATE: Final = {
    "message": N_("a message"),
    "other": N_("something of another kind"),
    "callback_query": N_("a press of a button"),
    "my_chat_member": N_("the bot was let in or thrown out"),
    "incoming": N_("a message of the page Try it"),
}
FOLDER: Final = {
    "mine": N_("Mine"),
    "unassigned": N_("Unassigned"),
    "all": N_("All of my centre"),
    "closed": N_("Closed"),
}
COVERAGE: Final = {
    "reviewed": N_("reviewed"),
    "draft": N_("draft"),
    "missing": N_("missing"),
    "broken": N_("cannot be read"),
}
ROLE: Final = {
    "officer": N_("Officer"),
    "supervisor": N_("Supervisor"),
    "editor": N_("Editor"),
    "administrator": N_("Administrator"),
}
ACTION: Final = {
    "filed": N_("filed the complaint"),
    "viewed": N_("opened the case"),
    "claimed": N_("claimed the case"),
    "assigned": N_("gave the case to"),
    "replied": N_("wrote to the worker"),
    "noted": N_("wrote a note"),
    "status": N_("changed the status"),
    "closed": N_("closed the case"),
    "withdrew": N_("withdrew the complaint"),
    "took_back": N_("took the call for help back, unopened"),
    "cried": N_("called for help by one tap"),
    "deleted her data": N_("deleted her data"),
    "worker_wrote": N_("wrote more"),
    "worker_sent_file": N_("sent a file"),
    "file_opened": N_("opened a file"),
    "queue_viewed": N_("opened the queue"),
    "audit_viewed": N_("opened the audit log"),
    "mail_viewed": N_("looked at what did not arrive"),
    "unreadable_forgotten": N_("emptied the list of what cannot be opened"),
    "signed_in": N_("signed in"),
    "signed_out": N_("signed out"),
    "sign_in_failed": N_("failed to sign in"),
    "published": N_("published an answer"),
    "content_imported": N_("imported answers"),
    "content_exported": N_("exported answers"),
    "route_added": N_("added a row of the routing"),
    "route_deleted": N_("deleted a row of the routing"),
    "centre_added": N_("added a centre"),
    "centre_renamed": N_("renamed a centre"),
    "group_set": N_("set a centre's group"),
    "group_removed": N_("removed a centre's group"),
    "language_set": N_("set the console's language"),
    "bot_adopted": N_("took on another bot"),
    "staff add": N_("added a member of staff"),
    "staff disable": N_("disabled a member of staff"),
    "staff reset-password": N_("gave a member of staff a new password"),
}
REASON: Final = {
    "empty": N_("Please write something here."),
    "not a number": N_("Please write a number."),
    "must be more than nothing": N_("Please write an amount above zero."),
    "not a currency code": N_("Please write a currency code of three letters, such as THB."),
    "not of this centre": N_("This colleague works at another centre."),
    "such a row exists": N_("There is such a row already."),
    "choose": N_("Please choose one of the list."),
    "default": N_("The last default row cannot be deleted: without it some complaints would go nowhere."),
    "review": N_("The words changed, so the old review no longer holds. Set status to draft, or name the new review."),
    "too long": N_("This is too long: 20000 characters at most."),
    "longer than 300 characters": N_("This is too long: 300 characters at most."),
    "longer than 3000 characters": N_("This is too long: 3000 characters at most."),
    "longer than 10000 characters": N_("This is too long: 10000 characters at most."),
    "wrong_file_kind": N_("This kind of file cannot be taken."),
    "too_many_uploads": N_("Too many files in a short time. Please wait 15 minutes."),
    "file_too_big": N_("This file is too big: 20 MB at most."),
    "no token": N_("This form is no longer valid. Please go back, reload the page and send it again."),
}


def moment(when: datetime, language: Language) -> str:
    """Day and time; always UTC, and saying so."""
    return f"{day(when, language)}, {when:%H:%M} UTC"


def age(since: datetime, now: datetime) -> tuple[str, int]:
    """How long ago, as a message with %(count)s and its count."""
    passed = max(now - since, timedelta(0))
    if passed >= timedelta(days=2):
        return N_("%(count)s days"), passed.days
    if passed >= timedelta(hours=1):
        return N_("%(count)s h"), int(passed.total_seconds() // 3600)
    return N_("%(count)s min"), int(passed.total_seconds() // 60)


def corridor(ends: Corridor, phrases: Phrasebook, locale: str) -> str:
    """Cambodia → Thailand."""
    names = [known(phrases, locale, f"country.{end}") if end else "?" for end in (ends.origin, ends.destination)]
    return " → ".join(names)


def known(phrases: Phrasebook, locale: str, key: str) -> str:
    """The phrase; for a code that this version does not know (a damaged row, or a newer one's) the code itself."""
    try:
        return phrases.word(locale, key)
    except KeyError:
        return key.partition(".")[2]
