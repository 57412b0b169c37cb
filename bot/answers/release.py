"""Which library is live, and how are the files of content/ read?"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from bot.answers.answer import Answer, read_answer
from bot.answers.facts import Facts, read_facts
from bot.answers.finding import BadText, Finding
from bot.answers.library import Library, read_library
from bot.answers.render import Renderer
from bot.answers.versions import ContentUnit, ContentVersions, Version
from bot.i18n.phrasebook import Phrasebook

LOOK_EVERY: Final = 3.0
"""Seconds between two looks for a new version: an editor's change is live within ten in every process."""
_log: Final = logging.getLogger(__name__)
T = TypeVar("T")


def read_files(folder: Path) -> dict[str, str]:
    """Every answer and fact of content/ by its path inside it. Raises BadText for a file that is not UTF-8."""
    files = [*sorted(folder.glob("answers/**/*.md")), *sorted(folder.glob("facts/**/*.yml"))]
    return {path.relative_to(folder).as_posix(): _read_file(folder, path) for path in files}


def read_folder(folder: Path, phrases: Phrasebook) -> Library:
    """The library of the files. Raises BadText naming file and line."""
    return read_library(read_files(folder), phrases)


def _read_file(folder: Path, path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadText(Finding(path.relative_to(folder).as_posix(), line, "not UTF-8")) from error


@dataclass(frozen=True, slots=True)
class Held:
    """What was read: the id of each path's newest version, the facts and answers that are told, and what cannot be."""

    stamp: tuple[int, int] = (-1, -1)
    ids: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    findings: Mapping[str, Finding] = field(default_factory=dict)


class LiveLibrary:
    """The library of the newest versions. A text that cannot be read leaves the words that were live before it: a wrong
    edit must not silence the bot."""

    def __init__(self, open_unit: Callable[[], ContentUnit], phrases: Phrasebook) -> None:
        self._open_unit = open_unit
        self._phrases = phrases
        self._live: tuple[Held, Library] | None = None

    def current(self) -> Library:
        """What was read last; looks by itself only when nothing was read yet."""
        if self._live is None:
            self.refresh()
        assert self._live is not None
        return self._live[1]

    def refresh(self) -> None:
        """Looks for newer versions and reads those alone. It reads the database: not in an event loop."""
        held = self._live[0] if self._live else Held()
        with self._open_unit() as unit:
            stamp = unit.content.stamp()
            if stamp == held.stamp:
                return
            held = _read(unit.content, held, stamp, self._phrases)
        if held.findings:
            _log.warning("%d texts of the content cannot be read; older words are told", len(held.findings))
        library = Library(held.answers, read_facts(held.facts), self._phrases, tuple(held.findings.values()))
        self._live = held, library

    def fresh(self) -> Library:
        """What is live at this moment: for the editing desk, which must see what it published."""
        self.refresh()
        return self.current()


def _read(content: ContentVersions, held: Held, stamp: tuple[int, int], phrases: Phrasebook) -> Held:
    """What is held now. When a fact changed, everything is read anew: any answer may tell it."""
    changed = content.changed(held.ids)
    if any(_is_fact(one.path) for one in changed):
        held = Held()
        changed = content.changed({})
    ids, findings = dict(held.ids), dict(held.findings)
    facts, answers = dict(held.facts), dict(held.answers)
    for version in (one for one in changed if _is_fact(one.path)):
        _keep(facts, findings, content, version, _fact_text)
    readable = _reading(read_facts(facts), phrases)
    for version in (one for one in changed if not _is_fact(one.path)):
        _keep(answers, findings, content, version, readable)
    ids |= {version.path: version.id for version in changed}
    return Held(stamp, ids, facts, answers, findings)


def _keep(
    into: dict[str, T],
    findings: dict[str, Finding],
    content: ContentVersions,
    version: Version,
    read: Callable[[Version], T],
) -> None:
    """The newest version that can be read; what is wrong with the newest is found."""
    findings.pop(version.path, None)
    into.pop(version.path, None)
    for one in _from(content, version):
        try:
            into[version.path] = read(one)
            return
        except BadText as error:
            findings.setdefault(version.path, error.findings[0])


def _from(content: ContentVersions, version: Version) -> Iterator[Version]:
    """The version, then the older ones of its path."""
    yield version
    yield from (one for one in content.history(version.path) if one.id < version.id)


def _reading(facts: Facts, phrases: Phrasebook) -> Callable[[Version], Answer]:
    renderer = Renderer(facts, phrases)

    def read(version: Version) -> Answer:
        """Raises BadText also when a placeholder cannot be filled."""
        answer = read_answer(version.path, version.text)
        if answer.language in phrases.languages and (missing := renderer.unfilled(answer)):
            raise BadText(*missing)
        return answer

    return read


def _fact_text(version: Version) -> str:
    read_facts({version.path: version.text})
    return version.text


def _is_fact(path: str) -> bool:
    return path.startswith("facts/")
