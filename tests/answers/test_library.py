"""Is the right text found, in the right language, with its facts?"""

import sys
from pathlib import Path

import pytest

from bot.answers.check import check_content
from bot.answers.library import TOPICS, Library, read_folder, read_library
from bot.answers.release import read_files
from bot.house import CONTENT
from bot.i18n.phrasebook import Phrasebook
from bot.places import DESTINATIONS, ORIGINS, Corridor


@pytest.fixture(scope="module")
def library(phrases: Phrasebook) -> Library:
    return read_folder(CONTENT, phrases)


def test_the_shipped_content_has_no_finding_in_any_language(phrases: Phrasebook) -> None:
    assert [str(one) for one in check_content(read_files(CONTENT), phrases)] == []


@pytest.mark.parametrize("language", ["en", "id", "ms", "fil", "vi", "th", "lo", "km", "my"])
def test_every_topic_is_told_in_every_corridor(library: Library, language: str) -> None:
    for origin in (*ORIGINS, None):
        for destination in (*DESTINATIONS, None):
            for topic in TOPICS:
                text = library.tell(topic, Corridor(origin, destination), language).plain
                assert text and "{" not in text


def test_the_most_special_place_wins(library: Library) -> None:
    assert library.find("recruitment_fees", Corridor("la", "th"), "en").place == "la-th"
    assert library.find("unpaid_wages", Corridor("la", "th"), "en").place == "th"
    assert library.find("unpaid_wages", Corridor(), "en").place == "general"


def test_a_missing_translation_says_so(library: Library, phrases: Phrasebook) -> None:
    english = {path: answer for path, answer in library.answers.items() if answer.language == "en"}
    text = Library(english, library.facts, phrases).tell("unpaid_wages", Corridor("kh", "th"), "km").plain
    assert text.startswith(phrases.word("km", "answer.not_translated"))


def test_no_fact_of_low_confidence_is_told(library: Library) -> None:
    low = {fact.number for fact in library.facts.hotlines.values() if not fact.shown and len(fact.number) > 4}
    for destination in DESTINATIONS:
        text = library.tell("hotlines", Corridor("kh", destination), "en").plain
        assert not any(number in text for number in low)


BROKEN = (
    "---\ntitle: x\nstatus: draft\nsources: [nothing]\n---\n<b>Call 02 123 4567</b>\n{figure:th-minwage-2025.none}\n"
)


def test_the_check_names_file_and_line(phrases: Phrasebook) -> None:
    path = "answers/unpaid_wages/th/en.md"
    found = {
        (one.line, one.text.split()[0])
        for one in check_content({**read_files(CONTENT), path: BROKEN}, phrases)
        if one.path == path
    }
    assert {line for line, _ in found} == {4, 6, 7}


def test_the_closing_line_says_each_date_once(library: Library) -> None:
    told = library.tell("emergency", Corridor("kh", "my"), "en").plain
    assert "Malay Mail: 999 stays the primary emergency service (Nov 2025)" in told
    assert "20 Nov 2025" not in told


def test_the_numbers_in_a_text_are_bold_and_a_card_is_a_line(library: Library) -> None:
    told = library.tell("emergency", Corridor("kh", "th"), "en")
    bold = [told.plain[one.start : one.start + one.length] for one in told.marks if one.kind == "bold"]
    assert "191" in bold and "In danger now? Call:" in bold
    assert any(line.startswith("☎ ") and ": 191" in line for line in told.plain.splitlines())


def test_an_answer_told_before_is_told_by_the_library_alone(library: Library) -> None:
    asked = ("unpaid_wages", Corridor("kh", "th"), "km")
    first, touched = library.tell(*asked), set[str]()
    sys.setprofile(lambda frame, event, argument: touched.add(frame.f_code.co_filename))
    try:
        again = library.tell(*asked)
    finally:
        sys.setprofile(None)
    assert again is first
    assert {Path(one).name for one in touched if "/bot/" in one} == {"library.py"}
    assert library.tell("unpaid_wages", Corridor("kh", "my"), "km") != first


def test_a_label_or_a_source_with_signs_of_markup_is_told_as_it_is(phrases: Phrasebook) -> None:
    files = read_files(CONTENT)
    files["facts/labels/en.yml"] += "\nth-x: {name: 'Police <b> & {co}', hours: '<24 h'}\n"
    files["facts/hotlines.yml"] += (
        "\n- {id: th-x, country: TH, phone: {local: '1999'}, source: {title: 'A <b> & {B}'}, as_of: '2026', confidence: high}\n"
    )
    library = read_library(files, phrases)
    told = library.told(
        "answers/hotlines/th/en.md", "---\ntitle: H\nstatus: draft\n---\n{hotline:th-x}", Corridor("kh", "th")
    )
    assert told.plain == "☎ Police <b> & {co}: 1999 (<24 h)\n\nSource: A <b> & {B} (2026)"
