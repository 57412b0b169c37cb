"""What does each answer change in a draft, what is refused with which reason, and what does editing put back?"""

from dataclasses import replace

import pytest

from bot.errors import BadInput
from bot.intake.draft import Draft, DraftFile, start
from bot.intake.files import MAX_FILE_BYTES, MAX_FILES, add_file, check_file
from bot.intake.questions import MAX_NAME, MAX_PROVINCE, MAX_STORY, Question, answer, next_question, reopen
from bot.kinds import KINDS
from bot.places import DESTINATIONS, ORIGINS, OTHER, Corridor
from bot.workers import WorkerId

WORKER = WorkerId("w" * 32)
EMPTY = Draft("d", WORKER)
PHOTO = DraftFile("f" * 32, "photo", "image/jpeg", 10)
WHOLE = Draft(
    "d", WORKER, consent=True, kind="other", country="th", province="Tak", story=("it was so",), files=(PHOTO,),
    story_done=True, anonymous=False, name="Sok",
)  # fmt: skip


def refused(draft: Draft, question: Question, value: str | None) -> tuple[str, str]:
    """Field and reason; `value` None puts the question back."""
    with pytest.raises(BadInput) as bad:
        if value is None:
            reopen(draft, question)
        else:
            answer(draft, question, value)
    return bad.value.field, bad.value.reason


@pytest.mark.parametrize(
    ("question", "value", "changes"),
    [
        (Question.CONSENT, "yes", {"consent": True}),
        *((Question.KIND, kind, {"kind": kind}) for kind in KINDS),
        *((Question.COUNTRY, country, {"country": country}) for country in (*DESTINATIONS, OTHER)),
        (Question.PROVINCE, "  Mae Sot ", {"province": "Mae Sot"}),
        (Question.PROVINCE, "", {"province": ""}),
        (Question.STORY, " He took <b>all</b> ", {"story": ("He took <b>all</b>",)}),
        (Question.IDENTITY, "anonymous", {"anonymous": True}),
        (Question.IDENTITY, "named", {"anonymous": False}),
        (Question.NAME, " Sok Dara ", {"name": "Sok Dara"}),
    ],
)
def test_an_answer_changes_its_own_field_alone(question: Question, value: str, changes: dict[str, object]) -> None:
    assert answer(EMPTY, question, value) == replace(EMPTY, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "value", "reason"),
    [
        (Question.CONSENT, "no", "choose"),
        (Question.KIND, "noise", "choose"),
        (Question.KIND, "", "choose"),
        (Question.COUNTRY, "kh", "choose"),
        (Question.PROVINCE, "x" * (MAX_PROVINCE + 1), "too_long"),
        (Question.STORY, "", "empty"),
        (Question.STORY, "x" * (MAX_STORY + 1), "too_long"),
        (Question.IDENTITY, "Sok", "choose"),
        (Question.NAME, " ", "empty"),
        (Question.NAME, "x" * (MAX_NAME + 1), "too_long"),
        (Question.SUMMARY, "yes", "choose"),
    ],
)
def test_what_cannot_be_taken_says_where_and_why(question: Question, value: str, reason: str) -> None:
    assert refused(EMPTY, question, value) == (question, reason)


def test_the_longest_that_is_taken() -> None:
    assert answer(EMPTY, Question.PROVINCE, "x" * MAX_PROVINCE).province == "x" * MAX_PROVINCE
    assert answer(EMPTY, Question.NAME, "x" * MAX_NAME).name == "x" * MAX_NAME
    assert answer(EMPTY, Question.STORY, "x" * MAX_STORY).story == ("x" * MAX_STORY,)


def test_a_story_grows_until_all_of_it_is_too_long() -> None:
    told = answer(answer(EMPTY, Question.STORY, "first"), Question.STORY, "then")
    assert told.story == ("first", "then") and told.narrative == "first\n\nthen" and not told.story_done
    long = answer(EMPTY, Question.STORY, "x" * (MAX_STORY - 5))
    assert refused(long, Question.STORY, "123456") == (Question.STORY, "too_long")
    assert answer(long, Question.STORY, "12345").story[1] == "12345"


