"""Is a wrong setting named at the start, and do secrets hide?"""

import re
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import NAMES, ROOT, Settings, read_settings

WEBHOOK = {
    "TELEGRAM_BOT_TOKEN": "1:a",
    "TELEGRAM_WEBHOOK_URL": "https://x.example/t",
    "TELEGRAM_WEBHOOK_SECRET": "long-enough-to-be-one",
}


def settings_of(folder: Path, **given: str) -> Settings:
    return read_settings(given, folder)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KAWAN_DATA", "~nobody-of-this-name/kawan"),
        ("KAWAN_DATA", "/srv/\0/kawan"),
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "postgres://kawan:hidden@127.0.0.1/kawan"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "sqlite:///:memory:"),
        ("TELEGRAM_BOT_TOKEN", "hidden"),
        ("TELEGRAM_BOT_TOKEN", "123:hidden letters"),
        ("TELEGRAM_BOT_TOKEN", "\u0661\u0662:hidden"),
        ("TELEGRAM_WEBHOOK_URL", "https://x.example"),
        ("TELEGRAM_API_URL", "not an address"),
        ("TELEGRAM_API_URL", "http://[::1"),
        ("CONSOLE_URL", "http://x.example:99999"),
        ("CONSOLE_URL", "https://"),
        ("CONSOLE_URL", "https://x.example/?a=b"),
        ("CONSOLE_URL", "https://x.example/#top"),
        ("TELEGRAM_API_URL", "https://x.example?"),
        ("CONSOLE_PORT", "70000"),
        ("CONSOLE_PORT", "\u00b2"),
        ("CONSOLE_PORT", "9" * 5000),
        ("CONSOLE_PORT", "0"),
        ("TELEGRAM_WEBHOOK_PORT", "http"),
        ("KAWAN_DEMO", "perhaps"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line_without_its_secret(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name}: ") as refused:
        settings_of(tmp_path, **{name: value})
    assert "hidden" not in str(refused.value) and "\n" not in str(refused.value)


@pytest.mark.parametrize("secret", ["short", "x" * 257, "blanks are not allowed"])
def test_a_webhook_needs_a_long_secret(tmp_path: Path, secret: str) -> None:
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_SECRET"):
        settings_of(tmp_path, **{**WEBHOOK, "TELEGRAM_WEBHOOK_SECRET": secret})


def test_telegram_itself_brings_updates_over_https_only(tmp_path: Path) -> None:
    plain = {**WEBHOOK, "TELEGRAM_WEBHOOK_URL": "http://x.example/t"}
    with pytest.raises(SettingsError, match="^TELEGRAM_WEBHOOK_URL: must begin with https://"):
        settings_of(tmp_path, **plain)
    own_server = settings_of(tmp_path, **plain, TELEGRAM_API_URL="http://127.0.0.1:8081")
    assert own_server.telegram_webhook_url == "http://x.example/t"


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::"])
def test_webhook_and_console_cannot_share_a_port(tmp_path: Path, host: str) -> None:
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_PORT"):
        settings_of(tmp_path, **WEBHOOK, TELEGRAM_WEBHOOK_PORT="9001", CONSOLE_PORT="9001", CONSOLE_HOST=host)


def test_the_same_port_is_no_fault_without_a_webhook_or_on_another_host(tmp_path: Path) -> None:
    ports = {"TELEGRAM_WEBHOOK_PORT": "9001", "CONSOLE_PORT": "9001"}
    assert settings_of(tmp_path, **ports).console_port == 9001
    assert settings_of(tmp_path, **WEBHOOK, **ports, CONSOLE_HOST="127.0.0.2").console_port == 9001


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# a comment\nCONSOLE_PORT=9001\nCONSOLE_HOST='127.0.0.2'\n", encoding="utf-8")
    settings = settings_of(tmp_path, CONSOLE_PORT="9002")
    assert (settings.console_port, settings.console_host) == (9002, "127.0.0.2")


def test_the_consoles_address_follows_host_and_port(tmp_path: Path) -> None:
    assert settings_of(tmp_path).console_url == "http://127.0.0.1:8080"
    assert settings_of(tmp_path, CONSOLE_HOST="::1", CONSOLE_PORT="9001").console_url == "http://[::1]:9001"


def test_the_number_of_the_bot_is_the_tokens_head(tmp_path: Path) -> None:
    assert settings_of(tmp_path, TELEGRAM_BOT_TOKEN="123:hidden").bot_id == "123"
    assert settings_of(tmp_path).bot_id is None


def test_try_it_is_open_to_everybody_only_where_nobody_is_served_or_somebody_said_so(tmp_path: Path) -> None:
    token = {"TELEGRAM_BOT_TOKEN": "123:hidden"}
    assert settings_of(tmp_path).demo and not settings_of(tmp_path, **token).demo
    assert settings_of(tmp_path, **token, KAWAN_DEMO="1").demo and not settings_of(tmp_path, KAWAN_DEMO="no").demo


def test_secrets_do_not_show(tmp_path: Path) -> None:
    url = "postgresql+psycopg://kawan:hidden@127.0.0.1/kawan"
    given = {**WEBHOOK, "TELEGRAM_BOT_TOKEN": "123:hidden", "KAWAN_KEYS": "hidden", "DATABASE_URL": url}
    settings = settings_of(tmp_path, **{**given, "TELEGRAM_WEBHOOK_SECRET": "hidden-to-everybody"})
    assert "hidden" not in repr(settings)


def test_the_example_explains_every_setting_and_no_other() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)) == sorted(NAMES)


def test_keys_that_are_none_are_named_and_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="KAWAN_KEYS: holds no key"):
        read_settings({"KAWAN_KEYS": " , "}, tmp_path)
