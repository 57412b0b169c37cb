"""Are checks, imports and exports of content/ said and logged?"""

import shutil
from pathlib import Path

import pytest

from bot.commands.content import content
from bot.errors import ContentError
from bot.house import CONTENT, House, build_house
from bot.settings import read_settings
from bot.storage.migrate import migrate

ANSWER = Path("answers/hotlines/th/en.md")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setenv("KAWAN_DATA", str(tmp_path / "data"))
    house = build_house(read_settings())
    migrate(house.database)
    return house


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def test_what_is_imported_is_exported_as_it_was_and_both_are_logged(house: House, folder: Path, tmp_path: Path) -> None:
    (folder / ANSWER).write_text((folder / ANSWER).read_text().replace("title: ", "title: Our "))
    assert content("import", folder) == 0
    target = tmp_path / "out"
    target.mkdir()
    assert content("export", target) == 0
    assert (target / ANSWER).read_text() == (folder / ANSWER).read_text()
    with house.open_unit() as unit:
        assert {"content_imported", "content_exported"} <= {entry.action for entry in unit.audit.latest()}


def test_with_a_finding_nothing_is_imported(house: House, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / ANSWER).write_text((folder / ANSWER).read_text() + "\n{hotline:nobody}\n")
    (folder / "routes.yml").write_text("- {destination: th, organisation: nobody}\n")
    assert content("import", folder) == 1
    said = capsys.readouterr().err
    assert f"{ANSWER.as_posix()}:" in said and "nobody" in said and "routes.yml, row 1" in said
    with house.open_unit() as unit:
        assert not unit.content.live() and not unit.audit.latest()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="nothing: no such folder"):
        content("check", tmp_path / "nothing")
