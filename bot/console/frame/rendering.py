"""How does a template become a page in a language?"""

from collections.abc import Mapping
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.console.frame import words
from bot.i18n.catalogues import load_catalogue
from bot.i18n.languages import FALLBACK, LOCALES
from bot.i18n.phrasebook import Phrasebook

FOLDER: Final = Path(__file__).parents[1] / "templates"


class Templates:
    """The templates, once for each language of the console."""

    def __init__(self, phrases: Phrasebook, folder: Path = LOCALES) -> None:
        self._phrases = phrases
        self._folder = folder
        self._environment = lru_cache(maxsize=32)(self._open)
        self._catalogue = lru_cache(maxsize=32)(self._load)
        self.languages = [code for code in phrases.languages if code == FALLBACK or self._catalogue(code).info()]

    def render(self, template: str, locale: str, **values: object) -> str:
        """The template as HTML; everything in it is escaped unless it is Markup."""
        return self._environment(locale).get_template(template).render(locale=locale, **values)

    def translate(self, locale: str, message: str, values: Mapping[str, object]) -> str:
        """One sentence, its placeholders filled."""
        sentence = self._catalogue(locale).gettext(message)
        return sentence % values if values else sentence

    def _load(self, locale: str) -> NullTranslations:
        return load_catalogue(locale, "console", self._folder)

    def _open(self, locale: str) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(FOLDER),
            autoescape=True,
            undefined=StrictUndefined,
            extensions=["jinja2.ext.i18n"],
            trim_blocks=True,
            lstrip_blocks=True,
        )
        catalogue = self._catalogue(locale)
        environment.install_gettext_callables(catalogue.gettext, catalogue.ngettext, newstyle=True)  # type: ignore[attr-defined]
        environment.globals["words"] = words
        return environment
