"""One worker's phone: what she sends is with Telegram at once and never sent again; what she reads she waits for."""

import time
from collections import deque
from collections.abc import Sequence
from typing import Any

from tests.faults.ledger import Ledger
from tests.faults.telegram import Telegram
from tests.telegram_server import Sent

NEWS = "case:answer:"
"""The button under what staff wrote. It may come at any moment."""


class Stuck(Exception):
    """She waits for an answer that did not come, or got one that does not belong here."""


class Phone:
    """A chat. A screen is known by its buttons: each begins with a head, such as "q:kind:"."""

    def __init__(self, telegram: Telegram, ledger: Ledger, chat: int, patience: float) -> None:
        self.chat = chat
        self.filed = False
        self.news: list[Sent] = []
        self._telegram = telegram
        self._ledger = ledger
        self._patience = patience
        self._index = 0
        self._known: list[tuple[str, list[str]]] = []
        self._asked: deque[str] = deque(maxlen=4)
        self._steps: deque[str] = deque(maxlen=6)

    def token(self) -> str:
        """A new one of this chat."""
        return self._ledger.token(f"T{self.chat}")

    def writes(self, words: str) -> str:
        """Words that must be kept, with a token among them, which is returned."""
        token = self.token()
        self._ledger.said(token, self.chat)
        self.says(f"{words} {token}")
        return token

    def says(self, text: str) -> None:
        """Words that nothing must be kept of."""
        self._did("words", self._telegram.says(self.chat, text))

    def presses(self, press: str, times: int = 1) -> None:
        """A button, more than once when nothing seems to happen."""
        for _ in range(times):
            self._did(press.rpartition(":")[0] or press, self._telegram.presses(self.chat, press))

    def shows(self, files: Sequence[dict[str, Any]], tokens: Sequence[str], words: str = "") -> None:
        """Files that must be kept; several make an album, with its words under the first."""
        more: dict[str, Any] = {"media_group_id": f"album-{tokens[0]}"} if len(files) > 1 else {}
        for number, (content, token) in enumerate(zip(files, tokens, strict=True)):
            self._ledger.sent(token, self.chat, self.filed)
            self._telegram.files[token] = token.encode() + b"\n" + bytes(2_000)
            caption = {"caption": words} if words and not number else {}
            self._did("file", self._telegram.sends(self.chat, {**content, **more, **caption}), silent=number > 0)

    def reads(self, *heads: str, passing: Sequence[str] = ()) -> Sent:
        """The next screen with one of these buttons. News, what was shown before (a doubled message, or the answer to a
        button pressed twice), screens with a `passing` button, and those that she waited for before (she may have taken a
        doubled one for the answer) may come first; anything else is out of order."""
        began = time.monotonic()
        passing = (*passing, *self._asked)
        self._asked.extend(heads)
        while self._may_wait(began):
            for got in self._telegram.since(self.chat, self._index, 1):
                self._index += 1
                presses = [press for row in got.sent.rows for _, press in row]
                if self._fits(got.sent, presses, heads, passing):
                    return got.sent
        raise Stuck(f"chat {self.chat}: no answer in time; {self._where(heads)}")

    def hears(self, seconds: float) -> bool:
        """Staff wrote, within this time."""
        until = time.monotonic() + seconds
        before = len(self.news)
        while len(self.news) == before and (left := until - time.monotonic()) > 0:
            for got in self._telegram.since(self.chat, self._index, left):
                self._index += 1
                self._fits(got.sent, [press for row in got.sent.rows for _, press in row], (), ("",))
        return len(self.news) > before

    def _may_wait(self, began: float) -> bool:
        """For so long without any fault she has not waited in vain yet."""
        quiet = time.monotonic() - max(began, self._ledger.disturbed_at)
        return quiet < self._patience and not self._ledger.hopeless

    def _fits(self, sent: Sent, presses: list[str], heads: Sequence[str], passing: Sequence[str]) -> bool:
        """It is what she waits for. Raises Stuck for what may not come now."""
        known = (sent.text, presses)
        repeated = known in self._known
        self._known.append(known)
        if presses and presses[0].startswith(NEWS) and not repeated:
            self.news.append(sent)
        if any(press.startswith(tuple(heads)) for press in presses):
            return True
        if repeated or any(press.startswith((NEWS, *passing)) for press in presses):
            return False
        raise Stuck(f"chat {self.chat}: got {sent.text[:40]!r} with {presses}; {self._where(heads)}")

    def _did(self, step: str, update: int, silent: bool = False) -> None:
        self._ledger.brought(self.chat, update, silent)
        self._steps.append(f"{step} (update {update})")

    def _where(self, heads: Sequence[str]) -> str:
        return f"waited for {' or '.join(heads)} after {', '.join(self._steps)}"
