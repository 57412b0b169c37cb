"""Is the table of states asked by every verb that sets one, and is nothing written when it says no?"""

from collections.abc import Callable

import pytest

from bot.cases import states
from bot.cases.remedies import Outcome, Remedy
from bot.cases.states import Status
from bot.errors import BadInput
from bot.ports import UnitOfWork
from bot.usecases import own_case
from tests.conftest import NOON
from tests.usecases.scene import REFERENCE, Scene

Verb = Callable[[Scene, UnitOfWork], object]


def version(unit: UnitOfWork) -> int:
    return unit.cases.get(REFERENCE).version


def claims(scene: Scene, unit: UnitOfWork) -> object:
    return scene.desk(unit, scene.malee).claim(REFERENCE, version(unit))


def sets(status: Status) -> Verb:
    return lambda scene, unit: scene.desk(unit, scene.malee).set_status(REFERENCE, version(unit), status)


def closes(scene: Scene, unit: UnitOfWork) -> object:
    return scene.desk(unit, scene.malee).close(REFERENCE, version(unit), Outcome.SOLVED, Remedy())


def withdraws(scene: Scene, unit: UnitOfWork) -> object:
    return own_case.withdraw(unit, scene.worker.id, REFERENCE, NOON)


def writes(scene: Scene, unit: UnitOfWork) -> object:
    return own_case.add(unit, scene.worker.id, REFERENCE, "more", (), NOON)


def refused(scene: Scene, verb: Verb) -> None:
    """The verb raises, and even where its caller commits nothing is told to her and the case stays as it was."""
    before = scene.case()
    with scene.open_unit() as unit:
        with pytest.raises(BadInput, match="cannot become"):
            verb(scene, unit)
        unit.commit()
    assert scene.case() == before and scene.on_the_way() == []


@pytest.mark.parametrize(
    ("status", "verb"),
    [
        (Status.NEW, claims),
        (Status.ACCEPTED, sets(Status.WAITING)),
        (Status.ACCEPTED, sets(Status.REFERRED)),
        (Status.WAITING, sets(Status.ACCEPTED)),
        (Status.REFERRED, closes),
        (Status.NEW, withdraws),
        (Status.WAITING, writes),
        (Status.CLOSED, writes),
        (Status.WITHDRAWN, writes),
    ],
)
def test_a_step_that_the_table_allows_is_taken_and_without_it_is_refused(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, status: Status, verb: Verb
) -> None:
    scene.change(status=status, owner_id=None if verb is claims else scene.malee.id)
    with scene.open_unit() as unit:
        verb(scene, unit)
    monkeypatch.setattr(states, "NEXT", dict.fromkeys(Status, frozenset[Status]()))
    refused(scene, verb)


@pytest.mark.parametrize(
    ("status", "verb"),
    [
        (Status.ACCEPTED, sets(Status.ACCEPTED)),
        (Status.WAITING, sets(Status.WAITING)),
        (Status.NEW, sets(Status.WAITING)),
        (Status.WITHDRAWN, sets(Status.WAITING)),
        (Status.NEW, closes),
        (Status.CLOSED, closes),
        (Status.WITHDRAWN, closes),
        (Status.CLOSED, withdraws),
        (Status.WITHDRAWN, withdraws),
    ],
)
def test_a_step_that_is_none_is_refused(scene: Scene, status: Status, verb: Verb) -> None:
    scene.change(status=status, owner_id=scene.malee.id)
    refused(scene, verb)


@pytest.mark.parametrize("status", [Status.CLOSED, Status.WITHDRAWN, Status.NEW])
def test_some_states_have_a_verb_of_their_own(scene: Scene, status: Status) -> None:
    scene.claimed()
    with scene.open_unit() as unit, pytest.raises(BadInput, match="not set by hand"):
        sets(status)(scene, unit)


def test_a_new_or_referred_case_stays_so_when_she_writes(scene: Scene) -> None:
    for status in (Status.NEW, Status.REFERRED):
        scene.change(status=status)
        with scene.open_unit() as unit:
            assert own_case.add(unit, scene.worker.id, REFERENCE, "more", (), NOON).status is status
