"""Which buttons are there, and what do they say?"""

from collections.abc import Iterable, Sequence

from bot.i18n.phrasebook import Phrasebook
from bot.messages import Choice

Rows = tuple[tuple[Choice, ...], ...]


def button(phrases: Phrasebook, language: str | None, key: str, press: str) -> Choice:
    """One button with a phrase on it."""
    return Choice(phrases.say(language, key), press)


def columns(choices: Sequence[Choice], width: int) -> Rows:
    """Choices in rows of `width`."""
    return tuple(tuple(choices[start : start + width]) for start in range(0, len(choices), width))


def topic_buttons(phrases: Phrasebook, language: str | None, topics: Iterable[str]) -> Rows:
    """One topic (or thing to do) a row: names are long in some languages."""
    return tuple((button(phrases, language, f"topic.{topic}", f"topic:{topic}"),) for topic in topics)


def help_row(phrases: Phrasebook, language: str | None) -> tuple[Choice, ...]:
    """Case and menu: always within reach."""
    return (
        button(phrases, language, "button.complaint", "complaint"),
        button(phrases, language, "button.menu", "menu"),
    )
