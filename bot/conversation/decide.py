"""What should be done with a message, given what it seems to mean and where the worker stands? A plain function."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.answers.library import TOPICS
from bot.conversation.labels import Labels
from bot.conversation.presses import read_command, read_press
from bot.conversation.turn import Situation
from bot.intake.questions import Question
from bot.messages import Incoming
from bot.understanding.intents import Parse

Kind = Literal["answer", "offer", "fallback", "danger", "action"]

SURE: Final = 0.55
"""From this confidence on an answer is given or an action done at once; below, three are offered."""
SURE_OF_TALK: Final = 0.4
"""The same for small talk."""
MANY_MISSES: Final = 2

NUMBER: Final = re.compile(r"[(#]?(\d{1,2})\ufe0f?\u20e3?[.)]?")
"""A number of any script, alone: "2", "2.", "(2)", a keycap."""
FREE_WORDS: Final = (Question.PROVINCE, Question.STORY, Question.NAME)

SMALL_TALK: Final = frozenset({"greet", "thanks", "goodbye", "affirm", "deny", "helpful"})
"""A wrong "you are welcome" costs nothing; a wrong answer about rights does."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What to do: a kind for reports, the intent that Rasa's rules act on, its argument, the topics to offer."""

    kind: Kind
    intent: str
    value: str = ""
    topics: tuple[str, ...] = ()


def typed_press(
    labels: Labels, typed: str, language: str | None, shown: Sequence[tuple[str, str]], telling: bool
) -> str | None:
    """The token of the button whose label was typed (`typed` are the letters alone); None when it is no label. What she sees
    now comes first, then her language, then all others."""
    if not typed:
        return None
    for bare in _bared(typed, labels.around.get(language or "", ())):
        for pressed, label in shown:
            if label == bare:
                return pressed
    codes = sorted(labels.ways, key=lambda code: code != language)
    tables = (labels.ways,) if telling else (labels.ways, labels.topics)
    found = (
        table[code][bare]
        for code in codes
        for table in tables
        for bare in _bared(typed, labels.around[code])
        if bare in table[code]
    )
    return next(found, None)


def _bared(typed: str, around: Sequence[str]) -> Iterator[str]:
    """The words as they are, then without one, two, three of politeness at either end."""
    layer = [typed]
    for _ in range(4):
        yield from layer
        begins = [one.removeprefix(word) for one in layer for word in around if one.startswith(word)]
        layer = [*begins, *(one.removesuffix(word) for one in layer for word in around if one.endswith(word))]


def decide(incoming: Incoming, parse: Parse, situation: Situation) -> Decision:
    """Buttons first, then danger, then buttons that were typed, then what is open (a complaint, a case), then what the words
    mean. Within a story or a case nothing is guessed: every word joins it."""
    if incoming.press is not None:
        return _plain(*read_press(incoming.press))
    if incoming.start is not None:
        return Decision("action", "start", incoming.start)
    if incoming.command is not None:
        return _plain(*read_command(incoming.command))
    if parse.in_danger:
        return Decision("danger", "danger", incoming.text)
    if situation.typed is not None and not incoming.attachments:
        return _plain(*read_press(situation.typed))
    if (token := _numbered(incoming, situation)) is not None:
        return _plain(*read_press(token))
    if situation.question is not None and not situation.answering:
        return _within_complaint(incoming, parse, situation.question)
    if situation.case is not None and not (incoming.unsupported and not incoming.shared):
        return Decision("action", "case_words", incoming.text or incoming.shared)
    if incoming.attachments and not incoming.text:
        return Decision("action", "unsupported", "file")
    if incoming.unsupported or not incoming.text.strip():
        return Decision("action", "unsupported", "text")
    if situation.strange:
        return Decision("action", "change_language")
    decision = _of_words(parse, situation.misses, incoming.text)
    if situation.worker.language is None:
        return Decision("action", "greet", decision.intent if decision.kind == "answer" else "")
    return decision


def _numbered(incoming: Incoming, situation: Situation) -> str | None:
    """The token of the button whose number was typed; None where a number may be an answer in words."""
    found = NUMBER.fullmatch(incoming.text.strip())
    if found is None or situation.case is not None or _asks_for_words(situation):
        return None
    number = int(found[1])
    return situation.shown[number - 1][0] if 1 <= number <= len(situation.shown) else None


def _asks_for_words(situation: Situation) -> bool:
    """The buttons she sees are those of a question that is answered in words: a number may be the answer."""
    question = situation.question
    own = ("cancel", f"q:{question}:")
    return question in FREE_WORDS and all(token in own for token, _ in situation.shown)


def _plain(intent: str, value: str) -> Decision:
    if intent in TOPICS:
        return Decision("danger" if intent == "emergency" else "answer", "danger" if intent == "emergency" else intent)
    return Decision("action", intent, value)


def _within_complaint(incoming: Incoming, parse: Parse, question: Question) -> Decision:
    if incoming.unsupported and not incoming.shared:
        return Decision("action", "unsupported", "text")
    if parse.intent == "affirm" and question is Question.CONSENT and parse.confidence >= SURE:
        return Decision("action", "answer_question", "consent:yes")
    return Decision("action", "answer_question", f"{question}:{incoming.text or incoming.shared}")


def _of_words(parse: Parse, misses: int, text: str) -> Decision:
    if parse.confidence >= (SURE_OF_TALK if parse.intent in SMALL_TALK else SURE):
        return Decision("answer" if parse.intent in TOPICS else "action", parse.intent)
    if misses >= MANY_MISSES:
        return Decision("fallback", "fallback")
    return Decision("offer", "offer", text, likely_topics(parse.ranking))


def likely_topics(ranking: Sequence[tuple[str, float]], most: int = 3) -> tuple[str, ...]:
    """The likeliest intents, to be offered as buttons."""
    return tuple(intent for intent, _ in ranking[:most])
