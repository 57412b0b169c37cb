"""How does one run go? Workers and staff at work, faults all around them; then quiet, and the verdict."""

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.storage.unit import SqlUnitOfWork
from tests.faults.databases import FaultyDatabase
from tests.faults.officer import Officer
from tests.faults.processes import Nursery
from tests.faults.record import read_record, tokens_of, trace
from tests.faults.strikes import Kills, Weather
from tests.faults.verdict import Verdict, judge, judge_messages, judge_order, judge_replies
from tests.faults.worker import Worker
from tests.faults.world import CENTRES, World, new_world

Told = Callable[[str], None]
"""Is told "bot" or "console" after each kill."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much happens; after how many seconds without a fault an answer counts as lost (`patience`), how many lie between
    two faults of the database or of Telegram (`weather`), and before a kill at most (`calm`)."""

    seed: int
    kills: int
    console_kills: int
    workers: int = 8
    patience: float = 30
    weather: float = 2.0
    calm: float = 5.0


@dataclass
class Report:
    """What happened in a run, and what was found."""

    verdict: Verdict
    seconds: float
    faults: dict[str, int] = field(default_factory=dict)
    on_their_way: int = 0
    ended: int = 0


def run(plan: Plan, database: FaultyDatabase, folder: Path, nursery: Nursery, told: Told) -> Report:
    """Everything, in a world of its own."""
    began = time.monotonic()
    with new_world(database, folder, nursery) as world:
        world.start()
        people = _people(plan, world)
        faults = _faults(plan, world, told)
        for thread in (*people, *faults):
            thread.start()
        _wait_for_kills(world, faults)
        _wait_for_work(plan, world)
        _end(people, plan.patience)
        _quiet(world, plan.patience)
        world.stop()
        report = _report(world, faults[-1])
    report.seconds = time.monotonic() - began
    return report


def _people(plan: Plan, world: World) -> list[Worker | Officer]:
    chances = (random.Random(f"{plan.seed} person {number}") for number in range(100))
    console = world.environment["CONSOLE_URL"]
    workers = [
        Worker(number, next(chances), world.telegram, world.ledger, plan.patience)
        for number in range(1, plan.workers + 1)
    ]
    officers = [
        Officer(number, next(chances), console, world.ledger, plan.patience) for number in range(1, len(CENTRES) + 1)
    ]
    return [*workers, *officers]


def _faults(plan: Plan, world: World, told: Told) -> tuple[Kills, Kills, Weather]:
    def chance(name: str) -> random.Random:
        return random.Random(f"{plan.seed} {name}")

    bot = Kills(world, "bot", plan.kills, plan.calm, chance("bot"), lambda: told("bot"))
    console = Kills(
        world, "console", plan.console_kills, plan.calm, chance("console"), lambda: told("console"), after=bot
    )
    return bot, console, Weather(world, chance("weather"), plan.weather)


def _wait_for_kills(world: World, faults: tuple[Kills, Kills, Weather]) -> None:
    """Returns when the weather is fine again."""
    while any(one.is_alive() for one in faults[:2]):
        time.sleep(0.1)
        if world.ledger.hopeless:
            break
    for one in faults:
        one.stopping.set()
    for one in faults:
        one.join()


def _wait_for_work(plan: Plan, world: World) -> None:
    """On a slow machine few kills leave little time to get anywhere: then what was begun goes on for a while."""
    until, ledger = time.monotonic() + plan.patience, world.ledger
    while time.monotonic() < until and not ledger.hopeless:
        if ledger.filed.total() >= plan.workers // 2 and len(ledger.deeds) > 1:
            return
        time.sleep(0.1)


def _end(people: Sequence[Worker | Officer], patience: float) -> None:
    """Each ends what she is about."""
    for person in people:
        person.stopping.set()
    for person in people:
        person.join(2 * patience)


def _quiet(world: World, patience: float) -> None:
    """Until nothing waits anywhere."""
    until = time.monotonic() + patience
    while not _is_quiet(world):
        if world.ledger.hopeless:
            return
        if time.monotonic() > until:
            world.ledger.problem(f"it did not become quiet within {patience:.0f} s")
            return
        time.sleep(0.1)


def _is_quiet(world: World) -> bool:
    if world.telegram.pending:
        return False
    with world.house.open_unit() as unit:
        waiting = unit.inbox.counts().get("open", 0) + unit.outbox.counts().get("queued", 0)
    return not waiting and not world.in_flight()


def _report(world: World, weather: Weather) -> Report:
    with world.house.open_unit() as unit:
        assert isinstance(unit, SqlUnitOfWork)
        record = read_record(unit)
        traces = {chat: trace(unit, chat) for chat in (*world.ledger.updates, *(group for _, group in CENTRES))}
    verdict = judge(world.ledger, record, world.house.vault)
    allowed = _allowed(world, traces)
    arrived = {chat: len(got) for chat, got in world.telegram.chats.items()}
    judge_messages(verdict, arrived, {chat: record.sent[one] for chat, one in traces.items()}, allowed)
    judge_order(verdict, {chat: [one.sent for one in got] for chat, got in world.telegram.chats.items()})
    texts = {chat: [one.sent.text for one in got] for chat, got in world.telegram.chats.items()}
    judge_replies(verdict, world.ledger, record, texts)
    for command in ("bot", "console"):
        told = tokens_of(world.log(command).read_text(encoding="utf-8", errors="replace"))  # type: ignore[arg-type]
        verdict.must(not told, f"the {command}'s log holds words of people: {told[:3]}")
    kinds = Counter(fault.what for fault in world.faults) + Counter({"Telegram's calls cut": weather.cuts})
    return Report(verdict, 0, dict(kinds), allowed.total(), world.bot.ended + world.console.ended)


def _allowed(world: World, traces: dict[int, str]) -> Counter[int]:
    """How often something was on its way in a chat when a fault struck, or Telegram could not say that it arrived."""
    allowed = Counter(world.telegram.unheard)
    for chat, one in traces.items():
        allowed[chat] += sum(one in fault.traces or chat in fault.chats for fault in world.faults)
    return allowed
