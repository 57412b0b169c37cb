"""Somebody whose messages mean what a test says: what she is told, and what is kept of it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.cases.case import Case
from bot.intake.draft import Draft, DraftFile
from bot.intake.questions import Question
from bot.kinds import Reference
from bot.messages import ChatId, Incoming, Reply
from bot.places import Corridor
from bot.ports import Answered, Fetched
from bot.text import Text
from bot.understanding.intents import NOTHING, Parse
from bot.usecases.filing import file_complaint
from bot.workers import Worker, WorkerId
from tests.conftest import NOON
from tests.conversations.conftest import House

CORRIDOR = Corridor("kh", "th")
ANSWERS: Mapping[Question, Mapping[str, Any]] = {
    Question.CONSENT: {"consent": True}, Question.KIND: {"kind": "unpaid_wages"}, Question.COUNTRY: {"country": "th"},
    Question.PROVINCE: {"province": "Tak"}, Question.STORY: {"story": ("He did not pay",), "story_done": True},
    Question.IDENTITY: {"anonymous": False}, Question.NAME: {"name": "Sokha"},
}  # fmt: skip


def draft_at(worker: WorkerId, question: Question, **changes: object) -> Draft:
    """A complaint whose next question is this one."""
    draft = Draft(uuid.uuid4().hex, worker)
    for one, values in ANSWERS.items():
        if one is question:
            break
        draft = replace(draft, **values)  # type: ignore[arg-type]
    return replace(draft, **changes)  # type: ignore[arg-type]


@dataclass
class Person:
    """Each is somebody else; `answered` is what the last turn came to."""

    house: House
    chat: ChatId = field(default_factory=lambda: ChatId(uuid.uuid4().hex))
    language: str = "en"
    answered: Answered | None = None

    def known(self, language: str | None = "en", corridor: Corridor = CORRIDOR) -> "Person":
        """She chose these."""
        self.language = language or "en"
        with self.house.open_unit() as unit:
            unit.workers.save(Worker(WorkerId(uuid.uuid4().hex), "terminal", self.chat, language, corridor), NOON)
            unit.commit()
        return self

    def does(self, parse: Parse = NOTHING, fetched: Fetched | None = None, **what: object) -> "Person":
        """One turn, committed."""
        incoming = Incoming("terminal", self.chat, uuid.uuid4().hex, **what)  # type: ignore[arg-type]
        with self.house.open_unit() as unit:
            self.answered = self.house.speech.answer(unit, incoming, parse, fetched or Fetched())
            unit.commit()
        assert self.answered.replies, "silence"
        return self

    def presses(self, *tokens: str) -> "Person":
        for token in tokens:
            self.does(press=token)
        return self

    def means(self, intent: str, text: str = "words", confidence: float = 0.9, **what: object) -> "Person":
        """Words that surely mean this."""
        return self.does(Parse(((intent, confidence),)), text=text, **what)  # type: ignore[arg-type]

    def sends(self, *files: DraftFile, text: str = "", problem: str | None = None) -> "Person":
        """Files that lie in the vault, or why one does not."""
        return self.does(fetched=Fetched(files, problem), text=text)

    def tells(self, question: Question, **changes: object) -> Draft:
        """Puts her into the middle of a complaint."""
        draft = draft_at(self.worker.id, question, **changes)
        with self.house.open_unit() as unit:
            unit.drafts.save(draft)
            unit.commit()
        return draft

    def files(self, **changes: object) -> Case:
        """Sends a whole complaint."""
        draft = draft_at(self.worker.id, Question.SUMMARY, **changes)
        with self.house.open_unit() as unit:
            case = file_complaint(unit, draft, self.worker, NOON)
            unit.commit()
        return case

    def remembers(self, **slots: object) -> "Person":
        """Puts this into the memory."""
        with self.house.open_unit() as unit:
            unit.memory.change(self.worker.id, slots)
            unit.commit()
        return self

    @property
    def replies(self) -> list[Reply]:
        assert self.answered is not None
        return list(self.answered.replies)

    @property
    def told(self) -> list[Text]:
        return [reply.text for reply in self.replies]

    @property
    def buttons(self) -> list[str]:
        """Their tokens."""
        return [choice.press for reply in self.replies for row in reply.rows for choice in row]

    def phrase(self, key: str, **values: object) -> Text:
        """As it is said in her language."""
        return self.house.means.phrases.say(self.language, key, **values)

    @property
    def worker(self) -> Worker:
        with self.house.open_unit() as unit:
            worker = unit.workers.of_chat("terminal", self.chat)
        assert worker is not None
        return worker

    @property
    def slots(self) -> dict[str, Any]:
        """What is remembered of her, but for the buttons."""
        with self.house.open_unit() as unit:
            slots = unit.memory.load(self.worker.id)
        return {name: value for name, value in slots.items() if name != "shown"}

    @property
    def draft(self) -> Draft | None:
        with self.house.open_unit() as unit:
            return unit.drafts.of_worker(self.worker.id)

    @property
    def cases(self) -> list[Case]:
        with self.house.open_unit() as unit:
            return list(unit.cases.of_worker(self.worker.id))

    def lines(self, reference: Reference) -> list[str]:
        with self.house.open_unit() as unit:
            return [line.text for line in unit.cases.messages(reference)]
