"""Do the catalogues fit the code and each other?"""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from bot.answers.library import TOPICS
from bot.cases.remedies import Outcome, RemedyKind
from bot.cases.states import Status
from bot.i18n.catalogues import load_catalogue
from bot.i18n.marked import Marked, read_marked
from bot.i18n.phrasebook import Phrasebook
from bot.intake.questions import EDITABLE, Question
from bot.kinds import KINDS
from tests.guards.test_training_data import ACTIONS

ROOT = Path(__file__).resolve().parents[2]
KEY = re.compile(r"^[a-z]+\.[a-z_]+$")
SPEAKING = ("say", "word", "words", "button")
"""Names of functions that are called with the key of a phrase."""


def english(phrases: Phrasebook) -> dict[str, str]:
    catalogue = load_catalogue("en", "bot")
    return {key: text for key, text in catalogue._catalog.items() if isinstance(key, str) and key}  # type: ignore[attr-defined]


def literal_keys() -> set[str]:
    keys = set()
    for folder in ("bot", "actions"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in SPEAKING:
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
        "topic": [*TOPICS, *ACTIONS],
    }
    missing = {f"{family}.{one}" for family, ones in families.items() for one in ones} - english(phrases).keys()
    assert missing == set()


def marks(sentence: Marked) -> list[str]:
    return sorted(one.kind for one in sentence.spans)


@pytest.mark.parametrize("language", ["en", "id", "ms", "fil", "vi", "th", "lo", "km", "my"])
def test_a_translation_keeps_placeholders_and_tags(phrases: Phrasebook, language: str) -> None:
    for key, text in english(phrases).items():
        if not phrases.has(language, key):
            continue
        said, meant = read_marked(phrases.source(language, key) or ""), read_marked(text)
        assert set(said.names) == set(meant.names), key
        assert marks(said) == marks(meant), key


CONSOLE_LANGUAGES = ("id", "ms", "th", "vi")
BRACES = re.compile(r"%\((\w+)\)s")


@pytest.fixture(scope="module")
def console_sentences() -> set[str]:
    """What the console says, as Babel finds it."""
    with (ROOT / "babel.cfg").open("rb") as mapping:
        methods, options = parse_mapping_cfg(mapping.read().decode().splitlines())
    found = extract_from_dir(str(ROOT / "bot" / "console"), methods, options, {"_": None, "gettext": None, "N_": None})
    return {str(message) for _, _, message, _, _ in found}


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as stream:
        return read_po(stream)


def test_the_template_of_the_console_is_current(console_sentences: set[str]) -> None:
    kept = {message.id for message in catalogue(ROOT / "locales" / "console.pot") if message.id}
    assert len(kept) > 150
    assert kept == console_sentences, "run `make messages`"


@pytest.mark.parametrize("language", CONSOLE_LANGUAGES)
def test_every_sentence_of_the_console_is_translated(language: str, console_sentences: set[str]) -> None:
    translated = catalogue(ROOT / "locales" / language / "LC_MESSAGES" / "console.po")
    said = {message.id: message.string for message in translated if message.id and not message.fuzzy}
    assert said.keys() == console_sentences, "run `make messages`, then translate"
    for sentence, words in said.items():
        assert words and sorted(BRACES.findall(words)) == sorted(BRACES.findall(sentence)), sentence
