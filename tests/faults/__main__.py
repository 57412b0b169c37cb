"""`make faults`: the long form, with a progress bar and a table. Exit code 1 when anything was lost or doubled."""

import argparse
import os
import random
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from tests.faults.databases import FaultyDatabase, Kind, Sqlite, postgresql
from tests.faults.processes import Nursery
from tests.faults.run import Plan, Report, run

FINDINGS_SHOWN = 40


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs on each database in turn."""
    chosen = parser().parse_args(arguments)
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.default_int_handler)
    seed = chosen.seed if chosen.seed is not None else random.SystemRandom().randrange(1_000_000)
    plan = Plan(seed, chosen.kills, chosen.console_kills if chosen.console_kills is not None else chosen.kills // 3)
    kinds: list[Kind] = ["sqlite", "postgresql"] if chosen.database == "both" else [chosen.database]
    screen = Console()
    screen.print(f"seed {seed} (again with --seed {seed}; moments differ, choices do not)")
    try:
        with Nursery() as nursery:
            reports = {kind: _run(plan, kind, nursery, chosen.keep) for kind in kinds}
    except KeyboardInterrupt:
        screen.print("Interrupted; all processes of the run have ended.")
        return 130
    except LookupError as error:
        screen.print(str(error.args[0]))
        return 2
    show(screen, seed, reports)
    return int(any(report.verdict.findings for report in reports.values()))


def parser() -> argparse.ArgumentParser:
    """The options."""
    made = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    made.add_argument("--kills", type=int, default=300, help="of the bot, on each database (300)")
    made.add_argument("--console-kills", type=int, help="of the console (a third as many)")
    made.add_argument("--seed", type=int, help="of all choices (a new one)")
    made.add_argument("--database", choices=("both", "sqlite", "postgresql"), default="both")
    made.add_argument("--keep", type=Path, help="a folder that keeps the databases and logs of the run")
    return made


def show(screen: Console, seed: int, reports: dict[Kind, Report]) -> None:
    """What was counted, then what was found."""
    table = Table("counted", *(f"{kind}\ndue / lost / doubled" for kind in reports))
    for name in {name: None for report in reports.values() for name in report.verdict.tallies}:
        tallies = [report.verdict.tallies[name] for report in reports.values()]
        table.add_row(name, *(f"{one.due} / {one.lost} / {one.doubled}" for one in tallies))
    screen.print(table)
    for kind, report in reports.items():
        faults = ", ".join(f"{what} {count} times" for what, count in sorted(report.faults.items()))
        screen.print(f"{kind}: {faults}; {report.seconds:.0f} s.")
        screen.print(
            f"  On their way at a fault: {report.on_their_way} messages; each of these may arrive twice."
            f" Files that a fault left behind unnamed, erased later: {report.verdict.strays}."
            f" Processes that ended by themselves because the database was away: {report.ended}."
        )
        findings = Counter(report.verdict.findings)
        for finding, count in list(findings.items())[:FINDINGS_SHOWN]:
            screen.print(f"  {finding}" + (f" ({count} times)" if count > 1 else ""), style="red", highlight=False)
        if len(findings) > FINDINGS_SHOWN:
            screen.print(f"  and {len(findings) - FINDINGS_SHOWN} more", style="red")
    wrong = sum(len(report.verdict.findings) for report in reports.values())
    screen.print(f"{wrong} findings with seed {seed}" if wrong else f"0 lost, 0 doubled (seed {seed})")


def _run(plan: Plan, kind: Kind, nursery: Nursery, keep: Path | None) -> Report:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns) as progress, _folder(keep, kind) as folder, _database(kind, folder) as database:
        bars = {
            "bot": progress.add_task(f"{kind}: kills of the bot", total=plan.kills),
            "console": progress.add_task(f"{kind}: kills of the console", total=plan.console_kills),
        }
        return run(plan, database, folder, nursery, lambda command: progress.advance(bars[command]))


@contextmanager
def _folder(keep: Path | None, kind: Kind) -> Iterator[Path]:
    if keep is not None:
        (keep / kind).mkdir(parents=True)
        yield keep.resolve() / kind
        return
    with tempfile.TemporaryDirectory(prefix="kawan-faults-") as name:
        yield Path(name)


@contextmanager
def _database(kind: Kind, folder: Path) -> Iterator[FaultyDatabase]:
    if kind == "sqlite":
        yield Sqlite(folder)
        return
    with postgresql(os.environ.get("DATABASE_URL_TEST")) as database:
        yield database


if __name__ == "__main__":
    sys.exit(main())
