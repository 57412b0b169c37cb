"""Which version of each text is live, and who wrote the ones before it?

Content is a list of immutable versions. A version holds the text of one file of content/ as it stands there
("answers/unpaid_wages/th/km.md", "facts/hotlines.yml"); the newest version of a path is the live one.
Publishing adds versions in one transaction; putting an old one back publishes its text again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, Self


@dataclass(frozen=True, slots=True)
class Version:
    """One text of one path. `id` grows with every version of any path; `author` is a staff login or "import"."""

    id: int
    path: str
    text: str
    author: str
    published_at: datetime


class ContentVersions(Protocol):
    """Stored versions of content."""

    def stamp(self) -> tuple[int, int]:
        """Another one after every publication: the id of the newest version and how many there are. An id alone would
        not do: of two editors, the one with the smaller id may commit later."""
        ...

    def changed(self, known: Mapping[str, int]) -> Sequence[Version]:
        """The newest version of every path, without those whose id is known already."""
        ...

    def hold(self, path: str) -> None:
        """Nobody else publishes this path until this unit of work ends."""
        ...

    def live(self) -> Mapping[str, Version]:
        """The newest version of every path."""
        ...

    def history(self, path: str) -> Sequence[Version]:
        """All versions of a path, the newest first."""
        ...

    def publish(self, texts: Mapping[str, str], author: str, now: datetime) -> int:
        """Adds a version of each path whose text differs from the live one; returns how many were added."""
        ...


class ContentUnit(Protocol):
    """The part of a unit of work (bot.ports) that publishing needs."""

    content: ContentVersions

    def __enter__(self) -> Self: ...
    def __exit__(self, *exc: object) -> None: ...
