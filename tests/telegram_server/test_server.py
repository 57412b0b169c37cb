"""Does the test server see what a bot must not send?"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

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


def test_whatever_telegram_could_bring_is_brought_as_it_stands(server: TelegramServer) -> None:
    server.says(7, "one")
    server.add_raw("[5")
    assert post(server, "getUpdates").text.endswith(",[5]}")
    assert server.pending == [1, 2]
    post(server, "getUpdates", offset="2")
    assert server.pending == [2]


def test_a_fault_can_be_any_answer(server: TelegramServer) -> None:
    server.fail("getMe", body=b"<html>")
    server.fail("getMe", status=502, body=b"")
    assert [(one.status_code, one.text) for one in (post(server, "getMe") for _ in range(2))] == [
        (200, "<html>"),
        (502, ""),
    ]


def test_a_new_poll_ends_the_one_that_waits(server: TelegramServer) -> None:
    with ThreadPoolExecutor() as pool:
        first = pool.submit(post, server, "getUpdates", timeout="5")
        server.wait_for(lambda: len(server.calls) == 1)
        second = pool.submit(post, server, "getUpdates", timeout="5")
        server.wait_for(lambda: len(server.calls) == 2)
        assert first.result().json()["description"].startswith("Conflict: terminated by other")
        server.says(7, "one")
        assert len(second.result().json()["result"]) == 1
