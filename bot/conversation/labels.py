"""Is a whole message the label of a button or a command? Then it does what the button does, and nothing is guessed.

Typed or pressed is the same. What she sees now comes first, then her language, then all others. In the middle of a story only
words that lead somewhere else are labels; the name of a topic may be what her story is about.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.answers.library import TOPICS
from bot.i18n.phrasebook import Phrasebook
from bot.understanding.text import normalize

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
}
"""Buttons and commands that lead out of wherever she is, and the phrases that name them. Where one destroys, it asks first."""
TYPED: Final = {token: f"typed.{token.partition(':')[2] or token}" for token in KEYS}
"""Other whole messages that say the same, one phrase each, divided by "|"."""
AROUND: Final = "typed.around"
_SIGN: Final = re.compile(r"[\w\u0300-\u036f\u0e31-\u0e4e\u0eb1-\u0ece\u102b-\u103e\u17b4-\u17d3]")
Shown = Sequence[tuple[str, str]]
"""The buttons she sees: token and label of each."""


class Labels:
    """The labels of all languages. Threads may share it."""

    def __init__(self, phrases: Phrasebook) -> None:
        self._ways = {code: _ways(phrases, code) for code in phrases.languages}
        self._topics = {code: _topics(phrases, code) for code in phrases.languages}
        self._around = {code: _around(phrases, code) for code in phrases.languages}

    def token(self, text: str, language: str | None, shown: Shown, telling: bool) -> str | None:
        """The token of the button whose label was typed; None when it is no label."""
        typed = compact(text)
        if not typed:
            return None
        for pressed, label in shown:
            if compact(label) == typed:
                return pressed
        first = [language] if language in self._ways else []
        tables = [self._ways] if telling else [self._ways, self._topics]
        codes = (*first, *(code for code in self._ways if code != language))
        found = (self._found(table[code], typed, code) for code in codes for table in tables)
        return next((token for token in found if token is not None), None)

    def _found(self, labels: Mapping[str, str], typed: str, code: str) -> str | None:
        """The typed words, then without what politeness puts before and behind them."""
        return next((labels[bare] for bare in _bared(typed, self._around[code]) if bare in labels), None)


def compact(text: str) -> str:
    """The letters and figures of a text alone, as they are compared: without emoji, points and spaces."""
    return "".join(_SIGN.findall(normalize(text)))


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


def _bared(typed: str, around: Sequence[str]) -> Iterator[str]:
    """The words as they are, then without one, two, three of politeness at either end."""
    layer = [typed]
    for _ in range(4):
        yield from layer
        begins = [one.removeprefix(word) for one in layer for word in around if one.startswith(word)]
        layer = [*begins, *(one.removesuffix(word) for one in layer for word in around if one.endswith(word))]
