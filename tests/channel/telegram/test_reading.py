"""Is each kind of update understood as what the person did, also where it is broken, and nobody else's taken for hers?"""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channel.telegram.raw import Unparsed
from bot.channel.telegram.reading import Membership, Migration, arrival_of, notice_of, query_of, read
from bot.mail.inbox import Arrival
from bot.mail.incoming import arrival_of as arrival_of_incoming
from bot.messages import Attachment, Incoming
from tests.channel.telegram.broken import ASIDE, READABLE, Broken, numbered
from tests.telegram_server import updates

BOT = "123456"


def understood(update: Any) -> Incoming | None:
    arrival = arrival_of(update, BOT)
    return None if arrival is None else read(json.loads(json.dumps(arrival.body)), arrival.kind)


def said(**content: Any) -> Incoming:
    incoming = understood(updates.message(5, 70, **content))
    assert incoming is not None
    return incoming


def membership(status: str, chat: int = 70, **more: Any) -> dict[str, Any]:
    kind = "private" if chat > 0 else "supergroup"
    member = {"status": status, "user": {"id": 123456, "is_bot": True, "first_name": "Kawan"}, **more}
    change = {"chat": {"id": chat, "type": kind}, "from": {"id": 70}, "date": 1, "new_chat_member": member}
    return {"update_id": 5, "my_chat_member": change}


def test_an_arrival_is_the_whole_update_under_bot_and_id() -> None:
    update = updates.message(5, 70, text="hello")
    assert arrival_of(update, BOT) == Arrival("telegram", "70", "telegram:123456:5", update, "message")


def test_a_text_keeps_its_chat_key_and_language() -> None:
    assert said(text="my boss keeps my passport", language="tl") == Incoming(
        "telegram", "70", "telegram:5", text="my boss keeps my passport", language_hint="tl"
    )


def test_a_command_is_no_text() -> None:
    incoming = said(text="/menu")
    assert (incoming.command, incoming.text, incoming.start) == ("menu", "", None)


@pytest.mark.parametrize(("text", "token"), [("/start", ""), ("/start th-my_1", "th-my_1")])
def test_a_deep_link_brings_its_token(text: str, token: str) -> None:
    incoming = said(text=text)
    assert (incoming.start, incoming.command) == (token, None)


def test_a_press_brings_its_token() -> None:
    incoming = understood(updates.press(9, 70, "topic:wages", language="vi"))
    assert incoming == Incoming("telegram", "70", "telegram:9", press="topic:wages", language_hint="vi")


def test_of_a_photo_the_largest_is_taken_with_its_caption() -> None:
    incoming = said(**updates.photo("room"), caption="our room")
    assert incoming.attachments == (Attachment("photo", "room", "image/jpeg", 128_000),)
    assert incoming.text == "our room"


def test_of_a_photo_with_broken_sizes_the_largest_that_can_be_fetched_is_taken() -> None:
    sizes = [
        None,
        {"file_id": "small", "width": "90", "height": 90},
        {"file_id": "large", "width": 1280.0, "height": 1280, "file_size": "many"},
        {"width": 2560, "height": 2560},
        {"file_id": "unmeasured", "width": None, "height": float("inf")},
    ]
    assert said(photo=sizes).attachments == (Attachment("photo", "large", "image/jpeg", None),)


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("voice", {"mime_type": "audio/ogg"}, Attachment("voice", "f", "audio/ogg", 2000)),
        ("audio", {}, Attachment("audio", "f", "audio/mpeg", 2000)),
        ("video", {"mime_type": "video/quicktime"}, Attachment("video", "f", "video/quicktime", 2000)),
        ("video_note", {}, Attachment("video", "f", "video/mp4", 2000)),
        ("document", {"mime_type": "application/pdf"}, Attachment("document", "f", "application/pdf", 2000)),
        ("document", {"mime_type": 7, "file_size": -1}, Attachment("document", "f", "application/octet-stream", None)),
        ("animation", {}, Attachment("document", "f", "video/mp4", 2000)),
        ("voice", {"mime_type": "Audio/OGG; name=Sokha"}, Attachment("voice", "f", "audio/ogg", 2000)),
        ("video", {"mime_type": "video/3gpp"}, Attachment("video", "f", "video/3gpp", 2000)),
        ("document", {"mime_type": "image/svg+xml"}, Attachment("document", "f", "image/svg+xml", 2000)),
        (
            "document",
            {"mime_type": "application/vnd.ms-excel"},
            Attachment("document", "f", "application/vnd.ms-excel", 2000),
        ),
        ("document", {"mime_type": "my name is Sokha"}, Attachment("document", "f", "application/octet-stream", 2000)),
    ],
)
def test_files_keep_their_kind(kind: str, more: dict[str, Any], expected: Attachment) -> None:
    assert said(**updates.file(kind, "f", **more)).attachments == (expected,)


