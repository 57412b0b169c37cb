"""Is each kind of update understood as what the person did?"""

from typing import Any

import pytest
from telegram import Update

from bot.channel.telegram.reading import incoming_of
from bot.messages import Attachment, Incoming
from tests.telegram_server import updates


def read(update: dict[str, Any]) -> Incoming | None:
    return incoming_of(Update.de_json(update, None))


def said(**content: Any) -> Incoming:
    incoming = read(updates.message(5, 70, **content))
    assert incoming is not None
    return incoming


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
    incoming = read(updates.press(9, 70, "topic:wages", language="vi"))
    assert incoming == Incoming("telegram", "70", "telegram:9", press="topic:wages", language_hint="vi")


def test_of_a_photo_the_largest_is_taken_with_its_caption() -> None:
    incoming = said(**updates.photo("room"), caption="our room")
    assert incoming.attachments == (Attachment("photo", "room", "image/jpeg", 128_000),)
    assert incoming.text == "our room"


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("voice", {"mime_type": "audio/ogg"}, Attachment("voice", "f", "audio/ogg", 2000)),
        ("audio", {}, Attachment("audio", "f", "audio/mpeg", 2000)),
        ("video", {"mime_type": "video/quicktime"}, Attachment("video", "f", "video/quicktime", 2000)),
        ("video_note", {}, Attachment("video", "f", "video/mp4", 2000)),
        ("document", {"mime_type": "application/pdf"}, Attachment("document", "f", "application/pdf", 2000)),
    ],
)
def test_files_keep_their_kind(kind: str, more: dict[str, Any], expected: Attachment) -> None:
    assert said(**updates.file(kind, "f", **more)).attachments == (expected,)


def test_each_picture_of_an_album_is_a_message_of_its_own() -> None:
    first = said(**updates.photo("one"), media_group_id="album", caption="both")
    second = said(**updates.photo("two"), media_group_id="album")
    assert [one.attachments[0].ref for one in (first, second)] == ["one", "two"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ({"contact": {"phone_number": "1", "first_name": "A"}}, "contact"),
        ({"location": {"longitude": 1.0, "latitude": 2.0}}, "location"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "dice"),
        ({"story": {"chat": {"id": 1, "type": "private"}, "id": 1}}, "story"),
        ({"rich_message": {"blocks": []}}, "other"),
        (
            {
                "sticker": {
                    "file_id": "s",
                    "file_unique_id": "s",
                    "width": 1,
                    "height": 1,
                    "is_animated": False,
                    "is_video": False,
                    "type": "regular",
                }
            },
            "sticker",
        ),
    ],
)
def test_what_cannot_be_read_is_named(content: dict[str, Any], name: str) -> None:
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
        updates.press(1, -5, "menu", chat_type="group"),
        updates.message(1, 5, pinned_message={"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}}),
        {"update_id": 1, "edited_message": updates.message(1, 5, text="edited")["message"]},
        {"update_id": 1, "channel_post": updates.message(1, -5, text="post", chat_type="channel")["message"]},
        {"update_id": 1, "some_kind_of_next_year": {}},
    ],
)
def test_what_is_not_said_to_kawan_is_passed_over(update: dict[str, Any]) -> None:
    assert read(update) is None
