"""How is a complaint told, sent, followed and forgotten?"""

import pytest

from bot.cases.case import Case
from bot.cases.thread import Author
from bot.mail.news import News
from bot.mail.outbox import Address
from bot.messages import ChatId
from bot.staff.rights import Role
from bot.storage.tables import metadata
from bot.storage.unit import SqlUnitOfWork
from bot.usecases.desk import Desk
from tests.conftest import NOON
from tests.conversations.conftest import House, Talk

STORY = "The boss at the OMINOUS-MIRROR factory did not pay me for three months"


async def told(talk: Talk, story: str = STORY) -> Talk:
    await talk.opens("en_kh-th")
    await talk.presses("complaint:unpaid_wages", "q:consent:yes")
    await talk.says("Samut Sakhon")
    await talk.says(story)
    await talk.presses("q:story:", "q:identity:anonymous")
    talk.reads("intake.summary")
    return talk


def filed(talk: Talk) -> list[Case]:
    with talk.house.open_unit() as unit:
        worker = unit.workers.of_chat("terminal", talk.chat)
        assert worker is not None
        return list(unit.cases.of_worker(worker.id))


async def test_a_complaint_reaches_the_queue_with_its_story(talk: Talk) -> None:
    await told(talk)
    await talk.presses(talk.token("send:"))
    talk.reads("intake.receipt")
    (complaint,) = filed(talk)
    assert complaint.reference in talk.text
    assert (complaint.kind, complaint.narrative, complaint.name) == ("unpaid_wages", STORY, None)
    assert (complaint.corridor.origin, complaint.corridor.destination) == ("kh", "th")


async def test_pressing_send_twice_makes_one_complaint(talk: Talk) -> None:
    await told(talk)
    token = talk.token("send:")
    first = (await talk.presses(token)).text
    assert (await talk.presses(token)).text == first
    assert len(filed(talk)) == 1


async def test_somebody_elses_send_button_shows_nothing(talk: Talk, new_talk) -> None:  # type: ignore[no-untyped-def]
    await told(talk)
    token = talk.token("send:")
    await talk.presses(token)
    other = await new_talk().opens("en_kh-th")
    (await other.presses(token)).reads("intake.none")


@pytest.mark.parametrize("answered", range(6))
async def test_cancel_at_any_step_puts_away_what_was_typed(talk: Talk, answered: int) -> None:
    await talk.opens("en_kh-th")
    await talk.presses("complaint")
    steps = ["q:consent:yes", "q:kind:other", "q:province:", STORY, "q:story:", "q:identity:anonymous"]
    for step in steps[:answered]:
        await (talk.says(step) if step == STORY else talk.presses(step))
    (await talk.presses("cancel")).reads("intake.ask_cancel")
    (await talk.presses("cancel:yes")).reads("intake.cancelled")
    with talk.house.open_unit() as unit:
        worker = unit.workers.of_chat("terminal", talk.chat)
        assert worker is not None and unit.drafts.of_worker(worker.id) is None
    assert filed(talk) == []


async def test_refusing_consent_still_gives_the_numbers(talk: Talk) -> None:
    await talk.opens("en_kh-th")
    await talk.presses("complaint", "refuse")
    talk.reads("intake.refused")
    assert "☎" in talk.text


async def test_an_answer_can_be_changed_before_sending(talk: Talk) -> None:
    await told(talk)
    await talk.presses("edit:kind", "q:kind:passport_kept")
    talk.reads("intake.summary")
    await talk.presses("edit:identity", "q:identity:named")
    await talk.says("Sokha")
    await talk.presses(talk.token("send:"))
    (complaint,) = filed(talk)
    assert (complaint.kind, complaint.name, complaint.narrative) == ("passport_kept", "Sokha", STORY)


async def test_photos_join_the_story_and_wrong_files_are_refused_kindly(talk: Talk) -> None:
    await talk.opens("en_kh-th")
    await talk.presses("complaint", "q:consent:yes", "q:kind:other", "q:province:")
    (await talk.sends("photo", "image/jpeg")).reads("intake.heard")
    (await talk.sends("document", "application/x-msdownload")).reads("problem.wrong_file_kind")
    (await talk.sends("video", "video/mp4", 10**9)).reads("problem.file_too_big")
    await talk.presses("q:story:", "q:identity:anonymous")
    await talk.presses(talk.token("send:"))
    (complaint,) = filed(talk)
    with talk.house.open_unit() as unit:
        (file,) = unit.cases.files(complaint.reference)
    assert talk.house.vault.get(file.file_id) == b"0123456789"


