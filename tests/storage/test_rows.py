"""Do the rows keep what they are given, on both databases?"""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from bot.audit import AuditEntry
from bot.mail.inbox import LEASE
from bot.mail.outbox import DeliveryState
from bot.messages import Attachment, ChatId, Choice, Incoming, Reply
from bot.places import Corridor
from bot.ports import OpenUnit
from bot.storage.unit import SqlUnitOfWork
from bot.workers import Worker, WorkerId, arrive
from tests.conftest import NOON

CHAT = ChatId("700123")


def incoming(key: str, words: str = "hello", chat: ChatId = CHAT) -> Incoming:
    return Incoming("telegram", chat, key, text=words, attachments=(Attachment("photo", "abc", "image/jpeg", 10),))


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


def test_a_repeated_update_is_stored_once(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        assert unit.inbox.store(incoming("telegram:1"), NOON)
        assert not unit.inbox.store(incoming("telegram:1"), NOON)
        unit.commit()
        assert unit.inbox.counts() == {"open": 1}


def test_a_chat_is_held_by_one_process_and_its_updates_come_in_order(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        for number in (1, 2):
            unit.inbox.store(incoming(f"telegram:{number}", f"word {number}"), NOON)
        unit.commit()
        first = unit.inbox.claim("telegram", CHAT, "one", NOON)
        unit.commit()
        assert first is not None and first.incoming == incoming("telegram:1", "word 1")
        assert unit.inbox.claim("telegram", CHAT, "two", NOON) is None
        unit.inbox.done(first.id)
        second = unit.inbox.claim("telegram", CHAT, "two", NOON)
        assert second is not None and second.incoming.text == "word 2"


def test_the_update_of_a_process_that_died_is_taken_up_again(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        unit.inbox.store(incoming("telegram:1"), NOON)
        unit.inbox.claim("telegram", CHAT, "dead", NOON)
        unit.commit()
        assert unit.inbox.waiting(NOON, ["telegram"]) == []
        later = NOON + LEASE + timedelta(seconds=1)
        assert unit.inbox.waiting(later, ["telegram", "web"]) == [("telegram", CHAT)]
        assert unit.inbox.waiting(later, ["web"]) == []
        again = unit.inbox.claim("telegram", CHAT, "alive", later)
    assert again is not None and again.tries == 2


def test_what_was_dealt_with_keeps_no_words(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        unit.inbox.store(incoming("telegram:1"), NOON)
        claimed = unit.inbox.claim("telegram", CHAT, "one", NOON)
        assert claimed is not None
        unit.inbox.done(claimed.id)
        assert isinstance(unit, SqlUnitOfWork)
        assert unit.connection.scalar(text("SELECT incoming_sealed FROM inbox")) is None
        assert not unit.inbox.store(incoming("telegram:1"), NOON)


def test_deliveries_of_one_chat_go_one_after_the_other(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        reply = Reply("news", ((Choice("Menu", "menu"),),))
        first = unit.outbox.add("telegram", CHAT, reply, NOON, message_id=7)
        unit.outbox.add("telegram", CHAT, reply, NOON)
        (due,) = unit.outbox.claim_due("one", NOON)
        assert (due.id, due.reply) == (first, reply)
        unit.outbox.record(due, DeliveryState.SENT, None, None)
        assert unit.outbox.states([7]) == {7: DeliveryState.SENT}
        assert len(unit.outbox.claim_due("one", NOON)) == 1


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
        assert unit.content.newest_id() == 3
