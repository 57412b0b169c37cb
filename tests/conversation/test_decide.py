"""What is done with a message? Buttons first, then danger, then what is open, then what the words mean."""

from dataclasses import replace

import pytest

from bot.conversation.decide import Decision, decide
from bot.conversation.turn import Situation
from bot.intake.questions import Question
from bot.kinds import Reference
from bot.messages import Attachment, ChatId, Incoming
from bot.understanding.intents import Parse
from bot.workers import Worker, WorkerId

WORKER = Worker(WorkerId("w"), "terminal", ChatId("1"), "en")
FREE = Situation(WORKER)


TELLING = Situation(WORKER, question=Question.STORY)
IN_CASE = Situation(WORKER, case=Reference("KW-1"))
SURE_OF_WAGES = Parse((("unpaid_wages", 0.9), ("minimum_wage", 0.05)))
UNSURE = Parse((("thanks", 0.2), ("unpaid_wages", 0.15), ("minimum_wage", 0.1), ("find_mrc", 0.05), ("hotlines", 0.04)))
CANCEL = Parse((("cancel", 0.99),))


def said(text: str = "words", **extra: object) -> Incoming:
    return Incoming("terminal", ChatId("1"), "k", text=text, **extra)  # type: ignore[arg-type]


def test_a_clear_question_is_answered() -> None:
    assert decide(said(), SURE_OF_WAGES, FREE).kind == "answer"


def test_when_unsure_the_three_likeliest_are_offered() -> None:
    decision = decide(said(), UNSURE, FREE)
    assert (decision.kind, decision.topics) == ("offer", ("thanks", "unpaid_wages", "minimum_wage"))


def test_small_talk_is_answered_sooner_than_a_topic() -> None:
    assert decide(said(), Parse((("thanks", 0.45), ("hotlines", 0.2))), FREE).intent == "thanks"
    assert decide(said(), Parse((("hotlines", 0.45), ("thanks", 0.2))), FREE).kind == "offer"


def test_a_likely_call_for_help_is_danger_without_a_word_of_danger() -> None:
    assert decide(said(), Parse((("emergency", 0.35), ("hotlines", 0.3))), FREE).kind == "danger"
    assert decide(said(), Parse((("hotlines", 0.4), ("emergency", 0.35))), FREE).kind == "offer"


def test_after_two_misses_comes_the_menu_and_a_person() -> None:
    assert decide(said(), UNSURE, Situation(WORKER, misses=2)).kind == "fallback"


@pytest.mark.parametrize("situation", [FREE, TELLING, IN_CASE])
def test_words_of_danger_stop_everything(situation: Situation) -> None:
    assert decide(said(), Parse(SURE_OF_WAGES.ranking, danger=True), situation).kind == "danger"


def test_a_button_is_never_guessed_at() -> None:
    decision = decide(said("", press="lang:km"), Parse((), danger=True), TELLING)
    assert (decision.intent, decision.value) == ("set_language", "km")


@pytest.mark.parametrize("text", ["stop", "please stop him, he cancels my pay every month"])
def test_within_a_story_or_a_case_nothing_is_guessed(text: str) -> None:
    assert plain(decide(said(text), CANCEL, TELLING)) == ("action", "answer_question", f"story:{text}")
    assert plain(decide(said(text), CANCEL, IN_CASE)) == ("action", "case_words", text)


@pytest.mark.parametrize("situation", [FREE, TELLING, IN_CASE])
def test_a_label_that_was_typed_is_a_press_whatever_it_seems_to_mean_but_for_danger(situation: Situation) -> None:
    typed = replace(situation, typed="cancel")
    assert plain(decide(said("Cancel"), SURE_OF_WAGES, typed)) == ("action", "cancel", "")
    assert decide(said("Cancel"), Parse(SURE_OF_WAGES.ranking, danger=True), typed).kind == "danger"
    assert decide(said("help"), Parse(()), replace(situation, typed="topic:emergency")).kind == "danger"


def test_the_words_under_a_photo_are_no_press() -> None:
    with_photo = said("privacy", attachments=(Attachment("photo", "r"),))
    assert decide(with_photo, Parse(()), replace(TELLING, typed="privacy")).value == "story:privacy"


def test_words_after_staff_wrote_join_the_case() -> None:
    assert decide(said("July"), SURE_OF_WAGES, IN_CASE).intent == "case_words"


