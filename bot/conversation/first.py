"""Language, corridor, menu: the first screens and the way back to them. A change keeps an open complaint."""

from dataclasses import replace

from bot.answers.library import TOPICS
from bot.conversation.turn import Turn
from bot.i18n.voice import Voice
from bot.intake.questions import next_question
from bot.messages import Reply
from bot.places import DESTINATIONS, ORIGINS, OTHER, Corridor, from_start_token
from bot.screens import first, intake, topics
from bot.workers import Worker


def start(turn: Turn) -> list[Reply]:
    """A first contact, or a deep link with language and corridor: sets what the link says, then asks for the rest."""
    language, corridor = from_start_token(turn.value, tuple(turn.means.phrases.languages))
    known = turn.worker.corridor
    merged = Corridor(corridor.origin or known.origin, corridor.destination or known.destination)
    return _changed(turn, replace(turn.worker, language=language or turn.worker.language, corridor=merged))


def set_language(turn: Turn) -> list[Reply]:
    """A language was chosen; an unknown code leads back to the choice."""
    language = turn.value if turn.value in turn.means.phrases.languages else None
    return _changed(turn, replace(turn.worker, language=language or turn.worker.language))


def set_origin(turn: Turn) -> list[Reply]:
    """Where she comes from; the other end stays."""
    origin = turn.value if turn.value in ORIGINS else OTHER
    return _changed(turn, replace(turn.worker, corridor=replace(turn.worker.corridor, origin=origin)))


def set_destination(turn: Turn) -> list[Reply]:
    """Where she works or wants to; the other end stays. A complaint that is being told stays where it happened unless she
    says that it moves along."""
    destination = turn.value if turn.value in DESTINATIONS else OTHER
    turn.slots["moving"] = None
    replies = _changed(turn, replace(turn.worker, corridor=replace(turn.worker.corridor, destination=destination)))
    if turn.draft is not None and turn.draft.country not in (None, destination) and turn.worker.corridor.complete:
        return [intake.ask_move(turn.voice, turn.draft.country or OTHER, destination)]
    return replies


def change_language(turn: Turn) -> list[Reply]:
    """She wants another language: all of them."""
    return [first.languages(turn.voice)]


def change_corridor(turn: Turn) -> list[Reply]:
    """She is from, or in, another country: asks for both ends again; until she chose, the old ones stay."""
    turn.slots["moving"] = True
    return [first.origins(turn.voice)]


def menu(turn: Turn) -> list[Reply]:
    """The menu, once language and corridor are known; it also leaves a case whose answer was being written, and what was being
    chosen anew."""
    turn.leave_case()
    turn.slots["moving"] = None
    return _next_screen(turn, turn.worker)


def greet(turn: Turn) -> list[Reply]:
    """Greets back with the menu, or begins; what she asked (a topic) is answered once we know her language."""
    if turn.value:
        turn.slots["asked"] = turn.value
    if turn.worker.language is None or not turn.worker.corridor.complete:
        return _next_screen(turn, turn.worker)
    return [first.greeting(turn.voice, turn.worker.corridor)]


def _changed(turn: Turn, worker: Worker) -> list[Reply]:
    """Stores what she chose, and shows what comes next; all of it in the language she has now."""
    turn.unit.workers.save(worker, turn.now)
    turn.worker = worker
    if worker.language is not None:
        turn.voice = Voice(turn.means.phrases, worker.language)
    return _next_screen(turn, worker)


def _next_screen(turn: Turn, worker: Worker) -> list[Reply]:
    """The first thing not chosen yet; else the open complaint's question, what she asked before, or the menu."""
    if worker.language is None:
        return [first.languages(turn.voice, turn.situation.guess)]
    voice = Voice(turn.means.phrases, worker.language)
    if worker.corridor.origin is None:
        return [first.origins(voice)]
    if worker.corridor.destination is None or (turn.situation.moving and turn.intent == "set_origin"):
        return [first.destinations(voice)]
    if turn.draft is not None:
        return [intake.question(voice, turn.draft, next_question(turn.draft))]
    asked = turn.slots.get("asked", turn.situation.asked)
    if asked in TOPICS:
        turn.slots["asked"] = None
        return [topics.answer(voice, turn.library, asked, worker.corridor)]
    return [first.menu(voice, worker.corridor)]
