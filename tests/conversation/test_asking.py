"""Does `kawan ask` say what the bot says, and keep nothing?"""

import re
import uuid

import pytest
from sqlalchemy import func, select

from bot.answers.library import TOPICS
from bot.conversation.asking import Asked, judge, read_asked
from bot.conversation.presses import PRESSES
from bot.errors import BadInput
from bot.house import memory_unit, utc_now
from bot.i18n.phrasebook import Phrasebook
from bot.messages import ChatId, Incoming
from bot.places import Corridor
from bot.ports import OpenUnit
from bot.storage import tables
from bot.workers import Worker, WorkerId
from tests.conftest import NOON
from tests.conversations.conftest import House, house  # noqa: F401
from tests.nlu_messages import LANGUAGES, messages

CODE = re.compile(r"KW-\w{4}-\w{4}")
ARGUMENTS = {
    "lang": ("km", "en", "xx"), "from": ("kh", "other"), "to": ("th", "other"), "complaint": ("", "unpaid_wages"),
    "q": ("consent:yes", "kind:other", "story:", "nothing:x"), "edit": ("kind", "nothing"), "send": ("nothing",),
    "case": ("answer:KW-0000-0000", "withdraw:KW-0000-0000", "withdrawn:KW-0000-0000", "done"),
    "delete": ("yes",), "cancel": ("", "yes"), "missed": ("show", "drop"),
}  # fmt: skip
ACTIONS = (
    "greet",
    "menu",
    "cancel",
    "make_complaint",
    "complaint_status",
    "talk_to_person",
    "privacy",
    "free_of_charge",
)
BUTTONS = [
    *(f"{head}:{one}" if one else head for head in PRESSES for one in ARGUMENTS.get(head, ("",))),
    *(f"topic:{topic}" for topic in TOPICS),
    *(f"act:{action}" for action in ACTIONS),
    "a button of a version before",
    "topic:of_a_version_before",
    "act:nothing",
]


@pytest.fixture(scope="module")
def nowhere() -> OpenUnit:
    return memory_unit("Mae Sot")


async def said_by_the_bot(house: House, asked: Asked) -> tuple[list[str], list[str]]:  # noqa: F811
    """What the pump's turn says to a new worker of this language and corridor, kept in a real database."""
    chat = ChatId(uuid.uuid4().hex)
    worker = Worker(
        WorkerId(uuid.uuid4().hex), "terminal", chat, asked.language, Corridor(asked.origin, asked.destination)
    )
    with house.open_unit() as unit:
        unit.workers.save(worker, NOON)
        unit.commit()
    replies = await house.turn(Incoming("terminal", chat, "key", text=asked.text, press=asked.press))
    return [str(one.text) for one in replies], [choice.label for one in replies for row in one.rows for choice in row]


async def same(house: House, nowhere: OpenUnit, asked: Asked) -> None:  # noqa: F811
    judged = judge(house.speech, nowhere, utc_now, asked)
    said, choices = await said_by_the_bot(house, asked)
    assert (without_codes(judged.replies), judged.choices) == (without_codes(said), choices)
    assert judged.replies


def without_codes(replies: list[str]) -> list[str]:
    """Each case has a code of its own."""
    return [CODE.sub("KW", reply) for reply in replies]


@pytest.mark.parametrize("press", BUTTONS)
async def test_ask_and_bot_say_the_same_for_every_button(house: House, nowhere: OpenUnit, press: str) -> None:  # noqa: F811
    await same(house, nowhere, Asked("", "vi", "vn", "my", press))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_ask_and_bot_say_the_same_for_messages(house: House, nowhere: OpenUnit, language: str) -> None:  # noqa: F811
    corridors = [("kh", "th"), ("id", "my"), ("ph", "sg"), (None, None), ("mm", "bn")]
    texts = [text for text, _ in messages(language)][:34]
    assert len(texts) == 34
    for number, text in enumerate(texts):
        origin, destination = corridors[number % len(corridors)]
        await same(house, nowhere, Asked(text, language, origin, destination))


