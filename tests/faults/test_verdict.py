"""Does the verdict notice what it is there for? Each kind of loss and doubling, made by hand."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import delete, update

from bot.audit import AuditEntry
from bot.cases.case import Case
from bot.cases.thread import Author
from bot.kinds import Reference, Urgency
from bot.mail.inbox import Arrival
from bot.mail.news import News
from bot.mail.outbox import Address, Attempt, DeliveryState
from bot.messages import ChatId, Reply
from bot.places import Corridor
from bot.ports import OpenUnit
from bot.storage import tables
from bot.storage.unit import SqlUnitOfWork
from bot.storage.vault import FileVault
from bot.text import text
from bot.workers import Worker, WorkerId
from tests.conftest import NOON
from tests.faults.ledger import Deed, Ledger
from tests.faults.record import read_record
from tests.faults.verdict import Verdict, judge, judge_messages, judge_order, judge_replies
from tests.telegram_server import Sent

CODE = Reference("KW-7F3K-9QTM")
CHAT, HERS, GROUP = 10_001, WorkerId("hers"), -100_501
Harm = Callable[["Told"], object]


@dataclass
class Told:
    """One case as a run leaves it, and what was written down about it."""

    unit: SqlUnitOfWork
    vault: FileVault
    ledger: Ledger
    arrived: list[str]

    def verdict(self) -> Verdict:
        record = read_record(self.unit)
        verdict = judge(self.ledger, record, self.vault)
        judge_replies(verdict, self.ledger, record, {CHAT: self.arrived})
        return verdict

    def audit(self, action: str) -> None:
        self.unit.audit.write(AuditEntry("worker", action, NOON, CODE))


@pytest.fixture
def told(open_unit: OpenUnit, vault: FileVault) -> Told:
    with open_unit() as unit:
        assert isinstance(unit, SqlUnitOfWork)
        case = Told(unit, vault, Ledger(), ["We called your employer S1x1"])
        _worker_tells(case)
        _staff_answer(case)
        yield case


def _worker_tells(told: Told) -> None:
    unit, ledger = told.unit, told.ledger
    worker = Worker(HERS, "telegram", ChatId(str(CHAT)), "en", Corridor("kh", "th"))
    centre = unit.centres.add("Centre", "th", ChatId(str(GROUP)))
    unit.workers.save(worker, NOON)
    unit.cases.add(
        Case(
            CODE, "draft", HERS, "other", worker.corridor, "", "en", Urgency.NORMAL, "unpaid T10001x1\n\nagain T10001x2",
            NOON, centre.id,
        )
    )  # fmt: skip
    for token, filed in (("T10001x3", False), ("T10001x4", True)):
        unit.cases.add_file(CODE, "photo", "image/jpeg", 9, told.vault.put(token.encode() + b"\nx"), NOON)
        ledger.sent(token, CHAT, filed)
    unit.cases.add_message(CODE, Author.WORKER, "still T10001x5", NOON)
    for token in ("T10001x1", "T10001x2", "T10001x5"):
        ledger.said(token, CHAT)
    for action in ("filed", "worker_sent_file", "worker_wrote"):
        told.audit(action)
    ledger.complained(CHAT)
    stored = unit.inbox.store(Arrival("telegram", ChatId(str(CHAT)), "telegram:123456:7", {}), NOON)
    assert stored is not None
    unit.inbox.done([stored.id], NOON)
    reply = unit.outbox.add(Address("telegram", ChatId(str(CHAT)), HERS), Reply(text("Hello")), NOON, (stored.id, 0))
    unit.outbox.record([Attempt(reply, DeliveryState.SENT)], NOON)
    ledger.brought(CHAT, 7)


def _staff_answer(told: Told) -> None:
    told.unit.cases.add_message(CODE, Author.STAFF, "We called your employer S1x1", NOON)
    told.audit("replied")
    told.ledger.did(Deed(CODE, "replied", "S1x1"))
    alert = told.unit.outbox.add(Address("telegram", ChatId(str(GROUP))), News("filed", CODE), NOON)
    told.unit.outbox.record([Attempt(alert, DeliveryState.SENT)], NOON)


def test_a_run_in_which_all_is_there_once_has_no_finding(told: Told) -> None:
    verdict = told.verdict()
    assert verdict.findings == []
    assert {kind: (tally.due, tally.lost, tally.doubled) for kind, tally in verdict.tallies.items()} == {
        "updates": (1, 0, 0),
        "answers": (1, 0, 0),
        "lines": (3, 0, 0),
        "files": (2, 0, 0),
        "complaints": (1, 0, 0),
        "alerts to groups": (1, 0, 0),
        "audit entries": (4, 0, 0),
        "staff's lines": (1, 0, 0),
        "replies that arrived": (1, 0, 0),
    }


def _erased_from(told: Told, table_name: str) -> None:
    told.unit.connection.execute(delete(tables.metadata.tables[table_name]))


def _second_case(told: Told) -> None:
    case = told.unit.cases.get(CODE)
    told.unit.cases.add(replace(case, reference=Reference("KW-2222-2222"), draft_id="other", narrative=""))


def _out_of_order(told: Told) -> None:
    case = told.unit.cases.get(CODE)
    told.unit.cases.save(replace(case, narrative="again T10001x2\n\nunpaid T10001x1"))


def _an_update_open(told: Told) -> None:
    told.unit.connection.execute(update(tables.inbox).values(state="open"))


def _a_file_gone(told: Told) -> None:
    told.vault.delete(told.unit.cases.files(CODE)[0].file_id)


def _a_file_twice(told: Told) -> None:
    told.unit.cases.add_file(CODE, "photo", "image/jpeg", 9, told.unit.cases.files(CODE)[0].file_id, NOON)


def _somebody_elses_line(told: Told) -> None:
    told.ledger.words["T10001x5"] = 20_002


def _queued(told: Told) -> None:
    told.unit.outbox.add(Address("telegram", ChatId(str(CHAT)), HERS), Reply(text("Hello")), NOON)


@pytest.mark.parametrize(
    ("harm", "finding"),
    [
        (lambda told: told.unit.cases.add_message(CODE, Author.WORKER, "T10001x5", NOON), "lines: T10001x5 is there 2"),
        (lambda told: _erased_from(told, "case_messages"), "lines: T10001x5 is lost"),
        (_out_of_order, "order: the words"),
        (_somebody_elses_line, "words: T10001x5 stands in chat 10001"),
        (_a_file_gone, "files: T10001x3 is lost"),
        (_a_file_twice, "files: T10001x3 is there 2 times"),
        (_second_case, "complaints: 10001 is there 2 times"),
        (lambda told: told.audit("filed"), f"audit entries: filed {CODE} is there 2 times"),
        (lambda told: told.audit("worker_wrote"), f"audit entries: worker_wrote {CODE} is there 2 times"),
        (lambda told: told.ledger.did(Deed(CODE, "closed")), f"audit entries: closed {CODE} is lost"),
        (lambda told: told.ledger.did(Deed(CODE, "noted", "S1x2")), "staff's lines: S1x2 is lost"),
        (lambda told: _erased_from(told, "outbox"), f"alerts to groups: {CODE} is lost"),
        (lambda told: told.arrived.clear(), "replies that arrived: S1x1 is lost"),
        (_an_update_open, "updates: 7 is lost"),
        (lambda told: told.ledger.brought(CHAT, 8), "updates: 8 is lost"),
        (lambda told: _erased_from(told, "outbox"), "answers: 7 is lost"),
        (_queued, "messages: not all are sent"),
        (lambda told: told.ledger.problem("chat 10001: no answer"), "stuck: chat 10001"),
    ],
)
def test_each_loss_and_each_doubling_is_a_finding(told: Told, harm: Harm, finding: str) -> None:
    harm(told)
    assert any(one.startswith(finding) for one in told.verdict().findings), told.verdict().findings


def test_a_count_that_goes_back_is_out_of_order() -> None:
    screens = [Sent(CHAT, f"I have it ({count}, files: 1)", rows=[[("Done", "q:story:")]]) for count in (1, 2, 2, "၃")]
    verdict = Verdict()
    judge_order(verdict, {CHAT: screens})
    assert verdict.findings == []
    judge_order(verdict, {CHAT: screens[::-1]})
    assert verdict.findings == [f"order: chat {CHAT} read of [4, 3, 3, 2] lines and files, one after the other"]


def test_a_message_may_come_twice_only_where_one_was_on_its_way_at_a_fault() -> None:
    verdict = Verdict()
    judge_messages(verdict, {1: 3, 2: 2, 3: 1}, {1: 2, 2: 2, 3: 1}, {1: 1})
    assert verdict.findings == []
    judge_messages(verdict, {1: 3, 2: 3, 3: 1}, {1: 1, 2: 2, 3: 2}, {1: 1})
    assert len(verdict.findings) == 3
    assert (verdict.tallies["messages to Telegram"].lost, verdict.tallies["messages to Telegram"].doubled) == (1, 4)
