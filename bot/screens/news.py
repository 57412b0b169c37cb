"""What is said of a case when something happened to it, and the numbers that are left when nothing else can be sent.

News is worded when it is delivered: it says what is true then, in the language she has then.
"""

from bot.answers.library import Library
from bot.cases.case import Case
from bot.cases.states import Status
from bot.i18n.voice import Voice
from bot.mail.news import News
from bot.messages import Reply
from bot.places import Corridor
from bot.screens.buttons import button, kind_word
from bot.screens.cases import remedy_lines, standing
from bot.text import Text, join


def news(voice: Voice, case: Case | None, told: News) -> Reply:
    """To the worker: answer, or back to the menu. Without a case there is nothing to answer to."""
    menu = (button(voice, "button.menu", "menu"),)
    if case is None:
        return Reply(voice.say("case.gone"), (menu,))
    return Reply(_said(voice, case, told), ((button(voice, "button.answer", f"case:answer:{told.reference}"),), menu))


def alert(voice: Voice, case: Case, told: News, link: str) -> Reply:
    """To a centre's group, in one line: code, kind, urgency, link. No story and no name: a group has many eyes."""
    kind, urgency = kind_word(voice, case.kind), voice.word(f"urgency.{case.urgency}")
    return Reply(voice.say("staff.alert", code=told.reference, kind=kind, urgency=urgency, link=link))


def numbers(voice: Voice, library: Library, corridor: Corridor) -> Reply:
    """The emergency numbers of the place, a line each: what is sent when Telegram refused everything else."""
    return Reply(Text("\n".join(library.numbers(corridor, voice.language))))


def _said(voice: Voice, case: Case, told: News) -> Text:
    if told.kind == "staff_wrote":
        return voice.say("case.staff_wrote", code=told.reference, text=told.words)
    if told.kind == "closed":
        return _closed(voice, case)
    return voice.say(f"case.{told.kind}", code=told.reference)


def _closed(voice: Voice, case: Case) -> Text:
    """Outcome and remedy. When it was opened again meanwhile, how it stands now."""
    if case.outcome is None or case.status is not Status.CLOSED:
        return standing(voice, case)
    said = voice.say("case.closed", code=case.reference, outcome=voice.word(f"outcome.{case.outcome}"))
    return join("\n", (said, *remedy_lines(voice, case)))
