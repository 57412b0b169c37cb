"""How does an answer become the words a worker reads: placeholders filled, the closing line of sources added?"""

import re
from collections.abc import Iterable
from typing import Final

from bot.answers.answer import Answer
from bot.answers.facts import SHOWN_KINDS, Fact, Facts, Hotline, Label, Organisation
from bot.answers.finding import BadText, Finding
from bot.answers.template import Placeholder
from bot.i18n import formats
from bot.i18n.languages import FALLBACK
from bot.i18n.phrasebook import Phrasebook
from bot.places import DESTINATIONS, ORIGINS, OTHER, Corridor
from bot.text import Text, bold, join, text

COUNTRIES: Final = (*DESTINATIONS, *ORIGINS)
MAX_SOURCES: Final = 4
"""Sources named in the closing line; the newest first."""


class Renderer:
    """Renders answers with these facts and phrases."""

    def __init__(self, facts: Facts, phrases: Phrasebook) -> None:
        self._facts = facts
        self._phrases = phrases

    def body(self, answer: Answer, corridor: Corridor) -> Text:
        """What the answer says itself. Raises BadText for a placeholder that nothing fills."""
        return answer.template.fill(corridor, lambda placeholder: self._say(answer, placeholder, corridor))

    def render(self, answer: Answer, corridor: Corridor) -> Text:
        """The body and its closing. Raises BadText."""
        return join("\n\n", (part for part in (self.body(answer, corridor), *self.closing(answer, corridor)) if part))

    def closing(self, answer: Answer, corridor: Corridor) -> list[Text]:
        """What stands under the body: that its facts may have changed, and their sources."""
        facts, parts = self._used(answer, corridor), list[Text]()
        if any(fact.possibly_outdated for fact in facts):
            parts.append(self._phrases.say(answer.language, "answer.may_have_changed"))
        if facts:
            parts.append(self._sources(facts, answer.language))
        return parts

    def numbers(self, answer: Answer, corridor: Corridor) -> list[str]:
        """The numbers that the answer names for this corridor, each with its name, as plain lines."""
        named = (one for one in answer.template.placeholders(corridor) if one.kind in ("hotline", "phone"))
        hotlines = (self._facts.hotlines[one.argument] for one in named)
        lines = (f"{self._label(one, answer.language).name}: {one.number}" for one in hotlines)
        return list(dict.fromkeys(lines))

    def unfilled(self, answer: Answer) -> list[Finding]:
        """The placeholders that nothing fills, in whatever corridor they stand."""
        named = answer.template.placeholders()
        return [_missing(answer, one) for one in named if self._fill(one, Corridor(), answer.language) is None]

    def _used(self, answer: Answer, corridor: Corridor) -> list[Fact]:
        named = [_fact_id(one) for one in answer.template.placeholders(corridor)]
        unique = dict.fromkeys([*named, *(one for one in answer.front.sources if self._concerns(one, corridor))])
        found = (self._facts.find(fact_id) for fact_id in unique)
        return [fact for fact in found if fact is not None and fact.shown]

    def _concerns(self, fact_id: str, corridor: Corridor) -> bool:
        """A fact of another country than her two is no source of what she reads."""
        fact = self._facts.find(fact_id)
        country = fact.country if fact else ""
        return country in (corridor.origin, corridor.destination, "") or country not in COUNTRIES

    def _sources(self, facts: Iterable[Fact], language: str) -> Text:
        entry = self._phrases.languages[language]
        newest = sorted({(fact.as_of, fact.source) for fact in facts}, reverse=True)[:MAX_SOURCES]
        listed = "; ".join(f"{_undated(source, as_of)} ({formats.as_of(as_of, entry)})" for as_of, source in newest)
        return self._phrases.say(language, "answer.sources", sources=listed)

    def _say(self, answer: Answer, placeholder: Placeholder, corridor: Corridor) -> Text:
        said = self._fill(placeholder, corridor, answer.language)
        if said is None:
            raise BadText(_missing(answer, placeholder))
        return said

    def _fill(self, placeholder: Placeholder, corridor: Corridor, language: str) -> Text | None:
        """None when there is no such placeholder, or nothing of that name that may be shown."""
        kind, name = placeholder.kind, placeholder.argument
        match kind:
            case "to" | "from" if not name:
                end = corridor.destination if kind == "to" else corridor.origin
                return self._phrases.say(language, f"{kind}.{end or OTHER}")
            case "figure":
                return self._figure(name, language)
            case "hotline" | "phone" if hotline := self._facts.hotlines.get(name):
                card = self._card(hotline, language) if kind == "hotline" else bold(hotline.number)
                return card if hotline.shown else None
            case "organisation" if organisation := self._facts.organisations.get(name):
                return self._place_of(organisation) if organisation.shown else None
            case "hotlines" if name in COUNTRIES:
                return self._cards_of(name, language)
            case "organisations" if name in COUNTRIES:
                return self._places_of(name)
        return None

    def _figure(self, name: str, language: str) -> Text | None:
        rule_id, _, key = name.partition(".")
        rule = self._facts.rules.get(rule_id)
        if rule is None or not rule.shown or key not in rule.figures:
            return None
        return text(formats.number(rule.figures[key], self._phrases.languages[language]))

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


def _missing(answer: Answer, placeholder: Placeholder) -> Finding:
    reason = f"{{{placeholder.name}}}: there is no such thing that may be shown"
    return Finding(answer.path, placeholder.line, reason)


def _fact_id(placeholder: Placeholder) -> str:
    return placeholder.argument.partition(".")[0] if placeholder.kind == "figure" else placeholder.argument


def _undated(source: str, as_of: str) -> str:
    """A source's title without the date in brackets at its end, when the date of the fact says the same year."""
    return re.sub(rf"\s*\([^()]*\b{re.escape(as_of[:4])}[^()]*\)$", "", source)
