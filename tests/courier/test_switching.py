"""Parts that run together."""

import asyncio
import sys

from bot.parts import serve


class Watching:
    """Notes, while it runs, how long Python lets a thread compute before another has its turn."""

    name = "watching"
    seconds = 1.0

    async def run(self) -> None:
        self.seconds = sys.getswitchinterval()
        await asyncio.Event().wait()

    async def stop(self) -> None:
        """Nothing is in hand."""


async def test_the_event_loop_does_not_wait_long_for_a_thread_that_computes() -> None:
    part, stopping = Watching(), asyncio.Event()
    asyncio.get_running_loop().call_later(0.01, stopping.set)
    await serve([part], stopping)
    assert part.seconds <= 0.001
