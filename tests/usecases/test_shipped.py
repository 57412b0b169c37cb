"""Are the shipped routes right, and is a wrong one named?"""

from pathlib import Path

import pytest
import yaml

from bot.answers.facts import read_facts
from bot.answers.release import read_files
from bot.errors import ContentError
from bot.house import CONTENT
from bot.usecases.shipped import PATH, read_shipped_file, read_shipped_routes

ORGANISATIONS = read_facts(read_files(CONTENT)).organisations


def test_every_shipped_route_leads_to_an_organisation_of_the_facts() -> None:
    routes = read_shipped_routes((CONTENT / PATH).read_text(encoding="utf-8"), ORGANISATIONS)
    assert {route.fields["destination"] for route in routes} == {"th", "my", "sg", "other"}
    assert len({tuple(sorted(route.fields.items())) for route in routes}) == len(routes)


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("{destination: xx, organisation: th-map}", "destination xx"),
        ("{kind: noise, organisation: th-map}", "kind noise"),
        ("{colour: red, organisation: th-map}", "colour red"),
        ("{destination: th, organisation: nobody}", "organisation nobody"),
        ("{destination: th, organisation: th-fishery-centres}", "organisation th-fishery-centres"),
        ("{destination: th}", "organisation None"),
    ],
)
def test_a_wrong_row_is_named(row: str, named: str) -> None:
    with pytest.raises(ContentError, match=f"row 2: {named}"):
        read_shipped_routes(f"- {{destination: th, organisation: th-map}}\n- {row}", ORGANISATIONS)


def test_text_that_is_not_yaml_is_named() -> None:
    with pytest.raises(ContentError, match=r"routes\.yml: not YAML"):
        read_shipped_routes("- {", ORGANISATIONS)


@pytest.mark.parametrize("text", ["words", "a: 1", "- words"])
def test_text_that_is_no_list_of_rows_is_named(text: str) -> None:
    with pytest.raises(ContentError, match=r"routes\.yml: not a list of rows"):
        read_shipped_routes(text, ORGANISATIONS)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"routes\.yml: cannot be read"):
        read_shipped_file(tmp_path, ORGANISATIONS)
    (tmp_path / PATH).write_bytes(b"- {destination: th\xff}")
    with pytest.raises(ContentError, match=r"routes\.yml: not UTF-8"):
        read_shipped_file(tmp_path, ORGANISATIONS)


def test_the_rows_of_a_folder_are_read_with_their_organisations(tmp_path: Path) -> None:
    fields = {"destination": "th", "kind": "unpaid_wages", "province": "\u0e15\u0e32\u0e01", "language": "km"}
    rows = [{**fields, "organisation": "th-map"}, {"organisation": "th-map"}]
    (tmp_path / PATH).write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
    first, last = read_shipped_file(tmp_path, ORGANISATIONS)
    assert first.organisation is last.organisation is ORGANISATIONS["th-map"]
    assert first.fields == fields
    assert last.fields == {}
