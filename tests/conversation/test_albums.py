"""Which waiting messages are one?"""

from collections.abc import Sequence

from bot.conversation.albums import first_message, merged
from bot.messages import Attachment, ChatId, Incoming

A, B = Attachment("photo", "a"), Attachment("video", "b")


def waiting(*albums: str | None) -> Sequence[Incoming]:
    return [Incoming("telegram", ChatId("7"), f"k{number}", album=album) for number, album in enumerate(albums)]


def test_the_parts_of_an_album_are_one_message() -> None:
    assert first_message(waiting("x", "x", "x")) == 3
    assert first_message(waiting("x", "x", "y", "x")) == 2
    assert first_message(waiting("x", None, "x")) == 1
    assert first_message(waiting("x")) == 1


def test_messages_without_an_album_are_each_their_own() -> None:
    assert first_message(waiting(None, None)) == 1 and first_message(waiting(None, "x")) == 1


def test_words_and_files_of_all_parts_are_kept_in_their_order() -> None:
    parts = [
        Incoming("telegram", ChatId("7"), "k1", text="first", attachments=(A,), album="x", language_hint="km"),
        Incoming("telegram", ChatId("7"), "k2", attachments=(B,), album="x"),
        Incoming("telegram", ChatId("7"), "k3", text="last", attachments=(A, B), album="x"),
    ]
    one = merged(parts)
    assert (one.text, one.attachments) == ("first\nlast", (A, B, A, B))
    assert (one.key, one.chat, one.album, one.language_hint) == ("k1", "7", "x", "km")
