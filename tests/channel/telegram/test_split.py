"""Are long texts cut so that Telegram takes every part and nothing is lost, and do entities name the marked words?"""

import re
import unicodedata
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channel.telegram.sending import entities_of
from bot.channel.telegram.split import LIMIT, split, units
from bot.text import Mark, Text, blank, bold, join, text

WORDS = (
    "ជំនួយការងារ",
    "ကျေးဇူးတင်ပါတယ်",
    "ຊ່ວຍເຫຼືອແດ່",
    "ช่วยด้วยครับ",
    "tiếng Việt",
    "🇰🇭🇲🇲",
    "👩🏽‍🏭",
    "1300 80 8000",
    " ",
    "\n",
    "\n\n",
    "e\u0301",
)
pieces = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=12)), max_size=40)


@st.composite
def marked_texts(draw: st.DrawFn) -> Text:
    """Any words with any marks on them: also some that cross, touch, or cover nothing but space."""
    plain = unicodedata.normalize("NFC", "".join(draw(pieces)))
    place = st.integers(0, max(len(plain), 1))
    marks = [
        Mark(kind, min(a, b), abs(a - b), "https://a.example/?x=1&y=<2>" if kind == "link" else "")  # type: ignore[arg-type]
        for kind, a, b in draw(
            st.lists(st.tuples(st.sampled_from(["bold", "italic", "link"]), place, place), max_size=6)
        )
        if a != b
    ]
    return Text(plain, tuple(marks))


def letters(words: str) -> str:
    """All that can be seen."""
    return "".join(one for one in words if not blank(one))


def decoded(plain: str, entity: dict[str, Any]) -> str:
    """The words of an entity, as Telegram counts them."""
    raw = plain.encode("utf-16-le")
    return raw[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")


@given(marked_texts(), st.integers(min_value=12, max_value=80))
def test_every_part_is_short_and_nothing_is_lost(whole: Text, limit: int) -> None:
    parts = split(whole, limit)
    assert all(part.plain.strip() and units(part.plain) <= limit for part in parts)
    assert letters("".join(part.plain for part in parts)) == letters(whole.plain)


@given(marked_texts())
def test_a_text_that_fits_stays_one_part(whole: Text) -> None:
    assert [part.plain for part in split(whole)] == ([whole.plain.strip()] if letters(whole.plain) else [])


@given(st.lists(st.sampled_from(WORDS), max_size=60), st.integers(min_value=24, max_value=60))
def test_no_part_begins_with_a_sign_that_belongs_to_a_letter(words: list[str], limit: int) -> None:
    for part in split(text("".join(words)), limit):
        assert unicodedata.category(part.plain[0])[0] != "M" and part.plain[0] != "\u200d"


@given(marked_texts(), st.integers(min_value=12, max_value=80))
def test_every_entity_lies_in_its_part_and_none_crosses_another(whole: Text, limit: int) -> None:
    for part in split(whole, limit):
        entities = entities_of(part)
        for one in entities:
            words = decoded(part.plain, one)
            assert words and words == words.strip() and words in part.plain
        for a, b in combinations(entities, 2):
            (start, end), (first, last) = ((one["offset"], one["offset"] + one["length"]) for one in (a, b))
            assert end <= first or last <= start or start <= first <= last <= end or first <= start <= end <= last


@given(st.lists(st.tuples(st.sampled_from([one for one in WORDS if one.strip()]), st.booleans()), max_size=12))
def test_offsets_name_the_very_words_that_are_marked(words: list[tuple[str, bool]]) -> None:
    whole = join(" ", (bold(one) if strong else text(one) for one, strong in words))
    named = [decoded(whole.plain, one) for one in entities_of(whole)]
    assert named == [unicodedata.normalize("NFC", one) for one, strong in words if strong]


def test_paragraphs_come_before_lines_and_lines_before_words() -> None:
    assert split(text("aa bb\ncc\n\ndd ee ff"), 14) == [text("aa bb\ncc"), text("dd ee ff")]
    assert split(text("aa bb\ncc dd ee"), 10) == [text("aa bb"), text("cc dd ee")]
    assert split(text("aa bb cc"), 6) == [text("aa bb"), text("cc")]


@pytest.mark.parametrize(("words", "ends"), [("สวัสดีครับผมชื่อ", "ผม"), ("ຊ່ວຍເຫຼືອແດ່", "ເຫຼືອ"), ("ជំនួយការងារនៅ", "ជំនួយការ")])
def test_languages_without_spaces_are_cut_between_words(words: str, ends: str) -> None:
    parts = split(text(words), len(words) - 3)
    assert parts[0].plain.endswith(ends) and "".join(part.plain for part in parts) == words


def test_a_mark_goes_on_in_the_next_part() -> None:
    link = Text("one two", (Mark("bold", 0, 7), Mark("link", 0, 7, "https://a.example")))
    assert split(link, 4) == [
        Text("one", (Mark("bold", 0, 3), Mark("link", 0, 3, "https://a.example"))),
        Text("two", (Mark("bold", 0, 3), Mark("link", 0, 3, "https://a.example"))),
    ]


def test_entities_carry_what_telegram_asks_for() -> None:
    whole = text("🇰🇭 ") + bold("ជំនួយ 🆘") + ": " + Text("here", (Mark("link", 0, 4, "https://a.example"),))
    assert entities_of(whole) == [
        {"type": "bold", "offset": 5, "length": 8},
        {"type": "text_link", "offset": 15, "length": 4, "url": "https://a.example"},
    ]


def test_a_mark_inside_a_mark_of_its_kind_is_one_entity_and_a_crossing_one_is_cut() -> None:
    nested = Text("abcdef", (Mark("bold", 0, 6), Mark("bold", 2, 2)))
    assert entities_of(nested) == [{"type": "bold", "offset": 0, "length": 6}]
    crossing = Text("abcdef", (Mark("bold", 0, 4), Mark("italic", 2, 4)))
    assert [(one["type"], one["offset"], one["length"]) for one in entities_of(crossing)] == [
        ("bold", 0, 4),
        ("italic", 2, 2),
        ("italic", 4, 2),
    ]


def test_an_emoji_counts_as_two_and_is_never_cut() -> None:
    assert [units(part.plain) for part in split(text("😀" * 5), 4)] == [4, 4, 2]
    family = "👩🏽‍🏭" * 10
    assert all(part.plain.startswith("👩") for part in split(text(family), 20))


def test_nothing_that_can_be_seen_is_no_part() -> None:
    assert split(text(" \n\u200b\u2060\ufeff\u3164\u00ad ")) == []


def test_a_very_long_text_is_cut_quickly() -> None:
    parts = split(text("word " * 20_000))
    assert len(parts) == 25 and re.sub(r"\s", "", parts[3].plain) == "word" * 819 and units(parts[0].plain) <= LIMIT
