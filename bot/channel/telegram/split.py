"""How is a long text cut into messages that Telegram takes?

Telegram counts UTF-16 code units of what is seen: a tag counts nothing, an entity (&amp;) one. A cut is made between
paragraphs, else lines, else words; tags that are open there are closed, and opened again in the next part.
"""

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

LIMIT: Final = 4096
_TOKEN: Final = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});|.", re.DOTALL)
_NAME: Final = re.compile(r"</?([a-zA-Z-]+)")


@dataclass(frozen=True, slots=True)
class _Token:
    """A tag (which has no width), an entity or a character."""

    raw: str
    width: int

    @property
    def closes(self) -> bool:
        return not self.width and self.raw.startswith("</")

    @property
    def blank(self) -> bool:
        return self.width > 0 and self.raw.isspace()


def split(text: str, limit: int = LIMIT) -> list[str]:
    """The text in parts of at most `limit` visible UTF-16 code units, each whole in itself; no part is blank."""
    tokens, parts, opened = _tokens(text), [], ()  # type: tuple[_Token, ...], list[str], tuple[str, ...]
    while any(token.width and not token.blank for token in tokens):
        end = _end(tokens, limit)
        head, tokens = _trim(tokens[:end]), _without_leading_blanks(tokens[end:])
        still_open = _open_after(opened, head)
        if any(token.width and not token.blank for token in head):
            parts.append("".join((*opened, *(token.raw for token in head), *_closers(still_open))))
        opened = still_open
    return parts


def width(text: str) -> int:
    """How many UTF-16 code units Telegram will count."""
    return sum(token.width for token in _tokens(text))


def _tokens(text: str) -> tuple[_Token, ...]:
    return tuple(_Token(raw, _width(raw)) for raw in _TOKEN.findall(text))


def _width(raw: str) -> int:
    if raw[0] == "<" and len(raw) > 1:
        return 0
    return sum(2 if ord(letter) > 0xFFFF else 1 for letter in html.unescape(raw)) or 1


def _end(tokens: Sequence[_Token], limit: int) -> int:
    """Where the first part ends: all of it when it fits, else the best place for a cut, and past closing tags there."""
    full = _reach(tokens, limit)
    if full == len(tokens):
        return full
    end = _best_cut(tokens, full)
    while end < len(tokens) and tokens[end].closes:
        end += 1
    return end


def _reach(tokens: Sequence[_Token], limit: int) -> int:
    """How many tokens fit; at least one that is seen."""
    used = 0
    for index, token in enumerate(tokens):
        used += token.width
        if used > limit and used > token.width:
            return index
    return len(tokens)


def _best_cut(tokens: Sequence[_Token], full: int) -> int:
    """The last paragraph, else line, else word that ends within reach and is not at the very start."""
    seen = next((index for index, token in enumerate(tokens) if token.width and not token.blank), full)
    for cuts in (_paragraph_ends, _line_ends, _word_ends):
        cut = max((index for index in cuts(tokens, full) if index > seen), default=None)
        if cut is not None:
            return cut
    return _between_letters(tokens, full, seen)


def _paragraph_ends(tokens: Sequence[_Token], full: int) -> Iterator[int]:
    return (at for at in _line_ends(tokens, full) if at + 1 < len(tokens) and tokens[at + 1].raw == "\n")


def _line_ends(tokens: Sequence[_Token], full: int) -> Iterator[int]:
    return (at for at in range(full + 1) if tokens[at].raw == "\n")


def _word_ends(tokens: Sequence[_Token], full: int) -> Iterator[int]:
    return (at for at in range(full + 1) if tokens[at].blank)


def _between_letters(tokens: Sequence[_Token], full: int, seen: int) -> int:
    """Not between a letter and the vowel signs or tone marks on it, which would stand alone in the next part."""
    cut = full
    while cut > seen + 1 and unicodedata.category(tokens[cut].raw[0])[0] == "M":
        cut -= 1
    return cut if cut > seen + 1 else full


def _trim(tokens: Sequence[_Token]) -> list[_Token]:
    """Without blanks at the end of what is seen; tags stay."""
    last = max((at for at, token in enumerate(tokens) if token.width and not token.blank), default=-1)
    return [token for at, token in enumerate(tokens) if at <= last or not token.blank]


def _without_leading_blanks(tokens: Sequence[_Token]) -> tuple[_Token, ...]:
    first = next((at for at, token in enumerate(tokens) if token.width and not token.blank), len(tokens))
    return tuple(token for at, token in enumerate(tokens) if at >= first or not token.blank)


def _open_after(opened: tuple[str, ...], tokens: Sequence[_Token]) -> tuple[str, ...]:
    """The opening tags that are still open, the outermost first."""
    stack = list(opened)
    for token in tokens:
        if token.closes and stack:
            stack.pop()
        elif not token.width:
            stack.append(token.raw)
    return tuple(stack)


def _closers(opened: Sequence[str]) -> Iterator[str]:
    for tag in reversed(opened):
        found = _NAME.match(tag)
        yield f"</{found[1]}>" if found else ""
