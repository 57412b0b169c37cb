"""Does a row that cannot be opened stop nothing but itself, and is it counted, on both databases?"""

import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text as sql

from bot.audit import AuditEntry
from bot.cases.case import Case
from bot.cases.stored import Search
from bot.cases.thread import Author
from bot.errors import NotFound, Unreadable
from bot.intake.draft import DraftFile, start
from bot.kinds import Reference, Urgency
from bot.mail.inbox import Arrival
from bot.mail.outbox import Address, DeliveryState
from bot.messages import ChatId, Reply
from bot.places import Corridor
from bot.ports import OpenUnit
from bot.staff.rights import Role
from bot.storage.encryption import Cipher
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate
from bot.storage.unit import SqlUnitOfWork
from bot.text import text
from bot.workers import Worker, WorkerId, arrive
from tests.conftest import NOON

HER, OTHER = WorkerId("a" * 32), WorkerId("b" * 32)
STRANGE = Cipher([Fernet.generate_key().decode()])
GARBAGE = [b"garbage", b"", STRANGE.seal_bytes(b"{}")]
"""Damaged, emptied, and sealed with a key that is gone."""


@pytest.fixture
def unit(any_unit: OpenUnit) -> Iterator[SqlUnitOfWork]:
    with any_unit() as unit:
        assert isinstance(unit, SqlUnitOfWork)
        unit.centres.add("MRC", "kh", ChatId("-1001"))
        yield unit


def spoil(unit: SqlUnitOfWork, where: str, sealed: bytes = b"garbage") -> None:
    """`where` is a table, its sealed column and a condition."""
    table, column, condition = where.split(maxsplit=2)
    changed = unit.connection.execute(
        sql(f"UPDATE {table} SET {column} = :sealed WHERE {condition}"), {"sealed": sealed}
    )
    assert changed.rowcount == 1


def filed(unit: SqlUnitOfWork, code: str, worker_id: WorkerId = HER) -> Reference:
    if not unit.connection.execute(sql("SELECT 1 FROM workers WHERE id = :id"), {"id": worker_id}).first():
        unit.workers.save(Worker(worker_id, "telegram", ChatId(f"chat {worker_id}"), "km"), NOON)
    case = Case(
        Reference(code), f"draft {code}", worker_id, "unpaid_wages", Corridor("kh", "th"), "Rayong", "km", Urgency.NORMAL,
        "My boss did not pay.", NOON, 1, due_at=NOON,
    )  # fmt: skip
    unit.cases.add(case)
    return case.reference


@pytest.mark.parametrize("sealed", GARBAGE, ids=["garbage", "empty", "strange key"])
@pytest.mark.parametrize("column", ["narrative_sealed", "name_sealed", "province_sealed", "remedy_note_sealed"])
def test_a_case_is_left_out_of_the_queue_and_named(unit: SqlUnitOfWork, sealed: bytes, column: str) -> None:
    filed(unit, "KW-GOOD-0001"), filed(unit, "KW-DAMA-GED1"), filed(unit, "KW-GOOD-0002")
    spoil(unit, f"complaints {column} reference = 'KW-DAMA-GED1'", sealed)
    found, total = unit.cases.find(Search("unassigned", 1), NOON)
    assert {case.reference for case in found} == {"KW-GOOD-0001", "KW-GOOD-0002"} and total == 3
    assert [row.key for row in unit.unreadable.met("cases")] == ["KW-DAMA-GED1"]
    assert unit.cases.folder_counts(1, 1, NOON)["unassigned"] == 3
    assert [(one.noun, one.count) for one in unit.unreadable.counts()] == [("cases", 1)]


def test_a_case_with_a_status_of_a_newer_version_is_left_out_too(unit: SqlUnitOfWork) -> None:
    filed(unit, "KW-GOOD-0001"), filed(unit, "KW-NEWE-R001")
    unit.connection.execute(sql("UPDATE complaints SET urgency = 'tomorrow' WHERE reference = 'KW-NEWE-R001'"))
    assert [case.reference for case in unit.cases.find(Search(), NOON)[0]] == ["KW-GOOD-0001"]
    assert [(one.noun, one.error) for one in unit.unreadable.counts()] == [("cases", "ValueError")]


