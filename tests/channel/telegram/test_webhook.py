"""Does the webhook take what Telegram brings, whatever it is, and nothing from anybody else? Real uvicorn, real HTTP."""

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.channel.telegram import webhook as module
from bot.channel.telegram.polling import BotApi
from bot.channel.telegram.reception import Reception
from bot.channel.telegram.webhook import LARGEST_BODY, Webhook
from bot.errors import SettingsError
from tests.channel.conftest import until
from tests.channel.telegram.broken import BROKEN, numbered
from tests.channel.telegram.conftest import Heard, Switch
from tests.channel.telegram.test_reading import membership
from tests.telegram_server import TOKEN, TelegramServer, updates

SECRET = "a-secret-of-sixteen-letters"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
GOOD = json.dumps(updates.message(1, 70, text="hello")).encode()


def webhook_of(server: TelegramServer, reception: Reception, port: int = 0, host: str = "127.0.0.1") -> Webhook:
    return Webhook(BotApi(server.url, TOKEN), reception, "https://bot.example/hook/path", SECRET, host, port)


@pytest.fixture
async def webhook(server: TelegramServer, reception: Reception) -> AsyncIterator[Webhook]:
    one = webhook_of(server, reception)
    running = asyncio.create_task(one.run())
    await until(lambda: server.webhook)
    yield one
    running.cancel()
    await asyncio.wait([running])
    await one.stop()


async def post(webhook: Webhook, body: Any = GOOD, secret: str | None = SECRET, path: str = "/hook/path") -> int:
    async with httpx.AsyncClient(verify=False, timeout=60) as client:
        headers = {} if secret is None else {HEADER: secret}
        answer = await client.post(f"http://127.0.0.1:{webhook.port}{path}", content=body, headers=headers)
    return answer.status_code


async def test_telegram_is_told_where_to_come(webhook: Webhook, server: TelegramServer) -> None:
    assert server.webhook is not None
    assert server.webhook["url"] == "https://bot.example/hook/path"
    assert server.webhook["secret_token"] == SECRET
    assert json.loads(server.webhook["allowed_updates"]) == ["message", "callback_query", "my_chat_member"]
    assert server.webhook["drop_pending_updates"] == "false"


async def test_an_update_is_stored_once_and_its_chat_woken(webhook: Webhook, switch: Switch, heard: Heard) -> None:
    assert await post(webhook) == 200
    assert await post(webhook) == 200
    assert switch.counts() == {"open": 1} and {(row.chat, row.id) for row in heard.woken} == {("70", heard.woken[0].id)}
    assert switch.bodies(70) == [json.loads(GOOD)]


async def test_a_change_of_membership_is_handed_on(webhook: Webhook, switch: Switch, heard: Heard) -> None:
    assert await post(webhook, json.dumps(membership("kicked")).encode()) == 200
    assert len(heard.notices) == 1 and switch.counts() == {}


async def test_broken_updates_among_readable_ones_are_taken_and_not_asked_for_again(
    webhook: Webhook, switch: Switch, heard: Heard, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(1)
    for number, one in enumerate(BROKEN):
        for _ in range(2):
            body = json.dumps(numbered(one.content, 5001 + number)).encode()
            assert await post(webhook, body) == 200, one.why
        good = updates.message(9000 + number, 100 + number, text="hello")
        assert await post(webhook, json.dumps(good).encode()) == 200
        expected = [str(100 + number)] if one.said is None else [str(5001 + number), str(100 + number)]
        assert heard.chats[-len(expected) :] == expected, one.why
    assert sum(switch.aside().values()) == sum(one.said is None for one in BROKEN)
    assert {kind for kind, _ in switch.aside()} == {one.kind for one in BROKEN if one.said is None}
    assert "passports" not in caplog.text and TOKEN not in caplog.text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "no_json"),
        (b"{", "no_json"),
        (b"\xff", "no_json"),
        (b"[" * 500_000, "no_json"),
        (b'{"update_id": 1, "message": "', "no_json"),
        (b"[]", "list"),
        (b'"text"', "str"),
        (b"9" * 9_000, "str"),
        (b"null", "NoneType"),
        (b'{"message": {}}', "message"),
    ],
)
async def test_what_is_no_update_is_set_aside_and_not_asked_for_again(
    webhook: Webhook, switch: Switch, body: bytes, kind: str
) -> None:
    assert await post(webhook, body) == 200
    assert [name for name, _ in switch.aside()] == [kind]


async def test_what_lies_deep_within_a_message_does_not_keep_it(webhook: Webhook, heard: Heard) -> None:
    deep = b'{"update_id": 1, "message": {"chat": {"id": 70}, "text": "hello", "x": ' + b"[" * 400_000 + b"]" * 400_000
    assert await post(webhook, deep + b"}}") == 200
    assert heard.chats == ["70"]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET.upper()])
