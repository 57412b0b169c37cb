"""What may follow what, and which cases wait for somebody?"""

from datetime import timedelta

import pytest

from bot.cases.case import Case
from bot.cases.clocks import reply_due
from bot.cases.states import NEXT, Status, check_step, moved
from bot.errors import BadInput
from bot.kinds import Reference, Urgency
from bot.places import Corridor
from tests.conftest import NOON


def a_case(**changes: object) -> Case:
    values: dict[str, object] = {
        "reference": Reference("KW-1"), "draft_id": "d", "worker_id": None, "kind": "other", "corridor": Corridor(),
        "province": "", "language": "en", "urgency": Urgency.NORMAL, "narrative": "", "filed_at": NOON, "centre_id": 1,
    }  # fmt: skip
    return Case(**(values | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("now", Status)
@pytest.mark.parametrize("wanted", Status)
def test_a_step_is_taken_exactly_where_the_table_has_it(now: Status, wanted: Status) -> None:
    if wanted in NEXT[now]:
        check_step(now, wanted)
        assert moved(now, wanted) is wanted
        return
    with pytest.raises(BadInput, match=f"{now} cannot become {wanted}") as refused:
        check_step(now, wanted)
    assert refused.value.field == "status"
    if now is wanted:
        assert moved(now, wanted) is now
    else:
        with pytest.raises(BadInput):
            moved(now, wanted)


def test_nothing_follows_what_ended_but_being_taken_up_again() -> None:
    assert {one for one in Status if not one.open} == {Status.CLOSED, Status.WITHDRAWN}
    assert all(NEXT[one] == {Status.ACCEPTED} for one in Status if not one.open)
    assert all(Status.WITHDRAWN in NEXT[one] for one in Status if one.open)
    assert Status.NEW not in {step for steps in NEXT.values() for step in steps}


def test_staff_have_three_days_and_one_when_it_is_urgent() -> None:
    assert reply_due(Urgency.NORMAL, NOON) == NOON + timedelta(days=3)
    assert reply_due(Urgency.URGENT, NOON) == NOON + timedelta(days=1)


def test_a_case_is_overdue_after_its_moment_while_it_is_open() -> None:
    later = NOON + timedelta(seconds=1)
    assert a_case(due_at=NOON).overdue(later) and not a_case(due_at=NOON).overdue(NOON)
    assert not a_case(due_at=None).overdue(later)
    assert not any(a_case(due_at=NOON, status=one).overdue(later) for one in (Status.CLOSED, Status.WITHDRAWN))
