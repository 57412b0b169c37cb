"""What is measured, in which order, and in which processes?"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bot.commands.opening import house_of
from bot.settings import ROOT, read_settings
from tests.bench import alone, compared
from tests.bench.first import NoFirst, first_version
from tests.bench.side import Side
from tests.bench.size import Size
from tests.bench.starts import bot_start, console_start, training_seconds
from tests.bench.table import Report

Step = Callable[[str], None]
STEPS = 9


def measured(folder: Path, size: Size, step: Step) -> Report:
    """The whole report. `step` hears what comes next."""
    started = time.perf_counter()
    report = Report()
    with here(folder / "here") as ours:
        beside_first(report, ours, folder / "first", size, step)
        step("a turn, in turn with the stock way")
        compared.stock(report, ours, folder / "stock", size)
        step("a long conversation, lines of kawan ask")
        alone.long_talk(report, ours, size)
        alone.ask_lines(report, ours, size)
        step("who must wait for whom")
        alone.order(report, ours, size)
        alone.flood(report, ours, size)
        alone.refused(report, ours, size)
        step("a console that writes beside many people")
        with Side(["-m", "tests.bench.console_driver"], ROOT, {"KAWAN_DATA": str(folder / "here")}) as console:
            alone.console_beside(report, ours, console, size)
    step(f"memory over {size.memory:,} messages")
    with here(folder / "memory") as other:
        alone.memory(report, other, size)
    step("starts")
    starts(report, folder / "here")
    step("training")
    if size.whole:
        report.at_most("training on two cores (s)", training_seconds(folder / "training"), 120, 0)
    report.notes.append(machine(folder, time.perf_counter() - started))
    return report


@contextmanager
def here(data: Path) -> Iterator[Side]:
    """Kawan as it is, in a process of its own on a new database."""
    data.mkdir()
    with Side(["-m", "tests.bench.here"], ROOT, {"KAWAN_DATA": str(data)}) as side:
        yield side


def beside_first(report: Report, ours: Side, folder: Path, size: Size, step: Step) -> None:
    """In turn with the first version; where it cannot be had, ours alone."""
    step("the first version, out of git; its model is trained once")
    folder.mkdir()
    try:
        with first_version(folder, train=size.whole) as first:
            in_turn_with(report, ours, first, size, step)
    except NoFirst as reason:
        report.notes.append(f"Not measured beside the first version: {reason}.")
        in_turn_with(report, ours, None, size, step)


def in_turn_with(report: Report, ours: Side, first: Side | None, size: Size, step: Step) -> None:
    """What the first version is asked, too."""
    step("understanding, and many people at once, in turn with the first version")
    compared.understanding(report, ours, first, size)
    compared.crowd(report, ours, first, size)


def starts(report: Report, data: Path) -> None:
    """Of the bot and of the console, on a database that is there."""
    house = house_of(read_settings({"KAWAN_DATA": str(data), "KAWAN_DEMO": "1"}, data))
    seconds, megabytes = bot_start(house)
    report.figure("bot: start until it answers (s)", seconds, 2)
    report.at_most("bot process, just started (MB)", megabytes, 700, 0)
    seconds, megabytes = console_start(house.settings)
    report.at_most("console: start until its first page (s)", seconds, 2, 2)
    report.at_most("console process (MB)", megabytes, 150, 0)


def machine(folder: Path, seconds: float) -> str:
    """What the figures depend on."""
    costs = []
    with (folder / "sync").open("wb") as file:
        for _ in range(50):
            started = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            costs.append((time.perf_counter() - started) * 1000)
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{os.cpu_count()} cores, load {load}; a sync takes {median(costs):.2f} ms; all of this took {seconds:.0f} s."
    )
