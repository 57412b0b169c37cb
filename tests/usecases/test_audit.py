"""Is every deed in the log: who did it, to which case, when, and no word of anybody's?"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.cases.case import Case
from bot.cases.remedies import Outcome, Remedy, RemedyKind
from bot.cases.states import Status
from bot.errors import AlreadyClaimed, BadInput, Stale
from bot.intake.draft import DraftFile
from bot.ports import UnitOfWork
from bot.usecases import own_case
from bot.usecases.desk import Desk
from bot.usecases.forget import forget_worker
from tests.conftest import NOON
from tests.usecases.scene import REFERENCE, Scene

LATER = NOON + timedelta(hours=1)
MONEY = Remedy(RemedyKind.MONEY, "500", "THB", note="a SECRET")
PHOTO = DraftFile("f" * 32, "photo", "image/jpeg", 10)

DESK: list[tuple[Callable[[Desk, int], Case | None], str, str]] = [
    (lambda desk, version: desk.open(REFERENCE), "viewed", ""),
    (lambda desk, version: desk.claim(REFERENCE, version), "claimed", ""),
    (lambda desk, version: desk.reply(REFERENCE, version, "a SECRET"), "replied", ""),
    (lambda desk, version: desk.note(REFERENCE, "a SECRET"), "noted", ""),
    (lambda desk, version: desk.set_status(REFERENCE, version, Status.WAITING), "status", "accepted>waiting"),
    (lambda desk, version: desk.close(REFERENCE, version, Outcome.SOLVED, MONEY), "closed", "outcome=solved remedy=money"),
]  # fmt: skip
HERS: list[tuple[Callable[[UnitOfWork, Scene], object], list[str]]] = [
    (lambda unit, s: own_case.add(unit, s.worker.id, REFERENCE, "a SECRET", (), LATER), ["worker_wrote"]),
    (lambda unit, s: own_case.add(unit, s.worker.id, REFERENCE, "", [PHOTO, PHOTO], LATER), ["worker_sent_file"] * 2),
    (
        lambda unit, s: own_case.add(unit, s.worker.id, REFERENCE, "look", [PHOTO], LATER),
        ["worker_wrote", "worker_sent_file"],
    ),
    (lambda unit, s: own_case.add(unit, s.worker.id, REFERENCE, " ", (), LATER), []),
    (lambda unit, s: own_case.withdraw(unit, s.worker.id, REFERENCE, LATER), ["withdrew"]),
    (lambda unit, s: forget_worker(unit, s.worker, LATER), ["deleted her data"]),
]


@pytest.mark.parametrize(("deed", "action", "detail"), DESK, ids=[action for _, action, _ in DESK])
def test_a_deed_of_staff_names_her_the_case_and_the_moment(
    scene: Scene, deed: Callable[[Desk, int], Case | None], action: str, detail: str
) -> None:
    scene.change(owner_id=scene.malee.id, status=Status.ACCEPTED)
    scene.does(deed, LATER)
    with scene.open_unit() as unit:
        (entry,) = unit.audit.latest()
    assert (entry.actor, entry.action, entry.at) == ("malee", action, LATER)
    assert (entry.reference, entry.detail) == (REFERENCE, detail)


def test_giving_a_case_away_names_who_has_it_then(scene: Scene) -> None:
    scene.does(lambda desk, version: desk.assign(REFERENCE, version, scene.somchai.id), staff=scene.boss)
    scene.does(lambda desk, version: desk.assign(REFERENCE, version, None), staff=scene.boss)
    assert scene.deeds() == [("boss", "assigned", f"to={scene.somchai.id}"), ("boss", "assigned", "to=None")]
    assert scene.case().owner_id is None


@pytest.mark.parametrize(("deed", "actions"), HERS)
def test_a_deed_of_hers_names_no_one_but_the_worker(
    scene: Scene, deed: Callable[[UnitOfWork, Scene], object], actions: list[str]
) -> None:
    with scene.open_unit() as unit:
        deed(unit, scene)
        unit.commit()
        entries = unit.audit.of_case(REFERENCE)
    assert [(one.actor, one.action, one.at, one.detail) for one in entries] == [
        ("worker", action, LATER, "") for action in actions
    ]


def test_what_is_refused_is_not_in_the_log(scene: Scene) -> None:
    with scene.open_unit() as unit:
        desk = scene.desk(unit, scene.malee)
        with pytest.raises(Stale):
            desk.claim(REFERENCE, 99)
        with pytest.raises(AlreadyClaimed):
            desk.reply(REFERENCE, 1, "words")
        with pytest.raises(BadInput):
            desk.note(REFERENCE, "")
        unit.commit()
    assert scene.deeds() == []
