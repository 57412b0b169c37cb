"""Does the test server see what a bot must not send?"""

from collections.abc import Iterator

import httpx
import pytest

from tests.telegram_server import TOKEN, TelegramServer


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as one:
        yield one
        one.violations.clear()


def post(server: TelegramServer, method: str, token: str = TOKEN, **given: str) -> httpx.Response:
    return httpx.post(f"{server.url}/bot{token}/{method}", data=given)


@pytest.mark.parametrize(
    "given",
    [
        {"text": "no chat"},
        {"chat_id": "1", "text": "x" * 4097},
        {"chat_id": "1", "text": "😀" * 2049},
        {"chat_id": "1", "text": " "},
        {"chat_id": "1", "text": "<b>x</b>", "parse_mode": "HTML"},
        {"chat_id": "1", "text": "x", "entities": '[{"type": "bold", "offset": 0, "length": 2}]'},
        {"chat_id": "1", "text": "x", "entities": '[{"type": "bold", "offset": 0, "length": 0}]'},
        {"chat_id": "1", "text": "x y", "entities": '[{"type": "bold", "offset": 0, "length": 2}]'},
        {"chat_id": "1", "text": "😀", "entities": '[{"type": "bold", "offset": 0, "length": 1}]'},
        {"chat_id": "1", "text": "x", "entities": '[{"type": "text_link", "offset": 0, "length": 1}]'},
        {
            "chat_id": "1",
            "text": "abc",
            "entities": '[{"type": "bold", "offset": 0, "length": 2}, {"type": "italic", "offset": 1, "length": 2}]',
        },
        {"chat_id": "1", "text": "x", "colour": "red"},
        {"chat_id": "1", "text": "x", "reply_markup": '{"inline_keyboard": [[{"text": "x", "callback_data": ""}]]}'},
        {
            "chat_id": "1",
            "text": "x",
            "reply_markup": '{"inline_keyboard": [[{"text": "x", "callback_data": "' + "é" * 33 + '"}]]}',
        },
    ],
)
def test_an_invalid_message_is_refused_and_noted(server: TelegramServer, given: dict[str, str]) -> None:
    assert post(server, "sendMessage", **given).status_code == 400
    assert server.violations and not server.sent


def test_an_unknown_method_is_noted(server: TelegramServer) -> None:
    assert post(server, "sendTelepathy").status_code == 400
    assert server.violations


def test_a_wrong_token_is_refused(server: TelegramServer) -> None:
    assert post(server, "getMe", token="1:wrong").status_code == 401


def test_an_update_comes_again_until_the_offset_passes_it(server: TelegramServer) -> None:
    first, second = server.says(7, "one"), server.says(7, "two")
    assert [one["update_id"] for one in post(server, "getUpdates").json()["result"]] == [first, second]
    assert len(post(server, "getUpdates").json()["result"]) == 2
    left = post(server, "getUpdates", offset=str(second)).json()["result"]
    assert [one["update_id"] for one in left] == [second]


def test_leaving_with_a_violation_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="no such method|no_such"), TelegramServer() as server:
        post(server, "noSuchThing")
