"""What does a scripted member of staff do? Claims cases in the console, replies, moves them on, closes them.

When a page does not come she looks at the case again before she does anything twice, as a person would.
"""

import random
import re
import threading
import time
from collections.abc import Callable
from typing import Final

import httpx

from tests.faults.ledger import Deed, Ledger

PASSWORD: Final = "rice-harbour-lantern"
REFERENCE: Final = re.compile(r"KW-\w{4}-\w{4}")
PAUSE: Final = 0.1


class Stopped(Exception):
    """She was told to go home while the console was away."""


class Officer(threading.Thread):
    """Works until `stopping` is set."""

    def __init__(self, number: int, chance: random.Random, console: str, ledger: Ledger, patience: float) -> None:
        super().__init__(name=f"officer {number}", daemon=True)
        self.stopping = threading.Event()
        self.login = f"officer{number}"
        self._who = f"S{number}"
        self._chance = chance
        self._ledger = ledger
        self._patience = patience
        self._browser = httpx.Client(base_url=console, timeout=20, follow_redirects=False)

    def run(self) -> None:
        """One case after the other."""
        try:
            while not self.stopping.is_set():
                references = self._waiting()
                if references:
                    self._work(self._chance.choice(references))
                self.stopping.wait(PAUSE)
        except Stopped:
            pass
        finally:
            self._browser.close()

    def _waiting(self) -> list[str]:
        """Mostly cases nobody has; sometimes one of hers again."""
        folder = "mine" if self._chance.random() < 0.3 else "unassigned"
        return sorted(set(REFERENCE.findall(self._get(f"/cases?folder={folder}"))))

    def _work(self, reference: str) -> None:
        if not self._mine(self._get(f"/cases/{reference}"), reference):
            self._does(reference, "claim", "claimed", lambda page: page.count(self._form(reference, "reply")))
        for _ in range(self._chance.randint(1, 2)):
            self._writes(reference, "reply", "replied")
        if self._chance.random() < 0.3:
            self._writes(reference, "note", "noted")
        if self._chance.random() < 0.4:
            self._does(reference, "status", "status", lambda page: page.count("&gt;waiting"), status="waiting")
        if self._chance.random() < 0.3:
            fields = {"outcome": "solved", "remedy": "none"}
            self._does(reference, "close", "closed", lambda page: page.count("outcome=solved"), **fields)

    def _writes(self, reference: str, form: str, action: str) -> None:
        token = self._ledger.token(self._who)
        words = f"We called your employer today {token}"
        self._does(reference, form, action, lambda page: page.count(token), token, **{form: words})

    def _does(
        self, reference: str, form: str, action: str, traces: Callable[[str], int], token: str = "", **fields: str
    ) -> None:
        """Sends a form until the case shows that it was done once, or can no longer be done."""
        page = self._get(f"/cases/{reference}")
        before = traces(page)
        while self._form(reference, form) in page and (form in ("claim", "note") or self._mine(page, reference)):
            if form == "status" and 'value="waiting"' not in page:
                return
            sent = self._post(f"/cases/{reference}/{form}", _hidden(page) | fields)
            page = self._get(f"/cases/{reference}")
            if traces(page) > before:
                self._ledger.did(Deed(reference, action, token))
                return
            if sent:
                self._ledger.problem(f"{reference}: {action} was said to be done, and the page does not show it")
                return

    def _form(self, reference: str, form: str) -> str:
        return f'action="/cases/{reference}/{form}"'

    def _mine(self, page: str, reference: str) -> bool:
        return self._form(reference, "reply") in page

    def _get(self, path: str) -> str:
        """The page, once it comes. Raises Stopped when she may go home before it does."""
        began = time.monotonic()
        while time.monotonic() - max(began, self._ledger.disturbed_at) < self._patience and not self._ledger.hopeless:
            try:
                response = self._browser.get(path)
                if response.status_code == 200:
                    return response.text
                if response.status_code == 303:
                    self._sign_in()
                    continue
            except httpx.HTTPError:
                pass
            time.sleep(PAUSE)
        self._ledger.problem(f"{self.login}: the console did not show {path.partition('?')[0]}")
        raise Stopped

    def _post(self, path: str, fields: dict[str, str]) -> bool:
        """It was said to be done; False: refused, or nobody knows."""
        try:
            return self._browser.post(path, data=fields).status_code == 303
        except httpx.HTTPError:
            return False

    def _sign_in(self) -> None:
        page = self._browser.get("/sign-in").text
        self._browser.post("/sign-in", data=_hidden(page) | {"login": self.login, "password": PASSWORD})


def _hidden(page: str) -> dict[str, str]:
    """The fields that a form carries unseen. All forms of a page carry the same."""
    return dict(re.findall(r'name="(csrf|version)" value="([^"]*)"', page))