def test_a_number_is_a_press_where_buttons_are_shown() -> None:
    buttons = (("q:kind:unpaid_wages", "Wages"), ("q:kind:other", "Something else"))
    shown = Situation(WORKER, question=Question.KIND, shown=buttons)
    decision = decide(said("2"), Parse(()), shown)
    assert (decision.intent, decision.value) == ("answer_question", "kind:other")


@pytest.mark.parametrize("question", [Question.STORY, Question.PROVINCE, Question.NAME])
def test_where_words_are_asked_a_number_is_words(question: Question) -> None:
    decision = decide(
        said("2"), Parse(()), Situation(WORKER, question=question, shown=((f"q:{question}:", "a"), ("cancel", "b")))
    )
    assert decision.value == f"{question}:2"


@pytest.mark.parametrize("question", [Question.STORY, Question.PROVINCE, Question.NAME])
def test_a_number_under_other_buttons_presses_one_of_them_in_the_middle_of_a_story(question: Question) -> None:
    asked = (("cancel:yes", "yesthrowitaway"), ("complaint", "nogoon"))
    assert plain(decide(said("1"), Parse(()), Situation(WORKER, question=question, shown=asked))) == (
        "action",
        "cancel",
        "yes",
    )


def test_a_number_answers_staff_as_words() -> None:
    shown = (("case:done", "Done"), ("menu", "Menu"))
    assert decide(said("2"), Parse(()), Situation(WORKER, case=Reference("KW-1"), shown=shown)).intent == "case_words"


@pytest.mark.parametrize("text", ["0", "3", "2 months", "1234"])
def test_a_number_of_no_button_is_not_a_press(text: str) -> None:
    assert (
        decide(said(text), SURE_OF_WAGES, Situation(WORKER, shown=(("menu", "Menu"), ("privacy", "Privacy")))).kind
        == "answer"
    )


def plain(decision: Decision) -> tuple[str, str, str]:
    return decision.kind, decision.intent, decision.value


@pytest.mark.parametrize(
    ("what", "decided"),
    [
        ({"press": "complaint:passport_kept"}, ("action", "make_complaint", "passport_kept")),
        ({"press": "topic:emergency"}, ("danger", "danger", "")),
        ({"press": "topic:hotlines"}, ("answer", "hotlines", "")),
        ({"press": ""}, ("action", "menu", "")),
        ({"start": "km_kh-th"}, ("action", "start", "km_kh-th")),
        ({"start": ""}, ("action", "start", "")),
        ({"command": "Hotlines"}, ("answer", "hotlines", "")),
        ({"command": "stop"}, ("action", "cancel", "")),
        ({"attachments": (Attachment("photo", "r"),)}, ("action", "unsupported", "file")),
        ({"unsupported": "sticker"}, ("action", "unsupported", "text")),
        ({"unsupported": "poll", "text": "caption"}, ("action", "unsupported", "text")),
        ({"text": " "}, ("action", "unsupported", "text")),
    ],
)
def test_what_is_no_words_is_done_at_once(what: dict[str, object], decided: tuple[str, str, str]) -> None:
    incoming = said(**({"text": ""} | what))  # type: ignore[arg-type]
    assert plain(decide(incoming, Parse(()), FREE)) == decided


def test_a_photo_with_words_is_words() -> None:
    incoming = said("they did not pay", attachments=(Attachment("photo", "r"),))
    assert plain(decide(incoming, SURE_OF_WAGES, FREE)) == ("answer", "unpaid_wages", "")


def test_danger_carries_her_words() -> None:
    assert plain(decide(said("help me"), Parse((), danger=True), TELLING)) == ("danger", "danger", "help me")
    assert plain(decide(said("", start="x"), Parse((), danger=True), FREE)) == ("action", "start", "x")
    assert plain(decide(said("", command="menu"), Parse((), danger=True), FREE)) == ("action", "menu", "")


@pytest.mark.parametrize(
    ("intent", "confidence", "kind"),
    [
        ("unpaid_wages", 0.55, "answer"),
        ("unpaid_wages", 0.549, "offer"),
        ("make_complaint", 0.55, "action"),
        ("make_complaint", 0.549, "offer"),
        ("thanks", 0.4, "action"),
        ("thanks", 0.399, "offer"),
    ],
)
def test_how_sure_is_sure(intent: str, confidence: float, kind: str) -> None:
    decision = decide(said(), Parse(((intent, confidence),)), FREE)
    assert decision.kind == kind and decision.topics == ((intent,) if kind == "offer" else ())
    assert decision.intent == ("offer" if kind == "offer" else intent)


