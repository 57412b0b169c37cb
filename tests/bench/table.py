"""What does a measure say, what was promised of it, and how is it shown?"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Row:
    """One measure. `kept` is None where nothing is promised, and where it could not be measured."""

    measure: str
    here: str
    bound: str = ""
    kept: bool | None = None


@dataclass(slots=True)
class Report:
    """The rows in their order; of each ratio how far its rounds lay apart; and what else should be known of this run."""

    rows: list[Row] = field(default_factory=list)
    spreads: dict[str, tuple[float, float]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def figure(self, measure: str, value: float, digits: int = 1) -> None:
        """A figure of this machine; nothing is promised."""
        self.rows.append(Row(measure, _shown(value, digits)))

    def at_least(self, measure: str, value: float, bound: float, digits: int = 1) -> None:
        """The more the better."""
        kept = None if math.isnan(value) else value >= bound
        self.rows.append(Row(measure, _shown(value, digits), f">= {bound:g}", kept))

    def at_most(self, measure: str, value: float, bound: float, digits: int = 1) -> None:
        """The less the better."""
        kept = None if math.isnan(value) else value <= bound
        self.rows.append(Row(measure, _shown(value, digits), f"<= {bound:g}", kept))

    def none(self, measure: str, count: int) -> None:
        """Something that must not happen."""
        self.rows.append(Row(measure, str(count), "0", count == 0))

    def ratio(self, name: str, ratios: Sequence[float]) -> float:
        """The median of the rounds; how far they lie apart is shown under the table."""
        if len(ratios) > 1 and not math.isnan(ratios[0]):
            self.spreads[name] = min(ratios), max(ratios)
        return statistics.median(ratios)


def show(report: Report, console: Console) -> None:
    """Prints the table, then the notes."""
    table = Table("measure", "here", "bound", "kept")
    for row in report.rows:
        kept = {None: "", True: "yes", False: "[bold red]no[/]"}[row.kept]
        table.add_row(row.measure, row.here, row.bound, kept)
    console.print(table)
    spreads = (f"{name} {least:.2f} to {most:.2f}" for name, (least, most) in report.spreads.items())
    for note in [*report.notes, f"Ratios are medians of rounds; these lay between: {', '.join(spreads)}."]:
        console.print(note, highlight=False)


def _shown(value: float, digits: int) -> str:
    return "not measured" if math.isnan(value) else f"{value:,.{digits}f}"
