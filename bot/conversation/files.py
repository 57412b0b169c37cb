"""How do the files of a message reach the vault? Checked before they are fetched, and again after; before the turn."""

import asyncio
import logging
from collections.abc import Coroutine
from functools import partial
from typing import Any, Final, TypeVar

from bot.errors import BadInput, NotKept
from bot.intake.draft import DraftFile
from bot.intake.files import check_file
from bot.messages import Attachment, Incoming
from bot.ports import Fetched, Fetcher, InThread, Vault

FILE_SECONDS: Final = 60.0
"""A file that takes longer is given up: whoever sent it, and what she writes next, must not wait for ever."""
HURRY_SECONDS: Final = 2.0
T = TypeVar("T")
_log: Final = logging.getLogger(__name__)


async def fetch_files(
    incoming: Incoming, fetcher: Fetcher, vault: Vault, in_thread: InThread, hurry: asyncio.Event
) -> Fetched:
    """Those that could be taken lie in the vault; the reason why another was not is named. Whatever goes wrong with a file,
    her words go on. `hurry` is set when she is in danger: what is not here soon is given up. Raises NotKept when the disk
    takes no more: the message is tried again later, and leaves nothing behind until then."""
    files: list[DraftFile] = []
    problem = None
    for attachment in incoming.attachments:
        try:
            files.append(await _in_time(_keep(attachment, fetcher, vault, in_thread), hurry))
        except BadInput as bad:
            problem = bad.reason
        except NotKept:
            for file in files:
                await in_thread(partial(vault.delete, file.file_id))
            raise
        except Exception as error:
            _log.warning("a file is not fetched: %s", type(error).__name__)
            problem = "file_lost"
            if hurry.is_set():
                break
    return Fetched(tuple(files), problem)


async def _in_time(work: Coroutine[Any, Any, T], hurry: asyncio.Event) -> T:
    """What the work returns. Raises TimeoutError."""
    task, hurried = asyncio.create_task(work), asyncio.create_task(hurry.wait())
    try:
        await asyncio.wait([task, hurried], timeout=FILE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if hurry.is_set() and not task.done():
            await asyncio.wait([task], timeout=HURRY_SECONDS)
        if not task.done():
            raise TimeoutError
        return task.result()
    finally:
        task.cancel()
        hurried.cancel()


async def _keep(attachment: Attachment, fetcher: Fetcher, vault: Vault, in_thread: InThread) -> DraftFile:
    check_file(attachment.kind, attachment.mime, attachment.size)
    content = await fetcher.fetch(attachment)
    check_file(attachment.kind, attachment.mime, len(content))
    file_id = await in_thread(lambda: vault.put(content))
    return DraftFile(file_id, attachment.kind, attachment.mime, len(content))
