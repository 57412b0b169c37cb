"""Is this process alive, and which others are not? It beats, watches the beats of the others, and buries the dead."""

import logging
import time
import uuid
from asyncio import sleep
from collections.abc import Callable, Mapping
from typing import Final

from bot.mail.lanes import BEAT_SECONDS, DEAD_AFTER_SECONDS, Owner
from bot.ports import InThread, OpenUnit

GAP_SECONDS: Final = DEAD_AFTER_SECONDS / 2
"""Who did not beat for so long was held up itself, and knows nothing of the others."""
_log: Final = logging.getLogger(__name__)


class Watch:
    """Tells who is dead from counts alone: no clock of another machine is compared with ours."""

    def __init__(self) -> None:
        self._seen: dict[Owner, tuple[int, float]] = {}

    def dead(self, beats: Mapping[Owner, int], now: float) -> list[Owner]:
        """Those whose count stood still for DEAD_AFTER_SECONDS of our own watching."""
        for owner, count in beats.items():
            if owner not in self._seen or self._seen[owner][0] != count:
                self._seen[owner] = (count, now)
        self._seen = {owner: seen for owner, seen in self._seen.items() if owner in beats}
        return [owner for owner, (_, since) in self._seen.items() if now - since >= DEAD_AFTER_SECONDS]


class Keeper:
    """A part of the bot. `owner` is this process's name; a process that was taken for dead takes another."""

    name: Final = "lanes"

    def __init__(self, open_unit: OpenUnit, in_thread: InThread, now: Callable[[], float] = time.monotonic) -> None:
        self._open_unit = open_unit
        self._in_thread = in_thread
        self._now = now
        self._watch = Watch()
        self._beaten = now()
        self.owner = _new_owner()

    async def begin(self) -> None:
        """Before anything is taken in."""
        await self._in_thread(self._begin)

    async def run(self) -> None:
        """Beats every second."""
        while True:
            await self._in_thread(self._beat)
            await sleep(BEAT_SECONDS)

    async def stop(self) -> None:
        """Gives every lane back at once, so that nobody waits for this process."""
        await self._in_thread(self._end)

    def _begin(self) -> None:
        with self._open_unit() as unit:
            unit.lanes.begin(self.owner)
            unit.commit()

    def _beat(self) -> None:
        """Beats, and only when that is committed looks at the others: who cannot write for a while must not take that for
        the death of somebody, least of all its own. After a gap in its own beats it begins to watch anew."""
        with self._open_unit() as unit:
            if not unit.lanes.beat(self.owner):
                _log.warning("this process stood still for too long and begins anew")
                self.owner = _new_owner()
                unit.lanes.begin(self.owner)
            unit.commit()
        now = self._now()
        if now - self._beaten > GAP_SECONDS:
            self._watch = Watch()
        self._beaten = now
        self._bury_the_dead(now)

    def _bury_the_dead(self, now: float) -> None:
        with self._open_unit() as unit:
            others = {owner: beats for owner, beats in unit.lanes.beats().items() if owner != self.owner}
            dead = self._watch.dead(others, now)
            for owner in dead:
                _log.warning("a process died; what it had in hand is taken up again")
                unit.lanes.bury(owner)
            if dead:
                unit.commit()

    def _end(self) -> None:
        with self._open_unit() as unit:
            unit.lanes.leave(self.owner)
            unit.commit()


def _new_owner() -> Owner:
    return Owner(uuid.uuid4().hex)
