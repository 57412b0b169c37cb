"""How do the files of a message reach the vault? Checked before they are fetched, and again after; before the turn."""

from functools import partial

from bot.errors import BadInput, NotKept, SendError
from bot.intake.draft import DraftFile
from bot.intake.files import check_file
from bot.messages import Attachment, Incoming
from bot.ports import Fetched, Fetcher, InThread, Vault


async def fetch_files(incoming: Incoming, fetcher: Fetcher, vault: Vault, in_thread: InThread) -> Fetched:
    """Those that could be taken lie in the vault; the reason why another was not is named. Raises NotKept when the disk
    takes no more: the message is tried again later, and leaves nothing behind until then."""
    files: list[DraftFile] = []
    problem = None
    for attachment in incoming.attachments:
        try:
            files.append(await _keep(attachment, fetcher, vault, in_thread))
        except BadInput as bad:
            problem = bad.reason
        except SendError:
            problem = "file_lost"
        except NotKept:
            for file in files:
                await in_thread(partial(vault.delete, file.file_id))
            raise
    return Fetched(tuple(files), problem)


async def _keep(attachment: Attachment, fetcher: Fetcher, vault: Vault, in_thread: InThread) -> DraftFile:
    check_file(attachment.kind, attachment.mime, attachment.size)
    content = await fetcher.fetch(attachment)
    check_file(attachment.kind, attachment.mime, len(content))
    file_id = await in_thread(lambda: vault.put(content))
    return DraftFile(file_id, attachment.kind, attachment.mime, len(content))
