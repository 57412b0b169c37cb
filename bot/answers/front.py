"""How is the front matter of an answer read: title, sources, status, and who reviewed it when?"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import yaml

from bot.answers.finding import BadText, Finding

NAMES: Final = ("title", "sources", "status", "reviewed_by", "reviewed_on")
STATUSES: Final = ("draft", "reviewed")
FENCE: Final = "---"


@dataclass(frozen=True, slots=True)
class Front:
    """`sources` are ids of facts that the words rest on; `lines` say where each name stands."""

    title: str
    sources: tuple[str, ...]
    status: str
    reviewed_by: str
    reviewed_on: date | None
    lines: Mapping[str, int]


def read_front(path: str, text: str) -> tuple[Front, str, int]:
    """Returns the front matter, the body, and the number of the body's first line. Raises BadText."""
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines, 1) if line.strip() == FENCE][:2]
    if len(fences) < 2 or any(line.strip() for line in lines[: fences[0] - 1]):
        raise BadText(Finding(path, 1, "front matter between two lines of --- is missing"))
    start, end = fences
    where = _lines(path, lines[:end], start)
    front = _front(path, _values(path, lines[start : end - 1], start), where)
    return front, "\n".join(lines[end:]), end + 1


def _lines(path: str, lines: Sequence[str], start: int) -> dict[str, int]:
    """Where each name stands below line `start`. Raises BadText for a name that is not known or stands twice."""
    found: dict[str, int] = {}
    for number, line in enumerate(lines[start:], start + 1):
        if (named := re.match(r"([^\s:#-][^:]*?)\s*:", line)) is None:
            continue
        if named[1] not in NAMES:
            raise BadText(Finding(path, number, f"the front matter knows {', '.join(NAMES)}, not this name"))
        if named[1] in found:
            raise BadText(Finding(path, number, f"{named[1]} stands twice"))
        found[named[1]] = number
    return found


def _values(path: str, lines: Sequence[str], start: int) -> dict[str, Any]:
    try:
        values = yaml.load("\n".join(lines), Loader=yaml.CSafeLoader) or {}
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + start + 1
        raise BadText(Finding(path, line, "the front matter is not YAML")) from error
    except (ValueError, RecursionError) as error:
        raise BadText(Finding(path, start + 1, "a value of the front matter cannot be read")) from error
    if not isinstance(values, dict) or not values.keys() <= set(NAMES):
        raise BadText(Finding(path, start + 1, "the front matter must be `name: value` lines"))
    return values


def _front(path: str, values: Mapping[str, Any], where: Mapping[str, int]) -> Front:
    title, sources, status = values.get("title"), values.get("sources") or [], values.get("status")
    by, on = values.get("reviewed_by"), values.get("reviewed_on")
    for name, right, reason in (
        ("title", isinstance(title, str) and bool(title.strip()), "a title of words is missing"),
        (
            "sources",
            isinstance(sources, list) and all(isinstance(one, str) for one in sources),
            "a list of ids: [a, b]",
        ),
        ("status", status in STATUSES, f"a status is missing: {' or '.join(STATUSES)}"),
        ("reviewed_by", status == "draft" or isinstance(by, str), "reviewed needs reviewed_by, a name"),
        ("reviewed_on", status == "draft" or type(on) is date, "reviewed needs reviewed_on, a day such as 2026-11-24"),
    ):
        if not right:
            raise BadText(Finding(path, where.get(name, where.get("status", 2)), reason))
    return Front(
        title=str(title).strip(),
        sources=tuple(sources),
        status=str(status),
        reviewed_by=by if isinstance(by, str) else "",
        reviewed_on=on if type(on) is date else None,
        lines=dict(where),
    )
