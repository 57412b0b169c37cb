"""What would Kawan answer? One message, a file of them, or a whole conversation in the terminal."""

import argparse
import asyncio
import json
import sys
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.conversation.turn import Services
from bot.dialogue.asking import Judgement, judge, read_question
from bot.dialogue.engine import Engine
from bot.errors import BadInput, SettingsError
from bot.house import CONTENT, build_house, folder_library, utc_now
from bot.messages import ChatId
from bot.settings import read_settings
from bot.understanding.model import model_path


def load_engine(services: Services) -> Engine:
    """Raises SettingsError when no model was trained."""
    model = model_path()
    if not model.exists():
        raise SettingsError("there is no model of these intents yet; run `kawan train` first")
    return Engine(model, services)


def ask(chosen: argparse.Namespace) -> int:
    """Answers from the files of content/; touches no database."""
    house = build_house(read_settings())
    library = folder_library(house.phrases, CONTENT)
    services = Services(house.open_unit, house.phrases, lambda: library, house.vault, utc_now, "")
    questions = [read_question(one, house.phrases) for one in _asked(chosen)]
    engine = load_engine(services)
    for question in questions:
        _show(asyncio.run(judge(engine, services, question)), chosen.json or chosen.file is not None)
    return 0


def chat() -> int:
    """The same bot as on Telegram, with the same database."""
    from bot.channel.terminal import chat as terminal_chat

    house = build_house(read_settings())
    engine = load_engine(house.services)
    chat_id = ChatId(uuid.uuid4().hex)
    asyncio.run(terminal_chat(engine, _read_line, _write, chat_id))
    return 0


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


async def _read_line() -> str:
    line: str = await asyncio.to_thread(sys.stdin.readline)
    if not line:
        raise EOFError
    return line


def _asked(chosen: argparse.Namespace) -> Iterable[dict[str, Any]]:
    if chosen.file is not None:
        return list(_lines(chosen.file))
    if chosen.text is None:
        raise BadInput("TEXT", "say something, or give --file")
    return [{"text": chosen.text, "language": chosen.language, "from": chosen.origin, "to": chosen.destination}]


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise BadInput(str(path), "cannot be read") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except ValueError as error:
            raise BadInput(f"{path.name}, line {number}", "not JSON") from error
        if not isinstance(value, dict):
            raise BadInput(f"{path.name}, line {number}", "not an object")
        yield value


def _show(judgement: Judgement, as_json: bool) -> None:
    if as_json:
        sys.stdout.write(json.dumps(judgement.as_dict(), ensure_ascii=False) + "\n")
        return
    sys.stdout.write(f"{judgement.intent} ({judgement.confidence:.2f}) -> {judgement.decision}\n\n")
    sys.stdout.write("\n\n".join(judgement.replies) + "\n\n" + " | ".join(judgement.choices) + "\n")