@pytest.mark.parametrize("known", [{"story": ("words",)}, {"files": (PHOTO,)}])
def test_words_or_a_file_are_a_story_that_can_be_done(known: dict[str, object]) -> None:
    draft = replace(EMPTY, **known)  # type: ignore[arg-type]
    assert answer(draft, Question.STORY, " ") == replace(draft, story_done=True)


def test_saying_again_how_she_is_to_be_named_asks_for_the_name_anew() -> None:
    assert answer(WHOLE, Question.IDENTITY, "named") == replace(WHOLE, name=None)
    assert answer(WHOLE, Question.IDENTITY, "anonymous") == replace(WHOLE, anonymous=True, name=None)


@pytest.mark.parametrize(
    ("question", "changes"),
    [
        (Question.KIND, {"kind": None}),
        (Question.COUNTRY, {"country": None}),
        (Question.PROVINCE, {"province": None}),
        (Question.STORY, {"story_done": False}),
        (Question.IDENTITY, {"anonymous": None, "name": None}),
    ],
)
def test_editing_puts_one_question_back_and_keeps_the_rest(question: Question, changes: dict[str, object]) -> None:
    draft = reopen(WHOLE, question)
    assert draft == replace(WHOLE, **changes)  # type: ignore[arg-type]
    assert next_question(draft) is question


@pytest.mark.parametrize("question", [Question.CONSENT, Question.NAME, Question.SUMMARY])
def test_some_questions_are_not_put_back(question: Question) -> None:
    assert refused(WHOLE, question, None) == (question, "not_editable")


@pytest.mark.parametrize("destination", [*DESTINATIONS, *ORIGINS, OTHER, None])
def test_a_new_draft_knows_the_country_where_there_can_be_a_complaint(destination: str | None) -> None:
    draft = start(WORKER, Corridor("kh", destination))
    assert draft.country == (destination if destination in DESTINATIONS else None)
    assert draft == Draft(draft.id, WORKER, country=draft.country)


def test_a_new_draft_knows_the_kind_she_read_about_and_whether_it_is_held() -> None:
    draft = start(WORKER, Corridor(), "passport_kept", held=True)
    assert (draft.kind, draft.held, draft.urgent) == ("passport_kept", True, False)
    assert (start(WORKER, Corridor(), "hotlines").kind, start(WORKER, Corridor()).held) == (None, False)
    assert len(draft.id) == 32 and start(WORKER, Corridor()).id != draft.id


def test_ten_files_join_a_draft_in_their_order_and_an_eleventh_does_not() -> None:
    draft = EMPTY
    for number in range(MAX_FILES):
        draft = add_file(draft, replace(PHOTO, file_id=str(number)))
    assert [file.file_id for file in draft.files] == [str(number) for number in range(10)]
    with pytest.raises(BadInput) as bad:
        add_file(draft, PHOTO)
    assert (bad.value.field, bad.value.reason) == (Question.STORY, "too_many_files")


@pytest.mark.parametrize(
    ("kind", "mime", "size", "reason"),
    [
        ("photo", "image/jpeg", MAX_FILE_BYTES, None),
        ("photo", "image/jpeg", MAX_FILE_BYTES + 1, "file_too_big"),
        ("voice", "audio/ogg", None, None),
        ("voice", "video/mp4", 1, "wrong_file_kind"),
        ("video", "audio/ogg", 1, "wrong_file_kind"),
        ("document", "text/plain", 1, None),
        ("document", "text/html", 1, "wrong_file_kind"),
        ("document", "application/x-msdownload", 1, "wrong_file_kind"),
        ("sticker", "image/webp", 1, "wrong_file_kind"),
    ],
)
def test_a_file_is_taken_by_kind_and_size_or_refused_with_the_reason(
    kind: str, mime: str, size: int | None, reason: str | None
) -> None:
    if reason is None:
        check_file(kind, mime, size)
        return
    with pytest.raises(BadInput) as bad:
        check_file(kind, mime, size)
    assert (bad.value.field, bad.value.reason) == (Question.STORY, reason)
