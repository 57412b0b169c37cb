"""How are tests run on a changed tree? The quickest first, few examples of each property, and none for longer than it may."""

import json
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Final

import pytest
from hypothesis import settings

MOST_SECONDS: Final = 20.0
"""A change may make a loop endless: then its test fails."""
STATISTICS: Final = Path("mutmut-stats.json")

settings.register_profile("mutants", max_examples=25, deadline=None, derandomize=True, database=None)
settings.load_profile("mutants")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Most changes are noticed by many tests; the first ends the run."""
    if STATISTICS.exists():
        seconds: dict[str, float] = json.loads(STATISTICS.read_text(encoding="utf-8"))["duration_by_test"]
        items.sort(key=lambda item: seconds.get(item.nodeid, 0.0))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Fails a test that takes too long."""
    signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS)
    try:
        return (yield)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _too_long(number: int, frame: FrameType | None) -> None:
    pytest.fail(f"longer than {MOST_SECONDS:g} s")
