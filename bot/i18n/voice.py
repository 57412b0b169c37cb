"""How does a screen speak? In one language, chosen once for all that it says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.i18n import formats
from bot.i18n.languages import Language
from bot.i18n.phrasebook import Phrasebook
from bot.text import Text


@dataclass(frozen=True, slots=True)
class Voice:
    """The phrases in one language."""

    phrases: Phrasebook
    language: str

    def say(self, key: str, **values: object) -> Text:
        """A sentence with its marks; what is filled in is data."""
        return self.phrases.say(self.language, key, **values)

    def word(self, key: str, **values: object) -> str:
        """A label, or words inside a sentence: without marks."""
        return self.phrases.word(self.language, key, **values)

    def words(self, *keys: str) -> tuple[str, ...]:
        """Several labels."""
        return tuple([self.phrases.word(self.language, key) for key in keys])

    def day(self, moment: date) -> str:
        """A date as the language writes it."""
        return formats.day(moment, self.languages[self.language])

    @property
    def languages(self) -> Mapping[str, Language]:
        """All that a worker may choose."""
        return self.phrases.languages

    def within(self, language: str) -> "Voice":
        """The same phrases in another language."""
        return replace(self, language=language)
