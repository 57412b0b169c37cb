"""Which commands are there? Each imports what it needs when it runs, so that the console never loads Rasa."""

import argparse
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.commands.edge import ended


def build_parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    parser = argparse.ArgumentParser(prog="kawan", description="Kawan: answers and complaints for migrant workers.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="prepare everything, then start bot and console together")
    commands.add_parser("bot", help="start the bot alone")
    commands.add_parser("console", help="start the staff's console alone")
    commands.add_parser("train", help="train the model when intents/ or config.yml changed").add_argument(
        "--force", action="store_true", help="train even when nothing changed"
    )
    commands.add_parser("migrate", help="bring the database to this version")
    commands.add_parser("setup", help="migrate, load content, and make the demonstration on the very first run")
    commands.add_parser("adopt-bot", help="take on the bot of TELEGRAM_BOT_TOKEN instead of the one before")
    commands.add_parser("chat", help="talk to the bot in this terminal")
    _ask(commands.add_parser("ask", help="what would Kawan answer? No side effects"))
    _content(commands.add_parser("content", help="check, import or export content/"))
    _staff(commands.add_parser("staff", help="add, disable, give a new password"))
    return parser


def _ask(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", nargs="?", help="one message")
    parser.add_argument("--file", type=Path, help="JSON lines: objects with text, language, from, to")
    parser.add_argument("--language", default="en")
    parser.add_argument("--from", dest="origin")
    parser.add_argument("--to", dest="destination")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _content(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("deed", choices=("check", "import", "export"))
    parser.add_argument("--folder", type=Path, default=None, help="default: content/")


def _staff(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("deed", choices=("add", "disable", "reset-password"))
    parser.add_argument("login")
    parser.add_argument("--name")
    parser.add_argument("--role", choices=("officer", "supervisor", "editor", "administrator"), default="officer")
    parser.add_argument("--centre", type=int, help="id of the centre")
    parser.add_argument("--locale", default="en")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command; an error of ours is one line and exit code 2."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    chosen = build_parser().parse_args(arguments)
    return ended(lambda: _run(chosen))


def _run(chosen: argparse.Namespace) -> int:
    match chosen.command:
        case "run":
            from bot.commands.run import run

            return run()
        case "bot":
            from bot.commands.bot import bot

            return bot()
        case "console":
            from bot.commands.console import console

            return console()
        case "train":
            from bot.commands.train import train

            return train(chosen.force)
        case "migrate" | "setup":
            from bot.commands import setup

            return setup.migrate_only() if chosen.command == "migrate" else setup.setup()
        case "ask" | "chat":
            from bot.commands import ask

            return ask.chat() if chosen.command == "chat" else ask.ask(chosen)
        case "adopt-bot":
            from bot.commands.adopt import adopt

            return adopt()
        case "content":
            from bot.commands.content import content

            return content(chosen.deed, chosen.folder)
    from bot.commands.staff import staff

    return staff(chosen)


if __name__ == "__main__":
    sys.exit(main())
