"""Which question of a complaint comes next, and what does an answer to it change?

A draft is a plain value; `next_question` and `answer` decide, nothing here stores or sends. Questions can be answered
in any order, and again: editing puts one question back.
"""

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from typing import Final

from bot.errors import BadInput
from bot.intake.draft import Draft
from bot.kinds import KINDS
from bot.places import DESTINATIONS, OTHER

MAX_STORY: Final = 20_000
"""Characters of all story messages together."""
MAX_NAME: Final = 120
MAX_PROVINCE: Final = 80


class Question(StrEnum):
    """The steps, in the order they are asked."""

    CONSENT = "consent"
    KIND = "kind"
    COUNTRY = "country"
    PROVINCE = "province"
    STORY = "story"
    IDENTITY = "identity"
    NAME = "name"
    SUMMARY = "summary"


EDITABLE: Final = (Question.KIND, Question.COUNTRY, Question.PROVINCE, Question.STORY, Question.IDENTITY)


def next_question(draft: Draft) -> Question:
    """The first question without an answer; the summary when there is none."""
    checks: tuple[tuple[Question, bool], ...] = (
        (Question.CONSENT, draft.consent),
        (Question.KIND, draft.kind is not None),
        (Question.COUNTRY, draft.country is not None),
        (Question.PROVINCE, draft.province is not None),
        (Question.STORY, draft.story_done),
        (Question.IDENTITY, draft.anonymous is not None),
        (Question.NAME, draft.anonymous is not False or draft.name is not None),
    )
    return next((question for question, answered in checks if not answered), Question.SUMMARY)


def answer(draft: Draft, question: Question, value: str) -> Draft:
    """The draft with this answer. Raises BadInput (field: the question, reason: why) and changes nothing then."""
    return _ANSWERS[question](draft, value.strip())


def reopen(draft: Draft, question: Question) -> Draft:
    """The draft with one question put back, to be answered again. A story keeps what was said and takes more."""
    cleared: dict[Question, Draft] = {
        Question.KIND: replace(draft, kind=None),
        Question.COUNTRY: replace(draft, country=None),
        Question.PROVINCE: replace(draft, province=None),
        Question.STORY: replace(draft, story_done=False),
        Question.IDENTITY: replace(draft, anonymous=None, name=None),
    }
    if question not in cleared:
        raise BadInput(question, "not_editable")
    return cleared[question]


def _consent(draft: Draft, value: str) -> Draft:
    if value != "yes":
        raise BadInput(Question.CONSENT, "choose")
    return replace(draft, consent=True)


def _kind(draft: Draft, value: str) -> Draft:
    if value not in KINDS:
        raise BadInput(Question.KIND, "choose")
    return replace(draft, kind=value)


def _country(draft: Draft, value: str) -> Draft:
    if value not in (*DESTINATIONS, OTHER):
        raise BadInput(Question.COUNTRY, "choose")
    return replace(draft, country=value)


def _province(draft: Draft, value: str) -> Draft:
    if len(value) > MAX_PROVINCE:
        raise BadInput(Question.PROVINCE, "too_long")
    return replace(draft, province=value)


def _story(draft: Draft, value: str) -> Draft:
    if value == "":
        if not draft.story and not draft.files:
            raise BadInput(Question.STORY, "empty")
        return replace(draft, story_done=True)
    if len(draft.narrative) + len(value) > MAX_STORY:
        raise BadInput(Question.STORY, "too_long")
    return replace(draft, story=(*draft.story, value))


def _identity(draft: Draft, value: str) -> Draft:
    if value not in ("anonymous", "named"):
        raise BadInput(Question.IDENTITY, "choose")
    return replace(draft, anonymous=value == "anonymous", name=None)


def _name(draft: Draft, value: str) -> Draft:
    if not value:
        raise BadInput(Question.NAME, "empty")
    if len(value) > MAX_NAME:
        raise BadInput(Question.NAME, "too_long")
    return replace(draft, name=value)


def _summary(draft: Draft, value: str) -> Draft:
    raise BadInput(Question.SUMMARY, "choose")


_ANSWERS: Final[dict[Question, Callable[[Draft, str], Draft]]] = {
    Question.CONSENT: _consent,
    Question.KIND: _kind,
    Question.COUNTRY: _country,
    Question.PROVINCE: _province,
    Question.STORY: _story,
    Question.IDENTITY: _identity,
    Question.NAME: _name,
    Question.SUMMARY: _summary,
}
