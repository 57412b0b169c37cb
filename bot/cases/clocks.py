"""Until when should staff have answered?"""

from datetime import datetime, timedelta
from typing import Final

from bot.kinds import Urgency

FIRST_REPLY: Final = {"urgent": timedelta(hours=24), "normal": timedelta(hours=72)}


def reply_due(urgency: Urgency, asked_at: datetime) -> datetime:
    """When staff should have answered a word of the worker."""
    return asked_at + FIRST_REPLY[urgency]
