"""How is a phrase said in a language? The only place where a worker's prose is rendered.

Code names a phrase by its key ("complaint.ask_story"); the sentence stands in locales/<language>/LC_MESSAGES/bot.po.
A phrase without a translation, or with markup that cannot be read, is said in English rather than not at all; a guard
test keeps that from happening. What is filled into a phrase is data: no tag in it becomes a mark.
"""

from collections.abc import Mapping
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path

from bot.i18n.catalogues import check_whole, load_catalogue
from bot.i18n.languages import FALLBACK, LOCALES, Language, read_languages
from bot.i18n.marked import Marked, MarkupError, read_marked
from bot.text import Text, text


class Phrasebook:
    """The phrases of all live languages."""

    def __init__(self, languages: Mapping[str, Language], catalogues: Mapping[str, NullTranslations]) -> None:
        self.languages = languages
        self._catalogues = catalogues
        self._read: dict[tuple[str, str], Marked] = {}
        self._said: dict[tuple[str, str], Text] = {}

    def say(self, language: str | None, key: str, **values: object) -> Text:
        """The phrase in this language with its placeholders filled. Raises KeyError for a key no catalogue has, or for a
        placeholder without a value."""
        wanted = (language or FALLBACK, key)
        if (said := self._said.get(wanted)) is not None:
            return said
        sentence = self.sentence(*wanted)
        filled = sentence.fill({name: as_text(value) for name, value in values.items()})
        if not sentence.names:
            self._said[wanted] = filled
        return filled

    def word(self, language: str | None, key: str, **values: object) -> str:
        """The phrase without marks: for labels of buttons, commands, and words of the console."""
        return self.say(language, key, **values).plain

    def has(self, language: str, key: str) -> bool:
        """This very language has the phrase."""
        return self.source(language, key) is not None

    def sentence(self, language: str, key: str) -> Marked:
        """The phrase as it was read, once. Raises KeyError for a key no catalogue has."""
        if (language, key) not in self._read:
            self._read[language, key] = self._read_first(language, key)
        return self._read[language, key]

    def source(self, language: str, key: str) -> str | None:
        """The phrase as the language's catalogue writes it, with its markup; None when it does not."""
        catalogue = self._catalogues.get(language)
        sentence = catalogue.gettext(key) if catalogue is not None else key
        return sentence if sentence != key else None

    def _read_first(self, language: str, key: str) -> Marked:
        for code in (language, FALLBACK):
            source = self.source(code, key)
            if source is None:
                continue
            try:
                return read_marked(source)
            except MarkupError:
                if code == FALLBACK:
                    raise
        raise KeyError(key)


def as_text(value: object) -> Text:
    """A value to be filled in: a text keeps its marks, everything else is words."""
    return value if isinstance(value, Text) else text(str(value))


@lru_cache(maxsize=4)
def load_phrasebook(folder: Path = LOCALES) -> Phrasebook:
    """Reads the catalogues of all live languages. Raises ContentError naming the file that is broken or cut off."""
    languages = read_languages(folder)
    catalogues = {code: load_catalogue(code, "bot", folder) for code in languages}
    check_whole(catalogues, "bot")
    return Phrasebook(languages, catalogues)
