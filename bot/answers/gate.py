"""May this text be published? One gate for the editing desk, `kawan content check` and `kawan content import`.

A worker reads what passed exactly as it stands; what could mislead her, or what Telegram would refuse, is a finding.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from bot.answers.answer import Answer, read_answer
from bot.answers.facts import HOTLINES, bad_number
from bot.answers.finding import BadText, Finding
from bot.answers.library import TOPICS, Library
from bot.answers.typed import forbidden, has_number
from bot.places import DESTINATIONS, ORIGINS, Corridor
from bot.text import blank

MAX_SOURCE: Final = 20_000
"""Characters of a text as it is written."""
MAX_TOLD: Final = 3_500
"""UTF-16 units of an answer as it is told; Telegram takes 4,096 with everything."""
MAX_TITLE: Final = 80
ADDRESS: Final = re.compile(
    r"://|(?i:\bwww\.)|\w@\w|(?<!\w)@\w|(?i:\bt\.me\b)|\w\.(?i:com|org|net|info|gov|edu|io)\b"
    r"|\w\.(?:bn|id|kh|la|mm|my|ph|sg|th|vn|asia|app|link|site|online|me|be|ee|gl|ly|co|cn|hk|jp|kr|tl|tw|xyz|top|shop|vip|рф)\b"
    r"|(?<![\w/.])/[a-z]{2,}"
)
"""Telegram makes links of these by itself: of the endings usual everywhere, of others in small letters, and of commands."""
BRACES: Final = re.compile("[\uff5b\uff5d\u2774\u2775\ufe5b\ufe5c\u2983\u2984]")
"""They look like those of a placeholder, and would be told as they stand."""
CORRIDORS: Final = tuple(
    Corridor(origin, destination) for origin in (*ORIGINS, None) for destination in (*DESTINATIONS, None)
)


def gate(path: str, text: str, library: Library) -> list[Finding]:
    """Everything that is wrong with an answer's text, by line; nothing when it may be published."""
    if len(text) > MAX_SOURCE:
        return [Finding(path, 1, f"longer than {MAX_SOURCE} characters")]
    found = [*_characters(path, text)]
    try:
        answer = read_answer(path, text)
    except BadText as error:
        return sorted({*found, *error.findings})
    found += [*_named(answer, library), *_front(answer, library), *_lines(answer)]
    if answer.language in library.phrases.languages:
        found += library.renderer.unfilled(answer)
    return sorted({*found, *(() if found else _told(answer, library))})


def gate_all(texts: Mapping[str, str], library: Library) -> list[Finding]:
    """The findings of all these texts, by file; of facts, whether every character can be seen and every number called."""
    found: list[Finding] = []
    for path in sorted(texts):
        found += gate(path, texts[path], library) if path.startswith("answers/") else _characters(path, texts[path])
    bad = (one.id for one in library.facts.hotlines.values() if HOTLINES in texts and bad_number(one))
    return [*found, *(Finding(HOTLINES, 1, f"{hotline_id}: not a phone number") for hotline_id in bad)]


def _characters(path: str, text: str) -> Iterator[Finding]:
    for number, line in enumerate(text.split("\n"), 1):
        if code := forbidden(line.replace("\t", " ")):
            yield Finding(path, number, f"a character that cannot be seen: {code}")


def _named(answer: Answer, library: Library) -> Iterator[Finding]:
    if answer.topic not in TOPICS or answer.language not in library.phrases.languages:
        yield Finding(answer.path, 1, "no topic, or no language, that anybody can choose")


def _front(answer: Answer, library: Library) -> Iterator[Finding]:
    front, where = answer.front, answer.front.lines
    if len(front.title) > MAX_TITLE or blank(front.title):
        yield Finding(answer.path, where["title"], f"a title has 1 to {MAX_TITLE} characters")
    for fact_id in front.sources:
        fact = library.facts.find(fact_id)
        if fact is None or not fact.shown:
            yield Finding(answer.path, where["sources"], f"source {fact_id} does not exist or is of low confidence")


def _lines(answer: Answer) -> Iterator[Finding]:
    """What is typed by hand and should come from a fact, and what was hidden in a character reference."""
    for line in answer.template.lines:
        if has_number(line.marked):
            yield Finding(answer.path, line.number, "a number is typed by hand; use a placeholder")
        if BRACES.search(line.marked.words):
            yield Finding(answer.path, line.number, "a brace of another script; a placeholder needs { and }")
        if ADDRESS.search(line.marked.words):
            yield Finding(answer.path, line.number, "an address is typed by hand: Telegram makes a link of it")
        if code := forbidden(line.marked.words.replace("\t", " ")):
            yield Finding(answer.path, line.number, f"a character that cannot be seen: {code}")


def _told(answer: Answer, library: Library) -> Iterator[Finding]:
    """As it is told, in every corridor that reads it; what is wrong in several is one finding."""
    silent, long = list[str](), list[str]()
    for corridor in (one for one in CORRIDORS if answer.place in one.ladder()):
        ends = f"{corridor.origin or 'other'}-{corridor.destination or 'other'}"
        body, closing = library.renderer.body(answer, corridor), library.renderer.closing(answer, corridor)
        length = sum(len(part.plain.encode("utf-16-le")) // 2 + 2 for part in (body, *closing))
        if blank(body.plain):
            silent.append(ends)
        elif length > MAX_TOLD:
            long.append(f"{length} for {ends}")
    if silent:
        yield Finding(answer.path, answer.first_line, f"it says nothing to somebody of {', '.join(silent)}")
    if long:
        yield Finding(answer.path, answer.first_line, f"longer than {MAX_TOLD} characters when told: {', '.join(long)}")
