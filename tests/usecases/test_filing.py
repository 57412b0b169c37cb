"""How does a finished draft become a case, once, with everything that belongs to it?"""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cases.case import Case
from bot.cases.routing import Route
from bot.cases.states import Status
from bot.errors import BadInput
from bot.intake.draft import Draft, DraftFile
from bot.kinds import Urgency
from bot.mail.news import News
from bot.mail.outbox import Address
from bot.messages import ChatId
from bot.places import Corridor
from bot.ports import OpenUnit, UnitOfWork
from bot.usecases.filing import ALPHABET, file_complaint, file_urgent, new_reference
from bot.workers import Worker, WorkerId
from tests.conftest import NOON

HER = Worker(WorkerId("w" * 32), "telegram", ChatId("7"), "km", Corridor("kh", "my"))
PHOTO, VOICE = DraftFile("f" * 32, "photo", "image/jpeg", 10), DraftFile("a" * 32, "voice", "audio/ogg", 20)
TOLD = Draft(
    "d" * 32, HER.id, consent=True, kind="unpaid_wages", country="th", province="Tak", story=("He <b>owes</b> me", "pay"),
    files=(PHOTO, VOICE), story_done=True, anonymous=False, name="Sok",
)  # fmt: skip
GROUP = Address("telegram", ChatId("-5"))


@pytest.fixture
def unit_of(any_unit: OpenUnit) -> OpenUnit:
    """Her and her draft; a centre for everything, and one with a group for wages from Cambodia told in Tak in Khmer."""
    with any_unit() as unit:
        unit.workers.save(HER, NOON)
        unit.drafts.save(TOLD)
        anywhere, tak = unit.centres.add("Anywhere", "th"), unit.centres.add("Tak", "th", GROUP.chat)
        unit.routes.add(Route(0, anywhere.id))
        unit.routes.add(Route(0, tak.id, "th", "kh", "Tak", "unpaid_wages", "km"))
        unit.commit()
    return any_unit


def file(unit: UnitOfWork, draft: Draft = TOLD, worker: Worker = HER) -> Case:
    return file_complaint(unit, draft, worker, NOON)


def centre(unit: UnitOfWork, case: Case) -> str:
    return unit.centres.get(case.centre_id).name


def test_all_that_she_told_is_in_the_case(unit_of: OpenUnit) -> None:
    with unit_of() as unit:
        file(unit)
        unit.commit()
    with unit_of() as unit:
        (case,) = unit.cases.of_worker(HER.id)
        assert (case.draft_id, case.kind, case.province, case.language) == (TOLD.id, "unpaid_wages", "Tak", "km")
        assert (case.corridor, case.narrative, case.name) == (Corridor("kh", "th"), "He <b>owes</b> me\n\npay", "Sok")
        assert (case.status, case.owner_id, case.urgency) == (Status.NEW, None, Urgency.NORMAL)
        assert (case.filed_at, case.due_at) == (NOON, NOON + timedelta(hours=72))
        assert [
            (one.file_id, one.kind, one.mime, one.size, one.added_at) for one in unit.cases.files(case.reference)
        ] == [
            ("f" * 32, "photo", "image/jpeg", 10, NOON),
            ("a" * 32, "voice", "audio/ogg", 20, NOON),
        ]
        assert unit.drafts.of_worker(HER.id) is None


def test_what_she_left_open_has_a_meaning(unit_of: OpenUnit) -> None:
    stranger = replace(HER, language=None, corridor=Corridor())
    with unit_of() as unit:
        case = file(unit, replace(TOLD, province="", anonymous=True, name=None, urgent=True), stranger)
        assert (case.province, case.name, case.language, case.corridor) == ("", None, "en", Corridor(None, "th"))
        assert (case.urgency, case.due_at) == (Urgency.URGENT, NOON + timedelta(hours=24))


def test_it_is_in_the_log_with_its_centre_and_without_a_word(unit_of: OpenUnit) -> None:
    with unit_of() as unit:
        case = file(unit)
        (entry,) = unit.audit.latest()
    assert (entry.actor, entry.action, entry.at) == ("worker", "filed", NOON)
    assert (entry.reference, entry.detail) == (case.reference, f"centre={case.centre_id}")


def test_the_group_of_the_centre_hears_of_it_and_nobody_else(unit_of: OpenUnit) -> None:
    with unit_of() as unit:
        case = file(unit)
        (alert,) = unit.outbox.queued(GROUP)
        assert (alert.content, alert.to, alert.message_id) == (News("filed", case.reference), GROUP, None)
        assert unit.outbox.counts() == {"queued": 1}


def test_a_centre_without_a_group_gets_it_in_silence(unit_of: OpenUnit) -> None:
    with unit_of() as unit:
        assert centre(unit, file(unit, replace(TOLD, kind="other"))) == "Anywhere"
        assert unit.outbox.counts() == {}


@pytest.mark.parametrize(
    ("draft", "worker"),
    [
        (replace(TOLD, country="my"), HER),
        (replace(TOLD, province="Rayong"), HER),
        (replace(TOLD, kind="other"), HER),
        (TOLD, replace(HER, language="th")),
        (TOLD, replace(HER, corridor=Corridor("la", "th"))),
    ],
)
def test_each_of_her_answers_decides_where_it_goes(unit_of: OpenUnit, draft: Draft, worker: Worker) -> None:
    with unit_of() as unit:
        assert centre(unit, file(unit, replace(draft, id="e" * 32), worker)) == "Anywhere"
        assert centre(unit, file(unit)) == "Tak"


def test_filing_again_returns_the_same_case_and_writes_nothing(unit_of: OpenUnit) -> None:
    with unit_of() as unit:
        first = file(unit)
        unit.commit()
    with unit_of() as unit:
        assert file(unit).reference == first.reference
        unit.commit()
        assert len(unit.cases.of_worker(HER.id)) == len(unit.audit.latest()) == len(unit.outbox.queued(GROUP)) == 1
        assert len(unit.cases.files(first.reference)) == 2


@pytest.mark.parametrize("open_question", [{"consent": False}, {"story_done": False}, {"name": None}])
def test_what_is_not_finished_is_not_filed(unit_of: OpenUnit, open_question: dict[str, object]) -> None:
    with unit_of() as unit:
        with pytest.raises(BadInput) as refused:
            file(unit, replace(TOLD, **open_question))  # type: ignore[arg-type]
        unit.commit()
        assert not unit.cases.of_worker(HER.id) and not unit.audit.latest() and unit.outbox.counts() == {}
        assert unit.drafts.of_worker(HER.id) == TOLD
    assert refused.value.reason == "open" and refused.value.field in ("consent", "story", "name")


def test_a_code_is_eight_letters_that_nobody_mistakes() -> None:
    codes = {new_reference() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(rf"KW-[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", code) for code in codes)
    assert set("".join(code[3:] for code in codes)) - {"-"} == set(ALPHABET) and not set("01OILU") & set(ALPHABET)


def test_a_draft_that_is_told_in_danger_twice_is_one_case(unit_of: OpenUnit) -> None:
    with unit_of() as unit:
        first = file_urgent(unit, TOLD, HER, NOON)
        assert file_urgent(unit, TOLD, HER, NOON) == first and len(unit.cases.of_worker(HER.id)) == 1
