"""Which centres and routes does Kawan come with? Those of content/routes.yml, from the organisations in the facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from bot.answers.facts import Organisation
from bot.errors import ContentError
from bot.kinds import KINDS
from bot.places import DESTINATIONS, ORIGINS, OTHER

PATH: Final = "routes.yml"
KNOWN: Final[Mapping[str, tuple[str, ...]]] = {
    "destination": (*DESTINATIONS, OTHER),
    "origin": (*ORIGINS, OTHER),
    "kind": KINDS,
}
FREE: Final = ("province", "language")


@dataclass(frozen=True, slots=True)
class ShippedRoute:
    """One row: the organisation that takes the complaints with these fields."""

    organisation: Organisation
    fields: Mapping[str, str]


def read_shipped_file(folder: Path, organisations: Mapping[str, Organisation]) -> Sequence[ShippedRoute]:
    """The rows of routes.yml in this folder. Raises ContentError also for a file that cannot be read."""
    try:
        text = (folder / PATH).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ContentError(f"{PATH}: not UTF-8; save the file as UTF-8") from error
    except OSError as error:
        raise ContentError(f"{PATH}: cannot be read ({error.strerror})") from error
    return read_shipped_routes(text, organisations)


def read_shipped_routes(text: str, organisations: Mapping[str, Organisation]) -> Sequence[ShippedRoute]:
    """Raises ContentError naming the row: not YAML, an unknown field or value, an organisation that is not shown."""
    try:
        rows = yaml.safe_load(text) or []
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ContentError(f"{PATH}: not YAML") from error
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ContentError(f"{PATH}: not a list of rows")
    return [_read(number, row, organisations) for number, row in enumerate(rows, 1)]


def _read(number: int, row: dict[str, Any], organisations: Mapping[str, Organisation]) -> ShippedRoute:
    fields = {name: str(value) for name, value in row.items() if name != "organisation"}
    for name, value in fields.items():
        if name not in FREE and value not in KNOWN.get(name, ()):
            raise ContentError(f"{PATH}, row {number}: {name} {value} is not known")
    organisation = organisations.get(str(row.get("organisation", "")))
    if organisation is None or not organisation.shown:
        raise ContentError(f"{PATH}, row {number}: organisation {row.get('organisation')} is not known or not sure")
    return ShippedRoute(organisation, fields)
