"""Are blocks and placeholders read as an editor means them?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.finding import BadText
from bot.answers.template import read_template
from bot.places import Corridor, from_start_token
from bot.text import text as plain

PATH = "answers/hotlines/th/en.md"
TEXT = """Always.
{if to=th}
Thailand {figure:a.b}.
{if from=kh,la}
Near.
{else}
Far.
{end}
{end}
{if to=other}
Unknown.
{end}"""


@pytest.mark.parametrize(
    ("corridor", "expected"),
    [
        (Corridor("kh", "th"), "Always.\nThailand 7.\nNear."),
        (Corridor("mm", "th"), "Always.\nThailand 7.\nFar."),
        (Corridor("kh", "sg"), "Always."),
        (Corridor(), "Always.\nUnknown."),
    ],
)
def test_a_worker_reads_the_lines_of_her_corridor(corridor: Corridor, expected: str) -> None:
    assert read_template(PATH, TEXT).fill(corridor, lambda placeholder: plain("7")).plain == expected


@pytest.mark.parametrize(
    ("text", "line"),
    [("{end}", 1), ("x\n{if to=th}", 2), ("{if to=kh}\n{end}", 1), ("{if t=th}\n{end}", 1), ("x\n{else}", 2)],
)
def test_a_block_that_does_not_fit_is_named_by_its_line(text: str, line: int) -> None:
    with pytest.raises(BadText) as refused:
        read_template(PATH, text)
    assert [(one.path, one.line) for one in refused.value.findings] == [(PATH, line)]


@given(st.text(alphabet="ab{}/=:if enlsdtohkm\n", max_size=200))
def test_any_text_is_read_or_refused_by_line(text: str) -> None:
    try:
        read_template(PATH, text).fill(Corridor("kh", "th"), lambda placeholder: plain(""))
    except BadText as error:
        assert 1 <= error.findings[0].line <= text.count("\n") + 1


@given(st.text())
def test_any_link_token_is_read(token: str) -> None:
    language, corridor = from_start_token(token, ("km", "en"))
    assert language in (None, "km", "en") and len(corridor.ladder()) >= 1
