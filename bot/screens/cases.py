"""My complaint: how it stands, adding to it, withdrawing it; and forgetting everything."""

from collections.abc import Sequence
from datetime import datetime

from bot.cases.case import Case
from bot.cases.remedies import RemedyKind
from bot.i18n import formats
from bot.i18n.phrasebook import Phrasebook, escape
from bot.kinds import Reference
from bot.messages import Reply
from bot.screens.buttons import Rows, button, help_row


def status(phrases: Phrasebook, language: str, complaints: Sequence[Case], now: datetime) -> Reply:
    """Each of her complaints in plain words and what comes next; the newest first, five at most."""
    if not complaints:
        return Reply(phrases.say(language, "status.none"), (help_row(phrases, language),))
    shown = complaints[:5]
    text = "\n\n".join(_standing(phrases, language, complaint) for complaint in shown)
    rows: Rows = tuple(
        (
            button(phrases, language, "button.add", f"case:answer:{one.reference}"),
            *(
                (button(phrases, language, "button.withdraw", f"case:withdraw:{one.reference}"),)
                if one.status.open
                else ()
            ),
        )
        for one in shown[:2]
    )
    return Reply(text, (*rows, (button(phrases, language, "button.menu", "menu"),)))


def ask_words(phrases: Phrasebook, language: str, reference: Reference) -> Reply:
    """Her next words and files join this case."""
    return Reply(
        phrases.say(language, "case.ask_words", code=reference),
        ((button(phrases, language, "button.done", "case:done"),),),
    )


def words_joined(phrases: Phrasebook, language: str, reference: Reference) -> Reply:
    """They did."""
    rows = ((button(phrases, language, "button.done", "case:done"),),)
    return Reply(phrases.say(language, "case.words_joined", code=reference), rows)


def ask_withdraw(phrases: Phrasebook, language: str, reference: Reference) -> Reply:
    """Sure?"""
    rows = (
        (button(phrases, language, "button.withdraw_yes", f"case:withdrawn:{reference}"),),
        (button(phrases, language, "button.keep", "menu"),),
    )
    return Reply(phrases.say(language, "case.ask_withdraw", code=reference), rows)


def withdrawn(phrases: Phrasebook, language: str, reference: Reference) -> Reply:
    """It is."""
    return Reply(phrases.say(language, "case.withdrawn", code=reference), (help_row(phrases, language),))


def ask_delete(phrases: Phrasebook, language: str) -> Reply:
    """What would be erased, and sure?"""
    rows = (
        (button(phrases, language, "button.delete_yes", "delete:yes"),),
        (button(phrases, language, "button.keep", "menu"),),
    )
    return Reply(phrases.say(language, "delete.ask"), rows)


def _standing(phrases: Phrasebook, language: str, complaint: Case) -> str:
    entry = phrases.languages[language]
    parts = [
        phrases.say(
            language,
            f"status.{complaint.status}",
            code=complaint.reference,
            kind=phrases.say(language, f"kind.{complaint.kind}"),
            filed=formats.day(complaint.filed_at, entry),
            due=formats.day(complaint.due_at, entry) if complaint.due_at else "",
        )
    ]
    if complaint.outcome is not None:
        parts.append(
            phrases.say(language, "status.outcome", outcome=phrases.say(language, f"outcome.{complaint.outcome}"))
        )
    if complaint.outcome is not None and complaint.remedy.kind is not RemedyKind.NONE:
        parts.append(phrases.say(language, "status.remedy", remedy=_remedy(phrases, language, complaint)))
    return "\n".join(parts)


def _remedy(phrases: Phrasebook, language: str, complaint: Case) -> str:
    remedy = complaint.remedy
    if remedy.kind is RemedyKind.MONEY:
        return f"{remedy.amount} {remedy.currency}"
    return (
        escape(remedy.note)
        if remedy.kind is RemedyKind.OTHER and remedy.note
        else phrases.say(language, f"remedy.{remedy.kind}")
    )
