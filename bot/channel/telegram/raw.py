"""What can be taken out of JSON that may be broken? Nothing here raises, whatever Telegram or a broken line brings.

An answer with a hundred updates is one piece of JSON: one that cannot be parsed must not take the others with it.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any, Final

LARGEST_ANSWER: Final = 4 * 1024 * 1024
"""Bytes of an answer that are read. What stands beyond is fetched again, after what came before was taken."""
MOST: Final = 100
"""Updates that are taken at once: as many as Telegram brings."""
LARGEST_NUMBER: Final = 2**53
DEEPEST: Final = 200
"""Arrays and objects within each other; what lies deeper is read as null (Python would give up at about 900)."""
KEPT: Final = 4_000
"""Characters of a text that is no JSON which are kept, sealed, for whoever looks into it."""
_TOKEN: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{},]', re.DOTALL)
_RESULT: Final = re.compile(r'"result"\s*:\s*\[')
_UPDATE: Final = re.compile(r'\{\s*"update_id"\s*:')
_UPDATE_ID: Final = re.compile(r'"update_id"\s*:\s*"?([0-9]{1,16})')
_DIGITS: Final = re.compile(r"-?[0-9]{1,17}")


@dataclass(frozen=True, slots=True)
class Unparsed:
    """What is no JSON: its beginning, the class of the error, and the id of the update where that can still be told."""

    text: str
    error: str
    update_id: int | None = None


def parsed(body: bytes | str) -> Any:
    """What the JSON says, or Unparsed. Numbers that no field holds stay text."""
    text = body if isinstance(body, str) else body.decode("utf-8-sig", "replace")
    try:
        return _loads(text)
    except (ValueError, RecursionError) as error:
        return _unparsed(text, error)


def too_large(body: bytes) -> Unparsed:
    """What is kept of something larger than an update can be."""
    return _unparsed(body[: 2 * KEPT].decode("utf-8-sig", "replace"), OverflowError())


def updates_in(body: bytes) -> list[Any] | None:
    """The updates of an answer to getUpdates, each parsed alone when all of them together cannot be. None when there is
    no list of them."""
    text = body.decode("utf-8-sig", "replace")
    answer = parsed(text)
    if isinstance(answer, Unparsed):
        return _salvaged(text, cut=len(body) >= LARGEST_ANSWER)
    found = thing(answer).get("result")
    return found[:MOST] if isinstance(found, list) else None


def thing(value: object) -> dict[str, Any]:
    """The object; an empty one when it is none."""
    return value if isinstance(value, dict) else {}


def number(value: object, least: int = -LARGEST_NUMBER, most: int = LARGEST_NUMBER) -> int | None:
    """The whole number, also where it is written as text or with a point; None when it is none or out of range."""
    if isinstance(value, str):
        value = int(value) if _DIGITS.fullmatch(value) else None
    elif isinstance(value, float):
        value = int(value) if value.is_integer() else None
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if least <= value <= most else None


def words(value: object) -> str:
    """The text, or the number as text; nothing when it is neither."""
    if isinstance(value, str):
        return value
    known = number(value)
    return "" if known is None else str(known)


def update_id_of(raw: object) -> int | None:
    """The update's id; None when it has none that can be read."""
    return raw.update_id if isinstance(raw, Unparsed) else number(thing(raw).get("update_id"), 0)


def _loads(text: str) -> Any:
    try:
        return json.loads(text, parse_int=_int, strict=False)
    except RecursionError:
        return json.loads(_pruned(text), parse_int=_int, strict=False)


def _int(digits: str) -> int | str:
    """Python refuses to read a number of 5,000 digits, and would refuse everything around it."""
    return int(digits) if len(digits) < 20 else digits


def _unparsed(text: str, error: Exception) -> Unparsed:
    found = _UPDATE_ID.search(text)
    return Unparsed(text[:KEPT], type(error).__name__, int(found[1]) if found else None)


def _pruned(text: str) -> str:
    """The JSON with null for all that lies deeper than DEEPEST."""
    kept, depth, since = [], 0, 0
    for token in _TOKEN.finditer(text):
        if token[0] in ("[", "{"):
            depth += 1
            if depth == DEEPEST + 1:
                kept.append(text[since : token.start()] + "null")
        elif token[0] in ("]", "}"):
            since = token.end() if depth == DEEPEST + 1 else since
            depth -= 1
    return "".join((*kept, text[since:] if depth <= DEEPEST else ""))


def _salvaged(text: str, cut: bool) -> list[Any] | None:
    """The elements of "result", one by one. Of an answer that breaks off (`cut`: because we stopped reading) the last
    one is left to be fetched again, unless it is the very first and will never fit. None when nothing is left."""
    begin = _RESULT.search(text)
    pieces = [] if begin is None else list(islice(_elements(text, begin.end()), MOST))
    whole = [parsed(piece) for piece, ended in pieces if ended]
    if not whole and cut:
        return [_unparsed(piece, OverflowError()) for piece, _ in pieces] or None
    return whole or None


def _elements(text: str, start: int) -> Iterator[tuple[str, bool]]:
    """The elements of an array that begins there, as text, and whether each ends. An update ends at the latest where the
    next begins: within what a person wrote no quotation mark stands that is not escaped."""
    starts = [start, *(found.start() for found in _UPDATE.finditer(text, start)), len(text)]
    for begin, end in pairwise(starts):
        final = end == len(text)
        yield from ((piece, ended or not final) for piece, ended in _pieces(text[begin:end], final) if piece.strip())


def _pieces(text: str, final: bool) -> Iterator[tuple[str, bool]]:
    """What stands between commas, and whether a comma or the end of the array follows."""
    start = depth = 0
    for token in _TOKEN.finditer(text):
        if token[0] in ("[", "{"):
            depth += 1
        elif depth and token[0] in ("]", "}"):
            depth -= 1
        elif not depth and token[0] in ("]", ","):
            yield text[start : token.start()], True
            start = token.end()
            if final and token[0] == "]":
                return
    yield text[start:], False
