"""Is bad input answered kindly, and is nothing lost by it?"""

import pytest

from tests.conversations.conftest import Talk

HOSTILE = [
    "",
    " ",
    "x" * 10_000,
    "😀😀😀",
    "\u202e\u200b\u200d\u2066",
    "<b>bold</b><script>alert(1)</script>",
    "*_`[markdown](http://x)`_*",
    "{figure:x.y} {0} %s %(name)s",
    "'; DROP TABLE complaints; --",
    "\x00\x01",
    "/unknown",
    "1234567890",
]


@pytest.mark.parametrize("words", HOSTILE)
async def test_hostile_words_are_answered(talk: Talk, words: str) -> None:
    await talk.opens("en_kh-th")
    await talk.says(words)


@pytest.mark.parametrize("words", [one for one in HOSTILE if one.strip()])
async def test_hostile_words_in_a_story_arrive_as_they_are(talk: Talk, words: str) -> None:
    await talk.opens("en_kh-th")
    await talk.presses("complaint", "q:consent:yes", "q:kind:other", "q:province:")
    await talk.says(words)
    await talk.presses("q:story:", "q:identity:anonymous")
    if "send:" in str(talk.choices):
        await talk.presses(talk.token("send:"))
        with talk.house.open_unit() as unit:
            worker = unit.workers.of_chat("terminal", talk.chat)
            assert worker is not None
            (complaint,) = unit.cases.of_worker(worker.id)
        assert complaint.narrative == words.strip()


async def test_stickers_and_polls_are_answered_kindly(talk: Talk) -> None:
    await talk.opens("en_kh-th")
    (await talk.says("", unsupported="sticker")).reads("unsupported.text")


async def test_a_photo_outside_a_complaint_is_told_where_it_belongs(talk: Talk) -> None:
    await talk.opens("en_kh-th")
    (await talk.sends("photo", "image/jpeg")).reads("unsupported.file")


async def test_two_misses_lead_to_the_menu_and_a_person(talk: Talk) -> None:
    await talk.opens("en_kh-th")
    for _ in range(2):
        (await talk.says("zzqx wvkj")).reads("offer.text")
    (await talk.says("zzqx wvkj")).reads("fallback.text")
    assert talk.token("person")
