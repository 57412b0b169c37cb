"""How do answers become the live ones: from the editing desk, or from the files of content/? Nothing passes but the gate."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.answers.answer import review_lapsed
from bot.answers.facts import read_facts
from bot.answers.finding import BadText
from bot.answers.gate import MAX_SOURCE, gate, gate_all
from bot.answers.library import Library
from bot.answers.release import read_files
from bot.audit import AuditEntry
from bot.errors import BadInput, Stale
from bot.i18n.phrasebook import Phrasebook
from bot.places import Corridor
from bot.ports import UnitOfWork
from bot.staff.members import Staff
from bot.text import Text

IMPORT: Final = "import"
"""The author of what came from files; whatever has another was written at the editing desk."""


def preview(library: Library, path: str, text: str, corridor: Corridor) -> Text:
    """The text as it would be told. Raises BadText with what the gate finds."""
    _pass(path, text, library)
    return library.told(path, text, corridor)


def publish(
    unit: UnitOfWork, library: Library, staff: Staff, path: str, text: str, base: int, now: datetime, detail: str = ""
) -> None:
    """Makes the text the live one, and writes it into the audit log; the caller commits. `base` is the version that the
    editor saw.

    Raises BadText with what the gate finds, Stale when somebody published meanwhile, and BadInput when the text is
    too long or still names the review of other words.
    """
    if len(text) > MAX_SOURCE:
        raise BadInput("text", "too long")
    _pass(path, text, library)
    unit.content.hold(path)
    live = next(iter(unit.content.history(path)), None)
    if (live.id if live else 0) != base:
        raise Stale(path)
    if live is not None and review_lapsed(path, text, live.text):
        raise BadInput("text", "review")
    if unit.content.publish({path: text}, staff.login, now):
        unit.audit.write(AuditEntry(staff.login, "published", now, None, f"{path} {detail}".strip()))


def import_folder(unit: UnitOfWork, folder: Path, phrases: Phrasebook, now: datetime, author: str = IMPORT) -> int:
    """Publishes what differs from the live texts, all or nothing; the caller commits. Raises BadText."""
    published = _import(unit, read_files(folder), phrases, now, author)
    unit.audit.write(AuditEntry("operator", "content_imported", now, None, f"texts={published}"))
    return published


def import_new(unit: UnitOfWork, folder: Path, phrases: Phrasebook, now: datetime) -> int:
    """At a start: publishes files that nobody edited at the desk since they were imported. Editors' words are kept."""
    theirs = {path for path, version in unit.content.live().items() if version.author != IMPORT}
    fresh = {path: text for path, text in read_files(folder).items() if path not in theirs}
    published = _import(unit, fresh, phrases, now, IMPORT)
    if published:
        unit.audit.write(AuditEntry("operator", "content_imported", now, None, f"texts={published}"))
    return published


def export_folder(unit: UnitOfWork, folder: Path, now: datetime) -> int:
    """Writes the live texts as files; returns how many differ from what was there."""
    changed = 0
    for path, version in unit.content.live().items():
        target = folder / path
        if target.exists() and target.read_text(encoding="utf-8") == version.text:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(version.text, encoding="utf-8")
        changed += 1
    unit.audit.write(AuditEntry("operator", "content_exported", now, None, f"files={changed}"))
    return changed


def _pass(path: str, text: str, library: Library) -> None:
    if found := gate(path, text, library):
        raise BadText(*found)


def _import(unit: UnitOfWork, files: Mapping[str, str], phrases: Phrasebook, now: datetime, author: str) -> int:
    """When a fact changes, every file that tells facts is looked at again, else only those that change."""
    live = {path: version.text for path, version in unit.content.live().items()}
    fresh = {path: text for path, text in files.items() if live.get(path) != text}
    library = Library({}, read_facts({**live, **files}), phrases)
    told = files if any(not path.startswith("answers/") for path in fresh) else fresh
    if found := gate_all(told, library):
        raise BadText(*found)
    return unit.content.publish(fresh, author, now)
