"""What is measured of Kawan as it is, in a process of its own on a new SQLite database."""

import asyncio
import os
import time
from pathlib import Path
from typing import Any

import psutil

from bot.commands.opening import house_of
from bot.commands.setup import prepare
from bot.conversation.asking import judge, read_asked
from bot.conversation.decide import decide
from bot.conversation.policy import read_policy
from bot.conversation.turn import Situation
from bot.house import build_talk, folder_library, memory_unit, utc_now
from bot.messages import ChatId, Incoming
from bot.places import Corridor
from bot.settings import read_settings
from bot.workers import Worker, WorkerId
from tests.bench import crowds
from tests.bench.side import Measure, answer
from tests.bench.words import lines
from tests.bench.yard import Yard

SPEAKERS = 10
"""Messages of one person while memory is watched; then another person comes."""


class Here:
    """Everything that can be asked of this process."""

    def __init__(self, yard: Yard) -> None:
        self._yard = yard
        self._worker = Worker(WorkerId("bench"), "terminal", ChatId("bench"), "en", Corridor("kh", "th"))

    @property
    def measures(self) -> dict[str, Measure]:
        """By name."""
        return {
            "understand": self.understand,
            "turn": self.turn,
            "way": self.way,
            "crowd": self.crowd,
            "in_order": self.in_order,
            "one_by_one": self.one_by_one,
            "beside_refused": self.beside_refused,
            "lines": self.lines,
            "memory": self.memory,
        }

    async def understand(self, words: list[str]) -> list[float]:
        """Milliseconds of understanding each of these messages and deciding which act answers it; no database."""
        house, costs = self._yard.house, []
        talk, policy = build_talk(house.phrases, house.library.current), read_policy()
        for text in words:
            incoming = Incoming("terminal", ChatId("bench"), "bench", text=text)
            started = time.perf_counter()
            decision = decide(incoming, talk.understand(incoming), Situation(self._worker))
            assert policy[decision.intent]
            costs.append((time.perf_counter() - started) * 1000)
        return costs

    async def turn(self, count: int) -> list[float]:
        """Milliseconds of each turn of one conversation: what was stored is read and understood, decided and answered, and
        effects, replies and `done` are committed and synced."""
        yard = self._yard
        (chat,) = yard.new_chats(1)
        costs = [await yard.turn(chat, text) for text in ["/start en_kh-th", *lines(count)]]
        return costs[1:]

    async def way(self, count: int) -> list[float]:
        """Milliseconds of the whole way of each message of one conversation, from the raw update to its reply: two commits
        lie between. The next one begins when the reply is marked."""
        yard = self._yard
        (chat,) = yard.new_chats(1)
        costs = []
        for number, text in enumerate(["/start en_kh-th", *lines(count)], 1):
            raw = yard.said(chat, text)
            started = time.perf_counter()
            await yard.take([raw])
            costs.append((await yard.air.answered(chat, number) - started) * 1000)
            await yard.idle()
        return costs[1:]

    async def crowd(self, people: int, each: int) -> Any:
        """See crowds.crowd."""
        return await crowds.crowd(self._yard, people, each)

    async def in_order(self, people: int) -> Any:
        """See crowds.in_order."""
        return await crowds.in_order(self._yard, people)

    async def one_by_one(self, people: int, flood: int) -> Any:
        """See crowds.one_by_one."""
        return await crowds.one_by_one(self._yard, people, flood)

    async def beside_refused(self, people: int, each: int, refusals: int) -> Any:
        """See crowds.beside_refused."""
        return await crowds.beside_refused(self._yard, people, each, refusals)

    async def lines(self, count: int) -> list[float]:
        """Milliseconds of each line of `kawan ask --file`, once everything is loaded."""
        phrases = self._yard.house.phrases
        library = folder_library(phrases)
        talk, open_unit = build_talk(phrases, lambda: library), memory_unit()
        costs = []
        for text in lines(count):
            line = read_asked({"text": text, "from": "kh", "to": "th"}, phrases)
            started = time.perf_counter()
            judge(talk, open_unit, utc_now, line)
            costs.append((time.perf_counter() - started) * 1000)
        return costs

    async def memory(self, messages: int) -> float:
        """Megabytes of this process after so many more messages of people who each write SPEAKERS times."""
        for start in range(0, messages, 100 * SPEAKERS):
            people = min(100, (messages - start) // SPEAKERS)
            await crowds.crowd(self._yard, people, SPEAKERS)
            await self._yard.idle()
            self._yard.air.forget()
        return psutil.Process().memory_info().rss / 2**20


async def main() -> None:
    """Prepares the database, then measures what is asked."""
    data = Path(os.environ["KAWAN_DATA"])
    house = house_of(read_settings({"KAWAN_DATA": str(data), "KAWAN_DEMO": "1"}, data))
    prepare(house)
    yard = Yard(house)
    async with yard.running():
        await answer(Here(yard).measures)


if __name__ == "__main__":
    asyncio.run(main())
