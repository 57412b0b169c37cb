"""A console beside the bot, in a process of its own: it writes to the record all the time, and notes how long it waits."""

import asyncio
import os
import time
from pathlib import Path

from bot.audit import AuditEntry
from bot.commands.opening import house_of
from bot.house import House, utc_now
from bot.settings import read_settings
from tests.bench.side import answer

EVERY = 0.02


class Writer:
    """Writes one entry of the audit log every 20 ms."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._costs: list[float] = []
        self._task: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Writes from now on."""
        self._costs = []
        self._task = asyncio.create_task(self._write_on())

    async def end(self) -> list[float]:
        """Stops; returns the milliseconds that each unit of work took."""
        if self._task is not None:
            self._task.cancel()
        return self._costs

    async def _write_on(self) -> None:
        while True:
            started = time.perf_counter()
            with self._house.open_unit() as unit:
                unit.audit.write(AuditEntry("operator", "signed_in", utc_now(), None, "bench"))
                unit.commit()
            self._costs.append((time.perf_counter() - started) * 1000)
            await asyncio.sleep(EVERY)


async def main() -> None:
    """On the database of KAWAN_DATA, which another process prepared."""
    data = Path(os.environ["KAWAN_DATA"])
    writer = Writer(house_of(read_settings({"KAWAN_DATA": str(data), "KAWAN_DEMO": "1"}, data)))
    await answer({"begin": writer.begin, "end": writer.end})


if __name__ == "__main__":
    asyncio.run(main())
