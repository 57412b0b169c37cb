"""Many people at once: how many messages a second, are all answered, each in order, and does one person slow the others?"""

import statistics
import time

from bot.messages import ChatId
from tests.bench.words import TOPICS, WORDS, lines
from tests.bench.yard import Yard

PATIENCE = 240.0


async def crowd(yard: Yard, people: int, each: int) -> tuple[float, int]:
    """Messages a second from the first update to the last reply, and how many were not answered."""
    chats = yard.new_chats(people)
    raws = [yard.said(chat, text) for text in lines(each) for chat in chats]
    awaited = yard.air.count + len(raws)
    started = time.perf_counter()
    await yard.take(raws)
    await yard.air.until(awaited, PATIENCE)
    seconds = time.perf_counter() - started
    return len(raws) / seconds, sum(abs(each - len(yard.air.said[chat])) for chat in chats)


async def in_order(yard: Yard, people: int) -> tuple[float, int]:
    """Messages a second of people who chose a language and ask four things at once, and how many were answered in
    another order than they asked."""
    alone, *chats = yard.new_chats(people + 1)
    asked = ["/start en_kh-th", *TOPICS]
    for number, text in enumerate(asked, 1):
        await yard.take([yard.said(alone, text)])
        await yard.air.answered(alone, number)
    expected = yard.air.said[alone]
    if len(set(expected)) != len(asked):
        raise ValueError("two of the messages are answered alike")
    raws = [yard.said(chat, text) for text in asked for chat in chats]
    awaited = yard.air.count + len(raws)
    started = time.perf_counter()
    await yard.take(raws)
    await yard.air.until(awaited, PATIENCE)
    rate = len(raws) / (time.perf_counter() - started)
    return rate, sum(yard.air.said[chat] != expected for chat in chats)


async def one_by_one(yard: Yard, people: int, flood: int) -> tuple[float, int]:
    """Median milliseconds until a person who asks is answered, each after the other, while somebody who sent `flood`
    messages before is answered too; and how many of those were still waiting at the end."""
    flooder, *chats = yard.new_chats(people + 1)
    await yard.take([yard.said(flooder, text) for text in lines(flood)])
    costs = [await answer_time(yard, chat) for chat in chats]
    waiting = flood - len(yard.air.said[flooder])
    if flood:
        await yard.air.answered(flooder, flood)
    await yard.idle()
    return statistics.median(costs), waiting


async def answer_time(yard: Yard, chat: ChatId) -> float:
    """Milliseconds from an update to its reply."""
    started = time.perf_counter()
    await yard.take([yard.said(chat, WORDS[0])])
    return (await yard.air.answered(chat, 1) - started) * 1000


async def beside_refused(yard: Yard, people: int, each: int, refusals: int) -> float:
    """Median milliseconds of all others' answers when one chat of the crowd must wait (429) so many times."""
    refused, *chats = yard.new_chats(people + 1)
    yard.air.refused[refused] = refusals
    raws = [yard.said(chat, text) for text in lines(each) for chat in (refused, *chats)]
    started = time.perf_counter()
    await yard.take(raws)
    for chat in chats:
        await yard.air.answered(chat, each)
    await yard.air.answered(refused, each)
    await yard.idle()
    return statistics.median((at - started) * 1000 for chat in chats for at in yard.air.at[chat])
