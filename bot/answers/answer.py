"""What is one answer, and how is its file read?"""

import re
from dataclasses import dataclass
from typing import Final

from bot.answers.finding import BadText, Finding
from bot.answers.front import Front, read_front
from bot.answers.template import Template, read_template
from bot.errors import ContentError
from bot.places import all_places

PATH: Final = re.compile(r"^answers/([a-z_]+)/([a-z-]+)/([a-z]+)\.md$")


@dataclass(frozen=True, slots=True)
class Answer:
    """A topic's text for a place in a language."""

    topic: str
    place: str
    language: str
    front: Front
    template: Template
    first_line: int

    @property
    def path(self) -> str:
        """Where its text stands."""
        return path_of(self.topic, self.place, self.language)


def path_of(topic: str, place: str, language: str) -> str:
    """Where the answer's text stands in content/ and among the versions."""
    return f"answers/{topic}/{place}/{language}.md"


def read_answer(path: str, text: str) -> Answer:
    """Raises BadText naming the line."""
    named = PATH.match(path)
    if not named or named[2] not in all_places():
        raise BadText(Finding(path, 1, "expected answers/<topic>/<place>/<language>.md with a known place"))
    front, body, first_line = read_front(path, text)
    return Answer(named[1], named[2], named[3], front, read_template(path, body, first_line), first_line)


def review_lapsed(path: str, text: str, earlier: str) -> bool:
    """The words or sources changed since the review that the text still names; never for texts that cannot be read."""
    try:
        front, body, _ = read_front(path, text)
        before, words, _ = read_front(path, earlier)
    except ContentError:
        return False
    if front.status != "reviewed" or (_meant(front) == _meant(before) and body.strip() == words.strip()):
        return False
    return _review(front) == _review(before)


def _meant(front: Front) -> tuple[object, ...]:
    return front.title, front.sources, *_review(front)


def _review(front: Front) -> tuple[object, ...]:
    return front.status, front.reviewed_by, front.reviewed_on
