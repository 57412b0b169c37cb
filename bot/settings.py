"""Which settings does Kawan have, and are they right?

Read once at start from the environment, then from .env; a wrong one stops the start and is named. Secrets hide
themselves in every representation.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from bot.errors import SettingsError

ROOT: Final = Path(__file__).resolve().parents[1]


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
    telegram_api_url: str = "https://api.telegram.org"
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


def read_settings(environment: Mapping[str, str] | None = None, folder: Path = ROOT) -> Settings:
    """Settings of the environment and of .env in `folder`. Raises SettingsError naming the variable."""
    given = {**_dotenv(folder / ".env"), **(os.environ if environment is None else environment)}
    read = {name: value.strip() for name, value in given.items() if value.strip()}
    data = Path(read.get("KAWAN_DATA", str(folder / "var"))).expanduser().resolve()
    host, port = read.get("CONSOLE_HOST", "127.0.0.1"), _port(read, "CONSOLE_PORT", 8080)
    _check_webhook(read)
    return Settings(
        data=data,
        database_url=Secret(_database(read, data)),
        console_host=host,
        console_port=port,
        console_url=_url(read, "CONSOLE_URL", f"http://{host}:{port}").rstrip("/"),
        demo=_switch(read, "KAWAN_DEMO", "TELEGRAM_BOT_TOKEN" not in read),
        telegram_token=_token(read),
        telegram_api_url=_url(read, "TELEGRAM_API_URL", "https://api.telegram.org").rstrip("/"),
        telegram_webhook_url=_url(read, "TELEGRAM_WEBHOOK_URL", "") or None,
        telegram_webhook_secret=_secret(read, "TELEGRAM_WEBHOOK_SECRET"),
        telegram_webhook_host=read.get("TELEGRAM_WEBHOOK_HOST", "127.0.0.1"),
        telegram_webhook_port=_port(read, "TELEGRAM_WEBHOOK_PORT", 8081),
        keys=tuple(Secret(key) for key in read.get("KAWAN_KEYS", "").replace(",", " ").split()),
    )


def _dotenv(path: Path) -> dict[str, str]:
    """NAME=value lines; # begins a comment line; quotes around a value are dropped."""
    if not path.exists():
        return {}
    values = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals:
            raise SettingsError(f".env, line {number}: expected NAME=value")
        values[name.strip()] = value.strip().strip("\"'")
    return values


def _database(read: Mapping[str, str], data: Path) -> str:
    url = read.get("DATABASE_URL", f"sqlite:///{data / 'kawan.sqlite'}")
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise SettingsError("DATABASE_URL must begin with sqlite:/// or postgresql+psycopg://")
    return url


def _token(read: Mapping[str, str]) -> Secret | None:
    token = _secret(read, "TELEGRAM_BOT_TOKEN")
    if token is not None and not (token.partition(":")[0].isdigit() and token.partition(":")[2]):
        raise SettingsError("TELEGRAM_BOT_TOKEN must look like 123456:letters, as BotFather gives it")
    return token


def _secret(read: Mapping[str, str], name: str) -> Secret | None:
    return Secret(read[name]) if name in read else None


def _check_webhook(read: Mapping[str, str]) -> None:
    url, secret = read.get("TELEGRAM_WEBHOOK_URL"), read.get("TELEGRAM_WEBHOOK_SECRET", "")
    if url is None:
        return
    if "TELEGRAM_BOT_TOKEN" not in read:
        raise SettingsError("TELEGRAM_WEBHOOK_URL needs TELEGRAM_BOT_TOKEN")
    allowed = all(letter.isascii() and (letter.isalnum() or letter in "_-") for letter in secret)
    if not 16 <= len(secret) <= 256 or not allowed:
        raise SettingsError("TELEGRAM_WEBHOOK_SECRET must have 16 to 256 characters of A-Z a-z 0-9 _ -")


def _url(read: Mapping[str, str], name: str, default: str) -> str:
    url = read.get(name, default)
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc):
        raise SettingsError(f"{name} must be an http(s) address")
    return url


def _port(read: Mapping[str, str], name: str, default: int) -> int:
    text = read.get(name, str(default))
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise SettingsError(f"{name} must be a port number from 1 to 65535")
    return int(text)


def _switch(read: Mapping[str, str], name: str, default: bool) -> bool:
    text = read.get(name, "1" if default else "0").casefold()
    if text not in ("0", "1", "yes", "no", "true", "false"):
        raise SettingsError(f"{name} must be 1 or 0")
    return text in ("1", "yes", "true")
