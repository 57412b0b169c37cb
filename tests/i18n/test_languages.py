"""Is a language known by its script or its hint, and only then?"""

import pytest

from bot.i18n.languages import from_hint, from_script, read_languages


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("สวัสดี", "th"),
        ("ສະບາຍດີ", "lo"),
        ("မင်္ဂလာပါ", "my"),
        ("ជំរាបសួរ my boss", "km"),
        ("hello", None),
        ("ก", None),
        ("12345 !?", None),
        ("", None),
    ],
)
def test_a_script_of_one_language_shows_it(text: str, language: str | None) -> None:
    assert from_script(text) == language


@pytest.mark.parametrize(
    ("hint", "language"), [("id", "id"), ("tl", "fil"), ("VI-vn", "vi"), ("pt-br", None), (None, None)]
)
def test_a_client_hints_at_its_language(hint: str | None, language: str | None) -> None:
    assert from_hint(hint, read_languages()) == language
