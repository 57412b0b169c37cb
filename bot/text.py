"""What is a text with marks? Plain words, and which of them are bold, italic or a link.

A text is data until a channel sends it: no tag and no escaping stands in it, so nothing that a person wrote can become one.
Positions count characters (code points); a channel converts them to what it counts.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

MarkKind = Literal["bold", "italic", "link"]
UNSEEN: Final = frozenset(("Cc", "Cf", "Cs", "Zs", "Zl", "Zp"))
FILLERS: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Characters that Unicode calls letters, signs or symbols, and that nobody sees."""


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

    def part(self, start: int, end: int) -> "Text":
        """The characters from `start` up to, but not including, `end`, with the part of each mark that covers them."""
        cut = (_within(mark, start, end) for mark in self.marks)
        return Text(self.plain[start:end], tuple(mark for mark in cut if mark is not None))

    def strip(self) -> "Text":
        """Without white space at its ends."""
        start = len(self.plain) - len(self.plain.lstrip())
        return self.part(start, max(start, len(self.plain.rstrip())))

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
    plain, marks, start = list[str](), list[Mark](), 0
    for part in parts:
        plain.append(part.plain)
        marks += [replace(mark, start=mark.start + start) for mark in part.marks]
        start += len(part.plain) + len(separator)
    return Text(separator.join(plain), tuple(marks))


def blank(words: str) -> bool:
    """Nothing in it can be seen: spaces, controls, joiners and fillers at most."""
    return all(one in FILLERS or unicodedata.category(one) in UNSEEN for one in words)


def _within(mark: Mark, start: int, end: int) -> Mark | None:
    first, last = max(mark.start, start), min(mark.start + mark.length, end)
    return replace(mark, start=first - start, length=last - first) if first < last else None
