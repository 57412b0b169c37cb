"""Does a slow database leave the event loop free? A call that stood in it would stop everybody's messages."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.assembly import BotParts
from bot.commands.setup import prepare
from bot.house import build_house, utc_now
from bot.mail.incoming import arrival_of
from bot.messages import ChatId, Incoming
from bot.parts import serve
from bot.settings import read_settings
from tests.telegram_server import TOKEN, TelegramServer, updates
from tests.tour.trace import until

SLOW = 0.15
MOST = 0.05
"""Seconds that the event loop may stand still."""


class SlowUnit:
    """A unit of work whose beginning and whose commit take long, as on a server far away or a disk that syncs slowly."""

    def __init__(self, unit: Any) -> None:
        self._unit = unit

    def __enter__(self) -> Any:
        time.sleep(SLOW)
        unit = self._unit.__enter__()
        commit = unit.commit

        def slowly() -> None:
            time.sleep(SLOW)
            commit()

        unit.commit = slowly
        return unit

    def __exit__(self, *exc: object) -> None:
        self._unit.__exit__(*exc)


@contextmanager
def watched() -> Iterator[list[float]]:
    """How long the loop stood still, each time."""
    gaps: list[float] = []

    async def watch() -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(0.002)
            gaps.append(time.perf_counter() - before - 0.002)

    task = asyncio.get_running_loop().create_task(watch())
    yield gaps
    task.cancel()


async def test_a_slow_database_never_stands_in_the_event_loop(tmp_path: Path) -> None:
    with TelegramServer() as server:
        given = {"KAWAN_DATA": str(tmp_path), "TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": server.url}
        house = build_house(read_settings(given, tmp_path))
        prepare(house)
        slow = replace(house, open_unit=lambda: SlowUnit(house.open_unit()))  # type: ignore[arg-type, return-value]
        parts, stopping = BotParts(slow), asyncio.Event()
        await parts.keeper.begin()
        serving = asyncio.create_task(serve(parts.listed(), stopping))
        server.says(7, "/start en_kh-th")
        await until(lambda: server.to(7), 30)
        with watched() as gaps:
            server.says(7, "my boss did not pay me")
            server.presses(7, "complaint")
            server.files["photo"] = b"x" * 100_000
            server.sends(7, updates.photo("photo"))
            with house.open_unit() as unit:
                unit.inbox.store(arrival_of(Incoming("web", ChatId("web"), "k", text="hello")), utc_now())
                unit.commit()
            await until(lambda: len(server.to(7)) >= 4, 40)
            await asyncio.sleep(2.5)
        stopping.set()
        await serving
        await parts.close()
    assert len(gaps) > 100
    standing = sorted(gaps)[-6:]  # five accidents of a busy machine are forgiven; one call on the way makes eight
    assert standing[0] < MOST, standing
