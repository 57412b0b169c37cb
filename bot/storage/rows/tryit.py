"""Rows of "Try it" chats."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select

from bot.mail.tryit import ChatLine
from bot.messages import ChatId, Reply
from bot.storage import tables
from bot.storage.rows.base import Rows, reply_of, reply_value
from bot.text import Text


class TryItRows(Rows):
    """Fulfils bot.mail.tryit.TryItLines."""

    def add(self, chat: ChatId, mine: bool, reply: Reply, now: datetime) -> int:
        """One more line."""
        values = {
            "chat_trace": self._cipher.trace("web", chat),
            "mine": mine,
            "reply_sealed": self._cipher.seal_value(reply_value(reply)),
            "said_at": now,
        }
        return self._insert(tables.tryit_lines, values)

    def since(self, chat: ChatId, after: int, limit: int = 200) -> Sequence[ChatLine]:
        """Lines after that id, the oldest first."""
        row = tables.tryit_lines.c
        query = select(tables.tryit_lines).where(row.chat_trace == self._cipher.trace("web", chat), row.id > after)
        return [self._line(one) for one in self._rows(query.order_by(row.id).limit(limit))]

    def _line(self, row: Row[Any]) -> ChatLine:
        reply = self._opened("tryit", row.id, lambda: reply_of(self._cipher.open_value(row.reply_sealed)))
        return ChatLine(row.id, row.mine, reply or Reply(Text("")), reply is not None)

    def erase_before(self, moment: datetime) -> int:
        """Answers how many were erased."""
        table = tables.tryit_lines
        return self._connection.execute(delete(table).where(table.c.said_at < moment)).rowcount

    def erase_chat(self, chat: ChatId) -> int:
        """The visitor begins anew."""
        table = tables.tryit_lines
        here = table.c.chat_trace == self._cipher.trace("web", chat)
        return self._connection.execute(delete(table).where(here)).rowcount
