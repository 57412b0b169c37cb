"""Whatever is queued, by whom, and whatever goes wrong: is each message sent once and in its order?

A process that is killed may have one message a chat in hand; only that one may come twice.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.errors import ChannelAway, Rejected, SendLater
from bot.storage.encryption import Cipher
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate
from bot.storage.unit import SqlUnitOfWork
from tests.channel.conftest import until
from tests.courier.post import Post

CHATS = ("1", "2", "3")
chats = st.sampled_from(CHATS)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("reply"), chats, st.integers(1, 3)),
        st.tuples(st.just("news"), chats, st.just(1)),
        st.tuples(st.sampled_from(["busy", "away", "refused", "broken"]), chats, st.just(1)),
        st.tuples(st.just("pause"), chats, st.integers(0, 3)),
        st.tuples(st.just("kill"), chats, st.just(1)),
    ),
    min_size=3,
    max_size=25,
)
ERRORS: dict[str, Exception] = {
    "busy": SendLater(0.02),
    "away": ChannelAway(0.02),
    "refused": Rejected(),
    "broken": RuntimeError(),
}


@pytest.mark.usefixtures("quick")
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=steps)
def test_each_message_is_sent_in_its_order_and_twice_only_by_a_kill(
    story: Sequence[tuple[str, str, int]], tmp_path_factory: pytest.TempPathFactory, cipher: Cipher
) -> None:
    post = post_of(tmp_path_factory.mktemp("story"), cipher)
    asyncio.run(told(post, story))


def post_of(folder: Path, cipher: Cipher) -> Post:
    database = open_engine(f"sqlite:///{folder / 'kawan.sqlite'}")
    migrate(database)
    return Post(partial(SqlUnitOfWork, database, cipher))


async def told(post: Post, story: Sequence[tuple[str, str, int]]) -> None:
    counts, kills, refused = dict.fromkeys(CHATS, 0), 0, set[str]()
    courier = post.courier()
    looking = asyncio.create_task(courier.run())
    for deed, chat, number in story:
        if deed == "reply":
            post.say(courier, chat, *(str(counts[chat] + one) for one in range(number)), worker=post.worker(chat))
            counts[chat] += number
        elif deed == "news":
            post.news(chat, str(counts[chat]), post.worker(chat))
            counts[chat] += 1
        elif deed == "pause":
            await asyncio.sleep(number / 200)
        elif deed == "kill":
            kills += 1
            await killed(post, courier, looking)
            courier = post.courier()
            looking = asyncio.create_task(courier.run())
        elif deed != "refused" or chat not in refused:  # twice refused, her words are gone; that has a test of its own
            refused |= {chat} if deed == "refused" else set()
            post.channel.errors.setdefault(chat, []).append(ERRORS[deed])
    await until(post.all_closed)
    await killed(post, courier, looking)
    for chat, count in counts.items():
        check(post, chat, count, kills)
    assert post.states().keys() <= {"sent"}


async def killed(post: Post, courier: Any, looking: "asyncio.Task[None]") -> None:
    """All at once; what a thread has begun ends. Then somebody finds it dead."""
    tasks = [looking, *courier._tasks.values()]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await post.threads(lambda: None)
    with post.open_unit() as unit:
        unit.lanes.leave(post.owner)
        unit.commit()


def check(post: Post, chat: str, count: int, kills: int) -> None:
    words = [said.removeprefix("en: ") for said in post.channel.to(chat)]
    once = [word for at, word in enumerate(words) if word != words[at - 1] or at == 0]
    assert once == [str(number) for number in range(count)]
    assert len(words) - len(once) <= kills
