"""Answers, offers, and the danger screen."""

from collections.abc import Sequence

from bot.answers.library import Library
from bot.i18n.voice import Voice
from bot.kinds import KINDS
from bot.messages import Choice, Reply
from bot.places import Corridor
from bot.screens.buttons import button, help_row, topic_buttons
from bot.text import join


def answer(voice: Voice, library: Library, topic: str, corridor: Corridor) -> Reply:
    """What is known about a topic; the complaint button carries the topic when it is a kind of complaint."""
    complaint = f"complaint:{topic}" if topic in KINDS else "complaint"
    yes, no, complain, menu = voice.words("button.helpful", "button.not_helpful", "button.complaint", "button.menu")
    rows = (
        (Choice(yes, "helpful"), Choice(no, "not_helpful")),
        (Choice(complain, complaint), Choice(menu, "menu")),
    )
    return Reply(library.tell(topic, corridor, voice.language), rows)


def danger(voice: Voice, library: Library, corridor: Corridor, centre: str) -> Reply:
    """The emergency numbers of the place, before everything else; then the urgent case, and whose staff read it. Without a
    centre there is nobody to tell."""
    menu = (button(voice, "button.menu", "menu"),)
    rows = ((button(voice, "button.urgent", "urgent"),), menu) if centre else (menu,)
    numbers = library.tell("emergency", corridor, voice.language)
    who = (voice.say("danger.who_reads", centre=centre),) if centre else ()
    return Reply(join("\n\n", (voice.say("danger.first"), numbers, *who)), rows)


def offer(voice: Voice, topics: Sequence[str]) -> Reply:
    """Not sure: the likely ones as buttons."""
    rows = (*topic_buttons(voice, topics), help_row(voice))
    return Reply(voice.say("offer.text"), rows)


def fallback(voice: Voice) -> Reply:
    """Not understood twice: the menu and a person."""
    rows = (
        (button(voice, "button.person", "person"),),
        help_row(voice),
    )
    return Reply(voice.say("fallback.text"), rows)


def person(voice: Voice, library: Library, corridor: Corridor) -> Reply:
    """Whom to call, and that staff read complaints."""
    numbers = library.tell("hotlines", corridor, voice.language)
    return Reply(join("\n\n", (voice.say("person.text"), numbers)), (help_row(voice),))
