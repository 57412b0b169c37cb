"""How does the bot talk on the console's "Try it" page? Through the database: the console shows what is kept there."""

from collections.abc import Sequence

from bot.errors import NotFound, Rejected
from bot.messages import Attachment, ChatId, Reply
from bot.ports import Clock, InThread, OpenUnit, Vault


class WebSender:
    """Fulfils bot.ports.Sender."""

    def __init__(self, open_unit: OpenUnit, clock: Clock, in_thread: InThread) -> None:
        self._open_unit = open_unit
        self._clock = clock
        self._in_thread = in_thread

    def parts(self, reply: Reply) -> Sequence[Reply]:
        """A page takes a text of any length."""
        return [reply]

    async def send(self, chat: ChatId, reply: Reply) -> None:
        """The page asks for new lines by itself."""
        await self._in_thread(lambda: self._kept(chat, reply))

    def _kept(self, chat: ChatId, reply: Reply) -> None:
        with self._open_unit() as unit:
            unit.tryit.add(chat, False, reply, self._clock())
            unit.commit()


class WebFetcher:
    """Fulfils bot.ports.Fetcher. The console put the file into the vault; `ref` is its id there."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def fetch(self, attachment: Attachment) -> bytes:
        """Raises Rejected when the file is gone."""
        try:
            return self._vault.get(attachment.ref)
        except NotFound as error:
            raise Rejected("the file is gone") from error