def test_one_miss_is_no_reason_to_give_up_and_what_is_sure_is_never_a_miss() -> None:
    assert decide(said(), UNSURE, Situation(WORKER, misses=1)).kind == "offer"
    assert plain(decide(said(), UNSURE, Situation(WORKER, misses=2))) == ("fallback", "fallback", "")
    assert decide(said(), UNSURE, Situation(WORKER, misses=3)).kind == "fallback"
    assert decide(said(), SURE_OF_WAGES, Situation(WORKER, misses=9)).kind == "answer"


STRANGER = Situation(Worker(WorkerId("w"), "terminal", ChatId("1")))


def test_of_a_stranger_only_a_question_about_a_topic_is_kept_for_later() -> None:
    assert plain(decide(said(), SURE_OF_WAGES, STRANGER)) == ("action", "greet", "unpaid_wages")
    for parse in (UNSURE, Parse((("thanks", 0.9),)), CANCEL):
        assert plain(decide(said(), parse, STRANGER)) == ("action", "greet", "")
    assert decide(said(), Parse((), danger=True), STRANGER).kind == "danger"


def test_what_was_shared_joins_a_story_or_a_case_and_is_kindly_refused_elsewhere() -> None:
    place = said("", unsupported="location", shared="📍 13.75633, 100.50176")
    assert decide(place, Parse(()), TELLING).value == "story:📍 13.75633, 100.50176"
    assert plain(decide(place, Parse(()), IN_CASE)) == ("action", "case_words", "📍 13.75633, 100.50176")
    assert plain(decide(place, Parse(()), FREE)) == ("action", "unsupported", "text")


def test_what_cannot_be_read_is_refused_kindly_in_a_case_too() -> None:
    assert plain(decide(said("", unsupported="sticker"), Parse(()), IN_CASE)) == ("action", "unsupported", "text")


def test_what_cannot_be_read_is_no_part_of_a_story() -> None:
    assert plain(decide(said("", unsupported="sticker"), Parse(()), TELLING)) == ("action", "unsupported", "text")


def test_a_yes_agrees_where_it_was_asked_for_and_nowhere_else() -> None:
    yes = Parse((("affirm", 0.55),))
    consent, kind = (Situation(WORKER, question=one) for one in (Question.CONSENT, Question.KIND))
    assert plain(decide(said("yes"), yes, consent)) == ("action", "answer_question", "consent:yes")
    assert plain(decide(said("yes"), Parse((("affirm", 0.54),)), consent)) == (
        "action",
        "answer_question",
        "consent:yes",
    )
    assert decide(said("yes, of course"), Parse((("affirm", 0.54),)), consent).value == "consent:yes, of course"
    assert decide(said("sure"), Parse((("affirm", 0.55),)), consent).value == "consent:yes"
    assert decide(said("no"), Parse((("deny", 0.9),)), consent).value == "consent:no"
    assert decide(said("sure"), yes, kind).value == "kind:sure"


@pytest.mark.parametrize(("text", "pressed"), [("1", "a"), (" 2. ", "b"), ("(2)", "b"), ("#1", "a"), ("02", "b")])
def test_a_number_presses_the_button_of_that_number(text: str, pressed: str) -> None:
    situation = Situation(WORKER, shown=(("lang:a", "A"), ("lang:b", "B")))
    assert plain(decide(said(text), SURE_OF_WAGES, situation)) == ("action", "set_language", pressed)


def test_words_to_staff_and_a_story_may_be_in_any_script() -> None:
    """Elsewhere she is shown the languages; here her words would be lost."""
    words = said("মালিক তিন মাস বেতন দেয় না")
    in_case, telling = replace(IN_CASE, strange=True), replace(TELLING, strange=True)
    assert plain(decide(words, Parse(()), in_case)) == ("action", "case_words", words.text)
    assert plain(decide(words, Parse(()), telling)) == ("action", "answer_question", f"story:{words.text}")
    assert plain(decide(words, Parse(()), replace(FREE, strange=True))) == ("action", "change_language", "")
