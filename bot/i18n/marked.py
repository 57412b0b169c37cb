"""How is a sentence with small markup read into text, marks and placeholders?

<b> ... </b> is bold and <i> ... </i> is italic; {name} is filled later; {{ and }} are braces. Character references
(&amp; &lt; &#233;) are the characters they name. Everything else is text: "salary < 10" and "a & b" say what they say.
It is read once; what is filled in later is data, and nothing in it can become a mark.
"""

import html
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.errors import ContentError
from bot.text import Mark, MarkKind, Text

KINDS: Final[Mapping[str, MarkKind]] = {"b": "bold", "i": "italic"}
TOKEN: Final = re.compile(
    r"<(?P<close>/?)(?P<tag>[bi])>"
    r"|(?P<unknown><[/!?]?[A-Za-z-]*)(?<=[A-Za-z/!?-])"
    r"|(?P<reference>&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)"
    r"|(?P<brace>\{\{|\}\})"
    r"|\{(?P<name>[a-z_]+(?::[^{}\s]+)?)\}"
    r"|(?P<stray>[{}])"
)


class MarkupError(ContentError):
    """Markup that cannot be meant. `position` is the number of the character, from 1 on."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(f"character {position}: {reason}")
        self.position = position
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Piece:
    """Words, or a placeholder to be filled: then `words` is its name."""

    words: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A mark over the pieces from `first` up to, but not including, `last`."""

    kind: MarkKind
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A sentence that was read."""

    pieces: tuple[Piece, ...]
    spans: tuple[Span, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Its placeholders, in their order."""
        return tuple(piece.words for piece in self.pieces if piece.open)

    @property
    def words(self) -> str:
        """What it says itself; a placeholder counts as nothing."""
        return "".join(piece.words for piece in self.pieces if not piece.open)

    def fill(self, values: Mapping[str, Text]) -> Text:
        """The text with its placeholders filled. Raises KeyError naming one that has no value."""
        parts = [values[piece.words] if piece.open else Text(piece.words) for piece in self.pieces]
        starts, inner = [0], list[Mark]()
        for part in parts:
            inner += [Mark(mark.kind, starts[-1] + mark.start, mark.length, mark.url) for mark in part.marks]
            starts.append(starts[-1] + len(part.plain))
        outer = [Mark(one.kind, starts[one.first], starts[one.last] - starts[one.first]) for one in self.spans]
        seen = tuple(mark for mark in (*outer, *inner) if mark.length)
        return Text("".join(part.plain for part in parts), seen)


def read_marked(source: str) -> Marked:
    """Reads a sentence, in Unicode's composed form. Raises MarkupError: a tag is unknown, not closed or crosses
    another, or a brace stands alone."""
    pieces, spans, opened = list[Piece](), list[Span](), list[tuple[str, int, int]]()
    for found, words in _tokens(unicodedata.normalize("NFC", source)):
        if words:
            pieces.append(Piece(words))
        if found is None:
            continue
        if found["name"]:
            pieces.append(Piece(found["name"], open=True))
        elif not found["tag"]:
            pieces.append(Piece(_meant(found)))
        elif not found["close"]:
            opened.append((found["tag"], len(pieces), found.start()))
        else:
            spans.append(_closed(found, opened, len(pieces)))
    if opened:
        raise MarkupError(opened[-1][2] + 1, f"<{opened[-1][0]}> is not closed")
    return Marked(tuple(pieces), tuple(sorted(spans, key=lambda one: (one.first, -one.last))))


def _tokens(source: str) -> Iterator[tuple[re.Match[str] | None, str]]:
    """Each piece of markup with the words before it; at the end the words after the last."""
    end = 0
    for found in TOKEN.finditer(source):
        yield found, source[end : found.start()]
        end = found.end()
    yield None, source[end:]


def _meant(found: re.Match[str]) -> str:
    """The characters that a reference or a doubled brace stands for; a reference that nobody knows is text."""
    if found["reference"]:
        return unicodedata.normalize("NFC", html.unescape(found["reference"]))
    if found["brace"]:
        return found["brace"][0]
    if found["stray"]:
        raise MarkupError(found.start() + 1, f"{found['stray']} belongs to no placeholder")
    raise MarkupError(
        found.start() + 1, f"{found['unknown']} is no tag that may be used; as a sign, < stands before a space"
    )


def _closed(found: re.Match[str], opened: list[tuple[str, int, int]], last: int) -> Span:
    if not opened or opened[-1][0] != found["tag"]:
        crossed = any(tag == found["tag"] for tag, _, _ in opened)
        raise MarkupError(
            found.start() + 1, f"</{found['tag']}> {'crosses another tag' if crossed else 'closes nothing'}"
        )
    tag, first, _ = opened.pop()
    return Span(KINDS[tag], first, last)