def test_nobody_takes_a_damaged_case_for_one_that_is_not_there(unit: SqlUnitOfWork) -> None:
    code = filed(unit, "KW-DAMA-GED1")
    spoil(unit, "complaints narrative_sealed reference = 'KW-DAMA-GED1'")
    with pytest.raises(Unreadable):
        unit.cases.get(code)
    with pytest.raises(Unreadable):
        unit.cases.of_draft("draft KW-DAMA-GED1")
    with pytest.raises(NotFound):
        unit.cases.get(Reference("KW-NONE-0001"))


def test_her_other_cases_are_there_and_all_are_forgotten_when_she_wants(unit: SqlUnitOfWork) -> None:
    filed(unit, "KW-GOOD-0001"), filed(unit, "KW-DAMA-GED1")
    unit.cases.add_message(Reference("KW-DAMA-GED1"), Author.WORKER, "her words", NOON)
    unit.cases.add_file(Reference("KW-DAMA-GED1"), "photo", "image/png", 7, "f" * 32, NOON)
    spoil(unit, "complaints narrative_sealed reference = 'KW-DAMA-GED1'")
    assert [case.reference for case in unit.cases.of_worker(HER)] == ["KW-GOOD-0001"]
    assert unit.cases.forget_worker(HER) == ["f" * 32]
    assert unit.connection.scalar(sql("SELECT count(*) FROM case_messages")) == 0
    assert unit.cases.get(Reference("KW-DAMA-GED1")).narrative == "", "what was damaged is erased too"


@pytest.mark.parametrize("sealed", GARBAGE, ids=["garbage", "empty", "strange key"])
def test_a_message_of_a_case_stands_in_its_place_without_its_words(unit: SqlUnitOfWork, sealed: bytes) -> None:
    code = filed(unit, "KW-GOOD-0001")
    for number in range(3):
        unit.cases.add_message(code, Author.STAFF, f"line {number}", NOON + timedelta(minutes=number))
    spoil(unit, "case_messages text_sealed id = 2", sealed)
    lines = unit.cases.messages(code)
    assert [(one.text, one.readable) for one in lines] == [("line 0", True), ("", False), ("line 2", True)]
    assert (lines[1].author, lines[1].written_at) == (Author.STAFF, NOON + timedelta(minutes=1))
    assert [one.noun for one in unit.unreadable.counts()] == ["messages"]


@pytest.mark.parametrize("sealed", [*GARBAGE, None], ids=["garbage", "empty", "strange key", "another shape"])
def test_a_draft_does_not_silence_its_worker_and_is_counted(
    unit: SqlUnitOfWork, cipher: Cipher, sealed: bytes | None
) -> None:
    for worker_id in (HER, OTHER):
        draft = start(worker_id, Corridor("kh", "th"))
        unit.drafts.save(type(draft)(draft.id, worker_id, files=(DraftFile(worker_id, "photo", "image/png", 7),)))
    spoil(unit, f"drafts draft_sealed worker_id = '{HER}'", sealed or cipher.seal_value({"files": [], "future": 1}))
    assert unit.drafts.of_worker(HER) is None
    other = unit.drafts.of_worker(OTHER)
    assert other is not None and unit.drafts.file_ids() == {OTHER}
    assert [(row.noun, row.key) for row in unit.unreadable.met("drafts")] == [("drafts", HER), ("drafts", HER)]
    assert [(one.noun, one.count) for one in unit.unreadable.counts()] == [("drafts", 1)], "counted once"
    unit.drafts.save(start(HER, Corridor()))
    assert unit.drafts.of_worker(HER) is not None, "she begins anew"


@pytest.mark.parametrize("shape", ["garbage", "list"])
def test_a_memory_that_cannot_be_opened_is_empty_and_learns_anew(
    unit: SqlUnitOfWork, cipher: Cipher, shape: str
) -> None:
    for worker_id in (HER, OTHER):
        unit.memory.change(worker_id, {"case": worker_id})
    spoil(unit, f"memory slots_sealed worker_id = '{HER}'", b"x" if shape == "garbage" else cipher.seal_value([1]))
    assert (unit.memory.load(HER), unit.memory.load(OTHER)) == ({}, {"case": OTHER})
    unit.memory.change(HER, {"misses": 1})
    assert unit.memory.load(HER) == {"misses": 1}
    assert [one.noun for one in unit.unreadable.counts()] == ["memory"]


