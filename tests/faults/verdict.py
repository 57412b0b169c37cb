"""Is anything lost, doubled or out of order? What was said and done is held against what the database and Telegram have."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.storage.vault import FileVault
from tests.faults.ledger import Ledger, number_of
from tests.faults.record import CaseRecord, Record, tokens_of
from tests.telegram_server import Sent

HEARD: Final = "q:story:"
NUMBER: Final = re.compile(r"\d+")
DEEDS: Final = ("filed", "worker_wrote", "worker_sent_file", "claimed", "replied", "noted", "status", "closed")
"""Entries of the audit log that stand for one deed each. Looking at a case is logged too, as often as somebody looks."""


@dataclass
class Tally:
    """One kind of thing: how many there must be, how many of them are lost, and how many are there too often."""

    due: int = 0
    lost: int = 0
    doubled: int = 0


@dataclass
class Verdict:
    """Kinds in the order they are shown, and every finding as a sentence."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)
    strays: int = 0

    def compare(self, kind: str, due: Iterable[str], found: Iterable[str]) -> None:
        """Each due thing must be found exactly once; what is found and not due is a doubled one."""
        wanted, there = Counter(list(due)), Counter(list(found))
        lost, doubled = wanted - there, there - wanted
        tally = self.tallies.setdefault(kind, Tally())
        tally.due += wanted.total()
        tally.lost += lost.total()
        tally.doubled += doubled.total()
        self.findings += [f"{kind}: {one} is lost" for one in lost.elements()]
        self.findings += [f"{kind}: {one} is there {there[one]} times, not {wanted[one]}" for one in doubled]

    def must(self, true: bool, sentence: str) -> None:
        """A finding unless it is so."""
        if not true:
            self.findings.append(sentence)


def judge(ledger: Ledger, record: Record, vault: FileVault) -> Verdict:
    """What the database says, against what was said and done."""
    verdict = Verdict(findings=[f"stuck: {one}" for one in ledger.problems])
    _updates(verdict, ledger, record)
    _words(verdict, ledger, record)
    _files(verdict, ledger, record, vault)
    _complaints(verdict, ledger, record)
    _deeds(verdict, ledger, record, vault)
    return verdict


def judge_messages(
    verdict: Verdict, arrived: Mapping[int, int], sent: Mapping[int, int], allowed: Mapping[int, int]
) -> None:
    """Per chat: what arrived, what the outbox says was sent, and how often something was on its way at a fault."""
    tally = verdict.tallies.setdefault("messages to Telegram", Tally())
    for chat, count in sent.items():
        extra = arrived.get(chat, 0) - count
        tally.due += count
        tally.lost += max(-extra, 0)
        tally.doubled += max(extra, 0)
        verdict.must(extra >= 0, f"messages: {-extra} to chat {chat} were marked as sent and never arrived")
        may = allowed.get(chat, 0)
        verdict.must(
            extra <= may, f"messages: chat {chat} got {extra} more than once; {may} were on their way at a fault"
        )


def judge_order(verdict: Verdict, arrived: Mapping[int, list[Sent]]) -> None:
    """ "I have it (messages: 3, files: 1)": such counts grow from screen to screen of one story."""
    for chat, screens in arrived.items():
        heard = [one.text for one in screens if any(press == HEARD for row in one.rows for _, press in row)]
        counts = [sum(map(int, NUMBER.findall(text))) for text in heard]
        verdict.must(
            counts == sorted(counts), f"order: chat {chat} read of {counts} lines and files, one after the other"
        )


def judge_replies(verdict: Verdict, ledger: Ledger, record: Record, arrived: Mapping[int, list[str]]) -> None:
    """What staff wrote, as it arrived at the worker's phone: all of it, in the order of the case."""
    for case in record.cases.values():
        seen = [token for text in arrived.get(case.chat, []) for token in tokens_of(text) if token.startswith("S")]
        first = list(dict.fromkeys(seen))
        verdict.compare("replies that arrived", case.staff_words, first)
        verdict.must(first == case.staff_words, f"order: what staff wrote in {case.reference} arrived as {first}")


