"""What do staff do with a case?

Every verb checks the right, the centre and the version, changes the case, writes the audit entry and puts what the
worker must hear into the outbox; the caller commits. A verb that raises has written nothing that will be kept.
"""

import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Final

from bot.audit import AuditEntry
from bot.cases.case import Case
from bot.cases.remedies import Outcome, Remedy, RemedyKind
from bot.cases.states import Status, check_step, moved
from bot.cases.thread import Author
from bot.errors import AlreadyClaimed, BadInput, NotFound, Stale, Unreadable
from bot.kinds import Reference
from bot.mail.news import News, NewsKind
from bot.mail.outbox import Address
from bot.ports import UnitOfWork
from bot.staff.members import Staff
from bot.staff.rights import Right
from bot.text import blank

TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
AMOUNT: Final = re.compile(
    r"(?P<whole>[0-9]{1,15}|[1-9][0-9]{0,2}(?P<by>[.,\u00a0 '])[0-9]{3}(?:(?P=by)[0-9]{3})*)"
    r"(?:(?!(?P=by))[.,](?P<places>[0-9]{1,2}))?"
)
MAX_NOTE: Final = 300
"""Characters of what the worker got, in words."""
MAX_REPLY = 3_000
"""Characters of a reply: with the frame around it, it stays one Telegram message."""


BECAME: Final[dict[Status, NewsKind]] = {
    Status.ACCEPTED: "became_accepted",
    Status.WAITING: "became_waiting",
    Status.REFERRED: "became_referred",
}


class Desk:
    """The verbs of one member of staff within one unit of work."""

    def __init__(self, unit: UnitOfWork, staff: Staff, now: datetime) -> None:
        self._unit = unit
        self._staff = staff
        self._now = now

    def open(self, reference: Reference) -> Case:
        """The case, its view logged. Raises NotFound, also for a case of another centre: its existence is not told."""
        case = self._case(reference)
        self._log("viewed", case)
        return case

    def claim(self, reference: Reference, version: int) -> Case:
        """Takes a case nobody has. Raises AlreadyClaimed with the holder's name, or Stale."""
        case = self._case(reference)
        if case.owner_id is not None and case.owner_id != self._staff.id:
            raise AlreadyClaimed(self._unit.staff.get(case.owner_id).name)
        status = Status.ACCEPTED if case.status is Status.NEW else case.status
        return self._save(self._at(case, version), "claimed", owner_id=self._staff.id, status=status)

    def assign(self, reference: Reference, version: int, staff_id: int | None) -> Case:
        """A supervisor gives the case to a colleague of the same centre, who then works on it, or back to the unassigned."""
        case = self._at(self._case(reference), version)
        self._staff.require(Right.ASSIGN_CASES, case.centre_id)
        if staff_id is not None and self._unit.staff.get(staff_id).centre_id != case.centre_id:
            raise BadInput("staff", "not of this centre")
        status = Status.ACCEPTED if staff_id is not None and case.status is Status.NEW else case.status
        return self._save(case, "assigned", f"to={staff_id}", owner_id=staff_id, status=status)

    def reply(self, reference: Reference, version: int, text: str) -> Case:
        """Writes to the worker: kept in the thread, and put into the outbox."""
        text = _words("reply", text, MAX_REPLY)
        case = self._mine(reference, version)
        message_id = self._unit.cases.add_message(reference, Author.STAFF, text, self._now, self._staff.id)
        self._tell(case, "staff_wrote", text, message_id)
        return self._save(case, "replied", due_at=None)

    def note(self, reference: Reference, text: str) -> None:
        """Writes a line for colleagues. It takes no version: it changes nothing and has no way to the worker."""
        case = self._case(reference)
        self._unit.cases.add_message(reference, Author.NOTE, _words("note", text, 10_000), self._now, self._staff.id)
        self._log("noted", case)

    def set_status(self, reference: Reference, version: int, status: Status) -> Case:
        """Moves the case on. Closing has its own verb; withdrawing is the worker's."""
        if status in (Status.CLOSED, Status.WITHDRAWN, Status.NEW):
            raise BadInput("status", f"{status} is not set by hand")
        case = self._mine(reference, version)
        check_step(case.status, status)
        self._tell(case, BECAME[status])
        return self._save(case, "status", f"{case.status}>{status}", status=status, closed_at=None)

    def close(self, reference: Reference, version: int, outcome: Outcome, remedy: Remedy) -> Case:
        """Ends the case with an outcome and a remedy, and tells the worker both."""
        case = self._mine(reference, version)
        check_step(case.status, Status.CLOSED)
        remedy = _checked(remedy)
        self._tell(case, "closed")
        return self._save(
            case,
            "closed",
            f"outcome={outcome} remedy={remedy.kind}",
            status=Status.CLOSED,
            outcome=outcome,
            remedy=remedy,
            closed_at=self._now,
            due_at=None,
        )

    def _case(self, reference: Reference) -> Case:
        self._staff.require(Right.WORK_CASES)
        case = self._unit.cases.get(reference)
        if not self._staff.sees(case.centre_id):
            raise NotFound(reference)
        return case

    def _at(self, case: Case, version: int) -> Case:
        if case.version != version:
            raise Stale("the case changed since this page was opened")
        return case

    def _mine(self, reference: Reference, version: int) -> Case:
        """The case at this version, held by this member of staff: only the holder speaks to the worker."""
        case = self._at(self._case(reference), version)
        if case.owner_id != self._staff.id:
            holder = self._unit.staff.get(case.owner_id).name if case.owner_id else ""
            raise AlreadyClaimed(holder)
        return case

    def _save(self, case: Case, action: str, detail: str = "", **changes: object) -> Case:
        moved(case.status, changes.get("status", case.status))  # type: ignore[arg-type]
        saved = self._unit.cases.save(replace(case, **changes))  # type: ignore[arg-type]
        self._log(action, saved, detail)
        return saved

    def _log(self, action: str, case: Case, detail: str = "") -> None:
        self._unit.audit.write(AuditEntry(self._staff.login, action, self._now, case.reference, detail))

    def _tell(self, case: Case, kind: NewsKind, words: str = "", message_id: int | None = None) -> None:
        """Puts news to the worker into the outbox; what staff wrote also makes her next words join this case. Where nobody
        can tell any more which chat is hers, the case goes on without news; words that would reach nobody are refused."""
        if case.worker_id is None:
            return
        try:
            worker = self._unit.workers.get(case.worker_id)
        except Unreadable:
            if message_id is not None:
                raise
            return
        to = Address(worker.channel, worker.chat, worker.id)
        self._unit.outbox.add(to, News(kind, case.reference, words), self._now, message_id=message_id)
        if message_id is not None:
            self._unit.memory.change(worker.id, {"case": case.reference})


