"""What is wrong with the content? Every finding names file and line."""

from collections.abc import Iterable, Mapping

from bot.answers.answer import PATH, path_of
from bot.answers.facts import Facts, read_facts
from bot.answers.finding import BadText, Finding
from bot.answers.gate import gate_all
from bot.answers.library import TOPICS, Library
from bot.i18n.languages import FALLBACK
from bot.i18n.phrasebook import Phrasebook


def check_content(files: Mapping[str, str], phrases: Phrasebook) -> list[Finding]:
    """All findings: what the gate refuses, what is missing, and what is wrong with the facts."""
    try:
        facts = read_facts(files)
    except BadText as error:
        return list(error.findings)
    answers = [path for path in files if path.startswith("answers/")]
    return [
        *gate_all(files, Library({}, facts, phrases)),
        *_labels(facts, phrases),
        *_missing(answers, phrases),
    ]


def _missing(paths: Iterable[str], phrases: Phrasebook) -> list[Finding]:
    english = {(named[1], named[2]) for path in paths if (named := PATH.match(path)) and named[3] == FALLBACK}
    findings = [
        Finding(path_of(topic, place, language), 1, f"missing in {language}")
        for topic, place in sorted(english)
        for language in phrases.languages
        if path_of(topic, place, language) not in paths
    ]
    covered = {topic for topic, place in english if place == "general"}
    return findings + [
        Finding(path_of(topic, "general", FALLBACK), 1, "missing") for topic in TOPICS if topic not in covered
    ]


def _labels(facts: Facts, phrases: Phrasebook) -> list[Finding]:
    return [
        Finding(f"facts/labels/{language}.yml", 1, f"no label of {hotline.id}")
        for language in phrases.languages
        for hotline in facts.hotlines.values()
        if hotline.shown and hotline.id not in facts.labels.get(language, {})
    ]
