"""A centre with its staff, another centre, and one new complaint: what the tests of the desk and of her own case play on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.cases.case import Case
from bot.cases.routing import Route
from bot.kinds import Reference, Urgency
from bot.mail.outbox import Address, Delivery
from bot.messages import ChatId
from bot.places import Corridor
from bot.ports import OpenUnit, UnitOfWork
from bot.staff.members import Staff
from bot.staff.rights import Role
from bot.usecases.desk import Desk
from bot.workers import Worker, arrive
from tests.conftest import NOON

REFERENCE: Final = Reference("KW-AAAA-BBBB")
CHAT: Final = ChatId("55")
DUE: Final = NOON + timedelta(hours=70)
"""The complaint of the scene was filed two hours before noon."""


class Scene:
    """A centre with two officers and a supervisor, another centre with an officer, and one new complaint."""

    def __init__(self, open_unit: OpenUnit) -> None:
        self.open_unit = open_unit
        with open_unit() as unit:
            here, there = unit.centres.add("Here", "th"), unit.centres.add("There", "my")
            unit.routes.add(Route(0, here.id))
            self.malee = unit.staff.add("malee", "Malee", Role.OFFICER, here.id, "x")
            self.somchai = unit.staff.add("somchai", "Somchai", Role.OFFICER, here.id, "x")
            self.boss = unit.staff.add("boss", "Boss", Role.SUPERVISOR, here.id, "x")
            self.aminah = unit.staff.add("aminah", "Aminah", Role.OFFICER, there.id, "x")
            self.worker = arrive(unit.workers, "telegram", CHAT, NOON)
            unit.cases.add(_complaint(self.worker, here.id))
            unit.commit()

    def desk(self, unit: UnitOfWork, staff: Staff, now: datetime = NOON) -> Desk:
        return Desk(unit, staff, now)

    def claimed(self) -> Case:
        """Malee has it."""
        return self.does(lambda desk, version: desk.claim(REFERENCE, version))

    def does(self, deed: Callable[[Desk, int], Case | None], now: datetime = NOON, staff: Staff | None = None) -> Case:
        """Malee, or another, does this with the case as it is, and it is committed; returns the case after it."""
        with self.open_unit() as unit:
            deed(self.desk(unit, staff or self.malee, now), unit.cases.get(REFERENCE).version)
            unit.commit()
        return self.case()

    def case(self) -> Case:
        with self.open_unit() as unit:
            return unit.cases.get(REFERENCE)

    def change(self, **changes: object) -> Case:
        """Puts the case where a test begins."""
        with self.open_unit() as unit:
            case = unit.cases.save(replace(unit.cases.get(REFERENCE), **changes))  # type: ignore[arg-type]
            unit.commit()
        return case

    def deeds(self) -> list[tuple[str, str, str]]:
        """Actor, action and detail of every entry in the log that names the case."""
        with self.open_unit() as unit:
            return [(one.actor, one.action, one.detail) for one in unit.audit.of_case(REFERENCE)]

    def lines(self) -> list[tuple[str, str, int | None]]:
        """Author, words and member of staff of every line of the thread."""
        with self.open_unit() as unit:
            return [(str(one.author), one.text, one.staff_id) for one in unit.cases.messages(REFERENCE)]

    def on_the_way(self) -> list[Delivery]:
        """What is queued for the worker."""
        with self.open_unit() as unit:
            return list(unit.outbox.queued(Address("telegram", CHAT)))


def _complaint(worker: Worker, centre_id: int) -> Case:
    return Case(
        REFERENCE, "d" * 32, worker.id, "unpaid_wages", Corridor("kh", "th"), "Tak", "en", Urgency.NORMAL,
        "the story", NOON - timedelta(hours=2), centre_id, due_at=DUE,
    )  # fmt: skip
