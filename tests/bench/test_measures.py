"""Every measure of `make bench` works, in a small form; of what it finds only what must be right on any machine is asserted."""

from pathlib import Path

import pytest
from rich.console import Console

from tests.bench.first import NoFirst, take_out
from tests.bench.run import STEPS, measured
from tests.bench.size import TINY
from tests.bench.table import Report, show


@pytest.fixture(scope="module")
def steps() -> list[str]:
    return []


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory, steps: list[str]) -> Report:
    return measured(tmp_path_factory.mktemp("bench"), TINY, steps.append)


def test_all_are_answered_and_nobody_out_of_order(report: Report) -> None:
    counted = {row.measure.strip(): row.here for row in report.rows if row.bound == "0"}
    assert counted == {"messages that were not answered": "0", "people answered out of order": "0"}


def test_everything_is_measured_or_said_why_not(report: Report) -> None:
    beside_first = any("beside the first version" in note for note in report.notes)
    missing = [row.measure for row in report.rows if row.here == "not measured"]
    assert len(missing) == (2 if beside_first else 0)


def test_the_bar_hears_every_step(report: Report, steps: list[str]) -> None:
    assert len(steps) == STEPS


def test_the_table_names_the_bound_of_each_measure_that_has_one(report: Report) -> None:
    console = Console(width=120, record=True)
    show(report, console)
    shown = console.export_text()
    assert all(row.measure.strip() in shown and row.bound in shown for row in report.rows)


def test_what_is_not_kept_is_no() -> None:
    report = Report()
    report.at_least("speed", 9.9, 10)
    report.at_most("memory", 699, 700)
    report.at_least("beside something that is not there", float("nan"), 1)
    assert [row.kept for row in report.rows] == [False, True, None]


def test_a_copy_without_the_first_version_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoFirst, match="not in this copy of the repository"):
        take_out(tmp_path, "0000000")
