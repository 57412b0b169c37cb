"""Do the questions of a complaint come in order, whatever is answered?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import BadInput
from bot.intake import questions as intake
from bot.intake.draft import Draft, start
from bot.intake.files import check_file
from bot.intake.questions import Question
from bot.kinds import KINDS, Urgency
from bot.places import Corridor
from bot.workers import WorkerId

WORKER = WorkerId("w" * 32)
GOOD = {
    Question.CONSENT: "yes",
    Question.KIND: "unpaid_wages",
    Question.COUNTRY: "th",
    Question.PROVINCE: "Tak",
    Question.STORY: "",
    Question.IDENTITY: "named",
    Question.NAME: "Sokha",
}


def test_consent_comes_first_and_what_is_known_is_not_asked() -> None:
    draft = start(WORKER, Corridor("kh", "th"), "passport_kept")
    asked = []
    draft = intake.answer(intake.answer(draft, Question.STORY, "a story"), Question.STORY, "")
    while (question := intake.next_question(draft)) is not Question.SUMMARY:
        asked.append(question)
        draft = intake.answer(draft, question, GOOD[question])
    assert asked == [Question.CONSENT, Question.PROVINCE, Question.IDENTITY, Question.NAME]


def test_a_story_without_words_and_files_is_not_done() -> None:
    with pytest.raises(BadInput, match="empty"):
        intake.answer(Draft("d", WORKER), Question.STORY, "")


def test_what_locks_somebody_in_is_urgent() -> None:
    assert Draft("d", WORKER, kind="forced_labour").urgency is Urgency.URGENT
    assert Draft("d", WORKER, kind="other", urgent=True).urgency is Urgency.URGENT
    assert Draft("d", WORKER, kind="other").urgency is Urgency.NORMAL


@pytest.mark.parametrize(("kind", "mime", "size"), [("photo", "image/png", 1), ("document", "application/pdf", None)])
def test_right_files_are_taken(kind: str, mime: str, size: int | None) -> None:
    check_file(kind, mime, size)


@pytest.mark.parametrize(
    ("kind", "mime", "size"), [("photo", "text/html", 1), ("voice", "audio/ogg", 10**9), ("odd", "x/y", 1)]
)
def test_wrong_files_are_refused(kind: str, mime: str, size: int | None) -> None:
    with pytest.raises(BadInput):
        check_file(kind, mime, size)


answers = st.tuples(
    st.sampled_from(list(Question)), st.one_of(st.sampled_from([*GOOD.values(), *KINDS, ""]), st.text())
)
edits = st.tuples(st.sampled_from(list(Question)), st.none())


@given(st.lists(st.one_of(answers, edits), max_size=40))
def test_no_order_of_answers_and_edits_breaks_a_draft(steps: list[tuple[Question, str | None]]) -> None:
    draft = start(WORKER, Corridor())
    for question, value in steps:
        before = draft
        try:
            draft = intake.reopen(draft, question) if value is None else intake.answer(draft, question, value)
        except BadInput:
            assert draft is before
        assert draft.id == before.id
        assert set(before.story) <= set(draft.story)
    if intake.next_question(draft) is Question.SUMMARY:
        assert draft.consent and draft.kind in KINDS and (draft.story or draft.files)
        assert draft.anonymous is not (draft.name is not None)
