"""Is what matters heard, and what libraries say about each other not?"""

import warnings
from collections.abc import Iterator

import pytest
from rasa.shared.utils.io import raise_warning

from bot.dialogue.quiet import EXPECTED, quiet_warnings


@pytest.fixture(autouse=True)
def heard() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        quiet_warnings()
        yield


def test_what_rasa_says_of_the_data_is_heard_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    raise_warning("The example 'k' was found labeled with two intents.")
    assert capsys.readouterr().err == "warning: The example 'k' was found labeled with two intents.\n"


@pytest.mark.parametrize("expected", EXPECTED)
def test_what_is_so_on_purpose_is_not_heard(expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    raise_warning(f"The intent 'x' {expected}.")
    assert capsys.readouterr().err == ""


def test_what_libraries_say_of_each_other_is_not_heard(capsys: pytest.CaptureFixture[str]) -> None:
    warnings.warn("deprecated", DeprecationWarning, stacklevel=1)
    warnings.warn("of another package", UserWarning, stacklevel=1)
    assert capsys.readouterr().err == ""
