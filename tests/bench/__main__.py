"""`make bench`: one table. Ratios are of one run; absolute figures are of this machine."""

import itertools
import tempfile
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from tests.bench.run import STEPS, measured
from tests.bench.size import FULL
from tests.bench.table import show


def main() -> None:
    """Measures, then prints."""
    console = Console()
    columns = (SpinnerColumn(), BarColumn(), TimeElapsedColumn(), TextColumn("{task.description}"))
    done = itertools.count()
    with (
        tempfile.TemporaryDirectory(prefix="kawan-bench-") as name,
        Progress(*columns, console=console, transient=True) as progress,
    ):
        task = progress.add_task("", total=STEPS)
        report = measured(
            Path(name), FULL, lambda words: progress.update(task, description=words, completed=next(done))
        )
    show(report, console)


if __name__ == "__main__":
    main()
