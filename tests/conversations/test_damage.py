"""Does something that cannot be opened leave its worker with an answer, and does she learn of it?"""

import pytest
from sqlalchemy import text as sql

from bot.storage.unit import SqlUnitOfWork
from tests.conversations.conftest import Talk


def spoil(talk: Talk, statement: str) -> None:
    """`:worker` is hers."""
    with talk.house.open_unit() as unit:
        assert isinstance(unit, SqlUnitOfWork)
        worker = unit.workers.of_chat("terminal", talk.chat)
        assert worker is not None
        assert unit.connection.execute(sql(statement), {"worker": worker.id}).rowcount == 1
        unit.commit()


async def telling(talk: Talk) -> None:
    await talk.opens("en_kh-th")
    await talk.presses("complaint", "q:consent:yes", "q:kind:unpaid_wages", "q:province:")
    await talk.says("my boss did not pay me for three months")


async def test_she_is_told_once_that_her_draft_is_lost_and_tells_it_again(talk: Talk) -> None:
    await telling(talk)
    spoil(talk, "UPDATE drafts SET draft_sealed = x'00' WHERE worker_id = :worker")
    await talk.says("hello")
    talk.reads("draft.lost")
    assert len(talk.replies) > 1 and not talk.replies[0].rows
    await talk.says("hello")
    assert "can no longer be opened" not in talk.text
    await talk.presses("complaint", "q:consent:yes")
    await talk.presses("q:kind:unpaid_wages", "q:province:")
    await talk.says("he has not paid since May")
    await talk.presses("q:story:", "q:identity:anonymous")
    assert "since May" in talk.text and "three months" not in talk.text


async def test_danger_comes_before_it(talk: Talk) -> None:
    await telling(talk)
    spoil(talk, "UPDATE drafts SET draft_sealed = x'00' WHERE worker_id = :worker")
    await talk.says("help he is going to kill me")
    assert "can no longer be opened" in str(talk.replies[-1].text) and len(talk.replies) > 1


async def test_pressing_complaint_at_once_begins_anew_and_says_why(talk: Talk) -> None:
    await telling(talk)
    spoil(talk, "UPDATE drafts SET draft_sealed = x'00' WHERE worker_id = :worker")
    await talk.presses("complaint")
    talk.reads("draft.lost")
    assert talk.token("q:consent:yes")


@pytest.mark.parametrize("statement", ["memory SET slots_sealed", "workers SET chat_sealed"])
async def test_memory_or_chat_that_cannot_be_opened_silences_nobody(talk: Talk, statement: str) -> None:
    await telling(talk)
    key = "worker_id" if statement.startswith("memory") else "id"
    spoil(talk, f"UPDATE {statement} = x'00' WHERE {key} = :worker")
    await talk.says("and he keeps my passport")
    await talk.presses("q:story:")
    assert talk.token("q:identity:")


async def test_her_own_case_that_cannot_be_opened_hides_no_other(talk: Talk) -> None:
    for story in ("first story here", "second story here"):
        await talk.opens("en_kh-th")
        await talk.presses("complaint", "q:consent:yes", "q:kind:other", "q:province:")
        await talk.says(story)
        await talk.presses(
            "q:story:",
            "q:identity:anonymous",
        )
        await talk.presses(talk.token("send:"))
    with talk.house.open_unit() as unit:
        worker = unit.workers.of_chat("terminal", talk.chat)
        assert worker is not None
        damaged, good = (case.reference for case in unit.cases.of_worker(worker.id))
    spoil(talk, f"UPDATE complaints SET narrative_sealed = x'00' WHERE worker_id = :worker AND reference = '{damaged}'")
    await talk.says("what about my complaint?")
    await talk.presses("status")
    assert good in talk.text and damaged not in talk.text


async def test_of_a_case_that_cannot_be_opened_it_is_not_said_that_there_is_none(talk: Talk) -> None:
    await talk.opens("en_kh-th")
    await talk.presses("status")
    nothing = talk.text
    await talk.presses("complaint", "q:consent:yes", "q:kind:other", "q:province:")
    await talk.says("he does not pay")
    await talk.presses("q:story:", "q:identity:anonymous")
    await talk.presses(talk.token("send:"))
    spoil(talk, "UPDATE complaints SET narrative_sealed = x'00' WHERE worker_id = :worker")
    await talk.presses("status")
    assert talk.text != nothing
    talk.reads("error.sorry")
