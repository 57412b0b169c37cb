"""What is a worker told about a topic, in her language, for her corridor?

The lookup ladder: corridor, destination, origin, general; within each her language; only then the fallback language,
with a line that says so. A library is immutable; publishing makes a new one, and the live one is what was read last.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from bot.answers.answer import Answer, path_of, read_answer
from bot.answers.facts import Facts, read_facts
from bot.answers.finding import Finding
from bot.answers.release import Held, read_changes, read_files
from bot.answers.render import Renderer
from bot.answers.versions import ContentUnit
from bot.errors import NotFound
from bot.i18n.languages import FALLBACK
from bot.i18n.phrasebook import Phrasebook
from bot.messages import Reply
from bot.places import Corridor
from bot.text import Text, join

TOPICS = (
    "unpaid_wages",
    "recruitment_fees",
    "passport_kept",
    "minimum_wage",
    "injury_compensation",
    "change_employer",
    "regular_channels",
    "harassment_violence",
    "how_to_complain",
    "hotlines",
    "find_mrc",
    "emergency",
)
"""The topics answered, in the order of the menu."""
_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True)
class Library:
    """All live answers and facts."""

    answers: Mapping[str, Answer]
    facts: Facts
    phrases: Phrasebook
    findings: Sequence[Finding] = ()
    """What could not be read: of it, older words are told, or none."""
    _told: dict[tuple[str, Corridor, str], Text] = field(default_factory=dict, compare=False, repr=False)
    """What was composed before: a library does not change, so neither does what it tells."""
    screens: dict[tuple[str, Corridor, str], Reply] = field(default_factory=dict, compare=False, repr=False)
    """The same, with its buttons, for whoever shows it."""

    def tell(self, topic: str, corridor: Corridor, language: str) -> Text:
        """The answer with its closing line. Raises NotFound when the topic has no text at all."""
        wanted = (topic, corridor, language)
        if (told := self._told.get(wanted)) is None:
            told = self._told[wanted] = self._compose(topic, corridor, language)
        return told

    def told(self, path: str, text: str, corridor: Corridor) -> Text:
        """A text that is not published, as it would be told. Raises BadText with the line."""
        return self.renderer.render(read_answer(path, text), corridor)

    def numbers(self, corridor: Corridor, language: str) -> list[str]:
        """The emergency numbers of the place, each with its name, as plain lines; none when no text names any."""
        try:
            return self.renderer.numbers(self.find("emergency", corridor, language), corridor)
        except NotFound:
            return []

    def find(self, topic: str, corridor: Corridor, language: str) -> Answer:
        """The most special text in her language, else in the fallback language."""
        for wanted in (language, FALLBACK):
            for place in corridor.ladder():
                answer = self.answers.get(path_of(topic, place, wanted))
                if answer is not None:
                    return answer
        raise NotFound(topic)

    def _compose(self, topic: str, corridor: Corridor, language: str) -> Text:
        answer = self.find(topic, corridor, language)
        told = self.renderer.render(answer, corridor)
        if answer.language != language:
            return join("\n\n", (self.phrases.say(language, "answer.not_translated"), told))
        return told

    def coverage(self) -> Mapping[str, Mapping[str, str]]:
        """Topic to language to the worst status of the places that English has: missing, draft or reviewed."""
        return {
            topic: {language: self._status(topic, language) for language in self.phrases.languages} for topic in TOPICS
        }

    def _status(self, topic: str, language: str) -> str:
        places = [
            answer.place for answer in self.answers.values() if (answer.topic, answer.language) == (topic, FALLBACK)
        ]
        found = [self.answers.get(path_of(topic, place, language)) for place in places]
        if not found or None in found:
            return "missing"
        return "draft" if any(answer is not None and answer.front.status == "draft" for answer in found) else "reviewed"

    @cached_property
    def renderer(self) -> Renderer:
        """Renders with these facts and phrases."""
        return Renderer(self.facts, self.phrases)


class LiveLibrary:
    """The library of the newest versions. A text that cannot be read leaves the words that were live before it: a wrong
    edit must not silence the bot."""

    def __init__(self, open_unit: Callable[[], ContentUnit], phrases: Phrasebook) -> None:
        self._open_unit = open_unit
        self._phrases = phrases
        self._live: tuple[Held, Library] | None = None
        self.live: Library | None = None
        """What was read last, for those who only read it; `current` reads when nothing was."""

    def current(self) -> Library:
        """What was read last; looks by itself only when nothing was read yet."""
        if self._live is None:
            return self.fresh()
        return self._live[1]

    def refresh(self) -> None:
        """Looks for newer versions and reads those alone. It reads the database: not in an event loop."""
        self.fresh()

    def fresh(self) -> Library:
        """What is live at this moment: for the editing desk, which must see what it published."""
        live = self._live
        with self._open_unit() as unit:
            held = read_changes(unit.content, live[0] if live else Held(), self._phrases)
        if live is None or held is not live[0]:
            live = self._live = held, self._shelve(held)
            self.live = live[1]
        return live[1]

    def _shelve(self, held: Held) -> Library:
        if held.findings:
            _log.warning("%d texts of the content cannot be read; older words are told", len(held.findings))
        return Library(held.answers, read_facts(held.facts), self._phrases, tuple(held.findings.values()))


def read_library(files: Mapping[str, str], phrases: Phrasebook) -> Library:
    """A library of texts by path. Raises BadText naming file and line."""
    answers = {path: read_answer(path, text) for path, text in files.items() if path.startswith("answers/")}
    return Library(answers, read_facts(files), phrases)


def read_folder(folder: Path, phrases: Phrasebook) -> Library:
    """The library of the files of content/. Raises BadText naming file and line."""
    return read_library(read_files(folder), phrases)
