"""Is a catalogue that is broken, cut off or cannot be kept named by its file, or mended?"""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.errors import ContentError
from bot.i18n.catalogues import load_catalogue
from bot.i18n.languages import LOCALES
from bot.i18n.phrasebook import load_phrasebook

THAI = Path("th/LC_MESSAGES/bot.po")
ENGLISH = Path("en/LC_MESSAGES/bot.po")
PHRASE = "first.choose_language"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of locales/ with nothing compiled."""
    return Path(shutil.copytree(LOCALES, tmp_path / "locales", ignore=shutil.ignore_patterns("*.mo")))


def one_byte_is_wrong(content: bytes) -> bytes:
    """In the tenth line."""
    lines = content.split(b"\n")
    lines[9] += b"\xff"
    return b"\n".join(lines)


def a_word_is_misspelt(content: bytes) -> bytes:
    return content.replace(b"\nmsgstr ", b"\nmsgst ")


def half_of_it(content: bytes) -> bytes:
    """To the middle of an entry."""
    return content[: content.index(b"msgstr", len(content) // 2)]


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (one_byte_is_wrong, "locales/th/LC_MESSAGES/bot.po, line 10: not UTF-8"),
        (a_word_is_misspelt, "locales/th/LC_MESSAGES/bot.po, line "),
        (half_of_it, "locales/th/LC_MESSAGES/bot.po, line "),
        (lambda content: content.replace(b"charset=UTF-8", b"charset=nonsense"), "locales/th/LC_MESSAGES/bot.po: no"),
        (lambda content: b"\0" * 5000, "locales/th/LC_MESSAGES/bot.po, line "),
    ],
)
def test_a_broken_source_is_named(folder: Path, harm: Callable[[bytes], bytes], said: str) -> None:
    (folder / THAI).write_bytes(harm((folder / THAI).read_bytes()))
    with pytest.raises(ContentError) as refused:
        load_phrasebook(folder)
    assert str(refused.value).startswith(said) and "\n" not in str(refused.value)
    assert not list(folder.rglob("*.half")) and not (folder / THAI).with_suffix(".mo").exists()


def test_english_that_is_cut_off_between_two_entries_is_named(folder: Path) -> None:
    content = (folder / ENGLISH).read_text(encoding="utf-8")
    (folder / ENGLISH).write_text(content[: content.rindex("\n\nmsgid")] + "\n", encoding="utf-8")
    with pytest.raises(ContentError, match="locales/en/LC_MESSAGES/bot.po: lacks "):
        load_phrasebook(folder)


@pytest.mark.parametrize("content", [b"", b"\xde\x12\x04\x95" + b"\xff" * 30, b"nonsense"])
def test_a_damaged_compiled_catalogue_is_made_anew(folder: Path, content: bytes) -> None:
    whole = load_catalogue("th", "bot", folder).gettext(PHRASE)
    (folder / THAI).with_suffix(".mo").write_bytes(content)
    assert load_catalogue("th", "bot", folder).gettext(PHRASE) == whole != PHRASE
    assert (folder / THAI).with_suffix(".mo").read_bytes() != content


def test_a_source_that_changed_is_compiled_again(folder: Path) -> None:
    load_catalogue("th", "bot", folder)
    source = folder / THAI
    source.write_text(source.read_text(encoding="utf-8").replace('msgid "first.', 'msgid "other.'), encoding="utf-8")
    assert load_catalogue("th", "bot", folder).gettext(PHRASE) == PHRASE


def test_a_folder_that_takes_nothing_is_no_fault(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert load_catalogue("th", "bot", folder).gettext(PHRASE) != PHRASE


def test_many_that_compile_at_once_do_not_disturb_each_other(folder: Path) -> None:
    failed: list[Exception] = []

    def compile_it() -> None:
        try:
            assert load_catalogue("th", "bot", folder).gettext(PHRASE) != PHRASE
        except Exception as error:
            failed.append(error)

    compilers = [threading.Thread(target=compile_it) for _ in range(8)]
    for one in compilers:
        one.start()
    for one in compilers:
        one.join()
    assert not failed


@pytest.mark.parametrize(
    "content",
    [b"[en\n", b'[en]\nname = "English"\n', b"\xff", b"[th]\nname='x'\nlocale='th'\ntelegram='th'\nlive=true\n"],
)
def test_a_broken_table_of_languages_is_named(folder: Path, content: bytes) -> None:
    (folder / "languages.toml").write_bytes(content)
    with pytest.raises(ContentError, match="locales/languages.toml: "):
        load_phrasebook(folder)
