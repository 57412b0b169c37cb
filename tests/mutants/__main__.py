"""`make mutants`: makes every small change that mutmut knows, one at a time, and says which no test noticed. Exit code 1 when
more than 15 % passed unnoticed."""

import argparse
import re
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from tests.mutants.found import Change, changes, seen
from tests.mutants.tree import ROOMS, copied, environment

LEAST = 0.85
COUNTED = re.compile(r"(\d+)/(\d+)\s+🎉")
LAST_WORDS = 30


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs on the rooms that are named, or on all."""
    chosen = parser().parse_args(arguments)
    screen = Console()
    with copied(chosen.rooms or ROOMS) as folder:
        if (last := run(folder, chosen.processes)) is not None:
            screen.print(*last, sep="", end="", markup=False, highlight=False)
            return 2
        found = changes(folder)
        show(screen, folder, found)
    return int(part(found) < LEAST)


def parser() -> argparse.ArgumentParser:
    """The options."""
    made = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    made.add_argument("rooms", nargs="*", choices=(*ROOMS, []), help="which rooms of bot/ are changed (all four)")
    made.add_argument("--processes", type=int, help="side by side (one a core)")
    return made


def run(folder: Path, processes: int | None) -> Sequence[str] | None:
    """Shows a bar meanwhile. Returns None, or the last words of mutmut when it could not do its work."""
    command = [sys.executable, "-W", "ignore", "-m", "mutmut", "run"]
    command += ["--max-children", str(processes)] if processes else []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    last = deque[str](maxlen=LAST_WORDS)
    with (
        Progress(*columns) as progress,
        subprocess.Popen(
            command, cwd=folder, env=environment(folder), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as mutmut,
    ):
        bar = progress.add_task("the tests as they are", total=None)
        for line in _lines(mutmut.stdout):
            last.append(line)
            if counted := COUNTED.search(line):
                done, total = map(int, counted.groups())
                progress.update(bar, description="changes", completed=done, total=total)
    return [*last, f"mutmut ended with code {mutmut.returncode}"] if mutmut.returncode else None


def part(found: Sequence[Change]) -> float:
    """Of all changes, which part was noticed."""
    return sum(one.noticed for one in found) / len(found)


def show(screen: Console, folder: Path, found: Sequence[Change]) -> None:
    """Every change that nobody noticed, then how many there are of each room."""
    for change in (one for one in found if not one.noticed):
        shown = seen(folder, change)
        screen.print(f"{change.path}:{shown.line}", style="bold", highlight=False)
        for sign, lines in (("-", shown.before), ("+", shown.after)):
            for line in lines:
                screen.print(f"  {sign} {line}", markup=False, highlight=False, soft_wrap=True)
    table = Table("room", "changes", "noticed", "not noticed", "part")
    for room in dict.fromkeys(one.room for one in found):
        _row(table, room, [one for one in found if one.room == room])
    _row(table, "all", found)
    screen.print(table)


def _row(table: Table, name: str, found: Sequence[Change]) -> None:
    noticed = sum(one.noticed for one in found)
    table.add_row(name, str(len(found)), str(noticed), str(len(found) - noticed), f"{part(found):.1%}")


def _lines(stream: IO[str] | None) -> Iterator[str]:
    """What mutmut prints: it writes over its own line."""
    assert stream is not None
    yield from stream


if __name__ == "__main__":
    sys.exit(main())
