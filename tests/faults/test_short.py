"""Is nothing lost and nothing doubled when bot and console are killed and the database is hurt? A short form of `make faults`."""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.cluster import find_binaries
from tests.faults.databases import FaultyDatabase, Sqlite, postgresql
from tests.faults.processes import Nursery
from tests.faults.run import Plan, run

KILLS, CONSOLE_KILLS = 10, 3


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    with Nursery() as one:
        yield one


@pytest.fixture(params=["sqlite", "postgresql"])
def faulty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FaultyDatabase]:
    """An SQLite file; a PostgreSQL server of the test's own, else a database in the one that all tests share."""
    if request.param == "sqlite":
        yield Sqlite(tmp_path)
        return
    with postgresql(None if find_binaries() else request.getfixturevalue("postgresql_url")) as database:
        yield database


def test_kills_and_cuts_lose_nothing_and_double_nothing(
    faulty: FaultyDatabase, nursery: Nursery, tmp_path: Path
) -> None:
    seed = int(os.environ.get("KAWAN_FAULTS_SEED") or random.SystemRandom().randrange(1_000_000))
    told: list[str] = []
    report = run(
        Plan(seed, KILLS, CONSOLE_KILLS, patience=20, weather=1, calm=1.5), faulty, tmp_path, nursery, told.append
    )
    again = f"seed {seed}; again: KAWAN_FAULTS_SEED={seed}, or more: python -m tests.faults --seed {seed}"
    assert not report.verdict.findings, "\n".join([again, *report.verdict.findings])
    assert (told.count("bot"), told.count("console")) == (KILLS, CONSOLE_KILLS), again
    tallies = report.verdict.tallies
    assert all(tallies[kind].due for kind in ("lines", "files", "complaints", "audit entries")), (again, tallies)
