"""What is measured beside something else: the first version, the stock way. In turn, so that noise falls on both."""

import itertools
import math
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bot.understanding.model import model_path
from tests.bench.side import Side
from tests.bench.size import Size
from tests.bench.stock import say, served
from tests.bench.table import Report
from tests.bench.words import lines

Pairs = list[tuple[float, float]]


def in_turn(rounds: int, ours: Callable[[], float], other: Callable[[], float]) -> Pairs:
    """Each once a round."""
    return [(ours(), other()) for _ in range(rounds)]


def understanding(report: Report, ours: Side, first: Side | None, size: Size) -> None:
    """Words in, decision out."""

    def of(side: Side | None) -> Callable[[], float]:
        return lambda: median(side.ask("understand", words=lines(size.words))) if side else math.nan

    pairs = in_turn(size.rounds, of(ours), of(first))
    report.figure("understanding and deciding, median (ms)", median(one for one, _ in pairs), 2)
    faster = report.ratio("understanding", [theirs / one for one, theirs in pairs])
    report.at_least("  times faster than the first version", faster, 2)


def crowd(report: Report, ours: Side, first: Side | None, size: Size) -> None:
    """Messages a second of many people: ours with its reception and every commit synced, the first version's without."""
    left: list[int] = []

    def of_ours() -> float:
        rate, unanswered = ours.ask("crowd", people=size.crowd, each=size.each)
        left.append(unanswered)
        return float(rate)

    def of_first() -> float:
        return float(first.ask("crowd", people=size.crowd, each=size.each)[0]) if first else math.nan

    pairs = in_turn(max(size.rounds // 2, 1), of_ours, of_first)
    report.figure(f"{size.crowd} people at once (messages a second)", median(one for one, _ in pairs), 0)
    times = report.ratio("crowd", [one / theirs for one, theirs in pairs])
    report.at_least("  times the first version's, which did not sync", times, 1, 2)
    report.none("  messages that were not answered", sum(left))


def stock(report: Report, ours: Side, folder: Path, size: Size) -> None:
    """A turn, beside the same model and the same answers the stock way."""
    folder.mkdir()
    with served(model_path(), folder) as server:
        say(server, "warm", lines(1)[0])
        people = (f"person{number}" for number in itertools.count())

        def the_stock_way() -> float:
            person = next(people)
            return median(say(server, person, line) for line in lines(size.stock))

        def of(measure: str) -> float:
            return median(ours.ask(measure, count=size.turns))

        rounds = [(of("turn"), the_stock_way(), of("way")) for _ in range(size.rounds)]
    turn, stock_way, way = (median(column) for column in zip(*rounds, strict=True))
    report.figure("a turn, stored update to synced replies, median (ms)", turn, 2)
    report.figure("  the same the stock way, request to reply, median (ms)", stock_way)
    faster = report.ratio("turn", [stock / ours for ours, stock, _ in rounds])
    report.at_least("  times faster than the stock way", faster, 10)
    report.figure("a message, raw update to its reply in Telegram's hand (ms)", way, 2)
    report.figure("  times faster than the stock way", report.ratio("message", [b / c for _, b, c in rounds]))
