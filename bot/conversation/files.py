"""How do the files of a message reach the vault? Checked before they are fetched, and again after; before the turn."""

import logging
from functools import partial
from typing import Final

from bot.errors import BadInput, NotKept
from bot.intake.draft import DraftFile
from bot.intake.files import check_file
from bot.messages import Attachment, Incoming
from bot.ports import Fetched, Fetcher, InThread, Patience, Vault

_log: Final = logging.getLogger(__name__)


async def fetch_files(
    incoming: Incoming, fetcher: Fetcher, vault: Vault, in_thread: InThread, patience: Patience
) -> Fetched:
    """Those that could be taken lie in the vault; the reason why another was not is named. Whatever goes wrong with a file,
    her words go on. Raises NotKept when the disk takes no more, unless patience ended: the message is tried again later, and
    leaves nothing behind until then."""
    files: list[DraftFile] = []
    problem = None
    for attachment in incoming.attachments:
        try:
            files.append(await patience.in_time(_keep(attachment, fetcher, vault, in_thread)))
        except BadInput as bad:
            problem = bad.reason
        except NotKept as full:
            _log.error("KAWAN_DATA: a file could not be kept in media; is its disk full, or closed to this user?")
            if patience.ended:
                problem = "file_not_kept"
                continue
            for file in files:
                await in_thread(partial(vault.delete, file.file_id))
            raise full
        except Exception as error:
            _log.warning("a file is not fetched: %s", type(error).__name__)
            problem = "file_lost"
    return Fetched(tuple(files), problem)


async def _keep(attachment: Attachment, fetcher: Fetcher, vault: Vault, in_thread: InThread) -> DraftFile:
    check_file(attachment.kind, attachment.mime, attachment.size)
    content = await fetcher.fetch(attachment)
    check_file(attachment.kind, attachment.mime, len(content))
    file_id = await in_thread(lambda: vault.put(content))
    return DraftFile(file_id, attachment.kind, attachment.mime, len(content))
