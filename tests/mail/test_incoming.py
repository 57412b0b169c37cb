"""Does a message of the console's page or the terminal come out of the inbox as it went in?"""

import json

import pytest

from bot.mail.incoming import arrival_of, read_incoming
from bot.messages import Attachment, ChatId, Incoming

PHOTO = Attachment("photo", "f" * 32, "image/png", 7)


@pytest.mark.parametrize(
    "incoming",
    [
        Incoming("web", ChatId("a" * 32), "web:1", "My wages & <i>hours</i>", language_hint="km"),
        Incoming("web", ChatId("a" * 32), "web:2", press="menu"),
        Incoming("web", ChatId("a" * 32), "web:3", start=""),
        Incoming("terminal", ChatId("here"), "terminal:4", attachments=(PHOTO, PHOTO)),
    ],
)
def test_a_message_is_read_again_as_it_was_also_through_json(incoming: Incoming) -> None:
    arrival = arrival_of(incoming)
    assert (arrival.channel, arrival.chat, arrival.key) == (incoming.channel, incoming.chat, incoming.key)
    body = json.loads(json.dumps(arrival.body))
    assert read_incoming(body, arrival.kind) == incoming
    assert read_incoming(body, arrival.kind) == incoming, "reading changes nothing"


@pytest.mark.parametrize("body", [None, [], "text", {}, {"text": "hello"}, {"attachments": [{"kind": "photo"}]}])
def test_what_is_no_message_raises(body: object) -> None:
    with pytest.raises((TypeError, KeyError, ValueError)):
        read_incoming(body)


def test_a_body_of_another_kind_is_not_taken_for_a_message() -> None:
    with pytest.raises(ValueError):
        read_incoming(arrival_of(Incoming("web", ChatId("a"), "web:1")).body, "callback_query")
