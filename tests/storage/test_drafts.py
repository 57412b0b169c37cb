"""Is a complaint kept while it is told, and for an hour after she stopped?"""

from datetime import timedelta

from bot.intake.draft import Draft, DraftFile
from bot.intake.drafts import UNDO_KEPT
from bot.messages import ChatId
from bot.ports import OpenUnit
from bot.usecases.retention import clean
from bot.workers import Worker, WorkerId
from tests.conftest import NOON

HER = WorkerId("w")
FILE = DraftFile("f" * 32, "photo", "image/jpeg", 10)
TOLD = Draft("d" * 32, HER, story=("he did not pay",), files=(FILE,))


def kept(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        unit.workers.save(Worker(HER, "telegram", ChatId("1"), "en"), NOON)
        unit.drafts.save(TOLD)
        unit.commit()


def test_what_she_stopped_is_told_no_more_and_can_be_had_back_for_an_hour(any_unit: OpenUnit) -> None:
    kept(any_unit)
    with any_unit() as unit:
        assert unit.drafts.cancelled(HER, NOON) is None, "she is telling it"
        unit.drafts.cancel(HER, NOON)
        unit.commit()
    with any_unit() as unit:
        assert unit.drafts.of_worker(HER) is None
        standing = unit.workers.standing("telegram", ChatId("1"))
        assert standing is not None and not standing.telling
        assert unit.drafts.cancelled(HER, NOON + UNDO_KEPT - timedelta(seconds=1)) == TOLD
        assert unit.drafts.cancelled(HER, NOON + UNDO_KEPT) is None
        assert unit.drafts.file_ids() == {FILE.file_id}, "its files are no strays yet"
        unit.drafts.save(TOLD)
        unit.commit()
    with any_unit() as unit:
        assert unit.drafts.of_worker(HER) == TOLD and unit.drafts.cancelled(HER, NOON) is None


def test_after_the_hour_it_is_erased_with_its_files_and_what_is_told_stays(any_unit: OpenUnit) -> None:
    kept(any_unit)
    with any_unit() as unit:
        unit.drafts.save(Draft("e" * 32, WorkerId("other"), files=(DraftFile("a" * 32, "photo", "image/jpeg", 1),)))
        assert list(unit.drafts.clean(NOON + timedelta(days=99))) == []
        unit.drafts.cancel(HER, NOON)
        assert list(unit.drafts.clean(NOON + UNDO_KEPT - timedelta(seconds=1))) == []
        assert list(unit.drafts.clean(NOON + UNDO_KEPT)) == [FILE.file_id]
        assert unit.drafts.cancelled(HER, NOON) is None and unit.drafts.of_worker(WorkerId("other")) is not None
        assert unit.drafts.file_ids() == {"a" * 32}


def test_the_cleaning_erases_the_files_of_what_was_stopped(any_unit: OpenUnit) -> None:
    class Gone:
        def __init__(self) -> None:
            self.deleted: list[str] = []

        def delete(self, file_id: str) -> None:
            self.deleted.append(file_id)

        def older_than(self, moment: object) -> list[str]:
            return []

    kept(any_unit)
    gone = Gone()
    with any_unit() as unit:
        unit.drafts.cancel(HER, NOON)
        clean(unit, gone, NOON + UNDO_KEPT)  # type: ignore[arg-type]
    assert gone.deleted == [FILE.file_id]


def test_forgetting_her_names_the_files_of_what_she_stopped(any_unit: OpenUnit) -> None:
    kept(any_unit)
    with any_unit() as unit:
        unit.drafts.cancel(HER, NOON)
        assert list(unit.drafts.delete(HER)) == [FILE.file_id] and list(unit.drafts.delete(HER)) == []
