"""What is done with a message? Buttons first, then danger, then what is open, then what the words mean."""

import pytest

from bot.conversation.decide import decide
from bot.conversation.turn import Situation
from bot.intake.questions import Question
from bot.kinds import Reference
from bot.messages import ChatId, Incoming
from bot.understanding.intents import Parse
from bot.workers import Worker, WorkerId

WORKER = Worker(WorkerId("w"), "terminal", ChatId("1"), "en")
FREE = Situation(WORKER)


TELLING = Situation(WORKER, question=Question.STORY)
IN_CASE = Situation(WORKER, case=Reference("KW-1"))
SURE_OF_WAGES = Parse((("unpaid_wages", 0.9), ("minimum_wage", 0.05)))
UNSURE = Parse((("thanks", 0.2), ("unpaid_wages", 0.15), ("minimum_wage", 0.1), ("find_mrc", 0.05), ("hotlines", 0.04)))
CANCEL = Parse((("cancel", 0.95),))


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


def test_a_short_clear_cancel_interrupts_a_story() -> None:
    assert decide(said("stop"), CANCEL, TELLING).intent == "cancel"


def test_a_long_story_is_a_story_whatever_it_resembles() -> None:
    story = "please stop him, he cancels my pay every month"
    decision = decide(said(story), CANCEL, TELLING)
    assert (decision.intent, decision.value) == ("answer_question", f"story:{story}")


def test_words_after_staff_wrote_join_the_case() -> None:
    assert decide(said("July"), SURE_OF_WAGES, IN_CASE).intent == "case_words"


def test_a_number_is_a_press_where_buttons_are_shown() -> None:
    shown = Situation(WORKER, question=Question.KIND, shown=("q:kind:unpaid_wages", "q:kind:other"))
    decision = decide(said("2"), Parse(()), shown)
    assert (decision.intent, decision.value) == ("answer_question", "kind:other")


@pytest.mark.parametrize("question", [Question.STORY, Question.PROVINCE, Question.NAME])
def test_where_words_are_asked_a_number_is_words(question: Question) -> None:
    decision = decide(said("2"), Parse(()), Situation(WORKER, question=question, shown=("a", "b")))
    assert decision.value == f"{question}:2"


def test_a_number_answers_staff_as_words() -> None:
    assert (
        decide(said("2"), Parse(()), Situation(WORKER, case=Reference("KW-1"), shown=("menu", "menu"))).intent
        == "case_words"
    )


@pytest.mark.parametrize("text", ["0", "3", "2 months", "1234"])
def test_a_number_of_no_button_is_not_a_press(text: str) -> None:
    assert decide(said(text), SURE_OF_WAGES, Situation(WORKER, shown=("menu", "privacy"))).kind == "answer"
