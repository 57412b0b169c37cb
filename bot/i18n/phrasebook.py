"""How is a phrase said in a language? The only place where a worker's prose is rendered.

Code names a phrase by its key ("complaint.ask_story"); the sentence stands in locales/<language>/LC_MESSAGES/bot.po.
A phrase without a translation is said in English rather than not at all; a guard test keeps that from happening.
"""

import html
from collections.abc import Mapping
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.i18n.languages import FALLBACK, LOCALES, Language, read_languages


def escape(text: str) -> str:
    """Text of a person, made harmless inside Telegram's HTML."""
    return html.escape(text, quote=False)


class Phrasebook:
    """The phrases of all live languages."""

    def __init__(self, languages: Mapping[str, Language], catalogues: Mapping[str, NullTranslations]) -> None:
        self.languages = languages
        self._catalogues = catalogues

    def say(self, language: str | None, key: str, **values: object) -> str:
        """The phrase in this language with its placeholders filled. Raises KeyError for a key no catalogue has."""
        return self._sentence(language or FALLBACK, key).format_map(values)

    def has(self, language: str, key: str) -> bool:
        """This very language has the phrase."""
        return self._catalogues[language].gettext(key) != key

    def _sentence(self, language: str, key: str) -> str:
        for code in (language, FALLBACK):
            catalogue = self._catalogues.get(code)
            if catalogue is not None and (sentence := catalogue.gettext(key)) != key:
                return sentence
        raise KeyError(key)


@lru_cache(maxsize=4)
def load_phrasebook(folder: Path = LOCALES) -> Phrasebook:
    """Reads the compiled catalogues, compiling those that are missing or older than their source."""
    languages = read_languages(folder)
    return Phrasebook(languages, {code: load_catalogue(code, "bot", folder) for code in languages})


def load_catalogue(language: str, domain: str, folder: Path = LOCALES) -> NullTranslations:
    """One compiled catalogue; an empty one when the language has none."""
    source = folder / language / "LC_MESSAGES" / f"{domain}.po"
    if not source.exists():
        return NullTranslations()
    compiled = source.with_suffix(".mo")
    if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
        compile_catalogue(source)
    with compiled.open("rb") as stream:
        return GNUTranslations(stream)


def compile_catalogue(source: Path) -> None:
    """Writes the .mo beside a .po, in one step, so that a reader never sees half of it."""
    with source.open("rb") as stream:
        catalogue = read_po(stream)
    half = source.with_suffix(".mo.half")
    with half.open("wb") as stream:
        write_mo(stream, catalogue)
    half.replace(source.with_suffix(".mo"))
