"""What is known while one message is being answered, and what does the turn remember and keep?

A worker's words travel here, in memory, and nowhere else.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from bot.answers.library import Library
from bot.i18n.languages import FALLBACK
from bot.i18n.phrasebook import Phrasebook
from bot.i18n.voice import Voice
from bot.intake.draft import Draft, DraftFile
from bot.intake.questions import Question, next_question
from bot.kinds import Reference
from bot.messages import Reply
from bot.ports import Clock, Fetched, UnitOfWork
from bot.workers import Worker

SHOWN: Final = "shown"
"""The slot of the buttons she sees: with their tokens a typed number is a press."""


@dataclass(frozen=True, slots=True)
class Means:
    """What every turn works with, besides its unit of work."""

    phrases: Phrasebook
    library_of: Callable[[], Library]
    clock: Clock


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a worker stands when her message arrives.

    `shown` are the tokens of the buttons she sees, in their order; `guess` is the language she seems to write or read;
    `missed` says that something could not be delivered while she had blocked the bot, `lost` that the complaint she was
    telling cannot be opened any more, and that she was not yet told.
    """

    worker: Worker
    draft: Draft | None = None
    case: Reference | None = None
    asked: str | None = None
    misses: int = 0
    shown: tuple[str, ...] = ()
    guess: str | None = None
    missed: bool = False
    lost: bool = False

    @property
    def question(self) -> Question | None:
        """The open question of the complaint that she is telling."""
        return next_question(self.draft) if self.draft else None


@dataclass(slots=True)
class Turn:
    """One message being answered, within a unit of work that the caller commits.

    `value`: a button's argument or the words typed; `topics`: what to offer. An act writes into `unit`, and into `slots`
    what is remembered until the next message (None forgets); `kept` are the files it took, `erase` those it let go of.
    """

    unit: UnitOfWork
    means: Means
    situation: Situation
    intent: str
    value: str = ""
    topics: tuple[str, ...] = ()
    fetched: Fetched = Fetched()
    slots: dict[str, Any] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    erase: list[str] = field(default_factory=list)
    forgotten: bool = False

    @property
    def worker(self) -> Worker:
        """Who wrote."""
        return self.situation.worker

    @property
    def draft(self) -> Draft | None:
        """The complaint she is telling."""
        return self.situation.draft

    @property
    def language(self) -> str:
        """Hers; while she has not chosen, the one she seems to read."""
        return self.worker.language or self.situation.guess or FALLBACK

    @property
    def voice(self) -> Voice:
        """Speaks her language."""
        return Voice(self.means.phrases, self.language)

    @property
    def library(self) -> Library:
        """The answers that are live now."""
        return self.means.library_of()

    @property
    def now(self) -> datetime:
        """This moment in UTC."""
        return self.means.clock()

    def keep(self, files: Sequence[DraftFile]) -> None:
        """These files were taken."""
        self.kept.update(file.file_id for file in files)

    def remember(self, replies: Sequence[Reply]) -> None:
        """Writes what changed, and which buttons she sees now; staff may have changed another slot meanwhile."""
        if self.forgotten:
            return
        tokens = [choice.press for reply in replies for row in reply.rows for choice in row]
        if tokens and tuple(tokens) != self.situation.shown:
            self.slots[SHOWN] = tokens
        if self.slots:
            self.unit.memory.change(self.worker.id, self.slots)
