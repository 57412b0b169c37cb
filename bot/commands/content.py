"""Check, import and export of content/."""

import sys
from collections.abc import Mapping
from pathlib import Path

from bot.answers.check import check_content
from bot.answers.facts import read_facts
from bot.answers.finding import BadText
from bot.answers.release import read_files
from bot.commands.opening import open_house
from bot.errors import ContentError
from bot.house import CONTENT, utc_now
from bot.i18n.phrasebook import load_phrasebook
from bot.settings import read_settings
from bot.usecases.publishing import export_folder, import_folder
from bot.usecases.shipped import PATH, read_shipped_file


def content(deed: str, folder: Path | None) -> int:
    """Findings are printed by file and line; with any, the exit code is 1 and nothing is imported."""
    folder = folder or CONTENT
    if deed == "check":
        return check(folder)
    house = open_house(read_settings())
    with house.open_unit() as unit:
        if deed == "export":
            written = export_folder(unit, folder, utc_now())
            unit.commit()
            print(f"{written} files written to {folder.name}/")
            return 0
        if check(folder):
            return 1
        published = import_folder(unit, folder, house.phrases, utc_now())
        unit.commit()
    print(f"{published} texts published.")
    return 0


def check(folder: Path) -> int:
    """1 when there is something to mend."""
    if not folder.is_dir():
        raise ContentError(f"{folder.name}: no such folder")
    findings = _findings(folder)
    for finding in findings:
        print(finding, file=sys.stderr)
    print(f"Content: {len(findings)} findings.")
    return 1 if findings else 0


def _findings(folder: Path) -> list[object]:
    try:
        files = read_files(folder)
    except BadText as error:
        return list(error.findings)
    return [*check_content(files, load_phrasebook()), *_routes(folder, files)]


def _routes(folder: Path, files: Mapping[str, str]) -> list[str]:
    """The shipped routes, when the folder has some; a problem with the facts themselves is named elsewhere."""
    if not (folder / PATH).exists():
        return []
    try:
        read_shipped_file(folder, read_facts(files).organisations)
    except ContentError as error:
        return [str(error)]
    return []
