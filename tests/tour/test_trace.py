"""Does a question take a short way through the house, and does the architecture page tell it as it is?"""

import asyncio
from pathlib import Path

from bot.assembly import BotParts
from bot.commands.setup import prepare
from bot.house import House, build_house
from bot.settings import ROOT, read_settings
from tests.telegram_server import TOKEN, TelegramServer
from tests.tour.trace import Trace, traced, until

MOST_FILES, MOST_MOVES = 22, 25
PAGE = ROOT / "docs" / "architecture.md"


async def trace_of_a_question(folder: Path, cold: bool) -> Trace:
    """A worker who is known asks, over Telegram's wire, until Telegram has the reply. `cold`: nobody asked the same before."""
    with TelegramServer() as server:
        given = {"KAWAN_DATA": str(folder), "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url}
        house = build_house(read_settings(given, folder))
        prepare(house)
        with traced() as trace:
            await _asked(house, server, trace, cold)
    return trace


async def _asked(house: House, server: TelegramServer, trace: Trace, cold: bool) -> None:
    parts = BotParts(house)
    await parts.keeper.begin()
    telegram = parts.listed()[0]
    running = asyncio.create_task(telegram.run())
    server.says(7, "/start en_kh-th")
    await until(lambda: len(server.to(7)) == 1)
    if not cold:
        server.says(7, "my boss did not pay me")
        await until(lambda: len(server.to(7)) == 2)
    before = len(server.to(7))
    await asyncio.sleep(0.3)
    arrived = server._on_sendMessage

    def ends(given: dict[str, str]) -> object:
        trace.on = False
        return arrived(given)

    server._on_sendMessage = ends  # type: ignore[method-assign]
    trace.on = True
    server.says(7, "my boss did not pay me")
    await until(lambda: len(server.to(7)) > before)
    running.cancel()
    await asyncio.wait([running])
    await telegram.stop()
    await parts.pump.stop()
    await parts.courier.stop()
    await parts.close()


async def test_a_question_touches_few_files_and_rooms_and_the_page_says_which(tmp_path: Path) -> None:
    trace = await trace_of_a_question(tmp_path, cold=False)
    assert len(trace.files) <= MOST_FILES, trace.written()
    assert len(trace.rooms) - 1 <= MOST_MOVES, trace.written()
    assert all(f". {path}\n" in PAGE.read_text(encoding="utf-8") for path in trace.files), trace.written()