def _updates(verdict: Verdict, ledger: Ledger, record: Record) -> None:
    brought = [str(update) for updates in ledger.updates.values() for update in updates]
    verdict.compare("updates", brought, [str(update) for update, state in record.inbox.items() if state == "done"])
    spoken = {str(update) for update in record.answered - ledger.silent}
    verdict.compare("answers", set(brought) - {str(update) for update in ledger.silent}, spoken)
    verdict.must(record.inbox_rows == len(record.inbox), "updates: one lies in the inbox twice")
    states = Counter(record.inbox.values())
    verdict.must(set(states) <= {"done"}, f"updates: not all are dealt with: {dict(states)}")
    verdict.must(set(record.outbox) <= {"sent"}, f"messages: not all are sent: {dict(record.outbox)}")


def _words(verdict: Verdict, ledger: Ledger, record: Record) -> None:
    """Each stands once, with her whose it is, and in the order in which she wrote."""
    found: list[str] = []
    for chat, words in _words_by_chat(record):
        found += words
        for token in words:
            verdict.must(ledger.words.get(token) == chat, f"words: {token} stands in chat {chat}, whose it is not")
        numbers = [number_of(token) for token in words]
        verdict.must(numbers == sorted(numbers), f"order: the words of chat {chat} stand as {words}")
    verdict.compare("lines", ledger.words, found)


def _words_by_chat(record: Record) -> list[tuple[int, list[str]]]:
    cases = [(case.chat, case.words) for case in record.cases.values()]
    return [*cases, *((chat, words) for chat, (words, _) in record.drafts.items())]


def _files(verdict: Verdict, ledger: Ledger, record: Record, vault: FileVault) -> None:
    """Each is named once and its bytes are those that were sent. A stray is a file that a kill left behind unnamed."""
    found = {file_id: _token_of(vault, file_id) for file_id in record.files_named}
    verdict.compare("files", ledger.files, [found[file_id] for file_id in record.files_named])
    by_chat = [(case.chat, case.files) for case in record.cases.values()]
    for chat, files in [*by_chat, *((chat, files) for chat, (_, files) in record.drafts.items())]:
        tokens = [found[file_id] for file_id in files]
        wrong = [token for token in tokens if token not in ledger.files or ledger.files[token].chat != chat]
        verdict.must(not wrong, f"files: {wrong} stand in chat {chat}, whose they are not")
        numbers = [number_of(token) for token in tokens if token in ledger.files]
        verdict.must(numbers == sorted(numbers), f"order: the files of chat {chat} stand as {tokens}")
    there = {path.name for path in vault._folder.iterdir()} if vault._folder.is_dir() else set()
    verdict.strays = len(there - set(found))


def _token_of(vault: FileVault, file_id: str) -> str:
    """The first line of the file; a file that is not there, or cannot be read, is its own finding."""
    try:
        return vault.get(file_id).partition(b"\n")[0].decode()
    except Exception as error:
        return f"{file_id} ({type(error).__name__})"


def _complaints(verdict: Verdict, ledger: Ledger, record: Record) -> None:
    """One for each that was sent, though Send was pressed twice; and one alert to the group for each."""
    sent = [str(chat) for chat in ledger.filed.elements()]
    verdict.compare("complaints", sent, [str(case.chat) for case in record.cases.values()])
    verdict.compare("alerts to groups", record.cases, record.alerts.elements())


def _deeds(verdict: Verdict, ledger: Ledger, record: Record, vault: FileVault) -> None:
    """One audit entry for each; what staff wrote stands once."""
    due = [f"{deed.action} {deed.reference}" for deed in ledger.deeds]
    found: list[str] = []
    for case in record.cases.values():
        due += _due_to_worker(case, ledger, vault)
        found += [f"{action} {case.reference}" for action in DEEDS for _ in range(case.deeds[action])]
    verdict.compare("audit entries", due, found)
    written = [deed.token for deed in ledger.deeds if deed.token]
    there = [token for case in record.cases.values() for token in (*case.staff_words, *case.notes)]
    verdict.compare("staff's lines", written, there)


def _due_to_worker(case: CaseRecord, ledger: Ledger, vault: FileVault) -> list[str]:
    """Filed once; then an entry for each line of the thread and each file that came after it was filed."""
    later = [file_id for file_id in case.files if (one := ledger.files.get(_token_of(vault, file_id))) and one.filed]
    return [
        f"filed {case.reference}",
        *(f"worker_wrote {case.reference}" for _ in case.thread),
        *(f"worker_sent_file {case.reference}" for _ in later),
    ]
