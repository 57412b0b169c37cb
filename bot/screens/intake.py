"""The complaint's questions, its summary and its receipt."""

from bot.cases.case import Case
from bot.i18n.phrasebook import Phrasebook, escape
from bot.intake.draft import Draft
from bot.intake.files import MAX_FILE_BYTES, MAX_FILES
from bot.intake.questions import EDITABLE, Question
from bot.kinds import KINDS
from bot.messages import Choice, Reply
from bot.places import DESTINATIONS, OTHER
from bot.screens.buttons import Rows, button, columns, help_row

SHOWN_STORY = 1_500
"""Characters of her story that the summary and the receipt repeat; the whole of it is filed."""


def question(phrases: Phrasebook, language: str, draft: Draft, asked: Question) -> Reply:
    """The next question with its buttons."""
    if asked is Question.SUMMARY:
        return summary(phrases, language, draft)
    text = phrases.say(language, f"ask.{asked}", files=MAX_FILES, megabytes=MAX_FILE_BYTES // 2**20)
    return Reply(text, (*_choices(phrases, language, asked), (_cancel(phrases, language),)))


def story_grows(phrases: Phrasebook, language: str, draft: Draft) -> Reply:
    """Heard; more, or done?"""
    rows = ((button(phrases, language, "button.done", "q:story:"),), (_cancel(phrases, language),))
    return Reply(phrases.say(language, "intake.heard", messages=len(draft.story), files=len(draft.files)), rows)


def problem(phrases: Phrasebook, language: str, reason: str) -> Reply:
    """Why an answer could not be taken."""
    return Reply(phrases.say(language, f"problem.{reason}", files=MAX_FILES, megabytes=MAX_FILE_BYTES // 2**20))


def summary(phrases: Phrasebook, language: str, draft: Draft) -> Reply:
    """All answers, each with a way to change it; then send."""
    edits = [button(phrases, language, f"edit.{one}", f"edit:{one}") for one in EDITABLE]
    rows = (
        (button(phrases, language, "button.send", f"send:{draft.id}"),),
        *columns(edits, 2),
        (_cancel(phrases, language),),
    )
    return Reply(phrases.say(language, "intake.summary", **_facts(phrases, language, draft)), rows)


def receipt(phrases: Phrasebook, language: str, complaint: Case, hours: int) -> Reply:
    """The code, a copy of what was sent, and what comes next."""
    text = phrases.say(
        language,
        "intake.receipt",
        code=complaint.reference,
        kind=phrases.say(language, f"kind.{complaint.kind}"),
        story=_shortened(complaint.narrative),
        hours=hours,
    )
    return Reply(
        text,
        ((button(phrases, language, "button.status", "status"), button(phrases, language, "button.menu", "menu")),),
    )


def cancelled(phrases: Phrasebook, language: str) -> Reply:
    """What was typed is forgotten."""
    return Reply(phrases.say(language, "intake.cancelled"), (help_row(phrases, language),))


def _choices(phrases: Phrasebook, language: str, asked: Question) -> Rows:
    match asked:
        case Question.CONSENT:
            return (
                (button(phrases, language, "button.agree", "q:consent:yes"),),
                (button(phrases, language, "button.refuse", "refuse"),),
            )
        case Question.KIND:
            return columns([button(phrases, language, f"kind.{kind}", f"q:kind:{kind}") for kind in KINDS], 1)
        case Question.COUNTRY:
            codes = (*DESTINATIONS, OTHER)
            return columns([button(phrases, language, f"country.{code}", f"q:country:{code}") for code in codes], 2)
        case Question.PROVINCE:
            return ((button(phrases, language, "button.skip", "q:province:"),),)
        case Question.IDENTITY:
            return tuple(
                (button(phrases, language, f"identity.{one}", f"q:identity:{one}"),) for one in ("anonymous", "named")
            )
        case _:
            return ()


def _facts(phrases: Phrasebook, language: str, draft: Draft) -> dict[str, object]:
    nothing = phrases.say(language, "intake.nothing")
    return {
        "kind": phrases.say(language, f"kind.{draft.kind}"),
        "country": phrases.say(language, f"country.{draft.country}"),
        "province": escape(draft.province or nothing),
        "story": _shortened(draft.narrative) or nothing,
        "files": len(draft.files),
        "name": escape(draft.name) if draft.name else phrases.say(language, "identity.anonymous"),
    }


def _shortened(story: str) -> str:
    return escape(story if len(story) <= SHOWN_STORY else story[:SHOWN_STORY] + " …")


def _cancel(phrases: Phrasebook, language: str) -> Choice:
    return button(phrases, language, "button.cancel", "cancel")
