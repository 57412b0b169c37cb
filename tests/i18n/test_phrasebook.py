"""Is a phrase said in her language, with values as data?"""

from gettext import NullTranslations

import pytest

from bot.i18n.languages import read_languages
from bot.i18n.phrasebook import Phrasebook
from bot.i18n.voice import Voice
from bot.text import Text, bold, text


class Catalogue(NullTranslations):
    """Phrases by key."""

    def __init__(self, **phrases: str) -> None:
        super().__init__()
        self.phrases = {key.replace("__", "."): words for key, words in phrases.items()}

    def gettext(self, message: str) -> str:
        return self.phrases.get(message, message)


@pytest.fixture
def book() -> Phrasebook:
    english = Catalogue(a__hello="Hello <b>{name}</b>", a__plain="Plain <i>words</i>", a__only="Only", a__bad="Good")
    khmer = Catalogue(a__hello="{name} សួស្តី", a__plain="<i>ពាក្យ</i>", a__bad="<b>broken")
    return Phrasebook(read_languages(), {"en": english, "km": khmer})


def test_numbers_words_and_texts_are_filled_in_as_data(book: Phrasebook) -> None:
    assert book.say("en", "a.hello", name="<i>&amp;") == text("Hello ") + bold("<i>&amp;")
    assert book.say("en", "a.hello", name=7) == text("Hello ") + bold("7")
    assert book.say("km", "a.hello", name=bold("x")) == bold("x") + " សួស្តី"


def test_a_word_has_no_marks(book: Phrasebook) -> None:
    assert book.word("en", "a.plain") == "Plain words"
    assert Voice(book, "km").word("a.hello", name=bold("x")) == "x សួស្តី"


def test_what_is_not_translated_or_cannot_be_read_is_said_in_english(book: Phrasebook) -> None:
    assert book.say("km", "a.only") == text("Only") == book.say(None, "a.only")
    assert book.say("km", "a.bad") == text("Good")
    assert not book.has("km", "a.only") and book.has("km", "a.bad")


def test_a_phrase_or_a_value_that_is_missing_is_named(book: Phrasebook) -> None:
    with pytest.raises(KeyError, match=r"a\.none"):
        book.say("km", "a.none")
    with pytest.raises(KeyError, match="name"):
        book.say("km", "a.hello")


def test_a_voice_speaks_one_language_and_can_speak_another(phrases: Phrasebook) -> None:
    voice = Voice(phrases, "km")
    assert voice.say("menu.text", origin="a", destination="b") != voice.within("en").say(
        "menu.text", origin="a", destination="b"
    )
    assert isinstance(voice.say("say.greet"), Text) and list(voice.languages) == list(phrases.languages)