def _words(field: str, text: str, limit: int) -> str:
    """What can be seen; signs that turn the direction of writing go, for they turn a number round."""
    text = TURNING.sub("", text).strip()
    if blank(text):
        raise BadInput(field, "empty")
    if len(text) > limit:
        raise BadInput(field, f"longer than {limit} characters")
    return text


def _checked(remedy: Remedy) -> Remedy:
    """Raises BadInput when money has no amount or currency, or "other" says nothing or too much."""
    if remedy.kind is RemedyKind.MONEY:
        return replace(remedy, amount=_amount(remedy.amount), currency=_currency(remedy.currency))
    if remedy.kind is RemedyKind.OTHER:
        remedy = replace(remedy, note=_words("remedy_note", remedy.note or "", MAX_NOTE))
    return replace(remedy, amount=None, currency=None)


def _amount(text: str | None) -> str:
    """Points and commas as they are written anywhere: groups of three digits, then at most two places. "12.500" is twelve
    thousand five hundred: no currency has three places that anybody writes."""
    found = AMOUNT.fullmatch((text or "").strip())
    if found is None:
        raise BadInput("amount", "not a number")
    whole, places = re.sub(r"[^0-9]", "", found["whole"]), found["places"] or ""
    amount = Decimal(f"{whole}.{places}" if places else whole)
    if amount <= 0 or amount > Decimal(10) ** 12:
        raise BadInput("amount", "must be more than nothing")
    return f"{amount:f}"


def _currency(code: str | None) -> str:
    code = (code or "").strip().upper()
    if len(code) != 3 or not code.isascii() or not code.isalpha():
        raise BadInput("currency", "not a currency code")
    return code
