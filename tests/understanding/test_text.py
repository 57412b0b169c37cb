"""Is a message prepared so that the same words read the same?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.text import bare, is_strange, normalize, to_unicode, words


def test_zawgyi_becomes_unicode() -> None:
    assert to_unicode("ကၽြန္ေတာ္ လစာ မရဘူး") == "ကျွန်တော် လစာ မရဘူး"


def test_unicode_burmese_stays_as_it_is() -> None:
    assert to_unicode("ကျွန်တော် လစာ မရဘူး") == "ကျွန်တော် လစာ မရဘူး"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("HEEEELP  me", "heelp me"), ("paid 300 or 15,000", "paid 0 or 0"), ("a\u200bb\u202e", "ab"), ("ＡＢＣ", "abc")],
)
def test_what_differs_only_in_looks_reads_the_same(text: str, expected: str) -> None:
    assert normalize(text) == expected


@pytest.mark.parametrize(
    ("text", "word"), [("เขายึดหนังสือเดินทาง", "เขา"), ("ខ្ញុំមិនបានប្រាក់ខែ", "ខ្ញុំ"), ("ຂ້ອຍບໍ່ໄດ້ເງິນເດືອນ", "ຂ້ອຍ")]
)
def test_words_are_found_where_none_are_spaced(text: str, word: str) -> None:
    assert words(text)[0] == word and len(words(text)) > 1


@given(st.text())
def test_any_text_can_be_prepared(text: str) -> None:
    assert all(word in normalize(text) for word in words(normalize(text)))


def test_vietnamese_with_and_without_its_marks_reads_the_same() -> None:
    assert bare(normalize("Chưa trả lương đúng hạn")) == bare(normalize("chua tra luong dung han"))


def test_other_scripts_keep_their_marks() -> None:
    assert bare("ไม่จ่าย") == "ไม่จ่าย"


@pytest.mark.parametrize(
    ("text", "strange"),
    [
        ("救命", True),
        ("মালিক Malik তিন মাস বেতন দেয় না", True),
        ("he is 老板 Li", False),
        ("я", False),
        ("ຂ້ອຍບໍ່ໄດ້ເງິນເດືອນ", False),
        ("ខ្ញុំមិនបានប្រាក់ខែ", False),
        ("ကျွန်တော် လစာ မရဘူး", False),
        ("เขาไม่จ่ายเงิน", False),
        ("ở ẩn ừ ạ ọ", False),
        ("123 😢 ...", False),
        ("", False),
    ],
)
def test_a_script_is_strange_when_most_letters_are_of_none_of_our_languages(text: str, strange: bool) -> None:
    assert is_strange(text) == strange