def test_a_worker_who_writes_is_known_although_her_row_cannot_be_opened(unit: SqlUnitOfWork) -> None:
    worker = arrive(unit.workers, "telegram", ChatId("700123"), NOON)
    spoil(unit, f"workers chat_sealed id = '{worker.id}'")
    assert arrive(unit.workers, "telegram", ChatId("700123"), NOON) == worker
    with pytest.raises(Unreadable):
        unit.workers.get(worker.id)


def test_a_line_of_try_it_stands_in_its_place_without_its_words(unit: SqlUnitOfWork, cipher: Cipher) -> None:
    chat = ChatId("c" * 32)
    ids = [unit.tryit.add(chat, False, Reply(text(f"line {number}")), NOON) for number in range(3)]
    spoil(unit, f"tryit_lines reply_sealed id = {ids[0]}")
    spoil(unit, f"tryit_lines reply_sealed id = {ids[1]}", cipher.seal_value({"text": 1}))
    lines = unit.tryit.since(chat, 0)
    assert [(one.id, one.reply.text.plain, one.readable) for one in lines] == [
        (ids[0], "", False),
        (ids[1], "", False),
        (ids[2], "line 2", True),
    ]
    assert sum(one.count for one in unit.unreadable.counts() if one.noun == "tryit") == 2


def test_a_centres_group_that_cannot_be_opened_counts_as_lost_until_it_is_set_again(unit: SqlUnitOfWork) -> None:
    unit.centres.add("MRC 2", "th", ChatId("-1002")), unit.centres.add("MRC 3", "th")
    spoil(unit, "centres group_chat_sealed id = 1")
    assert [(one.group_chat, one.group_lost_at is None) for one in unit.centres.all()] == [
        (None, False),
        ("-1002", True),
        (None, True),
    ]
    unit.centres.set_group(1, ChatId("-1003"))
    again = unit.centres.get(1)
    assert (again.group_chat, again.group_lost_at) == ("-1003", None)


def test_a_member_of_staff_with_an_unknown_role_hides_no_colleague_and_is_nobody(unit: SqlUnitOfWork) -> None:
    members = [unit.staff.add(login, login, Role.OFFICER, 1, "hash") for login in ("sokha", "dara")]
    unit.connection.execute(sql("UPDATE staff SET role = 'queen' WHERE login = 'dara'"))
    assert [one.login for one in unit.staff.all()] == ["sokha"]
    with pytest.raises(Unreadable):
        unit.staff.get(members[1].id)
    with pytest.raises(Unreadable):
        unit.staff.by_login("dara")


def test_an_update_that_cannot_be_opened_is_set_aside_and_the_next_is_answered(unit: SqlUnitOfWork) -> None:
    chat = ChatId("700123")
    stored = [unit.inbox.store(Arrival("telegram", chat, f"k{number}", {"n": number}), NOON) for number in range(2)]
    assert stored[0] is not None and stored[1] is not None
    spoil(unit, f"inbox body_sealed id = {stored[0].id}")
    assert [one.body for one in unit.inbox.open_of("telegram", chat)] == [{"n": 1}]
    assert [(one.kind, one.error, one.count) for one in unit.inbox.aside()] == [("message", "Unreadable", 1)]
    assert unit.inbox.unread() == 1


def test_a_message_to_send_that_cannot_be_opened_fails_alone(unit: SqlUnitOfWork) -> None:
    to = Address("telegram", ChatId("700123"), HER)
    rows = [unit.outbox.add(to, Reply(text(f"line {number}")), NOON) for number in range(2)]
    spoil(unit, f"outbox content_sealed id = {rows[0].id}")
    assert [one.id for one in unit.outbox.queued(to)] == [rows[1].id]
    assert [(one.id, one.state) for one in unit.outbox.troubles()] == [(rows[0].id, DeliveryState.FAILED)]
    assert unit.outbox.lost() == 1


