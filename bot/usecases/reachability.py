"""Whom can the bot still write to? What Telegram tells of it, or lets be found out by an attempt, is written down.

A worker who blocked the bot keeps what she missed; a group that threw the bot out is shown to the administrator; a group
with another number is followed there.
"""

from dataclasses import replace
from datetime import datetime

from bot.mail.outbox import Address
from bot.messages import ChannelName, ChatId
from bot.ports import UnitOfWork


def worker_blocked(unit: UnitOfWork, channel: ChannelName, chat: ChatId, now: datetime) -> None:
    """She blocked the bot."""
    _set_reachable(unit, channel, chat, False, now)


def worker_back(unit: UnitOfWork, channel: ChannelName, chat: ChatId, now: datetime) -> None:
    """She let the bot write to her again."""
    _set_reachable(unit, channel, chat, True, now)


def group_lost(unit: UnitOfWork, group: ChatId, now: datetime) -> None:
    """The group threw the bot out, or is gone. The first moment counts."""
    for centre in unit.centres.of_group(group):
        if centre.group_lost_at is None:
            unit.centres.lose_group(centre.id, now)


def group_back(unit: UnitOfWork, group: ChatId) -> None:
    """The group takes the bot's messages again."""
    for centre in unit.centres.of_group(group):
        if centre.group_lost_at is not None:
            unit.centres.set_group(centre.id, group)


def group_moved(unit: UnitOfWork, channel: ChannelName, old: ChatId, new: ChatId) -> None:
    """The group has another number: its centres keep it, and what is on its way goes there."""
    for centre in unit.centres.of_group(old):
        unit.centres.set_group(centre.id, new)
    unit.outbox.move(Address(channel, old), new)


def not_reached(unit: UnitOfWork, to: Address, error: str, now: datetime) -> None:
    """An attempt showed that nothing reaches this chat: all that is on its way there is closed, and offered to her when she
    is back. `error` is a class."""
    unit.outbox.lose(to, error, now)
    group_lost(unit, to.chat, now)
    worker_blocked(unit, to.channel, to.chat, now)
    if (worker := unit.workers.of_chat(to.channel, to.chat)) is not None:
        unit.memory.change(worker.id, {"missed": True})


def _set_reachable(unit: UnitOfWork, channel: ChannelName, chat: ChatId, reachable: bool, now: datetime) -> None:
    worker = unit.workers.of_chat(channel, chat)
    if worker is not None and worker.reachable is not reachable:
        unit.workers.save(replace(worker, reachable=reachable), now)