def test_each_picture_of_an_album_is_a_message_of_its_own_and_names_the_album() -> None:
    first = said(**updates.photo("one"), media_group_id="9981", caption="both")
    second = said(**updates.photo("two"), media_group_id=9981)
    assert [one.attachments[0].ref for one in (first, second)] == ["one", "two"]
    assert first.album == second.album == "9981"
    assert said(text="alone").album is None


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ({"contact": {"phone_number": "1", "first_name": "A"}}, "contact"),
        ({"location": {"longitude": 1.0, "latitude": 2.0}}, "location"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "dice"),
        ({"story": {"chat": {"id": 1, "type": "private"}, "id": 1}}, "story"),
        ({"rich_message": {"blocks": []}}, "other"),
        ({"sticker": {"file_id": "s"}}, "sticker"),
        ({"poll": {"id": "1"}}, "poll"),
        ({"voice": {"duration": 4}}, "voice"),
        ({"kind_of_next_year": {}}, "other"),
        ({"kind_of_next_year": True, "text": None}, "other"),
    ],
)
def test_what_kawan_cannot_take_is_named(content: dict[str, Any], name: str) -> None:
    assert said(**content).unsupported == name


def test_a_venue_is_not_taken_for_its_location() -> None:
    place = {"longitude": 1.0, "latitude": 2.0}
    venue = {"location": place, "title": "Mall", "address": "Road"}
    assert said(venue=venue, location=place).unsupported == "venue"


def test_a_forwarded_message_is_read_like_any_other() -> None:
    origin = {"type": "hidden_user", "date": updates.MOMENT, "sender_user_name": "A friend"}
    assert said(text="is this true?", forward_origin=origin).text == "is this true?"


def test_a_text_of_invisible_characters_is_an_empty_message() -> None:
    assert said(text="\u200b\u2060").text == ""


