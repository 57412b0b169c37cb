"""Is a text shown in a browser as its marks say, and is every word of it harmless there?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console.frame.text_html import to_markup
from bot.text import Mark, Text, bold, text


def link(words: str, url: str) -> Text:
    return Text(words, (Mark("link", 0, len(words), url),))


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (text("a < b & c"), "a &lt; b &amp; c"),
        (text("<script>alert(1)</script>"), "&lt;script&gt;alert(1)&lt;/script&gt;"),
        (bold("<b>") + " x", "<b>&lt;b&gt;</b> x"),
        (Text("both", (Mark("bold", 0, 4), Mark("italic", 0, 4))), "<i><b>both</b></i>"),
        (Text("abc", (Mark("bold", 0, 2), Mark("italic", 1, 2))), "<b>a</b><i><b>b</b></i><i>c</i>"),
        (link("x", "javascript:alert(1)"), "x"),
        (text(""), ""),
    ],
)
def test_only_a_mark_becomes_a_tag(told: Text, shown: str) -> None:
    assert to_markup(told) == shown


def test_a_link_leads_to_a_page_and_leaks_nothing() -> None:
    shown = to_markup(link("MRC", 'https://mrc.example/?a=1"onclick=x'))
    assert shown.startswith('<a href="https://mrc.example/?a=1&#34;onclick=x" rel="noopener noreferrer"')
    assert shown.endswith(">MRC</a>")


@given(st.text(max_size=30))
def test_any_words_are_shown_and_none_is_a_tag(words: str) -> None:
    shown = to_markup(text(words))
    assert "<" not in shown and shown.unescape() == text(words).plain
