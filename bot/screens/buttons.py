"""Which buttons are there, and what do they say?"""

from collections.abc import Iterable, Sequence

from bot.i18n.voice import Voice
from bot.kinds import KINDS
from bot.messages import Choice

Rows = tuple[tuple[Choice, ...], ...]


def button(voice: Voice, key: str, press: str) -> Choice:
    """One button with a phrase on it."""
    return Choice(voice.word(key), press)


def kind_word(voice: Voice, kind: str) -> str:
    """What a kind of complaint is called; one that this version does not know (a damaged row) is "other"."""
    return voice.word(f"kind.{kind if kind in KINDS else 'other'}")


def columns(choices: Sequence[Choice], width: int) -> Rows:
    """Choices in rows of `width`."""
    return tuple(tuple(choices[start : start + width]) for start in range(0, len(choices), width))


def topic_buttons(voice: Voice, topics: Iterable[str]) -> Rows:
    """One topic (or thing to do) a row: names are long in some languages."""
    return tuple((button(voice, f"topic.{topic}", f"topic:{topic}"),) for topic in topics)


def help_row(voice: Voice) -> tuple[Choice, ...]:
    """Case and menu: always within reach."""
    return (
        button(voice, "button.complaint", "complaint"),
        button(voice, "button.menu", "menu"),
    )
