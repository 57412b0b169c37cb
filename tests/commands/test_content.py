"""Are checks, imports and exports of content/ said and logged?"""

import os
import shutil
from pathlib import Path

import pytest

from bot.answers.finding import BadText
from bot.answers.library import TOPICS
from bot.commands.content import content
from bot.errors import ContentError
from bot.house import CONTENT, House, build_house, utc_now
from bot.places import Corridor
from bot.settings import read_settings
from bot.storage.migrate import migrate
from bot.usecases.publishing import import_folder
from tests.editor_texts import SHOWN, file_of, refused_files

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


def test_what_is_no_file_is_named_and_nothing_waits_for_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for prepare, said in ((os.mkfifo, "is no file"), (Path.mkdir, "is no file"), (_turns_in_circles, "is no file")):
        odd = folder / "facts" / "odd.yml"
        prepare(odd)
        assert content("check", folder) == 1
        assert f"facts/odd.yml:1: {said}" in capsys.readouterr().err
        odd.rmdir() if odd.is_dir() else odd.unlink()


def _turns_in_circles(path: Path) -> None:
    """A link that leads to itself: nobody can open it, whoever they are."""
    path.symlink_to(path)


@pytest.mark.parametrize("row", ["- organisation: [a]", "- 2026-99-99", "- &a [*a]", "[" * 3000])
def test_whatever_stands_in_the_shipped_routes_is_a_finding(
    folder: Path, capsys: pytest.CaptureFixture[str], row: str
) -> None:
    (folder / "routes.yml").write_text(row + "\n")
    assert content("check", folder) == 1
    assert "routes.yml" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="nothing: no such folder"):
        content("check", tmp_path / "nothing")


def test_every_kind_that_the_gate_refuses_is_named_by_its_line_and_nothing_is_imported(
    house: House, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kinds, paths = refused_files(), sorted(folder.glob("answers/*/[tm][hy]/*.md"))
    wrong = dict(zip(kinds, paths, strict=False))
    assert len(wrong) == len(kinds)
    for kind, path in wrong.items():
        path.write_text(kinds[kind][0], encoding="utf-8")
    for deed in ("check", "import"):
        assert content(deed, folder) == 1
        said = capsys.readouterr().err
        for kind, path in wrong.items():
            assert f"{path.relative_to(folder).as_posix()}:{kinds[kind][1]}: " in said, (deed, kind)
    with house.open_unit() as unit:
        assert unit.content.stamp() == (0, 0)
        with pytest.raises(BadText) as refused:
            import_folder(unit, folder, house.phrases, utc_now())
    found = {(one.path, one.line) for one in refused.value.findings}
    assert {(path.relative_to(folder).as_posix(), kinds[kind][1]) for kind, path in wrong.items()} <= found


def test_every_kind_that_passes_is_imported_as_it_stands(house: House, folder: Path) -> None:
    paths = [
        folder / f"answers/{topic}/th/en.md" for topic in TOPICS if (folder / f"answers/{topic}/th/en.md").exists()
    ]
    for start in range(0, len(SHOWN), len(paths)):
        some = dict(zip(list(SHOWN)[start:], paths, strict=False))
        for kind, path in some.items():
            path.write_text(file_of(SHOWN[kind][0]), encoding="utf-8")
        assert content("check", folder) == 0
        with house.open_unit() as unit:
            import_folder(unit, folder, house.phrases, utc_now())
            unit.commit()
        for kind, path in some.items():
            told = house.library.fresh().tell(path.parts[-3], Corridor("kh", "th"), "en")
            assert told.plain.split("\n\n")[0] == SHOWN[kind][1], kind


def test_what_is_no_text_at_all_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / ANSWER).write_bytes(b"---\ntitle: caf\xe9\n---\n")
    assert content("check", folder) == 1
    assert f"{ANSWER.as_posix()}:2: not UTF-8" in capsys.readouterr().err
    (folder / ANSWER).write_bytes(b"")
    (folder / "facts/hotlines.yml").write_text("- {id: x}")
    assert content("check", folder) == 1
    assert "facts/hotlines.yml:1: record 1" in capsys.readouterr().err
