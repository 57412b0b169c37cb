"""Answers, offers, and the danger screen."""

from collections.abc import Sequence

from bot.answers.library import Library
from bot.i18n.phrasebook import Phrasebook
from bot.kinds import KINDS
from bot.messages import Reply
from bot.places import Corridor
from bot.screens.buttons import button, help_row, topic_buttons


def answer(phrases: Phrasebook, library: Library, topic: str, corridor: Corridor, language: str) -> Reply:
    """What is known about a topic; the complaint button carries the topic when it is a kind of complaint."""
    complaint = f"complaint:{topic}" if topic in KINDS else "complaint"
    rows = (
        (
            button(phrases, language, "button.helpful", "helpful"),
            button(phrases, language, "button.not_helpful", "not_helpful"),
        ),
        (button(phrases, language, "button.complaint", complaint), button(phrases, language, "button.menu", "menu")),
    )
    return Reply(library.tell(topic, corridor, language), rows)


def danger(phrases: Phrasebook, library: Library, corridor: Corridor, language: str) -> Reply:
    """The emergency numbers of the place, before everything else; then the urgent case."""
    rows = (
        (button(phrases, language, "button.urgent", "urgent"),),
        (button(phrases, language, "button.menu", "menu"),),
    )
    numbers = library.tell("emergency", corridor, language)
    return Reply(f"{phrases.say(language, 'danger.first')}\n\n{numbers}", rows)


def offer(phrases: Phrasebook, language: str, topics: Sequence[str]) -> Reply:
    """Not sure: the likely ones as buttons."""
    rows = (*topic_buttons(phrases, language, topics), help_row(phrases, language))
    return Reply(phrases.say(language, "offer.text"), rows)


def fallback(phrases: Phrasebook, language: str) -> Reply:
    """Not understood twice: the menu and a person."""
    rows = (
        (button(phrases, language, "button.person", "person"),),
        help_row(phrases, language),
    )
    return Reply(phrases.say(language, "fallback.text"), rows)


def person(phrases: Phrasebook, library: Library, corridor: Corridor, language: str) -> Reply:
    """Whom to call, and that staff read complaints."""
    rows = (help_row(phrases, language),)
    return Reply(f"{phrases.say(language, 'person.text')}\n\n{library.tell('hotlines', corridor, language)}", rows)
