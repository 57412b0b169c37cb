"""Is a wrong setting named at the start, and do secrets hide?"""

from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import read_settings


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x"),
        ("TELEGRAM_BOT_TOKEN", "nonsense"),
        ("TELEGRAM_WEBHOOK_URL", "https://x.example"),
        ("TELEGRAM_API_URL", "not an address"),
        ("CONSOLE_PORT", "70000"),
        ("KAWAN_DEMO", "perhaps"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read_settings({name: value}, tmp_path)


def test_a_webhook_needs_a_long_secret(tmp_path: Path) -> None:
    given = {
        "TELEGRAM_BOT_TOKEN": "1:a",
        "TELEGRAM_WEBHOOK_URL": "https://x.example/t",
        "TELEGRAM_WEBHOOK_SECRET": "short",
    }
    with pytest.raises(SettingsError, match="TELEGRAM_WEBHOOK_SECRET"):
        read_settings(given, tmp_path)


def test_the_environment_comes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# a comment\nCONSOLE_PORT=9001\nCONSOLE_HOST='127.0.0.2'\n", encoding="utf-8")
    settings = read_settings({"CONSOLE_PORT": "9002"}, tmp_path)
    assert (settings.console_port, settings.console_host) == (9002, "127.0.0.2")


def test_a_broken_file_is_named_by_its_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("A=1\nnonsense\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="line 2"):
        read_settings({}, tmp_path)


def test_secrets_do_not_show(tmp_path: Path) -> None:
    settings = read_settings({"TELEGRAM_BOT_TOKEN": "123:hidden", "KAWAN_KEYS": "hidden"}, tmp_path)
    assert "hidden" not in repr(settings)