@pytest.mark.parametrize(
    "update",
    [
        updates.message(1, -5, text="hello", chat_type="group"),
        updates.message(1, -5, text="hello", chat_type="supergroup"),
        {"update_id": 1, "message": {"chat": {"id": -5}, "text": "a group without its type"}},
        {"update_id": 1, "message": {"chat": {"type": "group"}, "text": "a group without its number"}},
        updates.press(1, -5, "menu", chat_type="group"),
        {"update_id": 1, "callback_query": {"id": "1", "from": {"id": 70}, "inline_message_id": "7", "data": "menu"}},
        {"update_id": 1, "callback_query": {"id": "1", "from": {"id": 70}, "game_short_name": "chess"}},
        updates.message(1, 5, pinned_message={"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}}),
        updates.message(1, 5, write_access_allowed={}),
        {"update_id": 1, "edited_message": updates.message(1, 5, text="edited")["message"]},
        {"update_id": 1, "channel_post": updates.message(1, -5, text="post", chat_type="channel")["message"]},
        {"update_id": 1, "inline_query": {"id": "1", "from": {"id": 5}, "query": "wages", "offset": ""}},
        {"update_id": 1, "some_kind_of_next_year": {}},
    ],
)
def test_what_is_not_said_to_kawan_is_passed_over(update: dict[str, Any]) -> None:
    assert understood(update) is None


@pytest.mark.parametrize("one", READABLE, ids=lambda one: one.why)
def test_what_can_be_read_of_a_broken_update_is_read(one: Broken) -> None:
    update = numbered(one.content, 5001)
    arrival = arrival_of(update, BOT)
    assert arrival is not None and arrival.chat == "5001" and arrival.unreadable is None
    incoming = understood(update)
    assert incoming is not None and (incoming.text or incoming.press or "") == one.said
    assert bool(incoming.unsupported) == (not one.said)


@pytest.mark.parametrize("one", ASIDE, ids=lambda one: one.why)
def test_what_cannot_be_read_is_named_by_its_kind(one: Broken) -> None:
    arrival = arrival_of(one.content, BOT)
    assert arrival is not None and arrival.unreadable and arrival.chat is None
    assert arrival.kind == one.kind


def test_what_is_no_json_is_named_so_and_keeps_its_id() -> None:
    arrival = arrival_of(Unparsed('{"update_id": 7, "mess', "JSONDecodeError", 7), BOT)
    assert arrival == Arrival(
        "telegram", None, "telegram:123456:7", '{"update_id": 7, "mess', "no_json", "JSONDecodeError"
    )


def test_a_message_without_an_id_is_answered_and_told_from_others_by_its_content() -> None:
    update = {"message": updates.message(0, 70, text="help me")["message"]}
    arrival = arrival_of(update, BOT)
    assert arrival is not None and arrival.key == "telegram:123456:none"
    incoming = understood(update)
    assert incoming is not None and incoming.text == "help me"


@pytest.mark.parametrize(
    "content", [{}, {"text": ["hello"]}, {"text": None}, {"kind_of_next_year": None}, {"caption": {}}]
)
def test_a_message_of_which_nothing_can_be_read_is_no_answer(content: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="nothing"):
        understood(updates.message(5, 70, **content))


def test_a_press_without_a_token_cannot_be_read() -> None:
    with pytest.raises(ValueError, match="token"):
        understood(updates.press(5, 70, ""))


@pytest.mark.parametrize("chat", [70, "70", 70.0])
def test_a_chat_is_the_same_however_its_number_is_written(chat: object) -> None:
    update = {"update_id": "5", "message": {"chat": {"id": chat, "type": "private"}, "text": "hello"}}
    arrival = arrival_of(update, BOT)
    assert arrival is not None and (arrival.chat, arrival.key) == ("70", "telegram:123456:5")


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (membership("kicked"), Membership("70", private=True, present=False)),
        (membership("member"), Membership("70", private=True, present=True)),
        (membership("left", -5), Membership("-5", private=False, present=False)),
        (membership("kicked", -5), Membership("-5", private=False, present=False)),
        (membership("administrator", -5), Membership("-5", private=False, present=True)),
        (membership("restricted", -5, is_member=True), Membership("-5", private=False, present=True)),
        (membership("restricted", -5, is_member=False), Membership("-5", private=False, present=False)),
        (updates.message(1, -5, chat_type="group", migrate_to_chat_id=-1005), Migration("-5", "-1005")),
        (updates.message(1, -1005, chat_type="supergroup", migrate_from_chat_id=-5), Migration("-5", "-1005")),
    ],
)
def test_a_change_of_kawans_place_in_a_chat_is_a_notice_and_no_message(
    update: dict[str, Any], expected: Membership | Migration
) -> None:
    assert notice_of(update) == expected
    assert arrival_of(update, BOT) is None


@pytest.mark.parametrize("update", [updates.message(1, 70, text="hi"), membership("asleep"), [5], None])
def test_nothing_else_is_a_notice(update: object) -> None:
    assert notice_of(update) is None


def test_what_was_stored_before_updates_were_kept_raw_can_be_read() -> None:
    incoming = Incoming("telegram", "70", "telegram:5", text="hello", attachments=(Attachment("photo", "f"),))  # type: ignore[arg-type]
    arrival = arrival_of_incoming(incoming)
    assert read(json.loads(json.dumps(arrival.body)), arrival.kind) == incoming


FIELDS = (
    *("update_id", "message", "callback_query", "my_chat_member", "chat", "from", "id", "type", "text", "caption"),
    *("photo", "voice", "file_id", "width", "data", "new_chat_member", "status", "migrate_to_chat_id", "poll"),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(FIELDS),
            inner,
            max_size=5,
        )
    ),
    max_leaves=25,
)


@given(JSON)
def test_any_json_at_all_has_a_fate(raw: Any) -> None:
    notice_of(raw), query_of(raw)
    arrival = arrival_of(raw, BOT)
    if arrival is not None and arrival.chat is not None:
        assert int(arrival.chat) > 0
        readable_or_refused(arrival)
    assert arrival is None or len(arrival.kind) <= 32 and len(arrival.key) <= 120


@given(JSON)
def test_any_json_in_a_message_has_a_fate(inner: Any) -> None:
    message = {**(inner if isinstance(inner, dict) else {"text": inner}), "chat": {"id": 70, "type": "private"}}
    arrival = arrival_of({"update_id": 1, "message": message}, BOT)
    assert arrival is not None and arrival.chat == "70"
    readable_or_refused(arrival)


def readable_or_refused(arrival: Arrival) -> None:
    try:
        read(arrival.body, arrival.kind)
    except ValueError as error:
        assert str(error) in ("nothing that can be read", "a press without a token")
