"""What is wrong with the content? Every finding names file and line; errors stop a release, warnings are counted."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.answers.answer import Answer, path_of, read_answer
from bot.answers.facts import Facts, bad_number, read_facts
from bot.answers.library import TOPICS, Library
from bot.errors import ContentError
from bot.i18n.languages import FALLBACK
from bot.i18n.phrasebook import Phrasebook
from bot.places import DESTINATIONS, ORIGINS, Corridor

MAX_TEXT: Final = 3_500
"""Characters of an answer as it is told; Telegram takes 4,096 with everything."""
MAX_TITLE: Final = 80
TYPED_NUMBER: Final = re.compile(r"(?<![\w.])\d[\d ,.-]{2,}\d(?!\w)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


def check_content(files: Mapping[str, str], phrases: Phrasebook) -> list[Finding]:
    """All findings, by file."""
    try:
        facts = read_facts(files)
    except ContentError as error:
        return [Finding("facts", 1, str(error))]
    answers, findings = _read(files)
    findings += [
        Finding("facts/hotlines.yml", 1, f"{one.id}: not a phone number")
        for one in facts.hotlines.values()
        if bad_number(one)
    ]
    findings += _labels(facts, phrases)
    findings += _missing(answers, phrases)
    library = Library(answers, facts, phrases)
    for path, answer in answers.items():
        findings += _answer(path, answer, facts, library)
    return findings


def _read(files: Mapping[str, str]) -> tuple[dict[str, Answer], list[Finding]]:
    answers, findings = {}, []
    for path, text in files.items():
        if not path.startswith("answers/"):
            continue
        try:
            answers[path] = read_answer(path, text)
        except ContentError as error:
            findings.append(Finding(path, _line_of(error), str(error)))
    return answers, findings


def _missing(answers: Mapping[str, Answer], phrases: Phrasebook) -> list[Finding]:
    english = {(one.topic, one.place) for one in answers.values() if one.language == FALLBACK}
    findings = [
        Finding(path_of(topic, place, language), 1, f"missing in {language}")
        for topic, place in sorted(english)
        for language in phrases.languages
        if path_of(topic, place, language) not in answers
    ]
    covered = {topic for topic, place in english if place == "general"}
    return findings + [
        Finding(path_of(topic, "general", "en"), 1, "missing") for topic in TOPICS if topic not in covered
    ]


def _labels(facts: Facts, phrases: Phrasebook) -> list[Finding]:
    return [
        Finding(f"facts/labels/{language}.yml", 1, f"no label of {hotline.id}")
        for language in phrases.languages
        for hotline in facts.hotlines.values()
        if hotline.shown and hotline.id not in facts.labels.get(language, {})
    ]


def _answer(path: str, answer: Answer, facts: Facts, library: Library) -> Iterator[Finding]:
    for fact_id in answer.sources:
        fact = facts.find(fact_id)
        if fact is None or not fact.shown:
            yield Finding(path, 2, f"source {fact_id} does not exist or is of low confidence")
    if len(answer.title) > MAX_TITLE:
        yield Finding(path, 2, f"title longer than {MAX_TITLE} characters")
    for line in answer.template.lines:
        if TYPED_NUMBER.search(line.marked.words):
            yield Finding(path, line.number, "a number is typed by hand; use a placeholder")
    yield from _told(path, answer, library)


def _told(path: str, answer: Answer, library: Library) -> Iterator[Finding]:
    """Rendered for every corridor that reads it."""
    seen: set[str] = set()
    for origin in (*ORIGINS, None):
        for destination in (*DESTINATIONS, None):
            corridor = Corridor(origin, destination)
            if answer.place not in corridor.ladder():
                continue
            try:
                told = library.renderer.render(answer, corridor, answer.language)
            except ContentError as error:
                problem = f"{error}"
                line = _line_of(error)
            else:
                problem, line = (
                    (f"{len(told.plain)} characters for {origin}-{destination}", 1)
                    if len(told.plain) > MAX_TEXT
                    else ("", 1)
                )
            if problem and problem not in seen:
                seen.add(problem)
                yield Finding(path, line, problem)


def _line_of(error: ContentError) -> int:
    found = re.search(r"line (\d+)", str(error))
    return int(found[1]) if found else 1
