"""When does which fault strike? Kills of bot and console, faults of the database, cut calls of Telegram: at random
moments, mostly while work is in hand."""

import random
import threading
import time
from collections.abc import Callable
from typing import Final

from tests.faults.processes import Command
from tests.faults.world import Fault, World

UP_SECONDS: Final = 30.0
WORK: Final = (0, 1, 8, 20, 40)
"""Messages that a bot sends before it may be killed. After half a second it takes up what the dead one left in hand."""
LONGEST: Final = 2.0
"""Seconds that a strike waits for the call at which it is to happen."""
CUT_CALLS: Final = ("sendMessage", "getUpdates", "getFile", "answerCallbackQuery")
Told = Callable[[], None]


class Kills(threading.Thread):
    """Kills one command as often as it is told to, and starts it again each time. `calm`: the longest quiet in seconds
    before a kill; `after`: goes ahead, and this one keeps step, so that both end together."""

    def __init__(
        self,
        world: World,
        command: Command,
        count: int,
        calm: float,
        chance: random.Random,
        told: Told,
        after: "Kills | None" = None,
    ) -> None:
        super().__init__(name=command, daemon=True)
        self.stopping = threading.Event()
        self.share = 0.0
        self._world = world
        self._command = command
        self._served = world.bot if command == "bot" else world.console
        self._count = count
        self._calm = calm
        self._chance = chance
        self._told = told
        self._after = after

    def run(self) -> None:
        """One after the other."""
        for number in range(1, self._count + 1):
            while self._after is not None and self._after.is_alive() and self._after.share < number / self._count:
                self._waits(0.1)
            if self.stopping.is_set():
                return
            self._strike()
            self._served.start()
            self.share = number / self._count
            self._told()

    def _strike(self) -> None:
        """While it starts, some time after, or at a call; mostly late enough that what the dead had in hand is in hand
        again."""
        moment = self._chance.choices(("start", "time", "call"), (1, 3, 6 if self._command == "bot" else 0))[0]
        if moment == "start":
            self._waits(self._chance.uniform(0, 0.3))
            self._kill()
            return
        self._comes_up()
        self._works(self._chance.choice(WORK))
        if moment == "time":
            self._waits(self._chance.uniform(0.001, 0.4))
            self._kill()
            return
        when = self._chance.choice(("before", "after"))
        self._world.telegram.strike_at(self._chance.randint(1, 12), when, LONGEST, self._kill)

    def _comes_up(self) -> None:
        """Nothing is in hand before."""
        until = time.monotonic() + UP_SECONDS
        while not self._served.is_up():
            self._waits(0.02)
            if time.monotonic() > until:
                self._world.ledger.problem(f"the {self.name} did not come up within {UP_SECONDS:.0f} s")
                return

    def _works(self, messages: int) -> None:
        """Until Telegram got so many more, or none came for so long that something else must be in the way."""
        telegram, until = self._world.telegram, time.monotonic() + self._calm
        goal = telegram.messages + messages
        while telegram.messages < goal and time.monotonic() < until:
            self._waits(0.02)

    def _kill(self) -> None:
        """The console sends nothing, so nothing of it can be on its way."""
        self._served.kill()
        traces = self._world.in_flight() if self._command == "bot" else frozenset()
        self._world.faults.append(Fault(f"{self._command} killed", traces))

    def _waits(self, seconds: float) -> None:
        self.stopping.wait(seconds)


class Weather(threading.Thread):
    """Hurts the database and cuts calls of Telegram now and then, until `stopping` is set."""

    def __init__(self, world: World, chance: random.Random, pause: float) -> None:
        super().__init__(name="weather", daemon=True)
        self.stopping = threading.Event()
        self.database: dict[str, int] = {}
        self.cuts = 0
        self._world = world
        self._chance = chance
        self._pause = pause

    def run(self) -> None:
        """What was begun is ended: the database is there when this thread ends."""
        while not self.stopping.wait(self._chance.uniform(0.2, 1.8) * self._pause):
            if self._chance.random() < 0.5:
                self._hurt()
            else:
                self._world.telegram.cut(self._chance.choice(CUT_CALLS), self._chance.choice(("before", "after")))
                self.cuts += 1

    def _hurt(self) -> None:
        """A message that was on its way when the database went may be sent again: nobody could write that it arrived."""
        world, began = self._world, time.monotonic()
        before, world.hurt_at = world.in_flight(), float("inf")
        what = world.database.hurt(self._chance)
        world.hurt_at = time.monotonic()
        world.ledger.disturbed()
        world.faults.append(Fault(what, before | world.in_flight(), world.telegram.busy_since(began)))
        self.database[what] = self.database.get(what, 0) + 1
