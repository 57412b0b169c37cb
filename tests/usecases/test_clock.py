"""Until when should staff have answered? Said at filing, and by whose word comes next."""

from datetime import timedelta

from bot.cases.remedies import Outcome, Remedy
from bot.cases.states import Status
from bot.kinds import Urgency
from bot.usecases import own_case
from tests.conftest import NOON
from tests.usecases.scene import DUE, REFERENCE, Scene


def she_writes(scene: Scene, hours: int) -> None:
    with scene.open_unit() as unit:
        own_case.add(unit, scene.worker.id, REFERENCE, "and he keeps my passport", (), NOON + timedelta(hours=hours))
        unit.commit()


def test_her_further_words_do_not_move_it(scene: Scene) -> None:
    for hours in (1, 5, 60):
        she_writes(scene, hours)
        assert scene.case().due_at == DUE


def test_a_reply_clears_it_and_her_next_word_sets_it_again(scene: Scene) -> None:
    scene.claimed()
    assert scene.case().due_at == DUE
    scene.does(lambda desk, version: desk.reply(REFERENCE, version, "Which month?"))
    assert scene.case().due_at is None
    she_writes(scene, 5)
    assert scene.case().due_at == NOON + timedelta(hours=5 + 72)
    she_writes(scene, 6)
    assert scene.case().due_at == NOON + timedelta(hours=5 + 72)


def test_an_urgent_case_is_due_in_a_day(scene: Scene) -> None:
    scene.change(urgency=Urgency.URGENT, due_at=None)
    she_writes(scene, 1)
    assert scene.case().due_at == NOON + timedelta(hours=25)


def test_neither_a_note_nor_a_step_nor_a_colleague_counts_as_an_answer(scene: Scene) -> None:
    scene.claimed()
    scene.does(lambda desk, version: desk.note(REFERENCE, "careful"))
    scene.does(lambda desk, version: desk.set_status(REFERENCE, version, Status.WAITING))
    scene.does(lambda desk, version: desk.assign(REFERENCE, version, scene.somchai.id), staff=scene.boss)
    assert scene.case().due_at == DUE


def test_what_ended_is_due_no_more_and_says_since_when(scene: Scene) -> None:
    scene.claimed()
    later = NOON + timedelta(hours=3)
    closed = scene.does(lambda desk, version: desk.close(REFERENCE, version, Outcome.SOLVED, Remedy()), later)
    assert (closed.due_at, closed.closed_at) == (None, later)
    she_writes(scene, 9)
    assert (scene.case().due_at, scene.case().closed_at) == (NOON + timedelta(hours=9 + 72), None)
    with scene.open_unit() as unit:
        own_case.withdraw(unit, scene.worker.id, REFERENCE, NOON + timedelta(hours=10))
        unit.commit()
    assert (scene.case().due_at, scene.case().closed_at) == (None, NOON + timedelta(hours=10))


def test_a_closed_case_that_staff_take_up_again_is_closed_no_more(scene: Scene) -> None:
    scene.claimed()
    scene.does(lambda desk, version: desk.close(REFERENCE, version, Outcome.SOLVED, Remedy()))
    again = scene.does(lambda desk, version: desk.set_status(REFERENCE, version, Status.ACCEPTED))
    assert (again.status, again.closed_at) == (Status.ACCEPTED, None)
