"""My complaint: how it stands, adding to it, withdrawing it; and forgetting everything."""

from collections.abc import Sequence

from bot.cases.case import Case
from bot.cases.remedies import Outcome, Remedy, RemedyKind
from bot.cases.states import Status
from bot.i18n.voice import Voice
from bot.kinds import Reference
from bot.messages import Reply
from bot.screens.buttons import Rows, button, help_row, kind_word
from bot.text import Text, join


def status(voice: Voice, complaints: Sequence[Case]) -> Reply:
    """Each of her complaints in plain words and what comes next; the newest first, five at most."""
    if not complaints:
        return Reply(voice.say("status.none"), (help_row(voice),))
    shown = complaints[:5]
    said = join("\n\n", (standing(voice, complaint) for complaint in shown))
    rows: Rows = tuple(
        (
            button(voice, "button.add", f"case:answer:{one.reference}"),
            *((button(voice, "button.withdraw", f"case:withdraw:{one.reference}"),) if one.status.open else ()),
        )
        for one in shown[:2]
    )
    return Reply(said, (*rows, (button(voice, "button.menu", "menu"),)))


def ask_words(voice: Voice, reference: Reference) -> Reply:
    """Her next words and files join this case."""
    return Reply(
        voice.say("case.ask_words", code=reference),
        ((button(voice, "button.done", "case:done"),),),
    )


def words_joined(voice: Voice, reference: Reference) -> Reply:
    """They did."""
    rows = ((button(voice, "button.done", "case:done"),),)
    return Reply(voice.say("case.words_joined", code=reference), rows)


def ask_withdraw(voice: Voice, reference: Reference, opened: bool = False) -> Reply:
    """Sure? `opened`: it cannot be taken back any more, for staff have opened it."""
    rows = (
        (button(voice, "button.withdraw_yes", f"case:withdrawn:{reference}"),),
        (button(voice, "button.keep", "menu"),),
    )
    asked = voice.say("case.ask_withdraw", code=reference)
    return Reply(join("\n\n", (voice.say("danger.opened"), asked)) if opened else asked, rows)


def withdrawn(voice: Voice, reference: Reference) -> Reply:
    """It is."""
    return Reply(voice.say("case.withdrawn", code=reference), (help_row(voice),))


def ask_delete(voice: Voice) -> Reply:
    """What would be erased, and sure?"""
    rows = (
        (button(voice, "button.delete_yes", "delete:yes"),),
        (button(voice, "button.keep", "menu"),),
    )
    return Reply(voice.say("delete.ask"), rows)


def standing(voice: Voice, complaint: Case) -> Text:
    """How one complaint stands, and what came of it."""
    answered = complaint.status is Status.NEW and complaint.due_at is None
    line = voice.say(
        f"status.{Status.ACCEPTED if answered else complaint.status}",
        code=complaint.reference,
        kind=kind_word(voice, complaint.kind),
        filed=voice.day(complaint.filed_at),
        due=voice.day(complaint.due_at) if complaint.due_at else "",
    )
    result = () if complaint.outcome is None else (_outcome(voice, complaint.outcome),)
    return join("\n", (line, *result, *remedy_lines(voice, complaint)))


def remedy_lines(voice: Voice, complaint: Case) -> tuple[Text, ...]:
    """What the worker got, in a line; no line when it was nothing."""
    if complaint.outcome is None or complaint.remedy.kind is RemedyKind.NONE:
        return ()
    return (voice.say("status.remedy", remedy=_remedy(voice, complaint.remedy)),)


def _outcome(voice: Voice, outcome: Outcome) -> Text:
    return voice.say("status.outcome", outcome=voice.word(f"outcome.{outcome}"))


def _remedy(voice: Voice, remedy: Remedy) -> str:
    if remedy.kind is RemedyKind.MONEY:
        return f"{remedy.amount} {remedy.currency}"
    if remedy.kind is RemedyKind.OTHER and remedy.note:
        return remedy.note
    return voice.word(f"remedy.{remedy.kind}")
