"""How do many small writes share one commit? What comes while a commit is under way goes into the next one, so that a disk
that syncs slowly is asked seldom, and each caller still goes on only when its own work is committed."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from bot.errors import DatabaseAway
from bot.ports import InThread, OpenUnit, UnitOfWork

T = TypeVar("T")
MOST: Final = 32
"""Works in one commit: the writer's lock is held for a few milliseconds, not more."""


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[UnitOfWork], Any]
    result: "asyncio.Future[Any]"


class Together:
    """Commits works together. A work may be run more than once before it is committed, and must not mind."""

    def __init__(self, open_unit: OpenUnit, in_thread: InThread) -> None:
        self._open_unit = open_unit
        self._in_thread = in_thread
        self._waiting: deque[_Job] = deque()
        self._task: asyncio.Task[None] | None = None

    async def do(self, work: Callable[[UnitOfWork], T]) -> T:
        """Returns what the work returned, after the commit. Raises what the work or the database raised: then nothing of
        it was kept, or (when the connection was lost at the commit) nobody knows."""
        job = _Job(work, asyncio.get_running_loop().create_future())
        self._waiting.append(job)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._commit_all())
        result: T = await job.result
        return result

    async def _commit_all(self) -> None:
        try:
            while self._waiting:
                for job, value in await self._in_thread(self._commit):
                    _resolve(job, value)
        except Exception as error:
            while self._waiting:
                _resolve(self._waiting.popleft(), error)
        finally:
            self._task = None

    def _commit(self) -> list[tuple[_Job, Any]]:
        """One transaction, in a thread: takes what waits by now."""
        jobs = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST))]
        values: list[Any] = []
        try:
            with self._open_unit() as unit:
                for job in jobs:
                    values.append(job.work(unit))
                unit.commit()
        except Exception as error:
            return self._told(jobs, len(values), error)
        return list(zip(jobs, values, strict=True))

    def _told(self, jobs: list[_Job], done: int, error: Exception) -> list[tuple[_Job, Any]]:
        """Nothing was kept. A work that fails is told so alone, and the others wait for the next transaction; that the
        database is away is told to all."""
        if isinstance(error, DatabaseAway) or done == len(jobs):
            return [(job, error) for job in jobs]
        self._waiting.extendleft(reversed(jobs[:done] + jobs[done + 1 :]))
        return [(jobs[done], error)]


def _resolve(job: _Job, value: Any) -> None:
    if job.result.done():
        return
    if isinstance(value, Exception):
        job.result.set_exception(value)
    else:
        job.result.set_result(value)
