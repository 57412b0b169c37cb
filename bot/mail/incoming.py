"""How does a message lie in the inbox when its channel has nothing rawer: the console's page, the terminal?"""

from dataclasses import asdict
from typing import Any, Final

from bot.mail.inbox import Arrival
from bot.messages import Attachment, Incoming

KIND: Final = "incoming"


def arrival_of(incoming: Incoming) -> Arrival:
    """The message as the inbox takes it."""
    return Arrival(incoming.channel, incoming.chat, incoming.key, asdict(incoming), KIND)


def read_incoming(body: Any, kind: str = KIND) -> Incoming:
    """The message again; fulfils bot.ports.Reader. Raises TypeError, KeyError or ValueError when it holds something else."""
    if kind != KIND:
        raise ValueError(kind)
    attachments = tuple(Attachment(**one) for one in body["attachments"])
    return Incoming(**{**body, "attachments": attachments})
