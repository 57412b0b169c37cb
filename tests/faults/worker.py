"""What does a scripted worker do? She tells a complaint with words and files, sends it, answers staff, and begins anew.

She acts on what she sees. Change this script when the conversation changes: it names screens by their buttons.
"""

import random
import threading
from collections.abc import Callable
from typing import Final

from tests.faults.ledger import Ledger
from tests.faults.phone import Phone, Stuck
from tests.faults.telegram import Telegram
from tests.telegram_server import updates

FIRST_CHAT: Final = 10_000
"""Chats of the first worker; those of the next begin as many later."""
LANGUAGES: Final = ("en", "id", "ms", "vi", "th", "km", "lo", "my", "fil")
ORIGINS: Final = ("kh", "mm", "id", "vn")
DESTINATIONS: Final = ("th", "my")
LINES: Final = (
    "They did not pay us for the weeks that we worked in the harbour,",
    "Gaji kami belum dibayar sejak bulan Mei oleh majikan di pabrik,",
    "Hindi binayaran ang sahod namin mula noong Mayo sa pabrika,",
    "The agency took a fee again although we had paid it at home,",
)
DANGER: Final = ("he says he will kill me, help", "papatayin niya ako, tulong")
MOST_FILES: Final = 8
TELLING: Final = ("q:story:", "urgent", "cancel")
"""Buttons of the screens that may still come while a story is told."""


class Worker(threading.Thread):
    """One after the other, under a new chat each time, until `stopping` is set; then she puts the phone away."""

    def __init__(self, number: int, chance: random.Random, telegram: Telegram, ledger: Ledger, patience: float) -> None:
        super().__init__(name=f"worker {number}", daemon=True)
        self.stopping = threading.Event()
        self._chats = iter(range(FIRST_CHAT * number, FIRST_CHAT * (number + 1)))
        self._chance = chance
        self._open = lambda: Phone(telegram, ledger, next(self._chats), patience)
        self._ledger = ledger
        self._files = 0

    def run(self) -> None:
        """A chat that got stuck is written down and left."""
        while not self.stopping.is_set() and not self._ledger.hopeless:
            phone = self._open()
            try:
                self._tell_all(phone)
            except Stuck as stuck:
                self._ledger.problem(str(stuck))

    def _tell_all(self, phone: Phone) -> None:
        for part in (self._begins, self._asks, self._complains, self._tells, self._sends, self._talks):
            if self.stopping.is_set():
                return
            part(phone)

    def _begins(self, phone: Phone) -> None:
        language, origin = self._chance.choice(LANGUAGES), self._chance.choice(ORIGINS)
        destination = self._chance.choice(DESTINATIONS)
        if self._perhaps(0.3):
            phone.says(f"/start {language}_{origin}-{destination}")
        else:
            phone.says("/start")
            self._chooses(phone, "lang:", language)
            self._chooses(phone, "from:", origin)
            self._chooses(phone, "to:", destination)
        phone.reads("topic:")

    def _chooses(self, phone: Phone, head: str, value: str) -> None:
        phone.reads(head)
        phone.presses(head + value, self._times())

    def _asks(self, phone: Phone) -> None:
        if self._perhaps(0.4):
            phone.says("How much is the minimum wage here?")
            phone.reads("helpful", "topic:", "person", "complaint")
        if self._perhaps(0.3):
            phone.presses("topic:unpaid_wages")
            phone.reads("helpful")

    def _complains(self, phone: Phone) -> None:
        phone.presses("complaint", self._times())
        phone.reads("q:consent:")
        phone.presses("q:consent:yes", self._times())
        kinds = [press for row in phone.reads("q:kind:").rows for _, press in row if press.startswith("q:kind:")]
        phone.presses(self._chance.choice(kinds))
        phone.reads("q:province:")
        if self._perhaps(0.5):
            phone.writes("In the district behind the old harbour")
        else:
            phone.presses("q:province:")
        phone.reads("cancel")

    def _tells(self, phone: Phone) -> None:
        self._files = 0
        phone.writes(self._chance.choice(LINES))
        phone.reads("q:story:")
        for _ in range(self._chance.randint(1, 4)):
            if self.stopping.is_set():
                return
            self._chance.choice((self._line, self._burst, self._photo, self._album, self._danger, self._menu))(phone)
            if self._perhaps(0.6):
                phone.reads("q:story:", "cancel", passing=TELLING)

    def _sends(self, phone: Phone) -> None:
        phone.presses("q:story:", self._times())
        phone.reads("q:identity:", passing=TELLING)
        if self._perhaps(0.3):
            phone.presses("q:identity:named")
            phone.reads("cancel", passing=("q:identity:",))
            phone.writes("My name on the contract is")
        else:
            phone.presses("q:identity:anonymous")
        summary = phone.reads("send:", passing=("cancel",))
        send = next(press for row in summary.rows for _, press in row if press.startswith("send:"))
        phone.presses(send, 2)
        self._ledger.complained(phone.chat)
        phone.filed = True
        phone.reads("status")

    def _talks(self, phone: Phone) -> None:
        """With staff, when they write; else she adds something by herself."""
        for _ in range(self._chance.randint(1, 3)):
            if not phone.hears(self._chance.uniform(0.2, 3)):
                phone.presses("status", self._times())
                phone.reads("case:answer:")
            if self.stopping.is_set():
                return
            self._answers(phone)

    def _answers(self, phone: Phone) -> None:
        shown = phone.news[-1] if phone.news else None
        press = next((press for row in shown.rows for _, press in row), None) if shown else None
        if press is None:
            return
        phone.presses(press, self._times())
        phone.reads("case:done")
        for _ in range(self._chance.randint(1, 3)):
            self._chance.choice((self._line, self._burst, self._photo, self._album))(phone)
            if self._perhaps(0.6):
                phone.reads("case:done")
        phone.presses("case:done", self._times())
        phone.reads("complaint", passing=("case:done",))

    def _line(self, phone: Phone) -> None:
        phone.writes(self._chance.choice(LINES))

    def _burst(self, phone: Phone) -> None:
        for _ in range(3):
            self._line(phone)

    def _danger(self, phone: Phone) -> None:
        phone.writes(self._chance.choice(DANGER))

    def _menu(self, phone: Phone) -> None:
        phone.presses("menu", self._times())

    def _photo(self, phone: Phone) -> None:
        make: Callable[[str], dict[str, object]] = self._chance.choice((updates.photo, _paper))
        self._shows(phone, 1, make)

    def _album(self, phone: Phone) -> None:
        self._shows(phone, self._chance.randint(2, 3), updates.photo)

    def _shows(self, phone: Phone, count: int, make: Callable[[str], dict[str, object]]) -> None:
        """As many as a complaint takes; the words under them, if any, must be kept too."""
        if self._files + count > MOST_FILES:
            self._line(phone)
            return
        self._files += count
        words = ""
        if self._perhaps(0.5):
            token = phone.token()
            self._ledger.said(token, phone.chat)
            words = f"This is what they gave us at the office {token}"
        tokens = [phone.token() for _ in range(count)]
        phone.shows([make(token) for token in tokens], tokens, words)

    def _perhaps(self, share: float) -> bool:
        return self._chance.random() < share

    def _times(self) -> int:
        """Now and then a button is pressed twice."""
        return 2 if self._perhaps(0.2) else 1


def _paper(token: str) -> dict[str, object]:
    return updates.file("document", token, mime_type="application/pdf")
