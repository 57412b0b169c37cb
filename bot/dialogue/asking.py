"""What would Kawan answer, without any effect? For `kawan ask` and for judging how well it understands."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.answers.library import TOPICS, Library
from bot.conversation.decide import Decision, decide
from bot.conversation.turn import Services, Situation
from bot.dialogue.engine import Engine
from bot.errors import BadInput
from bot.i18n.languages import FALLBACK
from bot.i18n.phrasebook import Phrasebook
from bot.i18n.voice import Voice
from bot.intake.draft import start
from bot.intake.questions import next_question
from bot.messages import ChatId, Incoming, Reply
from bot.places import DESTINATIONS, ORIGINS, OTHER, Corridor
from bot.screens import cases, first, topics
from bot.screens import intake as intake_screens
from bot.understanding.parse import Parse
from bot.workers import Worker, WorkerId


@dataclass(frozen=True, slots=True)
class Question:
    """One line asked. Raises nothing: reading it does."""

    text: str
    language: str = FALLBACK
    origin: str | None = None
    destination: str | None = None


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


def read_question(value: dict[str, Any], phrases: Phrasebook) -> Question:
    """Raises BadInput naming the field."""
    text, language = value.get("text"), value.get("language") or FALLBACK
    if not isinstance(text, str):
        raise BadInput("text", "must be a string")
    if language not in phrases.languages:
        raise BadInput("language", f"must be one of {', '.join(phrases.languages)}")
    for name, known in (("from", ORIGINS), ("to", DESTINATIONS)):
        if value.get(name) not in (None, "", OTHER, *known):
            raise BadInput(name, f"must be one of {', '.join((*known, OTHER))}")
    return Question(text, language, value.get("from") or None, value.get("to") or None)


async def judge(engine: Engine, services: Services, question: Question) -> Judgement:
    """Understands and answers one line; stores nothing."""
    corridor = Corridor(question.origin, question.destination)
    worker = Worker(WorkerId("ask"), "terminal", ChatId("ask"), question.language, corridor)
    incoming = Incoming("terminal", worker.chat, "ask", text=question.text)
    parse = await engine.parse(incoming)
    decision = decide(incoming, parse, Situation(worker))
    replies = _replies(services, services.library_of(), decision, worker)
    return Judgement(
        text=question.text,
        intent=parse.intent,
        confidence=round(parse.confidence, 4),
        decision=decision.kind,
        candidates=_candidates(parse, decision),
        language=question.language,
        replies=[reply.text.plain for reply in replies],
        choices=[choice.label for reply in replies for row in reply.rows for choice in row],
    )


def _candidates(parse: Parse, decision: Decision) -> list[dict[str, Any]]:
    """Those that are offered when it offers; else the three likeliest."""
    known = dict(parse.ranking)
    names = decision.topics or tuple(intent for intent, _ in parse.ranking[:3])
    return [{"intent": name, "confidence": round(known[name], 4)} for name in names]


def _replies(services: Services, library: Library, decision: Decision, worker: Worker) -> Sequence[Reply]:
    voice, corridor = Voice(services.phrases, worker.language or FALLBACK), worker.corridor
    match decision.intent:
        case "danger":
            return [topics.danger(voice, library, corridor)]
        case "offer":
            return [topics.offer(voice, decision.topics)]
        case "fallback":
            return [topics.fallback(voice)]
        case intent if intent in TOPICS:
            return [topics.answer(voice, library, intent, corridor)]
    return [_first_screen(services, library, decision, worker)]


def _first_screen(services: Services, library: Library, decision: Decision, worker: Worker) -> Reply:
    """The first thing an action shows to a worker with nothing open."""
    voice = Voice(services.phrases, worker.language or FALLBACK)
    match decision.intent:
        case "greet":
            return first.greeting(voice, worker.corridor)
        case "menu":
            return first.menu(voice, worker.corridor)
        case "change_language":
            return first.languages(voice)
        case "change_corridor":
            return first.origins(voice)
        case "privacy":
            return first.say(voice, "privacy.text")
        case "talk_to_person":
            return topics.person(voice, library, worker.corridor)
        case "delete_my_data":
            return cases.ask_delete(voice)
        case "make_complaint":
            draft = start(worker.id, worker.corridor)
            return intake_screens.question(voice, draft, next_question(draft))
        case "complaint_status" | "add_to_complaint" | "withdraw_complaint":
            return cases.status(voice, [], services.clock())
        case "unsupported":
            return first.say(voice, f"unsupported.{decision.value}")
    return first.say(voice, f"say.{decision.intent}")
