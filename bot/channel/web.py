"""The console's "Try it" page as a channel: replies are written into the database, files come from the vault."""

from bot.errors import NotFound, Rejected
from bot.messages import Attachment, ChatId, Reply
from bot.ports import Clock, OpenUnit, Vault


class WebSender:
    """Fulfils bot.ports.Sender."""

    def __init__(self, open_unit: OpenUnit, clock: Clock) -> None:
        self._open_unit = open_unit
        self._clock = clock

    async def send(self, chat: ChatId, reply: Reply) -> None:
        """The page shows it at its next look."""
        with self._open_unit() as unit:
            unit.tryit.add(chat, False, reply, self._clock())
            unit.commit()


class WebFetcher:
    """Fulfils bot.ports.Fetcher: the page put the file into the vault already; it is taken out again."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def fetch(self, attachment: Attachment) -> bytes:
        """Raises Rejected when it is gone."""
        try:
            content = self._vault.get(attachment.ref)
        except NotFound as error:
            raise Rejected("gone") from error
        self._vault.delete(attachment.ref)
        return content
