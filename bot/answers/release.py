"""What of the content changed, and which words are told when the newest cannot be read? And: the files of content/."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeVar

from bot.answers.answer import Answer, read_answer
from bot.answers.facts import Facts, read_facts
from bot.answers.finding import BadText, Finding
from bot.answers.render import Renderer
from bot.answers.versions import ContentVersions, Version
from bot.i18n.phrasebook import Phrasebook

LOOK_EVERY: Final = 3.0
"""Seconds between two looks for a new version: an editor's change is live within ten in every process."""
T = TypeVar("T")


def read_files(folder: Path) -> dict[str, str]:
    """Every answer and fact of content/ by its path inside it. Raises BadText for what cannot be read, or is not UTF-8."""
    files = [*sorted(folder.glob("answers/**/*.md")), *sorted(folder.glob("facts/**/*.yml"))]
    return {path.relative_to(folder).as_posix(): _read_file(folder, path) for path in files}


def _read_file(folder: Path, path: Path) -> str:
    name = path.relative_to(folder).as_posix()
    try:
        if not path.is_file():
            raise BadText(Finding(name, 1, "is no file"))
        content = path.read_bytes()
    except OSError as error:
        raise BadText(Finding(name, 1, f"cannot be read ({error.strerror})")) from error
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise BadText(Finding(name, line, "not UTF-8")) from error


@dataclass(frozen=True, slots=True)
class Held:
    """What was read: the id of each path's newest version, the facts and answers that are told, and what cannot be."""

    stamp: tuple[int, int] = (-1, -1)
    ids: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Answer] = field(default_factory=dict)
    findings: Mapping[str, Finding] = field(default_factory=dict)


def read_changes(content: ContentVersions, held: Held, phrases: Phrasebook) -> Held:
    """What is held now; the same when nothing changed. When a fact changed, everything is read anew: any answer may tell it."""
    stamp = content.stamp()
    if stamp == held.stamp:
        return held
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
