"""What would Kawan answer? The same turn, in a unit of work that is never committed."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.conversation.decide import Decision, decide
from bot.conversation.talk import Talk
from bot.errors import BadInput
from bot.i18n.languages import FALLBACK
from bot.i18n.phrasebook import Phrasebook
from bot.messages import ChatId, Incoming
from bot.places import DESTINATIONS, ORIGINS, OTHER, Corridor
from bot.ports import Clock, OpenUnit
from bot.understanding.intents import Parse
from bot.workers import Worker, WorkerId


@dataclass(frozen=True, slots=True)
class Asked:
    """One line asked: words, or the token of a button. An end of the corridor that is not named counts as not known."""

    text: str
    language: str = FALLBACK
    origin: str | None = None
    destination: str | None = None
    press: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was understood and would be said. `candidates` are up to three intents with their confidence."""

    text: str
    intent: str
    confidence: float
    decision: str
    candidates: list[dict[str, Any]]
    language: str
    replies: list[str]
    choices: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def read_asked(value: Mapping[str, Any], phrases: Phrasebook) -> Asked:
    """Raises BadInput naming the field."""
    text, press, language = value.get("text", ""), value.get("press"), value.get("language") or FALLBACK
    if not isinstance(text, str) or not isinstance(press, str | None) or ("text" not in value and press is None):
        raise BadInput("text", "must be a string")
    if language not in phrases.languages:
        raise BadInput("language", f"must be one of {', '.join(phrases.languages)}")
    for name, known in (("from", ORIGINS), ("to", DESTINATIONS)):
        if value.get(name) not in (None, "", OTHER, *known):
            raise BadInput(name, f"must be one of {', '.join((*known, OTHER))}")
    return Asked(text, language, value.get("from") or None, value.get("to") or None, press)


def judge(talk: Talk, open_unit: OpenUnit, clock: Clock, asked: Asked) -> Judgement:
    """Understands and answers one line as a new worker of that language and corridor would be answered; keeps nothing."""
    chat = ChatId(uuid.uuid4().hex)
    corridor = Corridor(asked.origin, asked.destination)
    incoming = Incoming("terminal", chat, "ask", text=asked.text, press=asked.press)
    parse = talk.understand(incoming)
    with open_unit() as unit:
        unit.workers.save(Worker(WorkerId(uuid.uuid4().hex), "terminal", chat, asked.language, corridor), clock())
        decision = decide(incoming, parse, talk.situation(unit, incoming, parse))
        replies = talk.answer(unit, incoming, parse).replies
    return Judgement(
        text=asked.text,
        intent=parse.intent,
        confidence=round(parse.confidence, 4),
        decision=decision.kind,
        candidates=_candidates(parse, decision),
        language=asked.language,
        replies=[str(reply.text) for reply in replies],
        choices=[choice.label for reply in replies for row in reply.rows for choice in row],
    )


def _candidates(parse: Parse, decision: Decision) -> list[dict[str, Any]]:
    """Those that are offered when it offers; else the three likeliest."""
    known = dict(parse.ranking)
    names: Sequence[str] = decision.topics or tuple(intent for intent, _ in parse.ranking[:3])
    return [{"intent": name, "confidence": round(known[name], 4)} for name in names]
