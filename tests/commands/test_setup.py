"""Is a fresh database ready for complaints after the first start, and left alone by the next?"""

from pathlib import Path

import pytest

from bot.cases.routing import choose
from bot.commands.setup import prepare
from bot.house import House, build_house
from bot.places import Corridor
from bot.settings import read_settings


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    folder = tmp_path_factory.mktemp("setup")
    house = build_house(read_settings({"KAWAN_DATA": str(folder)}, folder))
    prepare(house)
    return house


def test_the_first_start_prints_each_sign_in_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    house = build_house(read_settings({"KAWAN_DATA": str(tmp_path)}, tmp_path))
    prepare(house)
    printed = capsys.readouterr().out
    assert all(
        f"    {login} " in printed for login in ("officer1", "supervisor1", "editor1", "administrator1", "officer2")
    )
    prepare(house)
    again = capsys.readouterr().out
    assert "officer1" not in again and "nothing new" in again


def test_only_the_demonstration_centres_have_staff(house: House) -> None:
    with house.open_unit() as unit:
        named = [centre.name for centre in unit.centres.all() if centre.id in unit.centres.staffed()]
        assert len(unit.centres.all()) > len(named)
    assert named == ["Demonstration centre Mae Sot", "Demonstration centre Kuala Lumpur"]


@pytest.mark.parametrize(
    ("corridor", "centre"),
    [
        (Corridor("mm", "th"), "Demonstration centre Mae Sot"),
        (Corridor("id", "my"), "Demonstration centre Kuala Lumpur"),
        (Corridor("ph", "sg"), "Demonstration centre Mae Sot"),
        (Corridor("vn", "bn"), "Demonstration centre Mae Sot"),
        (Corridor(None, None), "Demonstration centre Mae Sot"),
    ],
)
def test_no_complaint_goes_where_nobody_works(house: House, corridor: Corridor, centre: str) -> None:
    with house.open_unit() as unit:
        chosen = choose(unit.routes.all(), unit.centres.staffed(), corridor, "Tak", "forced_labour", "en")
        assert unit.centres.get(chosen).name == centre


def test_an_organisation_with_staff_gets_its_complaints(house: House) -> None:
    with house.open_unit() as unit:
        everyone = frozenset(centre.id for centre in unit.centres.all())
        chosen = choose(unit.routes.all(), everyone, Corridor("mm", "th"), "mae sot", "unpaid_wages", "my")
        assert unit.centres.get(chosen).name.startswith("MAP Foundation")


def test_what_was_published_at_a_start_is_in_the_log(house: House) -> None:
    with house.open_unit() as unit:
        first = [entry for entry in unit.audit.latest() if entry.action == "content_imported"]
    assert [entry.actor for entry in first] == ["operator"] and first[0].detail.startswith("texts=")
    prepare(house)
    with house.open_unit() as unit:
        assert len([entry for entry in unit.audit.latest() if entry.action == "content_imported"]) == 1