async def test_without_the_secret_nothing_is_left_behind(
    webhook: Webhook, switch: Switch, secret: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert await post(webhook, secret=secret) == 403
    assert switch.counts() == {} and switch.opened == 0
    assert not [one for one in caplog.records if one.name.startswith(("bot", "uvicorn"))]


async def test_a_body_that_is_too_large_is_set_aside_and_not_asked_for_again(webhook: Webhook, switch: Switch) -> None:
    large = b'{"update_id": 7, "message": {"text": "' + b"x" * LARGEST_BODY + b'"}}'
    assert await post(webhook, large) == 200
    assert switch.aside() == {("no_json", "OverflowError"): 1}


async def test_a_body_in_pieces_that_grows_too_large_is_set_aside(webhook: Webhook, switch: Switch) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 100_000

    assert await post(webhook, pieces()) == 200
    assert switch.aside() == {("no_json", "OverflowError"): 1}


async def test_a_body_of_exactly_the_largest_size_is_read(webhook: Webhook, heard: Heard) -> None:
    body = b'{"update_id": 1, "message": {"chat": {"id": 70, "type": "private"}, "text": "hello"}}'
    assert await post(webhook, body + b" " * (LARGEST_BODY - len(body))) == 200
    assert heard.chats == ["70"]


async def test_another_path_or_method_is_refused(webhook: Webhook) -> None:
    assert await post(webhook, path="/") == 404
    async with httpx.AsyncClient(verify=False) as client:
        url = f"http://127.0.0.1:{webhook.port}/hook/path"
        assert (await client.get(url, headers={HEADER: SECRET})).status_code == 405


async def test_telegram_is_asked_to_come_again_when_the_database_is_away(
    webhook: Webhook, switch: Switch, heard: Heard
) -> None:
    switch.away = True
    assert await post(webhook) == 503
    assert await post(webhook, b"{") == 503
    assert heard.woken == []
    switch.away = False
    assert await post(webhook) == 200
    assert switch.counts() == {"open": 1} and heard.chats == ["70"]


async def test_many_at_once_are_all_stored(webhook: Webhook, switch: Switch) -> None:
    bodies = [json.dumps(updates.message(number, number % 7 + 1, text="hello")).encode() for number in range(1, 101)]
    assert set(await asyncio.gather(*(post(webhook, body) for body in bodies))) == {200}
    assert switch.counts() == {"open": 100}


async def test_the_request_in_hand_is_answered_before_the_end(
    server: TelegramServer, reception: Reception, switch: Switch
) -> None:
    one = webhook_of(server, reception)
    running = asyncio.create_task(one.run())
    await until(lambda: server.webhook)
    posting = asyncio.create_task(post(one))
    await until(lambda: switch.opened)
    running.cancel()
    assert await posting == 200
    await asyncio.wait([running])
    assert running.cancelled() and server.webhook is not None


@pytest.mark.parametrize(
    ("status", "name"), [(400, "TELEGRAM_WEBHOOK_URL"), (401, "TELEGRAM_BOT_TOKEN"), (404, "TELEGRAM_BOT_TOKEN")]
)
async def test_what_telegram_refuses_stops_the_start(
    server: TelegramServer, reception: Reception, status: int, name: str
) -> None:
    server.fail("setWebhook", status=status, description="Bad Request: bad webhook")
    with pytest.raises(SettingsError, match=f"^{name}") as refused:
        await webhook_of(server, reception).run()
    assert TOKEN not in str(refused.value) and "\n" not in str(refused.value)


async def test_telegram_is_told_again_until_it_listens(
    server: TelegramServer, reception: Reception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SHORTEST_PAUSE", 0.02)
    server.fail("setWebhook", 2, status=500)
    server.fail("setWebhook", 1, status=429, parameters={"retry_after": 0})
    server.fail("setWebhook", 1)
    running = asyncio.create_task(webhook_of(server, reception).run())
    await until(lambda: server.webhook)
    running.cancel()
    await asyncio.wait([running])


async def test_a_port_that_another_program_has_is_named(server: TelegramServer, reception: Reception) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_HOST, TELEGRAM_WEBHOOK_PORT") as refused:
            await webhook_of(server, reception, taken.getsockname()[1]).run()
    assert "\n" not in str(refused.value) and server.webhook is None


async def test_a_host_that_is_not_ours_is_named(server: TelegramServer, reception: Reception) -> None:
    for host in ("203.0.113.9", "no.such.host.invalid"):
        with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_HOST"):
            await webhook_of(server, reception, host=host).run()


async def test_it_can_be_started_again(server: TelegramServer, reception: Reception, heard: Heard) -> None:
    one = webhook_of(server, reception)
    for number in range(2):
        server.webhook = None
        running = asyncio.create_task(one.run())
        await until(lambda: server.webhook)
        assert await post(one, json.dumps(updates.message(number, 70, text="hello")).encode()) == 200
        running.cancel()
        await asyncio.wait([running])
    assert heard.chats == ["70", "70"]
