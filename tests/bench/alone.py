"""What is measured of Kawan alone."""

from statistics import median, quantiles

from tests.bench.compared import in_turn
from tests.bench.side import Side
from tests.bench.size import Size
from tests.bench.table import Report


def long_talk(report: Report, ours: Side, size: Size) -> None:
    """A conversation of years costs no more than one of today."""
    costs = ours.ask("way", count=size.long_talk)
    tenth = len(costs) // 25 or 1
    growth = median(costs[-tenth:]) / median(costs[5 : 5 + tenth])
    report.at_most("the 1,000th message against the 10th", growth, 1.2, 2)


def order(report: Report, ours: Side, size: Size) -> None:
    """Each is answered in the order she asked."""
    rate, wrong = ours.ask("in_order", people=size.ordered)
    report.figure(f"{size.ordered} people who ask five things at once (messages a second)", rate, 0)
    report.none("  people answered out of order", wrong)


def flood(report: Report, ours: Side, size: Size) -> None:
    """One person's thousand messages, and those who ask meanwhile."""
    left: list[int] = []

    def asked(flood: int) -> float:
        cost, waiting = ours.ask("one_by_one", people=size.askers, flood=flood)
        left.append(waiting)
        return float(cost)

    pairs = in_turn(size.rounds, lambda: asked(0), lambda: asked(size.flood))
    report.figure("an answer, nobody else writes, median (ms)", median(one for one, _ in pairs))
    slower = report.ratio("flooder", [flooded / quiet for quiet, flooded in pairs])
    report.at_most(f"  times slower while {size.flood:,} messages of one chat wait", slower, 2, 2)
    if any(waiting == 0 for waiting in left[1::2]):
        report.notes.append("The flood was over before everybody had asked: its ratio says little.")


def refused(report: Report, ours: Side, size: Size) -> None:
    """Telegram lets one chat wait; all others are answered as ever."""

    def answers(refusals: int) -> float:
        return float(ours.ask("beside_refused", people=size.refused, each=3, refusals=refusals))

    pairs = in_turn(size.rounds, lambda: answers(0), lambda: answers(2))
    slower = report.ratio("429", [beside / without for without, beside in pairs])
    report.at_most("the others' answers while one chat must wait (times slower)", slower, 1.2, 2)


def console_beside(report: Report, ours: Side, console: Side, size: Size) -> None:
    """A console that writes every 20 ms while many people are answered."""
    console.ask("begin")
    rate, _ = ours.ask("crowd", people=size.beside, each=size.each)
    waits = console.ask("end")
    report.at_most(
        f"a write of the console beside {size.beside} people, 95 of 100 (ms)", quantiles(waits, n=20)[-1], 50
    )
    report.figure("  messages a second meanwhile", rate, 0)


def memory(report: Report, side: Side, size: Size) -> None:
    """Of a process that does nothing else."""
    before = side.ask("memory", messages=size.warm)
    after = side.ask("memory", messages=size.memory - size.warm)
    growth = (after / before - 1) * 100
    report.at_most(f"memory after {size.memory:,} messages against {size.warm:,} (% more)", growth, 5)
    report.at_most("bot process after them (MB)", after, 700, 0)


def ask_lines(report: Report, ours: Side, size: Size) -> None:
    """`kawan ask --file`."""
    report.at_most("a line of kawan ask --file, median (ms)", median(ours.ask("lines", count=size.lines)), 25)
