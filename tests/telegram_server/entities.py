"""Would Telegram take these entities over this text, and do they mark what they are meant to?"""

from itertools import combinations
from typing import Any

KINDS = {"bold", "italic", "text_link"}
"""What Kawan sends; Telegram knows more."""


def problems_of(text: str, entities: list[dict[str, Any]]) -> list[str]:
    """What is wrong with them, as sentences."""
    raw = text.encode("utf-16-le")
    found = [problem for one in entities for problem in _alone(raw, one)]
    crossing = [pair for pair in combinations(map(_range, entities), 2) if _cross(*pair)]
    return [*found, *(f"entities cross: {pair}" for pair in crossing)]


def units(text: str) -> int:
    """UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def words_of(text: str, entity: dict[str, Any]) -> str:
    """The words that an entity covers, as Telegram counts."""
    start, end = _range(entity)
    return text.encode("utf-16-le")[start * 2 : end * 2].decode("utf-16-le")


def _alone(raw: bytes, entity: dict[str, Any]) -> list[str]:
    start, end = _range(entity)
    if entity["type"] not in KINDS or (entity["type"] == "text_link") != ("url" in entity):
        return [f"unknown entity {entity['type']}, or one with a wrong address"]
    if not 0 <= start < end <= len(raw) // 2:
        return ["an entity is empty or ends beyond the text"]
    try:
        words = raw[start * 2 : end * 2].decode("utf-16-le")
    except UnicodeDecodeError:
        return ["an entity cuts a character in two"]
    return [] if words == words.strip() else ["an entity begins or ends with white space"]


def _range(entity: dict[str, Any]) -> tuple[int, int]:
    return entity["offset"], entity["offset"] + entity["length"]


def _cross(one: tuple[int, int], other: tuple[int, int]) -> bool:
    (start, end), (first, last) = sorted((one, other))
    return start < first < end < last
