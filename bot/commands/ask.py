"""What would Kawan answer? One message, a file of them, or a whole conversation in the terminal."""

import argparse
import asyncio
import json
import signal
import sys
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bot.channel.terminal import chat as terminal_chat
from bot.commands.opening import open_house
from bot.conversation.asking import Judgement, judge, read_asked
from bot.errors import BadInput
from bot.house import House, build_talk, folder_library, memory_unit, utc_now
from bot.i18n.phrasebook import load_phrasebook
from bot.messages import ChatId, Incoming, Reply
from bot.settings import read_settings


def ask(chosen: argparse.Namespace) -> int:
    """Answers from the files of content/: the same turn as the bot's, in a database of its own in memory."""
    phrases = load_phrasebook()
    questions = [read_asked(one, phrases) for one in _asked(chosen)]
    library = folder_library(phrases)
    talk, open_unit = build_talk(phrases, lambda: library), memory_unit()
    for question in questions:
        _show(judge(talk, open_unit, utc_now, question), chosen.json or chosen.file is not None)
    return 0


def chat() -> int:
    """The same bot as on Telegram, with the same database. Ctrl-D and Ctrl-C end it."""
    house = open_house(read_settings())
    signal.signal(signal.SIGINT, _interrupt)
    print("Ctrl-D ends it.\n", file=sys.stderr)
    asyncio.run(terminal_chat(_answer_of(house), _read_line, _write, ChatId(uuid.uuid4().hex)))
    return 0


def _answer_of(house: House) -> Any:
    talk = build_talk(house.phrases, house.library.current)

    async def answer(incoming: Incoming) -> Sequence[Reply]:
        understood = talk.understand(incoming)
        with house.open_unit() as unit:
            answered = talk.answer(unit, incoming, understood)
            unit.commit()
        for file_id in answered.erase:
            house.vault.delete(file_id)
        return answered.replies

    return answer


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _interrupt(*signals: object) -> None:
    """At once: nothing else runs while a line is waited for."""
    raise KeyboardInterrupt


async def _read_line() -> str:
    line = sys.stdin.readline()
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
        raise BadInput(str(path), f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise BadInput(str(path), "cannot be read as UTF-8") from error
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
