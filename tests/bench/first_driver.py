"""What is measured of the first version, in a process of its own inside its folder: `bot` and `tests` are its own here."""

import asyncio
import os
import time
from pathlib import Path
from typing import Any

from bot.answers.places import Corridor
from bot.dialogue.decide import decide
from bot.dialogue.engine import Engine
from bot.turns import Situation
from bot.wiring import House, build_house
from side import answer

from bot.commands.ask import load_engine
from bot.commands.setup import prepare
from bot.messages import ChatId, Incoming
from bot.settings import read_settings
from bot.workers import Worker, WorkerId
from tests.bench.measures import crowd


class Measures:
    """Its own engine, pump and database, as its own bench used them."""

    def __init__(self, house: House, engine: Engine) -> None:
        self._house = house
        self._engine = engine
        worker = Worker(WorkerId("bench"), "terminal", ChatId("bench"), "en", Corridor("kh", "th"))
        self._situation = Situation(worker)

    async def understand(self, words: list[str]) -> list[float]:
        """Milliseconds of understanding each of these messages and deciding what to do; no database, no action."""
        costs = []
        for text in words:
            incoming = Incoming("terminal", ChatId("bench"), "bench", text=text)
            started = time.perf_counter()
            decide(incoming, await self._engine.parse(incoming), self._situation)
            costs.append((time.perf_counter() - started) * 1000)
        return costs

    async def crowd(self, people: int, each: int) -> Any:
        """Messages a second of many people at once, by its own measure, and whether all were answered."""
        return await crowd(self._house, self._engine, people, each)


def main() -> None:
    """Prepares its database, then measures what is asked."""
    house = build_house(read_settings({"KAWAN_DATA": os.environ["KAWAN_DATA"], "KAWAN_DEMO": "1"}, Path.cwd()))
    prepare(house)
    measures = Measures(house, load_engine(house.services))
    asyncio.run(answer({"understand": measures.understand, "crowd": measures.crowd}))


main()