async def test_words_of_danger_in_a_story_are_kept_and_make_it_urgent(talk: Talk) -> None:
    await talk.opens("en_mm-th")
    await talk.presses("complaint", "q:consent:yes", "q:kind:other", "q:province:")
    await talk.says("papatayin niya ako, tulong")
    talk.reads("danger.first")
    await talk.presses("q:story:", "q:identity:anonymous")
    await talk.presses(talk.token("send:"))
    (complaint,) = filed(talk)
    assert complaint.urgency == "urgent" and "papatayin" in complaint.narrative


async def test_staff_write_and_her_answer_joins_the_case(talk: Talk, house: House) -> None:
    await told(talk)
    await talk.presses(talk.token("send:"))
    (complaint,) = filed(talk)
    with house.open_unit() as unit:
        officer = unit.staff.add(f"officer-{complaint.reference}", "Malee", Role.OFFICER, complaint.centre_id, "x")
        desk = Desk(unit, officer, NOON)
        claimed = desk.claim(complaint.reference, complaint.version)
        desk.reply(complaint.reference, claimed.version, "Which <month> was not paid?")
        unit.commit()
    (await talk.says("July and August")).reads("case.words_joined")
    with house.open_unit() as unit:
        lines = unit.cases.messages(complaint.reference)
    assert [(line.author, line.text) for line in lines] == [
        (Author.STAFF, "Which <month> was not paid?"),
        (Author.WORKER, "July and August"),
    ]
    await talk.presses("case:done", "status")
    talk.reads("status.accepted")


async def test_another_persons_case_is_answered_as_one_that_does_not_exist(talk: Talk, new_talk) -> None:  # type: ignore[no-untyped-def]
    await told(talk)
    await talk.presses(talk.token("send:"))
    (complaint,) = filed(talk)
    other = await new_talk().opens("en_kh-th")
    (await other.presses(f"case:withdrawn:{complaint.reference}")).reads("case.gone")


async def test_she_can_withdraw_it(talk: Talk) -> None:
    await told(talk)
    await talk.presses(talk.token("send:"), "status")
    await talk.presses(talk.token("case:withdraw:"))
    withdraw = talk.token("case:withdrawn:")
    for _ in range(2):
        await talk.presses(withdraw)
        assert filed(talk)[0].status == "withdrawn" and filed(talk)[0].reference in talk.text


async def test_delete_my_data_leaves_no_word_of_hers(talk: Talk, house: House) -> None:
    await told(talk)
    await talk.presses(talk.token("send:"))
    (complaint,) = filed(talk)
    await talk.presses("delete:yes")
    talk.reads("delete.done")
    with house.open_unit() as unit:
        assert unit.workers.of_chat("terminal", talk.chat) is None
        assert unit.cases.get(complaint.reference).narrative == ""


async def test_no_plain_column_holds_a_word_of_a_complaint(talk: Talk, house: House) -> None:
    await told(talk, "ZANZIBAR-WORD happened")
    await talk.presses("edit:identity", "q:identity:named")
    await talk.says("Sokha Zanzibar")
    await talk.presses(talk.token("send:"))
    with house.open_unit() as unit:
        assert isinstance(unit, SqlUnitOfWork)
        for table in metadata.sorted_tables:
            for row in unit.connection.execute(table.select()):
                for value in row:
                    shown = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                    assert "zanzibar" not in shown.casefold()
                    assert talk.chat not in shown


async def test_the_centres_group_hears_no_story(talk: Talk, house: House) -> None:
    await told(talk, "a quiet GROUPWORD")
    await talk.presses(talk.token("send:"))
    (complaint,) = filed(talk)
    with house.open_unit() as unit:
        told_group = [one.content for one in unit.outbox.queued(Address("telegram", ChatId("-100500")))]
    assert News("filed", complaint.reference) in told_group
    assert all("GROUPWORD" not in repr(one) for one in told_group)


async def test_a_button_that_is_none_of_ours_erases_nothing_and_drops_nothing(talk: Talk) -> None:
    await talk.opens("en_kh-th")
    await talk.presses("complaint", "q:consent:yes")
    for token in ("delete", "delete:x", "missed", "missed:x"):
        await talk.presses(token)
        assert talk.choices
    with talk.house.open_unit() as unit:
        worker = unit.workers.of_chat("terminal", talk.chat)
        assert worker is not None and unit.drafts.of_worker(worker.id) is not None
