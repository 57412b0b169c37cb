"""Is small markup read as its writer means it, and everything else left as it is?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.i18n.marked import MarkupError, read_marked
from bot.text import Mark, Text, bold, text


def said(source: str, **values: Text) -> Text:
    return read_marked(source).fill(values)


@pytest.mark.parametrize(
    "source", ["salary < 10", "10 > 5", "a & b", "R&D; then", "I <3 you", "a <\nb", "＜b＞", "&unknown;", "<១"]
)
def test_what_is_no_markup_is_text(source: str) -> None:
    assert said(source) == text(source)


def test_tags_become_marks_and_references_their_characters() -> None:
    assert said("<b>Call</b> <i>now</i> &amp; say &lt;b&gt; &#233;") == Text(
        "Call now & say <b> é", (Mark("bold", 0, 4), Mark("italic", 5, 3))
    )


def test_a_mark_around_a_placeholder_covers_its_value() -> None:
    assert said("<b>Code {code}!</b>", code=text("KW-1")) == bold("Code KW-1!")
    assert said("<b>{code}</b>", code=text("")) == text("")


def test_a_value_is_data_and_keeps_its_own_marks() -> None:
    filled = said("<i>{name}</i>: {text}", name=text("<b>{text}</b>"), text=text("a ") + bold("b"))
    assert filled == Text("<b>{text}</b>: a b", (Mark("italic", 0, 13), Mark("bold", 17, 1)))


def test_letters_are_composed_before_marks_are_set() -> None:
    assert said("e\u0301 <b>x</b>") == Text("é x", (Mark("bold", 2, 1),))


def test_doubled_braces_are_braces() -> None:
    assert said("{{name}}") == text("{name}")


@pytest.mark.parametrize(
    ("source", "position", "reason"),
    [
        ("a <u>b</u>", 3, "<u"),
        ("<script>x</script>", 1, "<script"),
        ("If pain is <bad, go", 12, "<bad"),
        ('See <a href="http://e.example">x</a>', 5, "<a"),
        ("<b class='x'>a</b>", 1, "<b"),
        ("<!-- x -->", 1, "<!"),
        ("<b>not closed", 1, "<b> is not closed"),
        ("a</b>", 2, "closes nothing"),
        ("<b>a<i>b</b></i>", 9, "crosses"),
        ("a { b", 3, "{"),
        ("{FOO}", 1, "{"),
        ("a }", 3, "}"),
    ],
)
def test_what_looks_like_markup_and_is_none_is_refused_by_its_place(source: str, position: int, reason: str) -> None:
    with pytest.raises(MarkupError) as refused:
        read_marked(source)
    assert refused.value.position == position and reason in refused.value.reason


@given(st.text(alphabet="ab<>/&;#{}:i \n", max_size=60))
def test_any_text_is_read_or_refused_and_marks_lie_within(source: str) -> None:
    try:
        sentence = read_marked(source)
    except MarkupError as error:
        assert 1 <= error.position <= len(source)
        return
    filled = sentence.fill({name: text("value") for name in sentence.names})
    assert all(mark.start >= 0 and mark.start + mark.length <= len(filled.plain) for mark in filled.marks)


@given(st.text(max_size=40))
def test_any_value_stays_what_it_is(value: str) -> None:
    assert said("{value}", value=text(value)) == text(value)
