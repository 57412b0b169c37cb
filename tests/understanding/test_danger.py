"""Are words of danger seen, whole ones where words are spaced, and nothing else?"""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.danger import pattern_of
from bot.understanding.text import normalize

LATIN = st.text("ab c", min_size=1, max_size=5)
THAI = st.text("กขค", min_size=1, max_size=4)


def test_a_latin_danger_word_must_be_whole() -> None:
    pattern = pattern_of(["kill me", "rape", "ฆ่า"])
    assert pattern.search(normalize("he will KILL ME!"))
    assert pattern.search(normalize("เขาจะฆ่าฉัน"))
    assert not pattern.search(normalize("grapes and skill menu"))


def test_without_any_phrase_nothing_is_danger() -> None:
    assert not pattern_of(["", "  "]).search("kill me")


@given(st.lists(LATIN | THAI, max_size=8), st.text("abc กขค", max_size=20))
def test_it_finds_exactly_what_one_phrase_after_the_other_finds(phrases: list[str], text: str) -> None:
    plain = [one for one in map(normalize, phrases) if one]
    whole = [rf"(?<!\w){re.escape(one)}(?!\w)" if one.isascii() else re.escape(one) for one in plain]
    expected = any(re.search(one, text) for one in whole)
    assert bool(pattern_of(phrases).search(text)) == expected


def test_a_danger_word_in_a_script_without_spaces_or_with_endings_on_the_word_is_seen_anywhere() -> None:
    pattern = pattern_of(["救命", "খুন", "काट", "助けて", "살려", "கொல"])
    for text in ("老板打我救命啊", "খুনের", "काटने", "誰か助けてください", "저를살려주세요", "கொலை"):
        assert pattern.search(normalize(text)), text
