"""Which whole messages are the label of a button or a command? Typed or pressed is the same, and nothing is guessed.

In the middle of a story only words that lead somewhere else are labels; the name of a topic may be what her story is about.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.answers.library import TOPICS
from bot.i18n.phrasebook import Phrasebook
from bot.understanding.text import compact

KEYS: Final[Mapping[str, Sequence[str]]] = {
    "menu": ("button.menu", "command.menu", "topic.menu"),
    "complaint": ("button.complaint", "command.complaint", "topic.make_complaint"),
    "status": ("button.status", "command.status", "topic.complaint_status"),
    "person": ("button.person", "topic.talk_to_person"),
    "privacy": ("button.privacy", "command.privacy", "topic.privacy"),
    "language": ("button.language", "command.language", "topic.change_language"),
    "corridor": ("button.corridor", "topic.change_corridor"),
    "cancel": ("button.cancel", "topic.cancel"),
    "act:delete_my_data": ("command.delete", "topic.delete_my_data"),
    "topic:emergency": ("topic.emergency",),
    "urgent": ("button.urgent",),
}
"""Buttons and commands that lead out of wherever she is, and the phrases that name them. Where one destroys, it asks first."""
TYPED: Final = {token: f"typed.{token.partition(':')[2] or token}" for token in KEYS}
"""Other whole messages that say the same, one phrase each, divided by "|"."""
AROUND: Final = "typed.around"


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of all languages, compact. By language: those that lead elsewhere, and names of topics and languages, each
    with the token of its button; and words of politeness that may stand before and behind one."""

    ways: Mapping[str, Mapping[str, str]]
    topics: Mapping[str, Mapping[str, str]]
    around: Mapping[str, Sequence[str]]


def read_labels(phrases: Phrasebook) -> Labels:
    """Those of the catalogues."""
    codes = phrases.languages
    return Labels(
        {code: _ways(phrases, code) for code in codes},
        {code: _topics(phrases, code) for code in codes},
        {code: _around(phrases, code) for code in codes},
    )


def _ways(phrases: Phrasebook, language: str) -> dict[str, str]:
    labels = {compact(one): token for token in KEYS for one in _variants(phrases, language, TYPED[token])}
    return labels | {compact(phrases.word(language, key)): token for token, keys in KEYS.items() for key in keys}


def _topics(phrases: Phrasebook, language: str) -> dict[str, str]:
    names = {compact(phrases.languages[language].name): f"lang:{language}"}
    return names | {compact(phrases.word(language, f"topic.{topic}")): f"topic:{topic}" for topic in TOPICS}


def _around(phrases: Phrasebook, language: str) -> tuple[str, ...]:
    return tuple(sorted({compact(one) for one in _variants(phrases, language, AROUND)} - {""}, key=len, reverse=True))


def _variants(phrases: Phrasebook, language: str, key: str) -> list[str]:
    return [one.strip() for one in phrases.word(language, key).split("|") if one.strip()]
