"""Rows of the inbox, of the lanes, and of the processes that hold them."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import RowMapping, bindparam, delete, exists, func, insert, select, update

from bot.errors import Overtaken
from bot.mail.inbox import ASIDE_KEPT, KEY_KEPT, Arrival, Aside, Stored
from bot.mail.lanes import Owner, Way
from bot.messages import ChannelName, ChatId
from bot.storage import tables
from bot.storage.rows.base import Rows, unless_there

OPEN: Final = "open"
ASIDE: Final = "aside"
GAVE_UP: Final = "gave_up"
ROW: Final = tables.inbox.c
OPEN_OF: Final = (
    select(tables.inbox)
    .where(ROW.state == OPEN, ROW.chat_trace == bindparam("trace"))
    .order_by(ROW.id)
    .limit(bindparam("most"))
)
LANE: Final = tables.lanes.c
PROCESS: Final = tables.processes.c
LANE_HERE: Final = (LANE.way == bindparam("way"), LANE.chat_trace == bindparam("trace"))
LANE_HOLDER: Final = select(LANE.owner).where(*LANE_HERE).with_for_update(read=True, key_share=True)
LANE_RELEASE: Final = delete(tables.lanes).where(*LANE_HERE, LANE.owner == bindparam("by"))
LANE_RELEASE_IDLE: Final = LANE_RELEASE.where(~exists().where(ROW.state == OPEN, ROW.chat_trace == LANE.chat_trace))
FIRST: Final = tables.inbox.alias("first").c
OF_FIRST_VERSION: Final = exists().where(FIRST.key == bindparam("old_key"), FIRST.digest == "")
STORED: Final = (
    *("key", "digest", "channel", "chat_trace", "kind", "body_sealed", "state", "error", "tries", "deaths"),
    *("received_at", "closed_at"),
)
OLDER: Final = tables.inbox.alias("older").c
CLOSE: Final = update(tables.inbox).where(
    ROW.id.in_(bindparam("ids", expanding=True)),
    ROW.state == OPEN,
    ~exists().where(OLDER.state == OPEN, OLDER.chat_trace == ROW.chat_trace, OLDER.id < bindparam("first")),
)
"""Closes nothing while something older of the chat is open: a chat is answered in its order, whoever was woken for what."""


class InboxTable(Rows):
    """Fulfils bot.mail.inbox.InboxRows. Chat and body are one ciphertext."""

    def store(self, arrival: Arrival, now: datetime) -> Stored | None:
        """None for a repeat, and for what is set aside at once. The first version's keys named no bot and had no digest; they
        are known until they expire."""
        aside = arrival.unreadable or (None if arrival.chat else "NoChat")
        row = {
            "key": arrival.key,
            "digest": self._cipher.trace("update", json.dumps(arrival.body, sort_keys=True)),
            "channel": arrival.channel,
            "chat_trace": self._cipher.trace(arrival.channel, arrival.chat) if arrival.chat else None,
            "kind": arrival.kind,
            "body_sealed": self._cipher.seal_value({"chat": arrival.chat, "body": arrival.body}),
            "state": ASIDE if aside else OPEN,
            "error": aside,
            "tries": 0,
            "deaths": 0,
            "received_at": now,
            "closed_at": now if aside else None,
        }
        channel, _, number = arrival.key.partition(":")
        old_key = f"{channel}:{number.rpartition(':')[2]}"
        row_id = self._connection.scalar(_store(self._connection.dialect.name), row | {"old_key": old_key})
        if row_id is None or aside or arrival.chat is None:
            return None
        return Stored(row_id, arrival.channel, arrival.chat, arrival.body, arrival.kind)

    def open_of(self, channel: ChannelName, chat: ChatId, limit: int = 20) -> Sequence[Stored]:
        """The oldest first."""
        here = {"trace": self._cipher.trace(channel, chat), "most": limit}
        rows = self._connection.execute(OPEN_OF, here).mappings()
        return [stored for row in rows.all() if (stored := self._stored(row)) is not None]

    def done(self, ids: Sequence[int], now: datetime) -> None:
        """Raises Overtaken unless every one of them was open, and nothing older of the chat."""
        self._close(ids, now, state="done")

    def failed(self, row_id: int) -> int:
        """Counts."""
        self._connection.execute(update(tables.inbox).where(ROW.id == row_id).values(tries=ROW.tries + 1))
        return int(self._connection.scalar(select(ROW.tries).where(ROW.id == row_id)) or 0)

    def give_up(self, row_id: int, error: str, now: datetime) -> None:
        """Closed without having been dealt with."""
        self._close([row_id], now, state=GAVE_UP, error=error)

    def set_aside(self, row_id: int, error: str, now: datetime) -> None:
        """Its content stays, sealed, until `clean`."""
        here = (ROW.id == row_id, ROW.state == OPEN)
        self._connection.execute(update(tables.inbox).where(*here).values(state=ASIDE, error=error, closed_at=now))

    def waiting(
        self, channels: Collection[ChannelName], limit: int = 200, own: Owner | None = None
    ) -> Sequence[tuple[ChannelName, ChatId]]:
        """Chats whose lane is free, or held by `own`."""
        lane = tables.lanes.c
        held = exists().where(lane.way == "in", lane.chat_trace == ROW.chat_trace, lane.owner != (own or ""))
        heads = select(func.min(ROW.id)).where(ROW.state == OPEN, ROW.channel.in_(channels), ~held)
        query = select(tables.inbox).where(ROW.id.in_(heads.group_by(ROW.chat_trace))).order_by(ROW.id).limit(limit)
        found = (self._stored(row) for row in self._connection.execute(query).mappings().all())
        return [(stored.channel, stored.chat) for stored in found if stored is not None]

    def aside(self) -> Sequence[Aside]:
        """The newest kind first."""
        query = (
            select(ROW.kind, ROW.error, func.count(), func.min(ROW.received_at), func.max(ROW.received_at))
            .where(ROW.state.in_((ASIDE, GAVE_UP)))
            .group_by(ROW.kind, ROW.error)
            .order_by(func.max(ROW.received_at).desc())
        )
        return [Aside(kind, error or "", count, first, last) for kind, error, count, first, last in self._rows(query)]

    def unread(self, since: datetime | None = None) -> int:
        """By the time at which they were closed."""
        here = [ROW.state.in_((ASIDE, GAVE_UP)), *([] if since is None else [ROW.closed_at > since])]
        return self._connection.scalar(select(func.count()).select_from(tables.inbox).where(*here)) or 0

    def forget_chat(self, channel: ChannelName, chat: ChatId) -> None:
        """What is open is answered yet, to a new worker."""
        here = (ROW.chat_trace == self._cipher.trace(channel, chat), ROW.state != OPEN)
        self._connection.execute(update(tables.inbox).where(*here).values(body_sealed=None))

    def clean(self, now: datetime) -> int:
        """Keys of what was done go after KEY_KEPT; what was set aside loses its content after ASIDE_KEPT, then its key."""
        old_aside = (ROW.state == ASIDE, ROW.closed_at < now - ASIDE_KEPT, ROW.body_sealed.is_not(None))
        self._connection.execute(update(tables.inbox).where(*old_aside).values(body_sealed=None))
        old = (ROW.state == "done", ROW.closed_at < now - KEY_KEPT)
        listed = (ROW.state.in_((ASIDE, GAVE_UP)), ROW.closed_at < now - 15 * KEY_KEPT)
        done = self._connection.execute(delete(tables.inbox).where(*old)).rowcount
        return done + self._connection.execute(delete(tables.inbox).where(*listed)).rowcount

    def counts(self) -> dict[str, int]:
        """By state."""
        return {state: count for state, count in self._rows(select(ROW.state, func.count()).group_by(ROW.state))}

    def _close(self, ids: Sequence[int], now: datetime, **values: Any) -> None:
        closed = {**values, "body_sealed": None, "closed_at": now, "ids": list(ids), "first": min(ids)}
        if self._connection.execute(CLOSE, closed).rowcount != len(set(ids)):
            raise Overtaken

    def _stored(self, row: RowMapping) -> Stored | None:
        """A row that no key opens, or that holds something else, is set aside: its neighbours go on."""
        try:
            value = self._cipher.open_value(row["body_sealed"])
            body = value if row["kind"] == "incoming" and "body" not in value else value["body"]
            return Stored(
                row["id"], row["channel"], ChatId(value["chat"]), body, row["kind"], row["tries"], row["deaths"]
            )
        except Exception as error:
            self.set_aside(row["id"], type(error).__name__, row["received_at"])
            return None


@cache
def _store(dialect: str) -> Any:
    """Inserts an update and returns its id, unless it is there, or the first version had it: one statement."""
    given = [bindparam(name, type_=ROW[name].type) for name in STORED]
    new = unless_there(dialect, tables.inbox).from_select(STORED, select(*given).where(~OF_FIRST_VERSION))
    return new.returning(ROW.id)


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
            holder = self._connection.scalar(LANE_HOLDER, {"way": way, "trace": trace})
        return bool(holder == owner)

    def release(self, way: Way, channel: ChannelName, chat: ChatId, owner: Owner) -> None:
        """Nothing happens when it is another's."""
        mine = {"way": way, "trace": self._cipher.trace(channel, chat), "by": owner}
        self._connection.execute(LANE_RELEASE, mine)

    def release_idle(self, channel: ChannelName, chat: ChatId, owner: Owner) -> bool:
        """One statement."""
        mine = {"way": "in", "trace": self._cipher.trace(channel, chat), "by": owner}
        return self._connection.execute(LANE_RELEASE_IDLE, mine).rowcount == 1

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
        """The heads of its inward lanes count a death: an update that kills processes is given up one day."""
        row = tables.inbox.c
        held = select(LANE.chat_trace).where(LANE.way == "in", LANE.owner == owner)
        heads = select(func.min(row.id)).where(row.state == "open", row.chat_trace.in_(held)).group_by(row.chat_trace)
        self._connection.execute(update(tables.inbox).where(row.id.in_(heads)).values(deaths=row.deaths + 1))
        self.leave(owner)

    def leave(self, owner: Owner) -> None:
        """Its lanes and its beats go."""
        self._connection.execute(delete(tables.lanes).where(LANE.owner == owner))
        self._connection.execute(delete(tables.processes).where(PROCESS.owner == owner))
