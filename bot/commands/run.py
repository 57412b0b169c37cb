"""How does one command prepare everything and start bot and console?"""

import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from typing import Final

from bot.commands.listening import check_listening
from bot.commands.opening import house_of
from bot.commands.setup import prepare
from bot.commands.train import train
from bot.settings import Settings, read_settings

PATIENCE: Final = 9.0
"""Seconds the parts have to end before they are killed."""


def run() -> int:
    """Starts both as processes of their own; when one ends, so does the other."""
    settings = read_settings()
    check_listening(settings, console=True, bot=True)
    prepare(house_of(settings))
    if failed := train():
        return failed
    _tell(settings)
    return watch([[sys.executable, "-W", "ignore", "-m", "bot", name] for name in ("bot", "console")])


def watch(commands: Sequence[Sequence[str]]) -> int:
    """Runs these until one ends or we are told to. Returns 0 only when we were told: a part that ends by itself leaves
    people without an answer, and whoever started us must hear of it."""
    stopping = threading.Event()
    before = {one: signal.signal(one, lambda *_: stopping.set()) for one in (signal.SIGINT, signal.SIGTERM)}
    parts = [subprocess.Popen(command) for command in commands]
    try:
        while not stopping.wait(0.2) and all(part.poll() is None for part in parts):
            pass
        if stopping.is_set():
            print("\nStopping ...")
            return 0
        ended = next(part.returncode for part in parts if part.returncode is not None)
        return ended if ended > 0 else 1
    finally:
        _end(parts)
        for one, handler in before.items():
            signal.signal(one, handler)


def _end(parts: "list[subprocess.Popen[bytes]]") -> None:
    for part in parts:
        if part.poll() is None:
            part.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + PATIENCE
    for part in parts:
        with contextlib.suppress(subprocess.TimeoutExpired):
            part.wait(max(deadline - time.monotonic(), 0.1))
        if part.poll() is None:
            part.kill()


def _tell(settings: Settings) -> None:
    print(f"Console:  {settings.console_url}/        (staff and editors sign in)")
    if settings.demo:
        print(f"Try it:   {settings.console_url}/try     (the same bot, in the browser)")
    if settings.telegram_token is None:
        print(
            "Telegram: not connected. Write to @BotFather on Telegram, send /newbot, and copy the token it gives you;"
        )
        print("          then put TELEGRAM_BOT_TOKEN=<token> into .env and start again.")
    else:
        print(f"Telegram: connected by {'webhook' if settings.telegram_webhook_url else 'long polling'}")
    print("Stop with Ctrl-C.", flush=True)
