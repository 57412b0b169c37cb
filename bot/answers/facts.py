"""Which facts do we hold: hotlines, organisations, rules, each with a source and a date?

A fact of confidence low is a reason to look for a source; it is never shown to a worker.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

import phonenumbers
import yaml

from bot.errors import ContentError

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
    """Facts of texts named "facts/hotlines.yml" and so on. Raises ContentError naming file and record."""
    return Facts(
        hotlines=_keyed(_hotline(one) for one in _records(files, "facts/hotlines.yml")),
        organisations=_keyed(_organisation(one) for one in _records(files, "facts/organisations.yml")),
        rules=_keyed(_rule(one) for one in _records(files, "facts/rules.yml")),
        labels={
            _language(path): _labels(path, text) for path, text in files.items() if path.startswith("facts/labels/")
        },
    )


def bad_number(hotline: Hotline) -> bool:
    """Its international form is not a possible number. Short codes have none and are taken as they stand."""
    if hotline.e164 is None:
        return not any(letter.isdigit() for letter in hotline.number)
    try:
        return not phonenumbers.is_possible_number(phonenumbers.parse(hotline.e164))
    except phonenumbers.NumberParseException:
        return True


def _records(files: Mapping[str, str], path: str) -> list[dict[str, Any]]:
    try:
        records = yaml.load(files.get(path, "[]"), Loader=yaml.CSafeLoader) or []
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise ContentError(f"{path}, line {line}: not YAML") from error
    for record in records:
        missing = {"id", "source", "as_of", "confidence"} - record.keys()
        if missing:
            raise ContentError(f"{path}, record {record.get('id', '?')}: no {', '.join(sorted(missing))}")
    return records


def _common(record: Mapping[str, Any], country: str) -> dict[str, Any]:
    return {
        "id": record["id"],
        "country": country.lower(),
        "source": record["source"]["title"],
        "as_of": str(record["as_of"]),
        "confidence": record["confidence"],
        "possibly_outdated": bool(record.get("possibly_outdated", False)),
    }


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
    figures = {str(key): figure["value"] for key, figure in (record.get("figures") or {}).items()}
    country = place if isinstance(place, str) else ""
    return Rule(**_common(record, country), topic=record["topic"], figures=figures)


def _language(path: str) -> str:
    return path.rsplit("/", 1)[1].removesuffix(".yml")


def _labels(path: str, text: str) -> dict[str, Label]:
    try:
        records = yaml.load(text, Loader=yaml.CSafeLoader) or {}
        return {key: Label(one["name"], one.get("hours")) for key, one in records.items()}
    except (yaml.YAMLError, TypeError, KeyError) as error:
        raise ContentError(f"{path}: expected `id: {{name: ..., hours: ...}}`") from error


def _keyed(facts: Iterable[F]) -> dict[str, F]:
    return {fact.id: fact for fact in facts}