def test_asking_keeps_nothing(house: House) -> None:  # noqa: F811
    nowhere = memory_unit()
    judge(house.speech, nowhere, utc_now, Asked("they did not pay me", "en", "kh", "th", "complaint"))
    with nowhere() as unit:
        for table in tables.metadata.sorted_tables:
            count = unit.connection.scalar(select(func.count()).select_from(table))  # type: ignore[attr-defined]
            assert count == (1 if table.name in ("centres", "routes") else 0), table.name


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({}, "text"), ({"text": 7}, "text"), ({"text": "x", "press": 7}, "text"), ({"text": "x", "language": "xx"}, "language"),
        ({"text": "x", "from": "th"}, "from"), ({"text": "x", "to": "kh"}, "to"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_asked_names_the_field(phrases: Phrasebook, value: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput) as bad:
        read_asked(value, phrases)
    assert bad.value.field == field


def test_what_is_judged_says_what_was_understood_and_decided(house: House, nowhere: OpenUnit) -> None:  # noqa: F811
    asked = Asked("my boss did not pay my salary", "km", "kh", "th")
    judged = judge(house.speech, nowhere, utc_now, asked)
    ranking = house.speech.understand(Incoming("terminal", ChatId("1"), "k", text=asked.text)).ranking
    assert (judged.text, judged.language, judged.decision) == (asked.text, "km", "answer")
    assert (judged.intent, judged.confidence) == ("unpaid_wages", round(ranking[0][1], 4))
    assert judged.candidates == [{"intent": name, "confidence": round(part, 4)} for name, part in ranking[:3]]
    assert judged.as_dict() == {
        "text": asked.text, "intent": "unpaid_wages", "confidence": judged.confidence, "decision": "answer",
        "candidates": judged.candidates, "language": "km", "replies": judged.replies, "choices": judged.choices,
    }  # fmt: skip


def test_candidates_are_what_is_offered_when_it_offers(house: House, nowhere: OpenUnit) -> None:  # noqa: F811
    judged = judge(house.speech, nowhere, utc_now, Asked("zzqx wvkj"))
    assert judged.decision == "offer" and len(judged.candidates) == 3
    names = [house.means.phrases.word("en", f"topic.{one['intent']}") for one in judged.candidates]
    assert judged.choices[:3] == names
    assert judge(house.speech, nowhere, utc_now, Asked("", press="menu")).candidates == []


@pytest.mark.parametrize(
    ("value", "asked"),
    [
        ({"text": "hi"}, Asked("hi", "en")),
        ({"text": ""}, Asked("", "en")),
        ({"press": "menu"}, Asked("", "en", press="menu")),
        ({"text": "hi", "language": "", "from": "", "to": None}, Asked("hi", "en")),
        ({"text": "hi", "language": "km", "from": "other", "to": "other"}, Asked("hi", "km", "other", "other")),
        ({"text": "hi", "language": "km", "from": "kh", "to": "th", "press": None}, Asked("hi", "km", "kh", "th")),
    ],
)
def test_what_is_not_named_is_not_known(phrases: Phrasebook, value: dict[str, object], asked: Asked) -> None:
    assert read_asked(value, phrases) == asked


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"press": 7}, "must be a string"),
        ({}, "must be a string"),
        ({"text": "x", "language": "xx"}, "must be one of en, id, ms, fil, vi, th, lo, km, my"),
        ({"text": "x", "from": "th"}, "must be one of kh, id, la, mm, ph, vn, other"),
        ({"text": "x", "to": "kh"}, "must be one of bn, my, sg, th, other"),
    ],
)
def test_the_reason_says_what_may_be_asked(phrases: Phrasebook, value: dict[str, object], reason: str) -> None:
    with pytest.raises(BadInput) as bad:
        read_asked(value, phrases)
    assert bad.value.reason == reason
