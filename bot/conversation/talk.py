"""How is one message answered, from words to replies?

Read where the worker stands; decide; let the act that the rules name write and speak. No Rasa, no network, no files.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from bot import workers
from bot.conversation.acts import ACTS
from bot.conversation.decide import Decision, decide, typed_press
from bot.conversation.labels import read_labels
from bot.conversation.presses import DANGER_PRESSES
from bot.conversation.turn import SHOWN, Means, Situation, Turn
from bot.i18n.languages import FALLBACK, from_hint, from_script
from bot.i18n.voice import Voice
from bot.intake.questions import next_question
from bot.kinds import Reference
from bot.messages import Incoming, Reply
from bot.ports import Answered, Fetched, UnitOfWork
from bot.screens import missed
from bot.screens.first import say
from bot.screens.intake import draft_lost
from bot.understanding.intents import NOTHING, Parse, Understanding
from bot.understanding.text import compact
from bot.workers import Standing

NO_FILES: Final = Fetched()
OLD_BUTTON: Final = "action_menu"
"""A button of another version names an intent that the rules do not know: it leads to the menu."""


class Talk:
    """Fulfils bot.ports.Conversation."""

    def __init__(self, means: Means, understanding: Understanding, policy: Mapping[str, str]) -> None:
        self._means = means
        self._understanding = understanding
        self._policy = policy
        self._labels = read_labels(means.phrases)

    def understand(self, incoming: Incoming) -> Parse:
        """What the words seem to mean; nothing for a button."""
        if not incoming.text.strip() or incoming.press or incoming.command or incoming.start is not None:
            return NOTHING
        return self._understanding.read(incoming.text)

    def urgent(self, incoming: Incoming, understood: Parse) -> bool:
        """Danger never waits, in words or by a button."""
        return understood.in_danger or incoming.press in DANGER_PRESSES

    def answer(self, unit: UnitOfWork, incoming: Incoming, understood: Parse, fetched: Fetched = NO_FILES) -> Answered:
        """Every effect is written into the unit when this returns; the caller commits."""
        situation = self.situation(unit, incoming, understood)
        decision = decide(incoming, understood, situation)
        turn = self._turn(unit, situation, decision, fetched)
        if situation.misses:
            turn.slots["misses"] = None
        said = ACTS[self._policy.get(decision.intent, OLD_BUTTON)](turn)
        lost = _lost(turn)
        first, last = ([], lost) if decision.kind == "danger" else (lost, [])
        replies = [*first, *said, *_file_left(turn), *self._missed(turn), *last]
        self._remember(turn, replies)
        unused = [file.file_id for file in fetched.files if file.file_id not in turn.kept]
        urgent = decision.kind == "danger" or self.urgent(incoming, understood)
        return Answered(None if turn.forgotten else turn.worker, replies, unused, turn.erase, urgent)

    def sorry(self, unit: UnitOfWork, incoming: Incoming) -> Answered:
        """She is told once, so that she does not wait for an answer that never comes."""
        worker = workers.arrive(unit.workers, incoming.channel, incoming.chat, self._means.clock())
        return Answered(worker, [Reply(Voice(self._means.phrases, worker.language or FALLBACK).say("error.sorry"))])

    def situation(self, unit: UnitOfWork, incoming: Incoming, understood: Parse) -> Situation:
        """Who writes, and what is open. Somebody new, or who was away, arrives."""
        known = unit.workers.standing(incoming.channel, incoming.chat)
        if known is None or not known.worker.reachable:
            worker = workers.arrive(unit.workers, incoming.channel, incoming.chat, self._means.clock())
            known = Standing(worker, known.slots if known else {}, known is not None and known.telling)
        slots, worker = known.slots, known.worker
        draft = unit.drafts.of_worker(worker.id) if known.telling else None
        case, shown = slots.get("case"), _shown(slots)
        return Situation(
            worker,
            draft=draft,
            question=next_question(draft) if draft else None,
            case=Reference(case) if case else None,
            answering=bool(slots.get("case") and slots.get("answering")),
            asked=slots.get("asked"),
            misses=int(slots.get("misses") or 0),
            shown=shown,
            typed=typed_press(self._labels, understood.letters, worker.language, shown, telling=bool(draft or case)),
            moving=bool(slots.get("moving")),
            strange=understood.strange,
            guess=None if worker.language else self._guess(incoming),
            missed=bool(slots.get("missed")),
            lost=known.telling and draft is None and slots.get("told_lost") is None,
        )

    def _turn(self, unit: UnitOfWork, situation: Situation, decision: Decision, fetched: Fetched) -> Turn:
        worker, means = situation.worker, self._means
        return Turn(
            unit,
            means,
            situation,
            decision.intent,
            decision.value,
            decision.topics,
            fetched,
            worker=worker,
            draft=situation.draft,
            voice=Voice(means.phrases, worker.language or situation.guess or FALLBACK),
            library=means.library_of(),
            now=means.clock(),
        )

    def _remember(self, turn: Turn, replies: Sequence[Reply]) -> None:
        """Writes what changed, and which buttons stand under the last message that has some: what she types is meant for
        those. Staff may have changed another slot meanwhile."""
        if turn.forgotten:
            return
        last = next((reply for reply in reversed(replies) if reply.rows), None)
        shown = [(choice.press, _letters(choice.label)) for row in (last.rows if last else ()) for choice in row]
        if shown and tuple(shown) != turn.situation.shown:
            turn.slots[SHOWN] = shown
        if turn.slots:
            turn.unit.memory.change(turn.worker.id, turn.slots)

    def _guess(self, incoming: Incoming) -> str | None:
        return from_script(incoming.text) or from_hint(incoming.language_hint, self._means.phrases.languages)

    def _missed(self, turn: Turn) -> list[Reply]:
        """What could not be delivered while she had blocked the bot is offered once she is back."""
        if not turn.situation.missed or turn.forgotten or turn.situation.worker.language is None:
            return []
        turn.slots["missed"] = None
        count = turn.unit.outbox.missed(turn.worker.id)
        return [missed.offer(turn.voice, count)] if count and turn.intent != "missed_messages" else []


_letters: Final = lru_cache(maxsize=2_000)(compact)
"""Of a label, once: buttons say the same to everybody."""


def _shown(slots: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The buttons she sees. An earlier version remembered no labels."""
    return tuple((one, "") if isinstance(one, str) else (one[0], one[1]) for one in slots.get(SHOWN, ()))


def _file_left(turn: Turn) -> list[Reply]:
    """A file that came with words which were answered, and that belongs nowhere: she is told where files can be sent."""
    stands = turn.situation
    elsewhere = stands.question is None and stands.case is None and turn.intent != "unsupported"
    taken = all(file.file_id in turn.kept for file in turn.fetched.files) and not turn.fetched.problem
    if taken or not elsewhere or turn.worker.language is None:
        return []
    return [say(turn.voice, "unsupported.file")]


def _lost(turn: Turn) -> list[Reply]:
    """A complaint that cannot be opened is not passed over in silence: she is told once, after danger, before all else."""
    if not turn.situation.lost or turn.forgotten or turn.situation.worker.language is None:
        return []
    turn.slots["told_lost"] = True
    return [draft_lost(turn.voice)]
