"""Do the rows keep what they are given, on both databases?"""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from bot.audit import AuditEntry
from bot.messages import ChatId
from bot.places import Corridor
from bot.ports import OpenUnit
from bot.storage.unit import SqlUnitOfWork
from bot.workers import Worker, WorkerId, arrive
from tests.conftest import NOON

CHAT = ChatId("700123")


def test_leaving_the_block_without_commit_rolls_back(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        unit.workers.save(Worker(WorkerId("a" * 32), "telegram", CHAT), NOON)
    with any_unit() as unit:
        assert unit.workers.of_chat("telegram", CHAT) is None


def test_a_worker_is_found_again_by_her_chat(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        worker = arrive(unit.workers, "telegram", CHAT, NOON)
        unit.workers.save(Worker(worker.id, "telegram", CHAT, "km", Corridor("kh", "th")), NOON)
        unit.commit()
    with any_unit() as unit:
        again = arrive(unit.workers, "telegram", CHAT, NOON)
    assert (again.id, again.language, again.corridor) == (worker.id, "km", Corridor("kh", "th"))


def test_a_remembered_slot_is_changed_without_touching_the_others(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        worker = arrive(unit.workers, "telegram", CHAT, NOON)
        unit.memory.change(worker.id, {"case": "KW-1", "misses": 1})
        unit.memory.change(worker.id, {"misses": None, "asked": "hotlines"})
        unit.commit()
    with any_unit() as unit:
        assert unit.memory.load(worker.id) == {"case": "KW-1", "asked": "hotlines"}


def test_the_audit_log_refuses_to_be_changed(any_unit: OpenUnit) -> None:
    for deed in ("UPDATE audit SET actor = 'nobody'", "DELETE FROM audit"):
        with any_unit() as unit:
            unit.audit.write(AuditEntry("officer1", "viewed", NOON))
            assert isinstance(unit, SqlUnitOfWork)
            with pytest.raises(DatabaseError, match="append-only"):
                unit.connection.execute(text(deed))


def test_only_what_changed_becomes_a_version(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        assert unit.content.publish({"a.md": "one", "b.md": "two"}, "import", NOON) == 2
        assert unit.content.publish({"a.md": "one", "b.md": "three"}, "editor1", NOON) == 1
        assert unit.content.live()["b.md"].text == "three"
        assert [version.text for version in unit.content.history("b.md")] == ["three", "two"]
        assert unit.content.stamp() == (3, 3)


def test_the_audit_log_goes_back_entry_by_entry_without_one_twice_or_left_out(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        for number in range(5):
            unit.audit.write(AuditEntry("officer1", "viewed", NOON, detail=str(number)))
        newest = unit.audit.latest(2)
        before = unit.audit.latest(2, newest[-1].id)
        oldest = unit.audit.latest(2, before[-1].id)
    assert [one.detail for one in (*newest, *before, *oldest)] == ["4", "3", "2", "1", "0"]
