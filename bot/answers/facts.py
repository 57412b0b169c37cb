"""Which facts do we hold: hotlines, organisations, rules, each with a source and a date?

A fact of confidence low is a reason to look for a source; it is never shown to a worker.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeVar

import phonenumbers
import yaml

from bot.answers.finding import BadText, Finding

HOTLINES: Final = "facts/hotlines.yml"
LABELS: Final = "facts/labels/"
SHOWN_KINDS: Final = ("mrc", "ngo", "union")
Figure = float | int | str
F = TypeVar("F", bound="Fact")


@dataclass(frozen=True, slots=True)
class Fact:
    """What every fact has: id, country (lower case), source title, date of the evidence, whether it may be outdated."""

    id: str
    country: str
    source: str
    as_of: str
    confidence: str
    possibly_outdated: bool

    @property
    def shown(self) -> bool:
        """May be shown to a worker."""
        return self.confidence in ("high", "medium")


@dataclass(frozen=True, slots=True)
class Hotline(Fact):
    """A number to call. `number` as people of the country write it."""

    number: str
    e164: str | None
    free: bool


@dataclass(frozen=True, slots=True)
class Organisation(Fact):
    """A body that helps: its official name, its name in the country's language, its town."""

    name: str
    local_name: str | None
    town: str
    kind: str


@dataclass(frozen=True, slots=True)
class Rule(Fact):
    """A rule with its figures: key to value. The unit is written by whoever writes the sentence."""

    topic: str
    figures: Mapping[str, Figure] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Label:
    """A hotline's name and hours in one language."""

    name: str
    hours: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts by id, and the hotlines' labels by language and id."""

    hotlines: Mapping[str, Hotline]
    organisations: Mapping[str, Organisation]
    rules: Mapping[str, Rule]
    labels: Mapping[str, Mapping[str, Label]]

    def find(self, fact_id: str) -> Fact | None:
        """Rules first: an id that is a rule's and an organisation's ("my-perkeso") names the hotline or rule."""
        return self.rules.get(fact_id) or self.hotlines.get(fact_id) or self.organisations.get(fact_id)


def read_facts(files: Mapping[str, str]) -> Facts:
    """Facts of texts named "facts/hotlines.yml" and so on. Raises BadText naming file and record."""
    return Facts(
        hotlines=_read(files, HOTLINES, _hotline),
        organisations=_read(files, "facts/organisations.yml", _organisation),
        rules=_read(files, "facts/rules.yml", _rule),
        labels={_language(path): _labels(path, text) for path, text in files.items() if path.startswith(LABELS)},
    )


def bad_number(hotline: Hotline) -> bool:
    """Its international form is not a possible number. Short codes have none and are taken as they stand."""
    if hotline.e164 is None:
        return not any(letter.isdigit() for letter in hotline.number)
    try:
        return not phonenumbers.is_possible_number(phonenumbers.parse(hotline.e164))
    except phonenumbers.NumberParseException:
        return True


def _read(files: Mapping[str, str], path: str, make: Callable[[Mapping[str, Any]], F]) -> dict[str, F]:
    """The records of a file by id. An id stands once; a record has every field that is asked for."""
    found: dict[str, F] = {}
    for number, record in enumerate(_list(path, files.get(path, "[]")), 1):
        try:
            fact = make(record)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            reason = f"a field is missing or cannot be read ({type(error).__name__}: {error})"
            raise BadText(Finding(path, _line(files[path], record), f"record {number}: {reason}")) from error
        if fact.id in found:
            raise BadText(Finding(path, _line(files[path], record), f"record {number}: its id stands twice"))
        found[fact.id] = fact
    return found


def _list(path: str, text: str) -> list[Any]:
    records = _yaml(path, text) or []
    if not isinstance(records, list):
        raise BadText(Finding(path, 1, "expected a list of records"))
    return records


def _yaml(path: str, text: str) -> Any:
    try:
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise BadText(Finding(path, line, "not YAML")) from error


def _line(text: str, record: Any) -> int:
    """Where a record stands, by its id; the first line when it has none."""
    wanted = f"id: {record.get('id')}" if isinstance(record, dict) else ""
    return next((number for number, line in enumerate(text.split("\n"), 1) if line.strip(" -") == wanted), 1)


def _common(record: Mapping[str, Any], country: str) -> dict[str, Any]:
    return {
        "id": record["id"],
        "country": country.lower(),
        "source": record["source"]["title"],
        "as_of": _day(str(record["as_of"])),
        "confidence": record["confidence"],
        "possibly_outdated": bool(record.get("possibly_outdated", False)),
    }


def _day(words: str) -> str:
    """Raises ValueError for figures that are no year, month or day; other words may say when."""
    if words.replace("-", "").isdigit():
        date.fromisoformat(words + "2000-01-01"[len(words) :])
    return words


def _hotline(record: Mapping[str, Any]) -> Hotline:
    phone = record["phone"]
    return Hotline(
        **_common(record, record["country"]),
        number=str(phone["local"]),
        e164=phone.get("e164"),
        free=record.get("free") in (True, "yes"),
    )


def _organisation(record: Mapping[str, Any]) -> Organisation:
    return Organisation(
        **_common(record, record["country"]),
        name=record["name"],
        local_name=record.get("local_name"),
        town=record.get("city_or_province") or "",
        kind=record["kind"],
    )


def _rule(record: Mapping[str, Any]) -> Rule:
    place = record["applies_to"].get("destination") or record["applies_to"].get("origin") or ""
    figures = {str(key): _figure(figure["value"]) for key, figure in (record.get("figures") or {}).items()}
    country = place if isinstance(place, str) else ""
    return Rule(**_common(record, country), topic=record["topic"], figures=figures)


def _figure(value: Any) -> Figure:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError("a figure is a number or words")
    return value


def _language(path: str) -> str:
    return path.rsplit("/", 1)[1].removesuffix(".yml")


def _labels(path: str, text: str) -> dict[str, Label]:
    """Names and hours are words: a bare number is read as YAML reads it, so it must be in quotes."""
    records = _yaml(path, text) or {}
    try:
        labels = {str(key): Label(one["name"], one.get("hours")) for key, one in records.items()}
    except (AttributeError, TypeError, KeyError) as error:
        raise BadText(Finding(path, 1, "expected `id: {name: ..., hours: ...}`")) from error
    for key, label in labels.items():
        if not isinstance(label.name, str) or not isinstance(label.hours, str | None):
            raise BadText(Finding(path, 1, f"{key}: name and hours are words"))
    return labels
