"""What was said and done? The workers and the staff write it down here; at the end the database must hold exactly that.

Every line, file and reply carries a token of its own, such as T70012x4 (chat 70012, its fourth thing): it can be found
wherever it went, and how often.
"""

import re
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Final

TOKEN: Final = re.compile(r"[TS]\d+x\d+")
"""T: a worker's, by chat and number. S: staff's, by member and number."""
MOST_PROBLEMS: Final = 5
"""A run with so many ends early: what follows are consequences."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that a worker sent: to which chat, and whether its case was filed already."""

    chat: int
    filed: bool


@dataclass(frozen=True, slots=True)
class Deed:
    """What a member of staff did to a case, as the audit log calls it; a reply has a token."""

    reference: str
    action: str
    token: str = ""


@dataclass
class Ledger:
    """Shared by all threads of a run."""

    words: dict[str, int] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    updates: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    silent: set[int] = field(default_factory=set)
    filed: Counter[int] = field(default_factory=Counter)
    deeds: list[Deed] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    disturbed_at: float = 0.0
    _numbers: Counter[str] = field(default_factory=Counter)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def token(self, who: str) -> str:
        """The next token of a chat ("T70012") or of a member of staff ("S1")."""
        with self._lock:
            self._numbers[who] += 1
            return f"{who}x{self._numbers[who]}"

    def said(self, token: str, chat: int) -> None:
        """A worker is about to write words that must be kept."""
        with self._lock:
            self.words[token] = chat

    def sent(self, token: str, chat: int, filed: bool) -> None:
        """A worker is about to send a file that must be kept."""
        with self._lock:
            self.files[token] = File(chat, filed)

    def brought(self, chat: int, update: int, silent: bool = False) -> None:
        """Telegram took an update of this chat. A silent one, such as the second picture of an album, may be answered
        together with the one before it."""
        with self._lock:
            self.updates[chat].add(update)
            if silent:
                self.silent.add(update)

    def complained(self, chat: int) -> None:
        """A worker saw the receipt of a new complaint."""
        with self._lock:
            self.filed[chat] += 1

    def did(self, deed: Deed) -> None:
        """The console's page shows that it was done."""
        with self._lock:
            self.deeds.append(deed)

    def problem(self, sentence: str) -> None:
        """Something that must never happen."""
        with self._lock:
            self.problems.append(sentence)

    def disturbed(self) -> None:
        """A fault struck, or something came up again: whoever waits, waits from now on."""
        self.disturbed_at = time.monotonic()

    @property
    def hopeless(self) -> bool:
        """Nobody needs to wait for anything any more."""
        return len(self.problems) >= MOST_PROBLEMS


def number_of(token: str) -> int:
    """A chat's tokens are numbered as they were sent."""
    return int(token.rpartition("x")[2])
