"""Does the webhook take what Telegram brings, and nothing from anybody else? Real uvicorn, real HTTP."""

import json
import logging
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.channel.telegram.reception import Reception
from bot.channel.telegram.sending import Bot
from bot.channel.telegram.webhook import LARGEST_BODY, Webhook
from bot.errors import SettingsError
from bot.ports import OpenUnit
from tests.channel.conftest import SettableClock
from tests.telegram_server import TelegramServer, updates

SECRET = "a-secret-of-sixteen-letters"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
GOOD = json.dumps(updates.message(1, 70, text="hello")).encode()


class Switch:
    """A database that can be away."""

    def __init__(self, open_unit: OpenUnit) -> None:
        self._open_unit = open_unit
        self.away = False

    def __call__(self) -> object:
        if self.away:
            raise OSError("the database is away")
        return self._open_unit()

    def rows(self) -> int:
        with self._open_unit() as unit:
            return sum(unit.inbox.counts().values())


@pytest.fixture
def database_switch(open_unit: OpenUnit) -> Switch:
    return Switch(open_unit)


@pytest.fixture
def woken() -> list[tuple[str, str]]:
    return []


@pytest.fixture
async def webhook(
    bot: Bot, database_switch: Switch, clock: SettableClock, woken: list[tuple[str, str]]
) -> AsyncIterator[Webhook]:
    reception = Reception(bot, database_switch, lambda channel, chat: woken.append((channel, chat)), clock)  # type: ignore[arg-type]
    one = Webhook(bot, reception, "https://bot.example/hook/path", SECRET, "127.0.0.1", 0)
    await one.start()
    yield one
    await one.stop()


async def post(webhook: Webhook, body: bytes = GOOD, secret: str | None = SECRET, path: str = "/hook/path") -> int:
    async with httpx.AsyncClient() as client:
        headers = {} if secret is None else {HEADER: secret}
        answer = await client.post(f"http://127.0.0.1:{webhook.port}{path}", content=body, headers=headers)
    return answer.status_code


async def test_telegram_is_told_where_to_come(webhook: Webhook, server: TelegramServer) -> None:
    assert server.webhook is not None
    assert server.webhook["url"] == "https://bot.example/hook/path"
    assert server.webhook["secret_token"] == SECRET
    assert json.loads(server.webhook["allowed_updates"]) == ["message", "callback_query"]
    assert server.webhook.get("drop_pending_updates", "false") == "false"


async def test_an_update_is_stored_and_its_chat_woken(
    webhook: Webhook, database_switch: Switch, woken: list[tuple[str, str]]
) -> None:
    assert await post(webhook) == 200
    assert await post(webhook) == 200
    assert database_switch.rows() == 1
    assert woken[0] == ("telegram", "70")


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x", SECRET.upper()])
async def test_without_the_secret_nothing_is_left_behind(
    webhook: Webhook, database_switch: Switch, secret: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert await post(webhook, secret=secret) == 403
    assert database_switch.rows() == 0
    assert not [one for one in caplog.records if one.name.startswith(("bot", "uvicorn"))]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'"text"', b'{"message": {}}'])
async def test_what_is_no_update_is_refused(webhook: Webhook, database_switch: Switch, body: bytes) -> None:
    assert await post(webhook, body) == 400
    assert database_switch.rows() == 0


async def test_a_body_that_is_too_large_is_refused(webhook: Webhook, database_switch: Switch) -> None:
    assert await post(webhook, b" " * (LARGEST_BODY + 1)) == 413


async def test_a_body_in_pieces_that_grows_too_large_is_refused(webhook: Webhook) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b" " * 100_000

    async with httpx.AsyncClient() as client:
        url = f"http://127.0.0.1:{webhook.port}/hook/path"
        assert (await client.post(url, content=pieces(), headers={HEADER: SECRET})).status_code == 413


async def test_another_path_or_method_is_refused(webhook: Webhook) -> None:
    assert await post(webhook, path="/") == 404
    async with httpx.AsyncClient() as client:
        url = f"http://127.0.0.1:{webhook.port}/hook/path"
        assert (await client.get(url, headers={HEADER: SECRET})).status_code == 405


async def test_telegram_is_asked_to_come_again_when_the_database_is_away(
    webhook: Webhook, database_switch: Switch, woken: list[tuple[str, str]]
) -> None:
    database_switch.away = True
    assert await post(webhook) == 503
    assert woken == []
    database_switch.away = False
    assert await post(webhook) == 200
    assert database_switch.rows() == 1


async def test_an_address_that_telegram_refuses_stops_the_start(
    bot: Bot, open_unit: OpenUnit, clock: SettableClock, server: TelegramServer
) -> None:
    server.fail("setWebhook", status=400, description="Bad Request: bad webhook")
    reception = Reception(bot, open_unit, lambda channel, chat: None, clock)
    webhook = Webhook(bot, reception, "https://bot.example/hook", SECRET, "127.0.0.1", 0)
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_URL"):
        await webhook.start()
    await webhook.stop()
