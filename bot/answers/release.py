"""Which library is live, and how do the files of content/ and the stored versions stay in step?"""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.answers.library import Library, read_library
from bot.answers.versions import ContentUnit
from bot.i18n.phrasebook import Phrasebook

LOOK_EVERY: Final = 3.0
"""Seconds between two looks for a new version: an editor's change is live within ten in every process."""


def read_files(folder: Path) -> dict[str, str]:
    """Every answer and fact of content/ by its path inside it."""
    files = [*sorted(folder.glob("answers/**/*.md")), *sorted(folder.glob("facts/**/*.yml"))]
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


def read_folder(folder: Path, phrases: Phrasebook) -> Library:
    """The library of the files. Raises ContentError naming file and line."""
    return read_library(read_files(folder), phrases)


def import_folder(unit: ContentUnit, folder: Path, phrases: Phrasebook, now: datetime, author: str = "import") -> int:
    """Publishes what differs from the live texts, all or nothing; the caller commits. Raises ContentError."""
    files = read_files(folder)
    read_library(files, phrases)
    return unit.content.publish(files, author, now)


def import_new(unit: ContentUnit, folder: Path, phrases: Phrasebook, now: datetime) -> int:
    """At a start: publishes files nobody edited in the console since they were imported. Editors' words are kept."""
    files = read_files(folder)
    live = unit.content.live()
    theirs = {path for path, version in live.items() if version.author != "import"}
    fresh = {path: text for path, text in files.items() if path not in theirs}
    read_library({**{path: live[path].text for path in theirs}, **fresh}, phrases)
    return unit.content.publish(fresh, "import", now)


def export_folder(unit: ContentUnit, folder: Path) -> int:
    """Writes the live texts as files; answers how many differ from what was there."""
    changed = 0
    for path, version in unit.content.live().items():
        target = folder / path
        if target.exists() and target.read_text(encoding="utf-8") == version.text:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(version.text, encoding="utf-8")
        changed += 1
    return changed


class LiveLibrary:
    """The library of the newest versions; looks for newer ones every LOOK_EVERY seconds, when it is asked."""

    def __init__(self, open_unit: Callable[[], ContentUnit], phrases: Phrasebook) -> None:
        self._open_unit = open_unit
        self._phrases = phrases
        self._library: Library | None = None
        self._newest = -1
        self._looked = 0.0

    def current(self) -> Library:
        """A text that cannot be read keeps the library as it was: a wrong edit must not silence the bot."""
        if self._library is None or time.monotonic() - self._looked >= LOOK_EVERY:
            self._look()
        assert self._library is not None
        return self._library

    def _look(self) -> None:
        self._looked = time.monotonic()
        with self._open_unit() as unit:
            newest = unit.content.newest_id()
            if newest == self._newest and self._library is not None:
                return
            texts: Mapping[str, str] = {path: version.text for path, version in unit.content.live().items()}
        self._library = read_library(texts, self._phrases)
        self._newest = newest
