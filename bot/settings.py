"""Which settings does Kawan have, and are they right?

Read once at start from the environment, then from .env; a wrong one stops the start and is named. Secrets hide
themselves in every representation.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bot.environment import read_given
from bot.errors import SettingsError

ROOT: Final = Path(__file__).resolve().parents[1]
NAMES: Final = (
    "KAWAN_DATA",
    "DATABASE_URL",
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_API_URL",
    "TELEGRAM_WEBHOOK_URL",
    "TELEGRAM_WEBHOOK_SECRET",
    "TELEGRAM_WEBHOOK_HOST",
    "TELEGRAM_WEBHOOK_PORT",
    "CONSOLE_HOST",
    "CONSOLE_PORT",
    "CONSOLE_URL",
    "KAWAN_KEYS",
    "KAWAN_DEMO",
)
TELEGRAM: Final = "https://api.telegram.org"
TOKEN: Final = re.compile("[0-9]+:[A-Za-z0-9_-]+")
WEBHOOK_SECRET: Final = re.compile("[A-Za-z0-9_-]{16,256}")
ANYWHERE: Final = ("0.0.0.0", "::")
"""Hosts that mean every address of this machine."""


class Secret(str):
    """A string that does not show itself in logs and representations."""

    def __repr__(self) -> str:
        return "Secret('***')"


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. See .env.example for what each means."""

    data: Path
    database_url: Secret
    console_host: str
    console_port: int
    console_url: str
    demo: bool
    telegram_token: Secret | None = None
    telegram_api_url: str = TELEGRAM
    telegram_webhook_url: str | None = None
    telegram_webhook_secret: Secret | None = None
    telegram_webhook_host: str = "127.0.0.1"
    telegram_webhook_port: int = 8081
    keys: tuple[Secret, ...] = field(default=())

    @property
    def media(self) -> Path:
        """The folder of encrypted files."""
        return self.data / "media"

    @property
    def keys_file(self) -> Path:
        """Where keys are kept when KAWAN_KEYS is not set."""
        return self.data / "keys"

    @property
    def bot_id(self) -> str | None:
        """The bot's number, which is no secret; None without a token."""
        return self.telegram_token.partition(":")[0] if self.telegram_token else None


def read_settings(environment: Mapping[str, str] | None = None, folder: Path = ROOT) -> Settings:
    """Returns the settings of the environment and of .env in `folder`. Raises SettingsError naming the variable."""
    read = read_given(NAMES, environment, folder / ".env")
    data = _folder(read, folder)
    host, port = read.get("CONSOLE_HOST", "127.0.0.1"), _port(read, "CONSOLE_PORT", 8080)
    settings = Settings(
        data=data,
        database_url=Secret(_database(read, data)),
        console_host=host,
        console_port=port,
        console_url=_base_url(read, "CONSOLE_URL", f"http://{f'[{host}]' if ':' in host else host}:{port}"),
        demo=_switch(read, "KAWAN_DEMO", "TELEGRAM_BOT_TOKEN" not in read),
        telegram_token=_token(read),
        telegram_api_url=_base_url(read, "TELEGRAM_API_URL", TELEGRAM),
        telegram_webhook_url=_url(read, "TELEGRAM_WEBHOOK_URL", "") or None,
        telegram_webhook_secret=_secret(read, "TELEGRAM_WEBHOOK_SECRET"),
        telegram_webhook_host=read.get("TELEGRAM_WEBHOOK_HOST", "127.0.0.1"),
        telegram_webhook_port=_port(read, "TELEGRAM_WEBHOOK_PORT", 8081),
        keys=_keys(read),
    )
    _check_webhook(settings)
    return settings


def _keys(read: Mapping[str, str]) -> tuple[Secret, ...]:
    keys = tuple(Secret(key) for key in read.get("KAWAN_KEYS", "").replace(",", " ").split())
    if not keys and "KAWAN_KEYS" in read:
        raise SettingsError("KAWAN_KEYS: holds no key; give keys with spaces between, or take the line out")
    return keys


def _folder(read: Mapping[str, str], folder: Path) -> Path:
    try:
        return Path(read.get("KAWAN_DATA", str(folder / "var"))).expanduser().resolve()
    except (OSError, RuntimeError, ValueError) as error:
        raise SettingsError("KAWAN_DATA: is no path of a folder; give one that begins with /") from error


def _database(read: Mapping[str, str], data: Path) -> str:
    """The address may hold a password: no message shows it."""
    url = read.get("DATABASE_URL", f"sqlite:///{data / 'kawan.sqlite'}")
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError("DATABASE_URL: must begin with sqlite:/// or postgresql+psycopg://")
    if url.partition("?")[0] in ("sqlite:///", "sqlite:///:memory:"):
        raise SettingsError("DATABASE_URL: names no file; write sqlite:////folder/kawan.sqlite")
    return url


def _token(read: Mapping[str, str]) -> Secret | None:
    token = _secret(read, "TELEGRAM_BOT_TOKEN")
    if token is not None and not TOKEN.fullmatch(token):
        raise SettingsError("TELEGRAM_BOT_TOKEN: must look like 123456:letters; copy it again from @BotFather")
    return token


def _secret(read: Mapping[str, str], name: str) -> Secret | None:
    return Secret(read[name]) if name in read else None


def _check_webhook(settings: Settings) -> None:
    """A webhook needs a token, a secret, and a port that is not the console's."""
    if settings.telegram_webhook_url is None:
        return
    if settings.telegram_token is None:
        raise SettingsError("TELEGRAM_WEBHOOK_URL: needs TELEGRAM_BOT_TOKEN; set it, or take the webhook out")
    if settings.telegram_api_url == TELEGRAM and not settings.telegram_webhook_url.startswith("https:"):
        raise SettingsError(
            "TELEGRAM_WEBHOOK_URL: must begin with https://, Telegram brings updates to no other address"
        )
    if not WEBHOOK_SECRET.fullmatch(settings.telegram_webhook_secret or ""):
        raise SettingsError("TELEGRAM_WEBHOOK_SECRET: must have 16 to 256 characters of A-Z a-z 0-9 _ -")
    hosts = (settings.console_host, settings.telegram_webhook_host)
    meet = hosts[0] == hosts[1] or any(host in ANYWHERE for host in hosts)
    if meet and settings.console_port == settings.telegram_webhook_port:
        raise SettingsError("TELEGRAM_WEBHOOK_PORT: is also CONSOLE_PORT; give one of them another port")


def _base_url(read: Mapping[str, str], name: str, default: str) -> str:
    """An address behind which paths are written."""
    url = _url(read, name, default)
    if "?" in url or "#" in url:
        raise SettingsError(f"{name}: must end before ? and #, such as https://example.org")
    return url.rstrip("/")


def _url(read: Mapping[str, str], name: str, default: str) -> str:
    url = read.get(name, default)
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if url and not (fits and url.isascii() and url.isprintable() and " " not in url):
        raise SettingsError(f"{name}: must be an http(s) address, such as https://example.org")
    return url


def _port(read: Mapping[str, str], name: str, default: int) -> int:
    text = read.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= 65535):
        raise SettingsError(f"{name}: must be a port number from 1 to 65535")
    return int(text)


def _switch(read: Mapping[str, str], name: str, default: bool) -> bool:
    text = read.get(name, "1" if default else "0").casefold()
    if text not in ("0", "1", "yes", "no", "true", "false"):
        raise SettingsError(f"{name}: must be 1 or 0")
    return text in ("1", "yes", "true")
