"""The Bot API server as this run needs it: what each chat got and when, calls that are cut, and a moment to strike at."""

import sys
import threading
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from tests.telegram_server import Sent, TelegramServer

When = Literal["before", "after"]
"""A call is cut, or the bot dies, before Telegram took the call or after: then Telegram has it and the bot does not know."""


@dataclass(frozen=True, slots=True)
class Got:
    """A message that arrived in a chat."""

    at: float
    sent: Sent


class Telegram(TelegramServer):
    """One bot's Telegram, with chats that can be waited for. `unheard` counts the messages of each chat that arrived
    while the bot was not told so, because the line was cut."""

    def __init__(self) -> None:
        super().__init__()
        self.chats: dict[int, list[Got]] = defaultdict(list)
        self.unheard: Counter[int] = Counter()
        self.polls = 0
        self.messages = 0
        self._cuts: list[tuple[str, When]] = []
        self._strike: tuple[int, When, threading.Event, threading.Event] | None = None
        self._guard = threading.Lock()
        self._http.handle_error = _quiet  # type: ignore[method-assign]

    def cut(self, method: str, when: When) -> None:
        """The next call of this method is cut."""
        with self._guard:
            self._cuts.append((method, when))

    def strike_at(self, calls: int, when: When, seconds: float, strike: Callable[[], None]) -> bool:
        """Strikes at the n-th call from now on, while it is in hand; False when so many did not come in time, and it was
        struck without."""
        reached, struck = threading.Event(), threading.Event()
        with self._guard:
            self._strike = (calls, when, reached, struck)
        found = reached.wait(seconds)
        strike()
        struck.set()
        with self._guard:
            self._strike = None
        return found

    def call(self, method: str, given: dict[str, str]) -> Any:
        """As Telegram does, unless this is where the line is cut."""
        self.polls += method == "getUpdates"
        counted = method != "getUpdates" and self._counted()
        self._pass(method, "before", counted)
        result = super().call(method, given)
        try:
            self._pass(method, "after", counted)
        except ConnectionError:
            if method == "sendMessage":
                self.unheard[int(given["chat_id"])] += 1
            raise
        return result

    def busy_since(self, moment: float) -> frozenset[int]:
        """Chats that got a message since then."""
        with self._changed:
            return frozenset(chat for chat, got in self.chats.items() if got and got[-1].at >= moment)

    def since(self, chat: int, index: int, seconds: float) -> list[Got]:
        """What a chat got from this index on; waits until there is something, or the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: len(self.chats[chat]) > index, seconds)
            return self.chats[chat][index:]

    def _on_sendMessage(self, given: dict[str, str]) -> Any:
        result = super()._on_sendMessage(given)
        sent = self.sent.pop()
        self.calls.clear()
        self.chats[sent.chat].append(Got(time.monotonic(), sent))
        self.messages += 1
        return result | {"message_id": self.messages}

    def _counted(self) -> bool:
        """This is the call to strike at."""
        with self._guard:
            if self._strike is None:
                return False
            left, *rest = self._strike
            self._strike = (left - 1, *rest)  # type: ignore[assignment]
            return left == 1

    def _pass(self, method: str, when: When, counted: bool) -> None:
        if counted and (strike := self._strike) is not None and strike[1] == when:
            strike[2].set()
            strike[3].wait(2)
        with self._guard:
            if (method, when) not in self._cuts:
                return
            self._cuts.remove((method, when))
        raise ConnectionError


def _quiet(request: object, client: object) -> None:
    """A bot that is killed leaves its connections as they are; anything else is a fault of this server."""
    if not isinstance(error := sys.exception(), ConnectionError):
        traceback.print_exception(error)
