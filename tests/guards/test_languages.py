"""Is every language that can be chosen a language of its own, and not a copy of another one, of English above all?"""

from collections.abc import Callable, Mapping
from itertools import permutations

import pytest
import yaml

from bot.answers.answer import PATH, path_of
from bot.answers.front import read_front
from bot.answers.release import read_files
from bot.house import CONTENT
from bot.i18n.catalogues import keys, load_catalogue
from bot.i18n.languages import read_languages
from bot.i18n.phrasebook import Phrasebook
from tests.guards.test_training_data import examples

Words = Mapping[str, str]
"""What a language says, by what it is said for: the key of a phrase, the path of an answer, an example itself."""
LANGUAGES = tuple(read_languages())
FILES = read_files(CONTENT)
MOST_SHARED = {"phrases": 0.35, "examples": 0.1, "answers": 0.0, "titles": 0.25, "names of numbers": 0.2}
"""Indonesian and Malay are near to each other, names of countries are the same in many, and people mix English into theirs."""


def phrases_of(language: str) -> Words:
    book = Phrasebook(read_languages(), {language: load_catalogue(language, "bot")})
    return {key: book.source(language, key) or "" for key in keys(load_catalogue(language, "bot"))}


def examples_of(language: str) -> Words:
    return {line: line for lines in examples(language).values() for line in lines}


def fronts(language: str) -> dict[str, tuple[str, str]]:
    """Title and body by topic and place."""
    named = {path: found for path in FILES if (found := PATH.match(path)) and found[3] == language}
    read = {path_of(one[1], one[2], ""): read_front(path, FILES[path]) for path, one in named.items()}
    return {path: (front.title, body) for path, (front, body, _) in read.items()}


def titles_of(language: str) -> Words:
    return {path: title for path, (title, _) in fronts(language).items()}


def answers_of(language: str) -> Words:
    return {path: body for path, (_, body) in fronts(language).items()}


def names_of(language: str) -> Words:
    labels = yaml.safe_load(FILES[f"facts/labels/{language}.yml"])
    return {hotline: label["name"] for hotline, label in labels.items()}


SAYS: dict[str, Callable[[str], Words]] = {
    "phrases": phrases_of, "examples": examples_of, "answers": answers_of, "titles": titles_of,
    "names of numbers": names_of,
}  # fmt: skip


def shared(ours: Words, theirs: Words) -> float:
    """Which part of ours is word for word theirs."""
    return sum(" ".join(theirs.get(key, "").split()) == " ".join(said.split()) for key, said in ours.items()) / len(
        ours
    )


@pytest.mark.parametrize("kind", SAYS)
def test_no_language_is_a_copy_of_another(kind: str) -> None:
    said = {language: SAYS[kind](language) for language in LANGUAGES}
    parts = {(one, other): shared(said[one], said[other]) for one, other in permutations(LANGUAGES, 2)}
    assert {pair: part for pair, part in parts.items() if part > MOST_SHARED[kind]} == {}


@pytest.mark.parametrize("kind", SAYS)
def test_a_language_made_of_copies_of_the_english_would_be_refused(kind: str) -> None:
    assert len(SAYS[kind]("en")) > 30
    assert shared(SAYS[kind]("en"), SAYS[kind]("en")) == 1 > MOST_SHARED[kind]


@pytest.mark.parametrize("kind", SAYS)
def test_every_language_says_as_much_as_english(kind: str) -> None:
    least = 0.6 if kind == "examples" else 1
    assert {one for one in LANGUAGES if len(SAYS[kind](one)) < least * len(SAYS[kind]("en"))} == set()


def test_each_language_has_a_name_and_a_locale_of_its_own() -> None:
    languages = read_languages().values()
    for names in (
        [one.name for one in languages],
        [one.locale for one in languages],
        [one.telegram for one in languages],
    ):
        assert len(set(names)) == len(names)
