"""Is every text of an editor either refused by its line, or told to a worker exactly as it stands?"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.facts import read_facts
from bot.answers.gate import gate
from bot.answers.library import Library, read_folder
from bot.house import CONTENT
from bot.i18n.phrasebook import Phrasebook, load_phrasebook
from bot.places import Corridor
from tests.editor_texts import REFUSED_FILES, SHOWN, file_of, refused_files

EMPTY, LOADED = read_facts({}), load_phrasebook()
PATH = "answers/unpaid_wages/th/en.md"
KHMER_IN_THAILAND = Corridor("kh", "th")


@pytest.fixture(scope="module")
def library(phrases: Phrasebook) -> Library:
    return read_folder(CONTENT, phrases)


@pytest.mark.parametrize("kind", refused_files())
def test_what_could_mislead_or_be_refused_by_telegram_is_refused_by_its_line(kind: str, library: Library) -> None:
    text, line = refused_files()[kind]
    found = gate(PATH, text, library)
    assert line in {one.line for one in found}, found
    assert all(one.path == PATH and one.text for one in found)


@pytest.mark.parametrize(
    "ending",
    [
        "bn",
        "id",
        "kh",
        "la",
        "mm",
        "my",
        "ph",
        "sg",
        "th",
        "vn",
        "asia",
        "app",
        "link",
        "site",
        "online",
        "рф",
        "com",
        "io",
    ],
)
def test_an_address_of_each_ending_of_which_telegram_makes_a_link_is_refused(ending: str, library: Library) -> None:
    found = gate(PATH, file_of(f"Look at help.{ending} today"), library)
    assert any("an address is typed by hand" in one.text for one in found)


@pytest.mark.parametrize("brace", "\uff5b\uff5d\u2774\u2775\ufe5b\ufe5c\u2983\u2984")
def test_each_brace_of_another_script_is_refused(brace: str, library: Library) -> None:
    found = gate(PATH, file_of(f"Words {brace} words"), library)
    assert any("a brace of another script" in one.text for one in found)


@pytest.mark.parametrize("words", ["Ask first.My boss", "He left.Id cards stay", "Wait.La", "Go.App"])
def test_a_full_stop_without_a_space_before_a_capital_is_no_address(words: str, library: Library) -> None:
    assert gate(PATH, file_of(words), library) == []


@pytest.mark.parametrize("kind", SHOWN)
def test_what_passes_is_told_as_it_stands(kind: str, library: Library) -> None:
    body, shown, marked = SHOWN[kind]
    assert gate(PATH, file_of(body), library) == []
    told = library.told(PATH, file_of(body), KHMER_IN_THAILAND)
    words = told.plain.split("\n\n")[0]
    assert words == shown
    seen = [words[one.start : one.start + one.length].strip() for one in told.marks if one.start < len(words)]
    assert [one for one in seen if one] == marked


def test_every_finding_of_a_text_is_named_at_once(library: Library) -> None:
    found = gate(PATH, file_of("Call 1546\n\nGo to www.evil.example\nCall 191"), library)
    assert [one.line for one in found] == [6, 8, 9]


@pytest.mark.parametrize(
    "path", ["answers/nothing/th/en.md", "answers/unpaid_wages/xx/en.md", "answers/unpaid_wages/th/xx.md", "notes.md"]
)
def test_a_text_that_nobody_could_read_is_refused(path: str, library: Library) -> None:
    assert [one.line for one in gate(path, file_of("Words"), library)] == [1]


def test_no_finding_quotes_the_words_of_a_text(library: Library) -> None:
    for kind, (text, _) in refused_files().items():
        if kind not in REFUSED_FILES:
            assert not any("Boss" in one.text or "evil" in one.text for one in gate(PATH, text, library)), kind


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab1๑<>/&;#{}:i =\n\u200b\u202e", max_size=60))
def test_any_text_is_refused_by_its_line_or_told_without_a_brace(body: str) -> None:
    library = Library({}, EMPTY, LOADED)
    text = file_of(body)
    found = gate(PATH, text, library)
    if not found:
        assert "{" not in library.told(PATH, text, KHMER_IN_THAILAND).plain
    assert all(1 <= one.line <= text.count("\n") + 1 for one in found)


@pytest.mark.parametrize(
    "ending", ["me", "be", "ee", "gl", "ly", "co", "cn", "hk", "jp", "kr", "tl", "tw", "xyz", "top", "shop", "vip"]
)
def test_an_address_of_a_short_link_or_a_neighbour_is_refused(ending: str, library: Library) -> None:
    found = gate(PATH, file_of(f"Look at help.{ending} today"), library)
    assert any("an address is typed by hand" in one.text for one in found)


@pytest.mark.parametrize(("words", "refused"), [("Write /delete now", True), ("Thai/lao and and/or", False)])
def test_a_command_that_telegram_makes_a_link_is_refused(words: str, refused: bool, library: Library) -> None:
    assert bool(gate(PATH, file_of(words), library)) == refused
