"""Is a message from Rasa's side one unit of work, of which nothing is kept when it fails?"""

import logging
from typing import Any

import pytest

from actions.asking import Asking
from bot.messages import ChatId, Incoming, Reply
from bot.ports import Answered, OpenUnit, UnitOfWork
from bot.text import text
from bot.understanding.intents import NOTHING

SAID = Incoming("terminal", ChatId("rasa:sokha"), "k", text="SECRET-WORDS")


class Writing:
    """A conversation that writes, and then may fail."""

    def __init__(self, fails: bool) -> None:
        self._fails = fails

    def understand(self, incoming: Incoming) -> Any:
        raise AssertionError("Rasa understood it already")

    def urgent(self, incoming: Incoming, understood: Any) -> bool:
        return False

    def answer(self, unit: UnitOfWork, incoming: Incoming, understood: Any, fetched: Any) -> Answered:
        assert understood is NOTHING
        unit.centres.add("Written", "th")
        if self._fails:
            raise ValueError(incoming.text)
        return Answered(None, [Reply(text("well"))])

    def sorry(self, unit: UnitOfWork, incoming: Incoming) -> Answered:
        return Answered(None, [Reply(text("sorry"))])


def asked(open_unit: OpenUnit, fails: bool) -> tuple[str, int]:
    """Returns what is said, and how much was written."""
    (reply,) = Asking(open_unit, Writing(fails))(SAID, NOTHING)
    with open_unit() as unit:
        return reply.text.plain, len(unit.centres.all())


def test_what_a_turn_writes_is_committed(open_unit: OpenUnit) -> None:
    assert asked(open_unit, fails=False) == ("well", 1)


def test_a_turn_that_fails_keeps_nothing_says_so_and_logs_no_word(
    open_unit: OpenUnit, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert asked(open_unit, fails=True) == ("sorry", 0)
    assert "ValueError" in caplog.text and "SECRET" not in caplog.text
