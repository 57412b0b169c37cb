"""Which sources does the closing line name, in which order, and is she told that a fact may have changed?"""

from bot.answers.library import Library, read_library
from bot.i18n.phrasebook import Phrasebook
from bot.places import Corridor

PATH = "answers/hotlines/th/en.md"
YEARS = {"three": "2023", "one": "2021-05-01", "five": "2025-12-31", "two": "2022-07", "four": "2024", "six": "2026"}


def hotlines(**more: str) -> str:
    """One hotline a source; each source is named after its hotline."""
    return "\n".join(
        f"- {{id: {name}, country: TH, phone: {{local: '154{number}'}}, source: {{title: Act {name}}}, as_of: '{year}',"
        f" confidence: high{more.get(name, '')}}}"
        for number, (name, year) in enumerate(YEARS.items())
    )


def library(phrases: Phrasebook, facts: str) -> Library:
    return read_library({"facts/hotlines.yml": facts}, phrases)


def told(phrases: Phrasebook, sources: str, facts: str | None = None) -> list[str]:
    """The paragraphs of an answer that rests on these sources."""
    answer = f"---\ntitle: H\nstatus: draft\nsources: [{sources}]\n---\nCall.\n"
    return library(phrases, facts or hotlines()).told(PATH, answer, Corridor("kh", "th")).plain.split("\n\n")


def test_the_closing_line_names_the_four_newest_the_newest_first(phrases: Phrasebook) -> None:
    _, closing = told(phrases, ", ".join(YEARS))
    named = [name for name in YEARS if f"Act {name}" in closing]
    assert sorted(named, key=closing.index) == ["six", "five", "four", "three"]


def test_the_order_in_which_an_editor_names_them_does_not_matter(phrases: Phrasebook) -> None:
    assert told(phrases, ", ".join(YEARS)) == told(phrases, ", ".join(reversed(YEARS)))


def test_of_few_sources_each_is_named_with_its_date(phrases: Phrasebook) -> None:
    _, closing = told(phrases, "one, two")
    assert closing == "Source: Act two (Jul 2022); Act one (May 1, 2021)"


def test_she_is_told_that_a_fact_may_have_changed_where_one_may(phrases: Phrasebook) -> None:
    doubtful = hotlines(one=", possibly_outdated: true")
    assert len(told(phrases, "one, two", doubtful)) == 3 and len(told(phrases, "two", doubtful)) == 2
    assert told(phrases, "one", doubtful)[1] == phrases.word("en", "answer.may_have_changed")


def test_a_source_of_low_confidence_is_not_named(phrases: Phrasebook) -> None:
    facts = hotlines().replace("confidence: high", "confidence: low", 1)
    body, *closing = (
        library(phrases, facts)
        .told(PATH, "---\ntitle: H\nstatus: draft\nsources: [three]\n---\nCall.\n", Corridor("kh", "th"))
        .plain.split("\n\n")
    )
    assert (body, closing) == ("Call.", [])
