"""What is a text with marks? Plain words, and which of them are bold, italic or a link.

A text is data until a channel sends it: no tag and no escaping stands in it, so nothing that a person wrote can become one.
Positions count characters (code points); a channel converts them to what it counts.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

MarkKind = Literal["bold", "italic", "link"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Part of a text that is shown otherwise: `length` characters from `start` on. A link has an address."""

    kind: MarkKind
    start: int
    length: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Words and their marks. `plain` is in Unicode's composed form (NFC): composing later would move the marks."""

    plain: str
    marks: tuple[Mark, ...] = ()

    def __add__(self, other: "Text | str") -> "Text":
        more = other if isinstance(other, Text) else text(other)
        moved = tuple(replace(mark, start=mark.start + len(self.plain)) for mark in more.marks)
        return Text(self.plain + more.plain, self.marks + moved)

    def __bool__(self) -> bool:
        return bool(self.plain)

    def __str__(self) -> str:
        return self.plain


def text(words: str) -> Text:
    """Words without marks."""
    return Text(unicodedata.normalize("NFC", words))


def bold(words: str) -> Text:
    """Words that are bold; no mark on nothing."""
    plain = unicodedata.normalize("NFC", words)
    return Text(plain, (Mark("bold", 0, len(plain)),) if plain.strip() else ())


def join(separator: str, parts: Iterable[Text]) -> Text:
    """The parts with the separator between them."""
    joined = Text("")
    for number, part in enumerate(parts):
        joined = joined + separator + part if number else part
    return joined
