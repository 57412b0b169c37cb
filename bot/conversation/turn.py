"""What is known while one message is being answered?

The dialogue sets the current turn; an action reads it. A worker's words travel here, in memory, and not through Rasa's
tracker: there they would be logged, copied and stored.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from bot.answers.library import Library
from bot.i18n.languages import FALLBACK
from bot.i18n.phrasebook import Phrasebook
from bot.intake.draft import DraftFile
from bot.intake.questions import Question
from bot.kinds import Reference
from bot.ports import Clock, OpenUnit, Vault
from bot.workers import Worker


@dataclass(frozen=True, slots=True)
class Services:
    """What actions work with."""

    open_unit: OpenUnit
    phrases: Phrasebook
    library_of: Callable[[], Library]
    vault: Vault
    clock: Clock
    console_url: str


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a worker stands when her message arrives.

    `shown` are the tokens of the buttons she sees, in their order; `guess` is the language she seems to write or read.
    """

    worker: Worker
    question: Question | None = None
    case: Reference | None = None
    misses: int = 0
    shown: tuple[str, ...] = ()
    guess: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One message being answered. `value`: a button's argument or the words typed; `problem`: why a file was refused."""

    situation: Situation
    value: str = ""
    topics: tuple[str, ...] = ()
    files: tuple[DraftFile, ...] = ()
    problem: str | None = None

    @property
    def worker(self) -> Worker:
        """Who wrote."""
        return self.situation.worker

    @property
    def language(self) -> str:
        """Hers; while she has not chosen, the one she seems to read."""
        return self.worker.language or self.situation.guess or FALLBACK


current: Final[ContextVar[Turn]] = ContextVar("turn")
