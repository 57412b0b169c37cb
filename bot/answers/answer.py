"""What is one answer, and how is its file read?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import yaml

from bot.answers.template import Template, read_template
from bot.errors import ContentError
from bot.places import all_places

PATH: Final = re.compile(r"^answers/([a-z_]+)/([a-z-]+)/([a-z]+)\.md$")
STATUSES: Final = ("draft", "reviewed")


@dataclass(frozen=True, slots=True)
class Answer:
    """A topic's text for a place in a language. `sources` are ids of facts the words rest on."""

    topic: str
    place: str
    language: str
    title: str
    sources: tuple[str, ...]
    status: str
    template: Template
    body: str


def path_of(topic: str, place: str, language: str) -> str:
    """Where the answer's text stands in content/ and among the versions."""
    return f"answers/{topic}/{place}/{language}.md"


def read_answer(path: str, text: str) -> Answer:
    """Raises ContentError naming the line."""
    named = PATH.match(path)
    if not named or named[2] not in all_places():
        raise ContentError(f"{path}: expected answers/<topic>/<place>/<language>.md with a known place")
    front, body, first_line = _split(path, text)
    status = front.get("status")
    if status not in STATUSES or not front.get("title"):
        raise ContentError(f"{path}, line 2: needs a title, and a status of {' or '.join(STATUSES)}")
    if status == "reviewed" and not (front.get("reviewed_by") and front.get("reviewed_on")):
        raise ContentError(f"{path}, line 2: reviewed needs reviewed_by and reviewed_on")
    try:
        template = read_template(body, first_line)
    except ContentError as error:
        raise ContentError(f"{path}, {error}") from error
    sources = tuple(front.get("sources") or ())
    return Answer(named[1], named[2], named[3], str(front["title"]), sources, status, template, body)


def review_lapsed(path: str, text: str, earlier: str) -> bool:
    """The words or sources changed since the review that the text still names; never for texts that cannot be read."""
    try:
        front, body, _ = _split(path, text)
        before, words, _ = _split(path, earlier)
    except ContentError:
        return False
    if front.get("status") != "reviewed" or (front == before and body.strip() == words.strip()):
        return False
    return all(front.get(name) == before.get(name) for name in ("status", "reviewed_by", "reviewed_on"))


def _split(path: str, text: str) -> tuple[Mapping[str, Any], str, int]:
    """Front matter, body, and the number of the body's first line."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != "---" or "---" not in [line.strip() for line in lines[1:]]:
        raise ContentError(f"{path}, line 1: front matter between two lines of --- is missing")
    end = [line.strip() for line in lines[1:]].index("---") + 1
    try:
        front = yaml.load("\n".join(lines[1:end]), Loader=yaml.CSafeLoader) or {}
    except yaml.YAMLError as error:
        raise ContentError(f"{path}, line 2: the front matter is not YAML") from error
    if not isinstance(front, dict):
        raise ContentError(f"{path}, line 2: the front matter must be `name: value` lines")
    return front, "\n".join(lines[end + 1 :]), end + 2
