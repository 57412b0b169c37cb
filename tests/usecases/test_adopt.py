"""What does taking on another bot change, and what does it leave alone?"""

import pytest

from bot.errors import BadInput
from bot.mail.inbox import Arrival
from bot.messages import ChatId
from bot.ports import OpenUnit
from bot.usecases.adopt import Adopted, adopt_bot
from bot.workers import arrive
from tests.conftest import NOON


def test_people_of_the_old_bot_are_reachable_again_when_they_write(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        unit.installation.keep("bot", "111")
        here, away = (arrive(unit.workers, "telegram", ChatId(chat), NOON) for chat in ("7", "8"))
        visitor = arrive(unit.workers, "web", ChatId("v"), NOON)
        assert adopt_bot(unit, "222", NOON) == Adopted("111", 2)
        assert not unit.workers.get(here.id).reachable and not unit.workers.get(away.id).reachable
        assert unit.workers.get(visitor.id).reachable
        assert arrive(unit.workers, "telegram", ChatId("7"), NOON).reachable
        assert not unit.workers.get(away.id).reachable


def test_it_is_remembered_and_in_the_log(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        unit.installation.keep("bot", "111")
        adopt_bot(unit, "222", NOON)
        assert unit.installation.read()["bot"] == "222"
        (entry,) = unit.audit.latest()
        assert (entry.actor, entry.action, entry.detail) == ("operator", "bot_adopted", "from=111 to=222 people=0")
        assert (entry.at, entry.reference) == (NOON, None)


def test_the_same_bot_is_not_taken_on_twice(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        unit.installation.keep("bot", "111")
        worker = arrive(unit.workers, "telegram", ChatId("7"), NOON)
        with pytest.raises(BadInput, match="nothing changes") as bad:
            adopt_bot(unit, "111", NOON)
        assert bad.value.field == "TELEGRAM_BOT_TOKEN"
        assert unit.workers.get(worker.id).reachable and not unit.audit.latest()


def test_an_update_of_the_new_bot_is_no_repeat_of_the_old_ones(any_unit: OpenUnit) -> None:
    """Both bots count from wherever they are: the same number, and even the same words."""
    with any_unit() as unit:
        for bot in ("111", "222"):
            arrival = Arrival("telegram", ChatId("7"), f"telegram:{bot}:5", {"text": "hello"})
            assert unit.inbox.store(arrival, NOON) is not None
