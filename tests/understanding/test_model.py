"""Is the model that Rasa packed found and read, without Rasa, and refused in one line when it is broken?"""

import io
import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.understanding.model import DANGER_FILE, INTENTS_FILE, LEARNING, load, model_path

ROOT = Path(__file__).resolve().parents[2]


def packed(path: Path, files: list[tuple[str, bytes]]) -> Path:
    """Returns an archive of these files."""
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        for name, content in files:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    with tarfile.open(model_path(), "r:gz") as archive:
        members = [one for one in archive if one.name.endswith((INTENTS_FILE, DANGER_FILE))]
        return {Path(one.name).name: archive.extractfile(one).read() for one in members}  # type: ignore[union-attr]


def test_a_missing_model_is_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="run `kawan train`"):
        load(tmp_path / "kawan-none.tar.gz")


def test_only_the_two_files_are_read_and_nothing_is_unpacked(tmp_path: Path, parts: dict[str, bytes]) -> None:
    outside = tmp_path / "outside"
    path = packed(
        tmp_path / "m.tar.gz",
        [
            ("../outside", b"x"),
            (str(outside), b"x"),
            *((f"components/one/{name}", content) for name, content in parts.items()),
        ],
    )
    assert load(path).read("my salary was not paid").intent == "unpaid_wages"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "broken",
    [
        [],
        [(INTENTS_FILE, b"not an archive"), (DANGER_FILE, b"[]")],
        [(INTENTS_FILE, b""), (DANGER_FILE, b"[]")],
        [(DANGER_FILE, b"[]"), (DANGER_FILE, b"[]")],
    ],
)
def test_a_wrong_archive_is_one_line_that_says_what_to_do(tmp_path: Path, broken: list[tuple[str, bytes]]) -> None:
    with pytest.raises(SettingsError, match="kawan train --force") as refused:
        load(packed(tmp_path / "m.tar.gz", [(f"components/a/{name}", content) for name, content in broken]))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("danger", [b"", b"[1, 2]", b'{"a": 1', b"null"])
def test_wrong_words_of_danger_are_refused(tmp_path: Path, parts: dict[str, bytes], danger: bytes) -> None:
    files = [(f"components/a/{INTENTS_FILE}", parts[INTENTS_FILE]), (f"components/b/{DANGER_FILE}", danger)]
    with pytest.raises(SettingsError):
        load(packed(tmp_path / "m.tar.gz", files))


def test_a_link_in_the_place_of_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.tar.gz"
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        member = tarfile.TarInfo(f"components/a/{DANGER_FILE}")
        member.type, member.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(member)
    with pytest.raises(SettingsError):
        load(path)


@pytest.mark.parametrize("kept", [0, 20, 5000, 1_000_000])
def test_a_model_that_is_cut_off_is_refused(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "m.tar.gz"
    path.write_bytes(model_path().read_bytes()[:kept])
    with pytest.raises(SettingsError):
        load(path)


def test_understanding_needs_neither_rasa_nor_scikit_learn() -> None:
    code = (
        "import json, sys; from bot.understanding.model import load, model_path;"
        "said = load(model_path()).read('my salary was not paid');"
        "heavy = {'rasa', 'sklearn', 'scipy', 'tensorflow', 'rasa_sdk'} & set(sys.modules);"
        "print(json.dumps([said.intent, sorted(heavy)]))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == ["unpaid_wages", []]


@pytest.mark.parametrize("touched", ["config.yml", "intents/rules.yml", *LEARNING])
def test_whatever_is_learned_from_gives_the_model_another_name(tmp_path: Path, touched: str) -> None:
    for name in ("config.yml", "intents/rules.yml", *LEARNING):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    before = model_path(tmp_path)
    assert model_path(tmp_path) == before
    (tmp_path / touched).write_bytes((tmp_path / touched).read_bytes() + b"# \n")
    assert model_path(tmp_path) != before
