"""The complaint's questions, its summary and its receipt."""

from collections.abc import Sequence
from datetime import timedelta

from bot.cases.case import Case
from bot.i18n.voice import Voice
from bot.intake.draft import Draft
from bot.intake.drafts import UNDO_KEPT
from bot.intake.files import MAX_FILE_BYTES, MAX_FILES
from bot.intake.questions import EDITABLE, Question
from bot.kinds import KINDS
from bot.messages import Choice, Reply
from bot.places import DESTINATIONS, OTHER
from bot.screens.buttons import Rows, button, columns, help_row, kind_word
from bot.text import join

SHOWN_STORY = 1_500
"""Characters of her story that the summary and the receipt repeat; the whole of it is filed."""


def question(voice: Voice, draft: Draft, asked: Question) -> Reply:
    """The next question with its buttons; in the middle of a story, how much of it is here."""
    if asked is Question.SUMMARY:
        return summary(voice, draft)
    if asked is Question.STORY and (draft.story or draft.files):
        return story_grows(voice, draft)
    said = voice.say(f"ask.{asked}", files=MAX_FILES, megabytes=MAX_FILE_BYTES // 2**20)
    return Reply(said, (*_choices(voice, asked), (_cancel(voice),)))


def story_grows(voice: Voice, draft: Draft) -> Reply:
    """Heard; more, or done?"""
    rows = ((button(voice, "button.done", "q:story:"),), (_cancel(voice),))
    return Reply(voice.say("intake.heard", messages=len(draft.story), files=len(draft.files)), rows)


def problem(voice: Voice, reason: str, files: int = MAX_FILES) -> Reply:
    """Why an answer could not be taken; `files` is how many there may be."""
    return Reply(voice.say(f"problem.{reason}", files=files, megabytes=MAX_FILE_BYTES // 2**20))


def summary(voice: Voice, draft: Draft) -> Reply:
    """All answers, each with a way to change it; then send."""
    edits = [button(voice, f"edit.{one}", f"edit:{one}") for one in EDITABLE]
    rows = (
        (button(voice, "button.send", f"send:{draft.id}"),),
        *columns(edits, 2),
        (_cancel(voice),),
    )
    return Reply(voice.say("intake.summary", **_facts(voice, draft)), rows)


def receipt(voice: Voice, complaint: Case, hours: int) -> Reply:
    """The code, a copy of what was sent, and what comes next."""
    said = voice.say(
        "intake.receipt",
        code=complaint.reference,
        kind=kind_word(voice, complaint.kind),
        story=_shortened(complaint.narrative),
        hours=hours,
    )
    return Reply(
        said,
        ((button(voice, "button.status", "status"), button(voice, "button.menu", "menu")),),
    )


def staff_told(voice: Voice, case: Case, centre: str, numbers: Sequence[str], undo: bool) -> Reply:
    """Staff have an urgent case: the code, that it is no emergency service, the number that is, and what to write next.
    `undo`: it can be taken back."""
    said = [voice.say("danger.staff_told", code=case.reference, centre=centre)]
    if numbers:
        said.append(voice.say("danger.call_meanwhile", number=numbers[0]))
    said.append(voice.say("danger.write_more"))
    menu = (button(voice, "button.menu", "menu"),)
    rows = ((button(voice, "button.take_back", f"case:takeback:{case.reference}"),), menu) if undo else (menu,)
    return Reply(join("\n\n", said), rows)


def ask_cancel(voice: Voice) -> Reply:
    """Throw away what she told?"""
    rows = ((button(voice, "button.cancel_yes", "cancel:yes"),), (button(voice, "button.go_on", "complaint"),))
    return Reply(voice.say("intake.ask_cancel"), rows)


def cancelled(voice: Voice) -> Reply:
    """What was told is put away, and can be had back for a while."""
    rows = ((button(voice, "button.undo", "undo"),), help_row(voice))
    return Reply(voice.say("intake.cancelled", minutes=round(UNDO_KEPT / timedelta(minutes=1))), rows)


def ask_move(voice: Voice, old: str, new: str) -> Reply:
    """She changed her country while telling a complaint: where did that happen?"""
    rows = tuple((button(voice, f"country.{one}", f"q:country:{one}"),) for one in dict.fromkeys((old, new)))
    return Reply(voice.say("intake.ask_move"), rows)


def _choices(voice: Voice, asked: Question) -> Rows:
    match asked:
        case Question.CONSENT:
            return (
                (button(voice, "button.agree", "q:consent:yes"),),
                (button(voice, "button.refuse", "refuse"),),
            )
        case Question.KIND:
            return columns([button(voice, f"kind.{kind}", f"q:kind:{kind}") for kind in KINDS], 1)
        case Question.COUNTRY:
            codes = (*DESTINATIONS, OTHER)
            return columns([button(voice, f"country.{code}", f"q:country:{code}") for code in codes], 2)
        case Question.PROVINCE:
            return ((button(voice, "button.skip", "q:province:"),),)
        case Question.IDENTITY:
            return tuple((button(voice, f"identity.{one}", f"q:identity:{one}"),) for one in ("anonymous", "named"))
        case _:
            return ()


def draft_lost(voice: Voice) -> Reply:
    """What she was telling cannot be opened any more. No buttons: those of what follows are the ones she needs."""
    return Reply(voice.say("draft.lost"))


def _facts(voice: Voice, draft: Draft) -> dict[str, object]:
    nothing = voice.word("intake.nothing")
    return {
        "kind": voice.word(f"kind.{draft.kind}"),
        "country": voice.word(f"country.{draft.country}"),
        "province": draft.province or nothing,
        "story": _shortened(draft.narrative) or nothing,
        "files": len(draft.files),
        "name": draft.name or voice.word("identity.anonymous"),
    }


def _shortened(story: str) -> str:
    return story if len(story) <= SHOWN_STORY else story[:SHOWN_STORY] + " …"


def _cancel(voice: Voice) -> Choice:
    return button(voice, "button.cancel", "cancel")
