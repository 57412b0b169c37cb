"""How does an answer become the words a worker reads: placeholders filled, the closing line of sources added?"""

import re
from collections.abc import Iterable

from bot.answers.answer import Answer
from bot.answers.facts import SHOWN_KINDS, Fact, Facts, Hotline, Label, Organisation
from bot.answers.template import Placeholder
from bot.errors import ContentError
from bot.i18n import formats
from bot.i18n.languages import FALLBACK
from bot.i18n.phrasebook import Phrasebook
from bot.places import DESTINATIONS, ORIGINS, Corridor
from bot.text import Text, bold, join, text

MAX_SOURCES = 4
"""Sources named in the closing line; the newest first."""


class Renderer:
    """Renders answers with these facts and phrases."""

    def __init__(self, facts: Facts, phrases: Phrasebook) -> None:
        self._facts = facts
        self._phrases = phrases

    def render(self, answer: Answer, corridor: Corridor, language: str) -> Text:
        """Words of facts are said in the answer's language. Raises ContentError for an unknown placeholder."""
        speech = answer.language
        body = answer.template.fill(corridor, lambda placeholder: self._say(placeholder, corridor, speech))
        facts = self._used(answer, corridor)
        parts = [body]
        if any(fact.possibly_outdated for fact in facts):
            parts.append(self._phrases.say(speech, "answer.may_have_changed"))
        if facts:
            parts.append(self._closing(facts, speech))
        return join("\n\n", (part for part in parts if part))

    def numbers(self, answer: Answer, corridor: Corridor) -> list[str]:
        """The numbers that the answer names for this corridor, each with its name, as plain lines."""
        named = (one for one in answer.template.placeholders(corridor) if one.kind in ("hotline", "phone"))
        hotlines = (self._hotline(one) for one in named)
        lines = (f"{self._label(one, answer.language).name}: {one.number}" for one in hotlines)
        return list(dict.fromkeys(lines))

    def fact_ids(self, answer: Answer) -> set[str]:
        """Every fact the answer names, in any place."""
        return set(answer.sources) | {_fact_id(one) for one in answer.template.placeholders() if one.argument}

    def _used(self, answer: Answer, corridor: Corridor) -> list[Fact]:
        named = [_fact_id(one) for one in answer.template.placeholders(corridor)]
        unique = dict.fromkeys([*named, *(one for one in answer.sources if self._concerns(one, corridor))])
        found = (self._facts.find(fact_id) for fact_id in unique)
        return [fact for fact in found if fact is not None and fact.shown]

    def _concerns(self, fact_id: str, corridor: Corridor) -> bool:
        """A fact of another country than her two is no source of what she reads."""
        fact = self._facts.find(fact_id)
        country = fact.country if fact else ""
        return country in (corridor.origin, corridor.destination, "") or country not in (*ORIGINS, *DESTINATIONS)

    def _closing(self, facts: Iterable[Fact], language: str) -> Text:
        entry = self._phrases.languages[language]
        newest = sorted({(fact.as_of, fact.source) for fact in facts}, reverse=True)[:MAX_SOURCES]
        listed = "; ".join(f"{_undated(source, as_of)} ({formats.as_of(as_of, entry)})" for as_of, source in newest)
        return self._phrases.say(language, "answer.sources", sources=listed)

    def _say(self, placeholder: Placeholder, corridor: Corridor, language: str) -> Text:
        match placeholder.kind:
            case "to":
                return self._phrases.say(language, f"to.{corridor.destination or 'other'}")
            case "from":
                return self._phrases.say(language, f"from.{corridor.origin or 'other'}")
            case "figure":
                return text(self._figure(placeholder, language))
            case "hotline":
                return self._card(self._hotline(placeholder), language)
            case "phone":
                return bold(self._hotline(placeholder).number)
            case "organisation":
                return self._place_of(self._organisation(placeholder))
            case "hotlines":
                return self._cards_of(placeholder.argument, language)
            case "organisations":
                return self._places_of(placeholder.argument)
        raise ContentError(f"line {placeholder.line}: no placeholder {{{placeholder.kind}}}")

    def _figure(self, placeholder: Placeholder, language: str) -> str:
        rule_id, _, key = placeholder.argument.partition(".")
        rule = self._facts.rules.get(rule_id)
        if rule is None or not rule.shown or key not in rule.figures:
            raise ContentError(f"line {placeholder.line}: no figure {placeholder.argument} that may be shown")
        return formats.number(rule.figures[key], self._phrases.languages[language])

    def _hotline(self, placeholder: Placeholder) -> Hotline:
        hotline = self._facts.hotlines.get(placeholder.argument)
        if hotline is None or not hotline.shown:
            raise ContentError(f"line {placeholder.line}: no hotline {placeholder.argument} that may be shown")
        return hotline

    def _organisation(self, placeholder: Placeholder) -> Organisation:
        organisation = self._facts.organisations.get(placeholder.argument)
        if organisation is None or not organisation.shown:
            raise ContentError(f"line {placeholder.line}: no organisation {placeholder.argument} that may be shown")
        return organisation

    def _card(self, hotline: Hotline, language: str) -> Text:
        """One line: name, number, hours, free or not."""
        label = self._label(hotline, language)
        extras = [label.hours] if label.hours else []
        if hotline.free:
            extras.append(self._phrases.word(language, "hotline.free"))
        tail = f" ({', '.join(extras)})" if extras else ""
        return text(f"☎ {label.name}: ") + bold(hotline.number) + tail

    def _label(self, hotline: Hotline, language: str) -> Label:
        for code in (language, FALLBACK):
            label = self._facts.labels.get(code, {}).get(hotline.id)
            if label is not None:
                return label
        return Label(hotline.id, None)

    def _cards_of(self, country: str, language: str) -> Text:
        shown = (one for one in self._facts.hotlines.values() if one.shown and one.country == country)
        return join("\n", (self._card(one, language) for one in shown))

    def _place_of(self, organisation: Organisation) -> Text:
        local = f" ({organisation.local_name})" if organisation.local_name else ""
        return text(f"• {organisation.name}{local} — {organisation.town}")

    def _places_of(self, country: str) -> Text:
        found = [one for one in self._facts.organisations.values() if one.shown and one.country == country]
        return join("\n", (self._place_of(one) for one in found if one.kind in SHOWN_KINDS))


def _fact_id(placeholder: Placeholder) -> str:
    return placeholder.argument.partition(".")[0] if placeholder.kind == "figure" else placeholder.argument


def _undated(source: str, as_of: str) -> str:
    """A source's title without the date in brackets at its end, when the date of the fact says the same year."""
    return re.sub(rf"\s*\([^()]*\b{re.escape(as_of[:4])}[^()]*\)$", "", source)
