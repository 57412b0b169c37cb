"""What changes when an operator gives an installation another bot?"""

from dataclasses import dataclass
from datetime import datetime

from bot.audit import AuditEntry
from bot.errors import BadInput
from bot.installation import BOT
from bot.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Adopted:
    """The bot before, None when there was none, and how many people it could write to."""

    before: str | None
    people: int


def adopt_bot(unit: UnitOfWork, bot_id: str, now: datetime) -> Adopted:
    """Remembers the new bot; the caller commits.

    Telegram lets a bot write only to those who wrote to it: nobody is reachable until she writes again.
    """
    before = unit.installation.read().get(BOT)
    if before == bot_id:
        raise BadInput("TELEGRAM_BOT_TOKEN", f"bot {bot_id} is the one of this data already; nothing changes")
    unit.installation.replace(BOT, bot_id)
    people = unit.workers.lose("telegram")
    unit.audit.write(AuditEntry("operator", "bot_adopted", now, None, f"from={before} to={bot_id} people={people}"))
    return Adopted(before, people)
