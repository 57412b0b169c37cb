"""Where do Rasa's answers go? Into a list of replies."""

from contextvars import ContextVar
from typing import Any, Final

from rasa.core.channels.channel import OutputChannel

from bot.messages import Choice, Reply
from bot.text import text as plain


def as_message(reply: Reply) -> dict[str, Any]:
    """A reply as Rasa carries it."""
    return {"text": reply.text, "rows": [[(one.label, one.press) for one in row] for row in reply.rows]}


class Collector(OutputChannel):
    """Collects the replies of one turn."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []

    @property
    def tokens(self) -> list[str]:
        """Of all buttons shown in this turn, in their order."""
        return [choice.press for reply in self.replies for row in reply.rows for choice in row]

    @classmethod
    def name(cls) -> str:
        """Rasa's name of the channel."""
        return "kawan"

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        """A phrase said by the speech."""
        self.replies.append(Reply(plain(text)))

    async def send_custom_json(self, recipient_id: str, json_message: dict[str, Any], **kwargs: Any) -> None:
        """A whole reply said by an action."""
        rows = tuple(tuple(Choice(label, press) for label, press in row) for row in json_message["rows"])
        self.replies.append(Reply(json_message["text"], rows))


collecting: Final[ContextVar[Collector]] = ContextVar("collecting")
"""The collector of the current turn."""
