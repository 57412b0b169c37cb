"""What do the console's tests share? Two centres with their staff, a filed complaint, a browser that signs in."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.answers.library import LiveLibrary
from bot.answers.release import read_files
from bot.cases.case import Case
from bot.cases.routing import Route
from bot.console.frame.app import build_console
from bot.house import CONTENT
from bot.i18n.phrasebook import Phrasebook
from bot.kinds import Reference, Urgency
from bot.messages import ChatId
from bot.places import Corridor
from bot.ports import OpenUnit
from bot.settings import Secret, Settings
from bot.staff.rights import Role
from bot.storage.vault import FileVault
from bot.workers import Worker, WorkerId
from tests.conftest import NOON
from tests.console.pages import check_page

PASSWORD = "rice-harbour-lantern"
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
PHNOM_PENH, BANGKOK = 1, 2
FACTS = {path: text for path, text in read_files(CONTENT).items() if path.startswith("facts/")}
PATH = "answers/unpaid_wages/th/km.md"
TEXT = "---\ntitle: Wages\nstatus: draft\n---\nAsk <b>the inspector</b>.\n"


@dataclass
class Watch:
    """A clock that a test moves."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **units: float) -> None:
        self.now += timedelta(**units)


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path, Secret("sqlite:///x"), "127.0.0.1", 8080, "http://testserver", demo=False)


@pytest.fixture
def library(staffed: OpenUnit, phrases: Phrasebook) -> LiveLibrary:
    return LiveLibrary(staffed, phrases)


@pytest.fixture
def staffed(open_unit: OpenUnit) -> OpenUnit:
    """Two centres; sokha and dara (officers) and chanthy (supervisor) in the first, somchai (officer) in the second."""
    with open_unit() as unit:
        unit.centres.add("MRC Phnom Penh", "kh")
        unit.centres.add("MRC Bangkok", "th")
        for login, role, centre in (
            ("sokha", Role.OFFICER, PHNOM_PENH),
            ("dara", Role.OFFICER, PHNOM_PENH),
            ("chanthy", Role.SUPERVISOR, PHNOM_PENH),
            ("somchai", Role.OFFICER, BANGKOK),
            ("edi", Role.EDITOR, PHNOM_PENH),
            ("admin", Role.ADMINISTRATOR, PHNOM_PENH),
        ):
            unit.staff.add(login, login.title(), role, centre, HASH)
        unit.routes.add(Route(0, PHNOM_PENH))
        unit.content.publish({**FACTS, PATH: TEXT, PATH.replace("km", "en"): TEXT}, "import", NOON)
        unit.commit()
    return open_unit


FileCase = Callable[..., Case]


@pytest.fixture
def file_case(staffed: OpenUnit) -> FileCase:
    """Files a complaint of a new worker; keyword arguments change it."""
    return partial(_file_case, staffed)


def _file_case(open_unit: OpenUnit, code: str = "KW-7F3K-9QTM", reachable: bool = True, **changes: object) -> Case:
    worker = Worker(WorkerId(f"w-{code}"), "telegram", ChatId(f"chat-{code}"), "km", Corridor("kh", "th"), reachable)
    complaint = Case(
        Reference(code), f"draft-{code}", worker.id, "unpaid_wages", worker.corridor, "Rayong", "km", Urgency.NORMAL,
        "My boss <b>did not pay</b>.", NOON - timedelta(hours=5), PHNOM_PENH, due_at=NOON + timedelta(hours=67),
    )  # fmt: skip
    with open_unit() as unit:
        unit.workers.save(worker, NOON)
        unit.cases.add(replace(complaint, **changes))  # type: ignore[arg-type]
        unit.commit()
        return unit.cases.get(complaint.reference)


@pytest.fixture
def build(
    staffed: OpenUnit, vault: FileVault, phrases: Phrasebook, library: LiveLibrary, watch: Watch, settings: Settings
) -> Callable[..., Starlette]:
    """Builds the console; keyword arguments change the settings."""
    return lambda **changes: build_console(staffed, vault, phrases, library.fresh, watch, replace(settings, **changes))


class Browser(TestClient):
    """A browser: it takes the form token from the page before, and looks at every page it is given."""

    def request(self, *args, **options):  # type: ignore[no-untyped-def]
        response = super().request(*args, **options)
        if response.headers.get("content-type", "").startswith("text/html"):
            check_page(response.text, fragment="<html" not in response.text)
        return response

    def token(self, path: str = "/sign-in") -> str:
        found = re.search(r'name="csrf" value="([^"]+)"', self.get(path).text)
        assert found, f"no form token on {path}"
        return found[1]

    def fill(self, path: str, page: str = "/sign-in", **fields: object):  # type: ignore[no-untyped-def]
        """Sends a form of `page`."""
        return self.post(path, data={"csrf": self.token(page), **fields})

    def sign_in(self, login: str, password: str = PASSWORD, **fields: object):  # type: ignore[no-untyped-def]
        return self.fill("/sign-in", login=login, password=password, **fields)


@pytest.fixture
def browser(build: Callable[..., Starlette]) -> Iterator[Browser]:
    with Browser(build(), follow_redirects=False) as client:
        yield client


@pytest.fixture
def as_(build: Callable[..., Starlette]) -> Callable[[str], Browser]:
    """A browser in which this login is signed in."""

    def signed_in(login: str) -> Browser:
        client = Browser(build(), follow_redirects=False)
        assert client.sign_in(login).status_code == 303
        return client

    return signed_in
