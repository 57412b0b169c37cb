"""What do the tests of coming in share? A reception over a real database, and what it said to whom."""

from dataclasses import dataclass, field

import pytest

from bot.audit import AuditEntry
from bot.channel.telegram.reading import Membership, Migration
from bot.channel.telegram.reception import Reception
from bot.channel.telegram.sending import Bot
from bot.mail.inbox import Stored
from bot.mail.lanes import Owner
from bot.ports import OpenUnit, UnitOfWork
from tests.channel.conftest import SettableClock
from tests.in_threads import InThreads

OWNER = Owner("this process")


class Switch:
    """A database that can be away."""

    def __init__(self, open_unit: OpenUnit) -> None:
        self.real = open_unit
        self.away = False
        self.opened = 0

    def __call__(self) -> UnitOfWork:
        self.opened += 1
        if self.away:
            raise OSError("the database is away")
        return self.real()

    def counts(self) -> dict[str, int]:
        with self.real() as unit:
            return unit.inbox.counts()

    def aside(self) -> dict[tuple[str, str], int]:
        """How many were set aside, by kind and error."""
        with self.real() as unit:
            return {(one.kind, one.error): one.count for one in unit.inbox.aside()}

    def bodies(self, chat: int) -> list[object]:
        """What is stored of a chat, as it came."""
        with self.real() as unit:
            return [one.body for one in unit.inbox.open_of("telegram", str(chat))]  # type: ignore[arg-type]


@dataclass
class Heard:
    """What the reception told the others; a notice leaves an entry in the audit log, when it is committed."""

    woken: list[Stored] = field(default_factory=list)
    notices: list[Membership | Migration] = field(default_factory=list)
    refusing: BaseException | None = None

    def wake(self, rows: "list[Stored]") -> None:
        self.woken += rows

    def notice(self, unit: UnitOfWork, notice: Membership | Migration) -> None:
        if self.refusing is not None:
            raise self.refusing
        unit.audit.write(AuditEntry("telegram", type(notice).__name__, SettableClock()()))
        self.notices.append(notice)

    @property
    def chats(self) -> list[str]:
        return [row.chat for row in self.woken]


@pytest.fixture
def switch(open_unit: OpenUnit) -> Switch:
    with open_unit() as unit:
        unit.lanes.begin(OWNER)
        unit.commit()
    return Switch(open_unit)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def reception(bot: Bot, switch: Switch, heard: Heard, clock: SettableClock) -> Reception:
    return Reception(bot, switch, InThreads(1, "database"), heard.wake, heard.notice, clock, lambda: OWNER)
