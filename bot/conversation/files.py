"""How do the files of a message reach the vault? Checked before they are fetched, and again after."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.turn import Turn
from bot.errors import BadInput, SendError
from bot.intake.draft import DraftFile
from bot.intake.files import check_file
from bot.messages import Attachment
from bot.ports import Fetcher, Vault


async def collect_files(turn: Turn, attachments: Sequence[Attachment], fetcher: Fetcher, vault: Vault) -> Turn:
    """The turn with its files in the vault, or with the reason why one was refused."""
    for attachment in attachments:
        try:
            turn = replace(turn, files=(*turn.files, await _keep(attachment, fetcher, vault)))
        except BadInput as bad:
            turn = replace(turn, problem=bad.reason)
        except SendError:
            turn = replace(turn, problem="file_lost")
    return turn


async def _keep(attachment: Attachment, fetcher: Fetcher, vault: Vault) -> DraftFile:
    check_file(attachment.kind, attachment.mime, attachment.size)
    content = await fetcher.fetch(attachment)
    check_file(attachment.kind, attachment.mime, len(content))
    return DraftFile(vault.put(content), attachment.kind, attachment.mime, len(content))
