"""What does the worker hear of what staff did, and which of it is only for colleagues?"""

from datetime import timedelta

import pytest

from bot.cases.remedies import Outcome, Remedy
from bot.cases.states import Status
from bot.mail.news import News
from bot.mail.outbox import Address, DeliveryState
from tests.conftest import NOON
from tests.usecases.scene import CHAT, REFERENCE, Scene

TYPED = "Is <b>August</b> &amp; *July* {code} open?\nhttps://example.org/x"


def test_words_of_staff_are_kept_and_go_out_as_they_were_typed(scene: Scene) -> None:
    scene.claimed()
    scene.does(lambda desk, version: desk.reply(REFERENCE, version, f"  {TYPED}\n"), NOON + timedelta(hours=1))
    assert scene.lines() == [("staff", TYPED, scene.malee.id)]
    (row,) = scene.on_the_way()
    assert row.content == News("staff_wrote", REFERENCE, TYPED)
    assert row.to == Address("telegram", CHAT, scene.worker.id)
    with scene.open_unit() as unit:
        (line,) = unit.cases.messages(REFERENCE)
        assert line.written_at == NOON + timedelta(hours=1)
        assert unit.outbox.states([line.id]) == {line.id: DeliveryState.QUEUED}


def test_her_next_words_join_the_case_to_which_staff_wrote(scene: Scene) -> None:
    scene.claimed()
    scene.does(lambda desk, version: desk.set_status(REFERENCE, version, Status.WAITING))
    with scene.open_unit() as unit:
        assert unit.memory.load(scene.worker.id) == {}
    scene.does(lambda desk, version: desk.reply(REFERENCE, version, "Which month?"))
    with scene.open_unit() as unit:
        assert unit.memory.load(scene.worker.id) == {"case": REFERENCE}


@pytest.mark.parametrize(
    ("before", "status", "kind"),
    [
        (Status.ACCEPTED, Status.WAITING, "became_waiting"),
        (Status.WAITING, Status.ACCEPTED, "became_accepted"),
        (Status.ACCEPTED, Status.REFERRED, "became_referred"),
    ],
)
def test_a_step_is_told_once_and_without_words(scene: Scene, before: Status, status: Status, kind: str) -> None:
    scene.change(status=before, owner_id=scene.malee.id)
    case = scene.does(lambda desk, version: desk.set_status(REFERENCE, version, status))
    (row,) = scene.on_the_way()
    assert (case.status, row.content, row.message_id) == (status, News(kind, REFERENCE), None)  # type: ignore[arg-type]


def test_closing_is_told(scene: Scene) -> None:
    scene.claimed()
    scene.does(lambda desk, version: desk.close(REFERENCE, version, Outcome.SOLVED, Remedy()))
    assert [row.content for row in scene.on_the_way()] == [News("closed", REFERENCE)]


def test_what_staff_do_among_themselves_is_not_told(scene: Scene) -> None:
    scene.claimed()
    scene.does(lambda desk, version: desk.open(REFERENCE))
    scene.does(lambda desk, version: desk.note(REFERENCE, f" {TYPED} "), NOON + timedelta(hours=1))
    scene.does(lambda desk, version: desk.assign(REFERENCE, version, scene.somchai.id), staff=scene.boss)
    assert scene.on_the_way() == [] and scene.lines() == [("note", TYPED, scene.malee.id)]
    with scene.open_unit() as unit:
        assert unit.cases.messages(REFERENCE)[0].written_at == NOON + timedelta(hours=1)
        assert unit.memory.load(scene.worker.id) == {}


def test_claiming_takes_a_new_case_up_and_another_as_it_is(scene: Scene) -> None:
    case = scene.claimed()
    assert (case.owner_id, case.status) == (scene.malee.id, Status.ACCEPTED)
    scene.change(owner_id=None, status=Status.REFERRED)
    assert scene.claimed().status is Status.REFERRED
    assert scene.claimed().owner_id == scene.malee.id
    assert scene.on_the_way() == []


def test_opening_a_case_changes_nothing(scene: Scene) -> None:
    before = scene.case()
    with scene.open_unit() as unit:
        assert scene.desk(unit, scene.malee).open(REFERENCE) == before
    assert scene.case() == before
