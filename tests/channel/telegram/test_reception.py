"""Is an update stored once, and does a strange one hold up nobody?"""

from collections.abc import Sequence

import pytest
from telegram import Update

from bot.channel.telegram.reception import Reception
from bot.channel.telegram.sending import Bot
from bot.ports import OpenUnit
from tests.channel.conftest import SettableClock, until
from tests.telegram_server import TelegramServer, updates

Woken = list[tuple[str, str]]


@pytest.fixture
def woken() -> Woken:
    return []


@pytest.fixture
def reception(bot: Bot, open_unit: OpenUnit, clock: SettableClock, woken: Woken) -> Reception:
    return Reception(bot, open_unit, lambda channel, chat: woken.append((channel, chat)), clock)


def read(update: dict[str, object], bot: Bot) -> Update:
    return Update.de_json(update, bot)


async def test_a_repeated_update_is_stored_once(reception: Reception, bot: Bot, open_unit: OpenUnit) -> None:
    for _ in range(2):
        reception.take(read(updates.message(1, 70, text="hello"), bot))
    with open_unit() as unit:
        assert unit.inbox.counts() == {"open": 1}


async def test_a_press_is_acknowledged_to_telegram(reception: Reception, bot: Bot, server: TelegramServer) -> None:
    server.presses(70, "menu")
    reception.take(read(updates.press(1, 70, "menu"), bot))
    await until(lambda: server.answered == ["query1"])


async def test_an_acknowledgement_that_fails_changes_nothing(
    reception: Reception, bot: Bot, server: TelegramServer, woken: Woken
) -> None:
    reception.take(read(updates.press(1, 70, "menu"), bot))
    await until(lambda: "answerCallbackQuery" in [name for name, _ in server.calls])
    assert woken == [("telegram", "70")]


@pytest.mark.parametrize(
    "place", ["bot.channel.telegram.reception.incoming_of", "bot.storage.rows.inbox.InboxTable.store"]
)
async def test_an_update_that_cannot_be_read_or_stored_holds_up_nobody(
    reception: Reception, bot: Bot, woken: Woken, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def poison(*args: Sequence[object]) -> None:
        raise ValueError("strange")

    with monkeypatch.context() as patched:
        patched.setattr(place, poison)
        await reception.take_surely(read(updates.message(1, 70, text="strange"), bot))
    await reception.take_surely(read(updates.message(2, 70, text="hello"), bot))
    assert woken == [("telegram", "70")]


async def test_half_a_surrogate_pair_is_stored_without_it(
    reception: Reception, bot: Bot, open_unit: OpenUnit, clock: SettableClock
) -> None:
    reception.take(read(updates.message(1, 70, text="he\ud800llo", language="e\ud800n"), bot))
    with open_unit() as unit:
        claimed = unit.inbox.claim("telegram", "70", "a test", clock())  # type: ignore[arg-type]
    assert claimed is not None and claimed.incoming.text == "hello"
