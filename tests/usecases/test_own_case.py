"""What does a worker do with her own case, and is somebody else's as if there were none?"""

from datetime import timedelta

import pytest

from bot.cases.states import Status
from bot.errors import BadInput, NotFound
from bot.intake.draft import DraftFile
from bot.intake.files import MAX_FILES
from bot.intake.questions import MAX_STORY
from bot.kinds import Reference, Urgency
from bot.messages import ChatId
from bot.ports import UnitOfWork
from bot.usecases import own_case
from bot.workers import arrive
from tests.conftest import NOON
from tests.usecases.scene import REFERENCE, Scene

LATER = NOON + timedelta(hours=1)
PHOTO = DraftFile("f" * 32, "photo", "image/jpeg", 10)
VOICE = DraftFile("a" * 32, "voice", "audio/ogg", 20)


def files(unit: UnitOfWork) -> list[tuple[str, str, str, int]]:
    return [(one.file_id, one.kind, one.mime, one.size) for one in unit.cases.files(REFERENCE)]


def test_it_is_hers_alone(scene: Scene) -> None:
    with scene.open_unit() as unit:
        other = arrive(unit.workers, "telegram", ChatId("66"), NOON)
        assert own_case.own_case(unit, scene.worker.id, REFERENCE).reference == REFERENCE
        for worker, code in ((other.id, REFERENCE), (scene.worker.id, Reference("KW-0000-0000"))):
            for deed in (
                lambda worker=worker, code=code: own_case.own_case(unit, worker, code),
                lambda worker=worker, code=code: own_case.add(unit, worker, code, "words", [PHOTO], NOON),
                lambda worker=worker, code=code: own_case.withdraw(unit, worker, code, NOON),
            ):
                with pytest.raises(NotFound) as refused:
                    deed()
                assert str(refused.value) == code
        unit.commit()
    assert (scene.lines(), scene.case().status, scene.deeds()) == ([], Status.NEW, [])


def test_words_and_files_join_it_as_they_came(scene: Scene) -> None:
    words = "  He said <b>no</b> & laughed\n *at* me "
    with scene.open_unit() as unit:
        own_case.add(unit, scene.worker.id, REFERENCE, words, [PHOTO, VOICE], LATER)
        unit.commit()
        assert files(unit) == [("f" * 32, "photo", "image/jpeg", 10), ("a" * 32, "voice", "audio/ogg", 20)]
        assert [one.added_at for one in unit.cases.files(REFERENCE)] == [LATER, LATER]
        assert [one.written_at for one in unit.cases.messages(REFERENCE)] == [LATER]
    assert scene.lines() == [("worker", words, None)]


def test_a_photo_alone_brings_a_closed_case_back(scene: Scene) -> None:
    scene.change(status=Status.CLOSED, closed_at=NOON, owner_id=scene.malee.id)
    with scene.open_unit() as unit:
        own_case.add(unit, scene.worker.id, REFERENCE, "", [PHOTO], LATER)
        unit.commit()
    again = scene.case()
    assert (again.status, again.closed_at, again.owner_id) == (Status.ACCEPTED, None, scene.malee.id)
    assert scene.lines() == []


def test_nothing_said_changes_nothing(scene: Scene) -> None:
    before = scene.change(status=Status.WAITING)
    with scene.open_unit() as unit:
        assert own_case.add(unit, scene.worker.id, REFERENCE, " \n", (), LATER) == before
        unit.commit()
    assert (scene.case(), scene.lines()) == (before, [])


def test_so_many_words_are_taken_and_one_more_is_not(scene: Scene) -> None:
    with scene.open_unit() as unit:
        own_case.add(unit, scene.worker.id, REFERENCE, "x" * MAX_STORY, (), NOON)
        with pytest.raises(BadInput) as refused:
            own_case.add(unit, scene.worker.id, REFERENCE, "x" * (MAX_STORY + 1), [PHOTO], NOON)
        unit.commit()
        assert files(unit) == []
    assert (refused.value.field, refused.value.reason) == ("story", "too_long")
    assert [len(words) for _, words, _ in scene.lines()] == [MAX_STORY]


def test_thirty_files_are_taken_and_one_more_is_not(scene: Scene) -> None:
    with scene.open_unit() as unit:
        own_case.add(unit, scene.worker.id, REFERENCE, "", [PHOTO] * (MAX_FILES * 3), NOON)
        with pytest.raises(BadInput) as refused:
            own_case.add(unit, scene.worker.id, REFERENCE, "and look", [PHOTO], NOON)
        own_case.add(unit, scene.worker.id, REFERENCE, "only words", (), NOON)
        unit.commit()
        assert len(files(unit)) == MAX_FILES * 3 == 30
    assert (refused.value.field, refused.value.reason) == ("story", "too_many_files")
    assert [words for _, words, _ in scene.lines()] == ["only words"]


def test_withdrawing_ends_it_and_says_nothing_to_her_by_itself(scene: Scene) -> None:
    with scene.open_unit() as unit:
        ended = own_case.withdraw(unit, scene.worker.id, REFERENCE, LATER)
        unit.commit()
    assert (ended.status, ended.closed_at, ended.due_at) == (Status.WITHDRAWN, LATER, None)
    assert scene.case() == ended and scene.on_the_way() == []


def test_a_cry_joins_only_an_urgent_case_that_staff_still_work_on(scene: Scene) -> None:
    """One tap on a closed case would reach nobody, and one on a case that is not urgent would wait three days."""
    for urgency, status, joins in (
        (Urgency.URGENT, Status.NEW, True),
        (Urgency.URGENT, Status.CLOSED, False),
        (Urgency.URGENT, Status.WITHDRAWN, False),
        (Urgency.NORMAL, Status.NEW, False),
    ):
        case = scene.change(urgency=urgency, status=status)
        with scene.open_unit() as unit:
            assert own_case.open_cry(unit, scene.worker.id, LATER) == (case if joins else None), (urgency, status)
