"""How is a long text cut into messages that Telegram takes?

Telegram counts UTF-16 code units. A cut is made between paragraphs, else lines, else words; where a language writes no
spaces, ICU knows its words; at worst between letters, never between a letter and the signs on it.
"""

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Any, Final

from icu4py.breakers import CharacterBreaker, LineBreaker

from bot.text import FILLERS, Text, blank

LIMIT: Final = 4096
CONTEXT: Final = 64
"""Characters beyond the limit that ICU sees, so that it knows where the last word ends."""


def split(text: Text, limit: int = LIMIT) -> list[Text]:
    """The text in parts of at most `limit` UTF-16 code units, each with its marks; no part is blank."""
    if _fits(text.plain, limit):
        return [text]
    parts, rest = [], text.strip()
    while rest:
        end = _end(rest.plain, limit)
        parts.append(rest.part(0, end).strip())
        rest = rest.part(end, len(rest.plain)).strip()
    return [part for part in parts if not blank(part.plain)]


def units(plain: str) -> int:
    """How many UTF-16 code units Telegram will count."""
    return offsets(plain)[-1]


def _fits(plain: str, limit: int) -> bool:
    """It begins and ends with something that can be seen, and is short enough: what most texts are."""
    first = plain[:1]
    seen = first.isprintable() and first not in FILLERS and plain == plain.strip()
    return bool(plain) and seen and units(plain) <= limit


def offsets(plain: str) -> list[int]:
    """Where each character begins in UTF-16 code units, and where the text ends."""
    return list(accumulate((2 if ord(letter) > 0xFFFF else 1 for letter in plain), initial=0))


def _end(plain: str, limit: int) -> int:
    """How many characters the first part takes: all when they fit, else those before the best place for a cut."""
    full = max(bisect_right(offsets(plain[: limit + 1]), limit) - 1, 1)
    if full >= len(plain):
        return len(plain)
    for cuts in (_paragraphs, _lines, _words, _letters):
        for cut in cuts(plain, full):
            if cut > 0 and not _begins_with_sign(plain[cut:]):
                return cut
    return full


def _paragraphs(plain: str, full: int) -> Iterator[int]:
    """The last ends first; so do the others."""
    return _found(plain, "\n\n", full)


def _lines(plain: str, full: int) -> Iterator[int]:
    return _found(plain, "\n", full)


def _words(plain: str, full: int) -> Iterator[int]:
    """Where a line may be broken. Spaces at a cut go, so the words before them may reach a little further."""
    return (cut for cut in _ends(LineBreaker(plain[: full + CONTEXT], "en")) if len(plain[:cut].rstrip()) <= full)


def _letters(plain: str, full: int) -> Iterator[int]:
    return (cut for cut in _ends(CharacterBreaker(plain[: full + CONTEXT], "en")) if cut <= full)


def _found(plain: str, mark: str, full: int) -> Iterator[int]:
    cut = plain.rfind(mark, 0, full + len(mark))
    while cut > 0:
        yield cut
        cut = plain.rfind(mark, 0, cut + len(mark) - 1)


def _ends(segments: Iterable[Any]) -> list[int]:
    """Where segments end, the last first. ICU counts UTF-16 units, so their characters are counted here."""
    return list(accumulate(len(str(one)) for one in segments))[::-1]


def _begins_with_sign(rest: str) -> bool:
    """A vowel sign, a tone mark or a joiner would stand alone at the start of the next part."""
    first = rest.lstrip()[:1]
    return first == "\u200d" or (first != "" and unicodedata.category(first)[0] == "M")