def test_what_is_noted_lasts_with_the_commit_is_counted_by_time_and_can_be_emptied(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        assert isinstance(unit, SqlUnitOfWork)
        unit.centres.add("MRC", "kh")
        filed(unit, "KW-DAMA-GED1")
        spoil(unit, "complaints narrative_sealed reference = 'KW-DAMA-GED1'")
        unit.commit()
    with any_unit() as unit:
        unit.cases.find(Search(), NOON)
        assert unit.unreadable.noticed() == 1
    with any_unit() as unit:
        assert unit.unreadable.noticed() == 0, "without commit nothing is kept"
        unit.cases.find(Search(), NOON)
        unit.commit()
    with any_unit() as unit:
        unit.cases.find(Search(), NOON)
        (one,) = unit.unreadable.counts()
        assert (one.count, one.first_at) == (1, one.last_at) and one.first_at.tzinfo is not None
        assert unit.unreadable.noticed(one.first_at - timedelta(seconds=1)) == 1
        assert unit.unreadable.noticed(one.first_at) == 0
        unit.unreadable.forget()
        assert unit.unreadable.counts() == []
        unit.cases.find(Search(), NOON)
        assert unit.unreadable.noticed() == 1, "what still cannot be opened comes back"


def test_the_log_names_noun_and_error_once_and_nothing_else(
    unit: SqlUnitOfWork, caplog: pytest.LogCaptureFixture
) -> None:
    unit.memory.change(HER, {"case": "KW-SECR-ET01"})
    spoil(unit, f"memory slots_sealed worker_id = '{HER}'")
    with caplog.at_level(logging.DEBUG, logger="bot"):
        unit.memory.load(HER), unit.memory.load(HER)
    assert [record.getMessage() for record in caplog.records] == ["a row of memory cannot be opened: Unreadable"]
    kept = unit.connection.execute(sql("SELECT noun, row_trace, error FROM unreadable")).one()
    assert HER not in str(kept)


def test_two_who_meet_the_same_row_note_it_once(fresh_postgresql: str, cipher: Cipher) -> None:
    """On SQLite there is one writer at a time."""
    database = open_engine(fresh_postgresql)
    migrate(database)
    with SqlUnitOfWork(database, cipher) as unit:
        unit.memory.change(HER, {"case": "x"})
        spoil(unit, f"memory slots_sealed worker_id = '{HER}'")
        unit.commit()
    with SqlUnitOfWork(database, cipher) as first, SqlUnitOfWork(database, cipher) as second:
        known = second.connection.scalar(sql("SELECT count(*) FROM unreadable"))
        first.memory.load(HER)
        first.commit()
        assert second.memory.load(HER) == {} and known == 0
        second.commit()
        assert second.unreadable.noticed() == 1
    database.dispose()


def test_a_moment_that_cannot_be_read_is_long_ago_and_stops_no_other(open_unit: OpenUnit) -> None:
    with open_unit() as unit:
        assert isinstance(unit, SqlUnitOfWork)
        unit.audit.write(AuditEntry("sokha", "viewed", NOON))
        unit.connection.execute(
            sql("INSERT INTO audit (at, actor, action, detail) VALUES ('yesterday?', 'dara', 'viewed', '')")
        )
        assert [(entry.actor, entry.at.year) for entry in unit.audit.latest()] == [("dara", 1970), ("sokha", 2026)]
        unit.centres.add("MRC", "kh")
        filed(unit, "KW-GOOD-0001"), filed(unit, "KW-DATE-0001")
        unit.connection.execute(sql("UPDATE complaints SET due_at = 'soon' WHERE reference = 'KW-DATE-0001'"))
        found = {case.reference: case for case in unit.cases.find(Search(), NOON)[0]}
        assert found[Reference("KW-DATE-0001")].overdue(NOON) and len(found) == 2


def test_a_form_of_a_newer_version_hides_no_trouble(unit: SqlUnitOfWork) -> None:
    row = unit.outbox.add(Address("telegram", ChatId("1")), Reply(text("Hello.")), NOON)
    unit.connection.execute(sql("UPDATE outbox SET form = 'sung', state = 'failed'"))
    assert [one.id for one in unit.outbox.troubles()] == [row.id]
