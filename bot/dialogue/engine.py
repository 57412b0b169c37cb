"""How is one message answered, from words to replies?

Read where the worker stands; understand her words; decide; let Rasa's rules run the action; collect the replies.
"""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import structlog
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.shared.nlu.constants import INTENT_NAME_KEY

from actions.registry import build_actions
from bot import workers
from bot.conversation.decide import Decision, decide
from bot.conversation.files import collect_files
from bot.conversation.turn import Services, Situation, Turn, current
from bot.dialogue.collector import Collector, collecting
from bot.dialogue.endpoint import InProcessActions, failure, trust_own_actions
from bot.dialogue.memory import SHOWN, SlotMemory
from bot.dialogue.speech import PhrasebookSpeech
from bot.i18n.languages import from_hint, from_script
from bot.intake.questions import next_question
from bot.kinds import Reference
from bot.messages import Incoming, Reply
from bot.ports import Fetcher
from bot.understanding.parse import NOTHING, Parse

TAKES_FILES: Final = ("answer_question", "case_words", "danger")


class Engine:
    """Fulfils bot.ports.Dialogue with Rasa."""

    def __init__(self, model: Path, services: Services) -> None:
        quiet_rasa()
        trust_own_actions()
        self._services = services
        self._agent = Agent.load(
            str(model),
            action_endpoint=InProcessActions(list(build_actions(services))),
            generator=PhrasebookSpeech(services.phrases),
        )
        memory = SlotMemory(self._agent.domain, services.open_unit)
        self._agent.tracker_store = memory
        self._agent.processor.tracker_store = memory

    async def turn(self, incoming: Incoming, fetcher: Fetcher) -> Sequence[Reply]:
        """The replies to one message; every effect is committed when they are returned."""
        situation = self.situation(incoming)
        decision = decide(incoming, await self.parse(incoming), situation)
        turn = Turn(situation, decision.value, decision.topics)
        if incoming.attachments and decision.intent in TAKES_FILES:
            turn = await collect_files(turn, incoming.attachments, fetcher, self._services.vault)
        return await self.run(turn, decision)

    async def parse(self, incoming: Incoming) -> Parse:
        """What the words seem to mean; nothing for a button."""
        if not incoming.text.strip() or incoming.press or incoming.command or incoming.start is not None:
            return NOTHING
        parsed = await self._agent.parse_message(incoming.text)
        ranking = tuple((one[INTENT_NAME_KEY], one["confidence"]) for one in parsed["intent_ranking"])
        return Parse(ranking, danger=any(one["entity"] == "danger" for one in parsed["entities"]))

    def situation(self, incoming: Incoming) -> Situation:
        """Who writes, and what is open."""
        with self._services.open_unit() as unit:
            worker = workers.arrive(unit.workers, incoming.channel, incoming.chat, self._services.clock())
            draft = unit.drafts.of_worker(worker.id)
            slots = unit.memory.load(worker.id)
            unit.commit()
        return Situation(
            worker,
            question=next_question(draft) if draft else None,
            case=Reference(slots["case"]) if slots.get("case") else None,
            misses=int(slots.get("misses") or 0),
            shown=tuple(slots.get(SHOWN, ())),
            guess=from_script(incoming.text) or from_hint(incoming.language_hint, self._services.phrases.languages),
        )

    async def run(self, turn: Turn, decision: Decision) -> list[Reply]:
        """Rasa's rules choose the action of the intent. An action's exception is raised here again."""
        collector = Collector()
        parsed: dict[str, Any] = {
            "text": "",
            "intent": {"name": decision.intent, "confidence": 1.0},
            "intent_ranking": [],
            "entities": [],
        }
        message = UserMessage("", collector, turn.worker.id, input_channel="kawan", parse_data=parsed)
        errors: list[Exception] = []
        turn_token, failure_token, reply_token = current.set(turn), failure.set(errors), collecting.set(collector)
        try:
            await self._agent.handle_message(message)
        finally:
            current.reset(turn_token)
            failure.reset(failure_token)
            collecting.reset(reply_token)
        if errors:
            raise errors[0]
        return collector.replies


def quiet_rasa() -> None:
    """Rasa logs what people write at DEBUG, and httpx logs the bot's token at INFO: neither may happen."""
    for name in ("rasa", "rasa_sdk", "httpx", "httpcore", "telegram", "sanic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
