"""Are long texts cut so that Telegram takes every part and nothing is lost?"""

import html
import re
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot.channel.telegram.split import split
from tests.telegram_server.markup import parse, units

leaves = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), whitelist_characters="\n "), min_size=0, max_size=60
).map(lambda text: html.escape(text, quote=False))


def _wrap(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    tags = st.sampled_from([("<b>", "</b>"), ("<i>", "</i>"), ('<a href="https://a.example/?x=1">', "</a>")])
    wrapped = st.tuples(tags, inner).map(lambda both: f"{both[0][0]}{both[1]}{both[0][1]}")
    return st.lists(st.one_of(wrapped, inner), min_size=1, max_size=4).map("".join)


markup_texts = st.recursive(leaves, _wrap, max_leaves=12)


def _letters(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(markup_texts, st.integers(min_value=2, max_value=80))
def test_every_part_is_whole_and_short_and_nothing_is_lost(text: str, limit: int) -> None:
    parts = split(text, limit)
    seen = [parse(part) for part in parts]
    assert all(one.strip() and units(one) <= limit for one in seen)
    assert _letters("".join(seen)) == _letters(parse(text))


@given(markup_texts)
def test_a_text_that_fits_stays_one_part(text: str) -> None:
    assert len(split(text)) == (1 if parse(text).strip() else 0)


def test_paragraphs_come_before_lines_and_lines_before_words() -> None:
    assert split("aa bb\ncc\n\ndd ee ff", 14) == ["aa bb\ncc", "dd ee ff"]
    assert split("aa bb\ncc dd ee", 10) == ["aa bb", "cc dd ee"]
    assert split("aa bb cc", 6) == ["aa bb", "cc"]


def test_a_tag_is_closed_at_the_cut_and_opened_again() -> None:
    link = '<a href="https://a.example">'
    assert split(f"<b>{link}one two</a></b>", 4) == [f"<b>{link}one</a></b>", f"<b>{link}two</a></b>"]


def test_an_entity_counts_as_one_and_is_never_cut() -> None:
    assert split("&amp;&lt;&amp;", 2) == ["&amp;&lt;", "&amp;"]


def test_an_emoji_counts_as_two() -> None:
    assert [units(part) for part in split("😀" * 5, 4)] == [4, 4, 2]


def test_a_vowel_sign_stays_with_its_letter() -> None:
    burmese = "ကျေးဇူးတင်ပါတယ်" * 20
    parts = split(burmese, 50)
    assert "".join(parts) == burmese
    assert not any(unicodedata.category(part[0]).startswith("M") for part in parts)


def test_a_very_long_text_is_cut_quickly() -> None:
    assert len(split("word " * 20_000)) == 25
