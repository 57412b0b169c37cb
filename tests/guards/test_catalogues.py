"""Do the catalogues fit the code and each other?"""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from bot.i18n.phrasebook import Phrasebook, load_catalogue
from bot.referrals.complaint import KINDS, Outcome, RemedyKind, Status
from bot.referrals.intake import EDITABLE, Question

ROOT = Path(__file__).resolve().parents[2]
KEY = re.compile(r"^[a-z]+\.[a-z_]+$")


def english(phrases: Phrasebook) -> dict[str, str]:
    catalogue = load_catalogue("en", "bot")
    return {key: text for key, text in catalogue._catalog.items() if isinstance(key, str) and key}  # type: ignore[attr-defined]


def literal_keys() -> set[str]:
    keys = set()
    for folder in ("bot", "actions"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in (
                    "say",
                    "button",
                    "_push",
                ):
                    keys |= {
                        one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
                    }
    return {key for key in keys if KEY.match(key)}


def test_every_phrase_the_code_names_exists(phrases: Phrasebook) -> None:
    keys = literal_keys()
    assert len(keys) > 40
    assert keys - english(phrases).keys() == set()


def test_every_family_of_phrases_is_complete(phrases: Phrasebook) -> None:
    families = {
        "kind": KINDS,
        "outcome": Outcome,
        "remedy": RemedyKind,
        "status": Status,
        "ask": [one for one in Question if one is not Question.SUMMARY],
        "edit": EDITABLE,
    }
    missing = {f"{family}.{one}" for family, ones in families.items() for one in ones} - english(phrases).keys()
    assert missing == set()


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", ["en", "id", "ms", "fil", "vi", "th", "lo", "km", "my"])
def test_a_translation_keeps_placeholders_and_tags(phrases: Phrasebook, language: str) -> None:
    for key, text in english(phrases).items():
        if not phrases.has(language, key):
            continue
        said = phrases._sentence(language, key)
        assert placeholders(said) == placeholders(text), key
        assert sorted(re.findall(r"</?[a-z]+>", said)) == sorted(re.findall(r"</?[a-z]+>", text)), key
