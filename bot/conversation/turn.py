"""What is known while one message is being answered, and what does the turn remember and keep?

A worker's words travel here, in memory, and nowhere else.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from bot.answers.library import Library
from bot.i18n.phrasebook import Phrasebook
from bot.i18n.voice import Voice
from bot.intake.draft import Draft, DraftFile
from bot.intake.questions import Question
from bot.kinds import Reference
from bot.ports import Clock, Fetched, UnitOfWork
from bot.workers import Worker

SHOWN: Final = "shown"
"""The slot of the buttons she sees, token and label (its letters) of each: a number or a label that is typed is a press."""


@dataclass(frozen=True, slots=True)
class Means:
    """What every turn works with, besides its unit of work."""

    phrases: Phrasebook
    library_of: Callable[[], Library]
    clock: Clock


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a worker stands when her message arrives.

    `question` is the open question of the complaint that she is telling; `shown` are the buttons she sees, token and label of
    each, in their order; `typed` is the token of the button whose label she wrote; `guess` is the language she seems to write
    or read; `moving`: she is choosing other countries, and keeps the old ones until she has; `strange`: she writes in a
    script that Kawan does not speak;
    `answering`: she chose to write to `case`, also while a complaint is being told;
    `missed` says that something could not be delivered while she had blocked the bot, `lost` that the complaint she was
    telling cannot be opened any more, and that she was not yet told.
    """

    worker: Worker
    draft: Draft | None = None
    question: Question | None = None
    case: Reference | None = None
    answering: bool = False
    asked: str | None = None
    misses: int = 0
    shown: tuple[tuple[str, str], ...] = ()
    typed: str | None = None
    moving: bool = False
    strange: bool = False
    guess: str | None = None
    missed: bool = False
    lost: bool = False


@dataclass(slots=True)
class Turn:
    """One message being answered, within a unit of work that the caller commits.

    `value`: a button's argument or the words typed; `topics`: what to offer. An act writes into `unit`, and into `slots`
    what is remembered until the next message (None forgets); `kept` are the files it took, `erase` those it let go of.
    `voice` speaks her language; while she has not chosen, the one she seems to read.
    """

    unit: UnitOfWork
    means: Means
    situation: Situation
    intent: str
    value: str
    topics: tuple[str, ...]
    fetched: Fetched
    worker: Worker
    draft: Draft | None
    voice: Voice
    library: Library
    now: datetime
    slots: dict[str, Any] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    erase: list[str] = field(default_factory=list)
    forgotten: bool = False

    def leave_case(self) -> None:
        """Her next words join no case."""
        self.slots |= {"case": None, "answering": None}

    def keep(self, files: Sequence[DraftFile]) -> None:
        """These files were taken."""
        self.kept.update(file.file_id for file in files)
