"""Rows of lanes and of the processes that hold them."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import bindparam, delete, func, insert, select, update

from bot.mail.lanes import Owner, Way
from bot.messages import ChannelName, ChatId
from bot.storage import tables
from bot.storage.rows.base import Rows

LANE: Final = tables.lanes.c
PROCESS: Final = tables.processes.c
HERE: Final = (LANE.way == bindparam("way"), LANE.chat_trace == bindparam("trace"))
HOLDER: Final = select(LANE.owner).where(*HERE).with_for_update(read=True, key_share=True)
RELEASE: Final = delete(tables.lanes).where(*HERE, LANE.owner == bindparam("by"))


class LaneRows(Rows):
    """Fulfils bot.mail.lanes.Lanes."""

    def take(self, way: Way, channel: ChannelName, chat: ChatId, owner: Owner) -> bool:
        """One statement where the lane is free; a second one asks whose it is, and keeps it from being given back before
        this transaction ends: its holder must see what is committed here. Given back in between, it is tried anew."""
        trace = self._cipher.trace(channel, chat)
        taken = self._unless_there(tables.lanes)
        holder = None
        while holder is None:
            if self._connection.execute(taken, {"way": way, "chat_trace": trace, "owner": owner}).rowcount == 1:
                return True
            holder = self._connection.scalar(HOLDER, {"way": way, "trace": trace})
        return bool(holder == owner)

    def release(self, way: Way, channel: ChannelName, chat: ChatId, owner: Owner) -> None:
        """Nothing happens when it is another's."""
        mine = {"way": way, "trace": self._cipher.trace(channel, chat), "by": owner}
        self._connection.execute(RELEASE, mine)

    def begin(self, owner: Owner) -> None:
        """With no beat yet."""
        self._connection.execute(insert(tables.processes).values(owner=owner, beats=0))

    def beat(self, owner: Owner) -> bool:
        """False when somebody buried this process."""
        counted = update(tables.processes).where(PROCESS.owner == owner).values(beats=PROCESS.beats + 1)
        return self._connection.execute(counted).rowcount == 1

    def beats(self) -> Mapping[Owner, int]:
        """Of all; a lane whose owner does not beat at all stands still at -1."""
        silent = {Owner(owner): -1 for (owner,) in self._rows(select(LANE.owner).distinct())}
        return silent | {Owner(owner): beats for owner, beats in self._rows(select(PROCESS.owner, PROCESS.beats))}

    def bury(self, owner: Owner) -> None:
        """The heads of its inward lanes count a failed attempt: an update that kills processes is given up one day."""
        row = tables.inbox.c
        held = select(LANE.chat_trace).where(LANE.way == "in", LANE.owner == owner)
        heads = select(func.min(row.id)).where(row.state == "open", row.chat_trace.in_(held)).group_by(row.chat_trace)
        self._connection.execute(update(tables.inbox).where(row.id.in_(heads)).values(tries=row.tries + 1))
        self.leave(owner)

    def leave(self, owner: Owner) -> None:
        """Its lanes and its beats go."""
        self._connection.execute(delete(tables.lanes).where(LANE.owner == owner))
        self._connection.execute(delete(tables.processes).where(PROCESS.owner == owner))
