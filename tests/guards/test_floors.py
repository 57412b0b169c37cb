"""Does every file of ours stand on its floor and import only from below, and does the guard itself see what is wrong?"""

from pathlib import Path

import pytest

from tests.guards.floors import ROOMS, doubled_names, faults, left_over, room_of, room_of_module, too_big

ROOT = Path(__file__).resolve().parents[2]
SOURCES = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for folder in ("bot", "actions")
    for path in sorted((ROOT / folder).rglob("*.py"))
}
WRITTEN = {path: source for path, source in SOURCES.items() if "/migrations/" not in path}
"""Without the migrations, which are never changed once they ran somewhere."""


def test_there_is_something_to_guard() -> None:
    assert len(SOURCES) > 150


@pytest.mark.parametrize("path", SOURCES)
def test_a_file_imports_only_what_its_room_may(path: str) -> None:
    assert faults(path, SOURCES[path]) == []


def test_every_line_of_the_table_is_a_room_that_is_there() -> None:
    assert [room.path for room in ROOMS if not (ROOT / room.path).exists()] == []
    assert len({room.path for room in ROOMS}) == len(ROOMS)


def test_no_room_may_import_what_it_does_not() -> None:
    assert left_over(SOURCES) == {}


def test_no_class_name_stands_twice() -> None:
    assert doubled_names(WRITTEN) == {}


def test_no_file_and_no_room_is_too_big() -> None:
    assert too_big(WRITTEN) == []


NOUN, USECASE, PORTS = "bot/cases/case.py", "bot/usecases/desk.py", "bot/ports.py"
CONVERSATION, UNDERSTANDING, COURIER = "bot/conversation/turn.py", "bot/understanding/text.py", "bot/courier/pump.py"
CHANNEL, TELEGRAM = "bot/channel/web.py", "bot/channel/telegram/sending.py"
STORAGE, ROWS, TABLES = "bot/storage/unit.py", "bot/storage/rows/cases.py", "bot/storage/tables/cases.py"
FRAME, PAGE = "bot/console/frame/visit.py", "bot/console/cases/queue.py"
ACTIONS, DIALOGUE, COMMAND = "actions/registry.py", "bot/dialogue/endpoint.py", "bot/commands/setup.py"

UP_OR_ACROSS = [
    (ACTIONS, "from bot.storage.unit import SqlUnitOfWork"),
    (STORAGE, "import actions.registry as registry"),
    (ACTIONS, "from bot.channel.web import WebSender"),
    (CHANNEL, "from actions.registry import ACTIONS"),
    (PORTS, "from bot.dialogue.endpoint import Endpoint"),
    (NOUN, "from bot.house import build_house"),
    (NOUN, "from actions import registry"),
    ("bot/answers/library.py", "from bot.commands.content import content"),
    (FRAME, "from actions.registry import ACTIONS"),
    (NOUN, "from bot.ports import UnitOfWork"),
    (NOUN, "from bot.mail.inbox import Arrival"),
    ("bot/workers.py", "from bot.cases.case import Case"),
    ("bot/errors.py", "from bot.messages import Reply"),
    ("bot/i18n/formats.py", "from bot.places import Corridor"),
    ("bot/__init__.py", "from bot.errors import KawanError"),
    ("bot/screens/first.py", "from bot.usecases import desk"),
    (USECASE, "from bot.screens.cases import status"),
    (USECASE, "from bot.conversation.turn import Services"),
    (CONVERSATION, "from bot.dialogue.endpoint import Endpoint"),
    (COURIER, "from bot.channel.telegram.sending import TelegramSender"),
    (COURIER, "from bot.storage.engine import open_engine"),
    (PAGE, "from bot.storage.unit import SqlUnitOfWork"),
    (PAGE, "from bot.console.editing import editing"),
    (PAGE, "from bot.console.frame.app import pages"),
    (FRAME, "from bot.console.cases.queue import show"),
    (TABLES, "from bot.storage.rows.base import Rows"),
    (ROWS, "from bot.storage.unit import SqlUnitOfWork"),
    (CHANNEL, "from bot.channel.telegram.sending import TelegramSender"),
    (ACTIONS, "from bot.dialogue.endpoint import Endpoint"),
    (STORAGE, "from bot.house import utc_now"),
    ("bot/house.py", "from bot.commands.setup import prepare"),
    (COMMAND, "from bot.__main__ import main"),
    (NOUN, "from bot.reports.monthly import figures"),
    (NOUN, "from bot import anything"),
]
HIDDEN = [
    (NOUN, "def f():\n    from bot.house import build_house"),
    (NOUN, "class C:\n    import bot.house as h"),
    (NOUN, "async def f():\n    try:\n        import bot.storage.unit as u\n    except ImportError:\n        pass"),
    (NOUN, "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from bot.ports import UnitOfWork"),
    (NOUN, "if False:\n    from bot.console.frame.visit import Visit"),
    (NOUN, "import bot.storage.unit as s"),
    (NOUN, "from bot import storage"),
    (NOUN, "from bot import house as errors"),
    (NOUN, "from bot.storage import *"),
    (NOUN, "from .. import house"),
    (NOUN, "from ..storage import unit"),
    (NOUN, "from ..storage.unit import SqlUnitOfWork as Unit"),
    (NOUN, "from ...actions import registry"),
    (NOUN, "from .... import os"),
    ("bot/screens/__init__.py", "from .. import conversation"),
    (PAGE, "from ..editing import editing"),
    (ROWS, "from .. import unit"),
    (NOUN, "import bot"),
    (NOUN, "import bot.errors"),
    (NOUN, "import bot as b\nb.house.build_house()"),
    (NOUN, "import actions"),
    (NOUN, "import os, bot.errors"),
]
FOREIGN = [
    (NOUN, "import argon2"),
    (NOUN, "import uvicorn"),
    (NOUN, "import httpx"),
    (NOUN, "from argon2 import PasswordHasher"),
    (USECASE, "from argon2 import PasswordHasher"),
    (COMMAND, "from argon2 import PasswordHasher"),
    (FRAME, "import argon2.low_level"),
    (NOUN, "from sqlalchemy import text"),
    (PAGE, "from sqlalchemy import text"),
    ("bot/house.py", "from sqlalchemy import Engine"),
    (STORAGE, "from cryptography.fernet import Fernet"),
    (ROWS, "import alembic"),
    (COURIER, "import telegram"),
    (CHANNEL, "from telegram import Update"),
    (PAGE, "import telegram.error"),
    (UNDERSTANDING, "from rasa.engine.graph import GraphComponent"),
    (CONVERSATION, "def f():\n    import rasa_sdk"),
    (UNDERSTANDING, "import tensorflow"),
    (ACTIONS, "import rasa"),
    (PORTS, "from starlette.requests import Request"),
    (PAGE, "from jinja2 import Template"),
    ("bot/screens/first.py", "from babel.dates import format_date"),
    (NOUN, "import a_package_that_nobody_knows"),
    (NOUN, "from tests.conftest import NOON"),
]
ACTING = [
    (NOUN, "import asyncio"),
    (NOUN, "from threading import Lock"),
    (NOUN, "import urllib.request"),
    (NOUN, "from urllib import request"),
    (NOUN, "from urllib.request import urlopen"),
    (NOUN, "import http.client"),
    (USECASE, "import socket"),
    (USECASE, "from concurrent.futures import ThreadPoolExecutor"),
    (CONVERSATION, "import subprocess"),
    (CONVERSATION, "from os import system"),
    (FRAME, "import sqlite3"),
    (COURIER, "import pickle"),
    (COURIER, "import subprocess"),
]
TRICKS = [
    (NOUN, "import importlib\nimportlib.import_module('sqlalchemy')"),
    (NOUN, "from importlib import import_module"),
    (NOUN, "from importlib import import_module as load\nload('bot.house')"),
    (NOUN, "import importlib.util as util"),
    (COMMAND, "import importlib"),
    (NOUN, "__import__('bot.house')"),
    (NOUN, "load = __import__"),
    (NOUN, "__builtins__['__import__']('rasa')"),
    (NOUN, "getattr(object, '__import__')"),
    (NOUN, "import builtins"),
    (NOUN, "exec('import rasa')"),
    (NOUN, "eval('1')"),
    (NOUN, "compile('import rasa', '', 'exec')"),
    (NOUN, "import sys\nsys.modules['bot.house']"),
    (NOUN, "from sys import modules"),
    (NOUN, "import sys as s\nhouse = s.modules.get('bot.house')"),
    (NOUN, "import pkgutil"),
    (NOUN, "import runpy"),
    (NOUN, "globals()['x'] = 1"),
    (NOUN, "def f(): ...\nf.__globals__['x']"),
]
NOWHERE = [
    ("bot/reports/monthly.py", ""),
    ("bot/wiring.py", ""),
    ("bot/console/reports/page.py", ""),
    ("bot/cases/deeper/case.py", ""),
    ("scripts/tool.py", ""),
]


@pytest.mark.parametrize(("path", "line"), UP_OR_ACROSS + HIDDEN + FOREIGN + ACTING + TRICKS + NOWHERE)
def test_a_wrong_line_is_refused(path: str, line: str) -> None:
    assert faults(path, f'"""What is this?"""\n\n{line}\n')


RIGHT = [
    (NOUN, "from bot.errors import BadInput\nfrom bot.workers import WorkerId"),
    (NOUN, "from bot.cases.states import Status\nfrom . import states\nfrom .states import NEXT"),
    (NOUN, "from bot import errors\nimport bot.errors as errors\nfrom .. import kinds"),
    (
        NOUN,
        "import re\nfrom datetime import datetime\nfrom urllib.parse import urlsplit\nimport os.path\nre.compile('x')",
    ),
    (NOUN, '"""The module bot.house builds this; see importlib."""\nNAME = "bot.house"'),
    (PORTS, "from bot.cases.stored import Cases\nfrom bot.mail.inbox import InboxRows"),
    (USECASE, "from bot.ports import UnitOfWork\nimport yaml"),
    (CONVERSATION, "from bot.screens import first\nfrom bot.usecases.desk import Desk"),
    (UNDERSTANDING, "import numpy as np\nfrom icu4py.breakers import WordBreaker"),
    (COURIER, "import asyncio\nfrom bot.mail.outbox import Delivery"),
    (TELEGRAM, "import telegram\nimport asyncio\nfrom bot.channel.web import WebSender"),
    (STORAGE, "from sqlalchemy import Connection\nfrom bot.storage.rows.cases import CaseRows\nfrom . import tables"),
    (ROWS, "from bot.storage import tables\nfrom bot.storage.encryption import Cipher\nfrom ..tables import cases"),
    ("bot/storage/encryption.py", "from cryptography.fernet import Fernet"),
    (PAGE, "from bot.console.frame.visit import Visit\nfrom bot.console.cases.case import show"),
    ("bot/console/account/passwords.py", "from argon2 import PasswordHasher"),
    ("bot/console/frame/app.py", "from bot.console.cases import queue\nfrom bot.console.frame.visit import Visit"),
    (DIALOGUE, "from rasa.core.agent import Agent\nfrom actions.registry import ACTIONS"),
    ("bot/house.py", "from bot.storage.engine import Database\nfrom bot.conversation.turn import Services"),
    (COMMAND, "def f():\n    from bot.dialogue.endpoint import Endpoint\n    import rich"),
    ("bot/__main__.py", "def f():\n    from bot.commands import setup"),
]


@pytest.mark.parametrize(("path", "lines"), RIGHT)
def test_right_lines_are_accepted(path: str, lines: str) -> None:
    assert faults(path, lines) == []


def test_a_fault_names_its_file_and_line() -> None:
    (said,) = faults(NOUN, "import re\n\n\ndef f():\n    import httpx\n")
    assert said.startswith(f"{NOUN}:5: httpx")


def test_a_file_that_cannot_be_parsed_is_not_passed_over() -> None:
    with pytest.raises(SyntaxError):
        faults(NOUN, "import (")


def test_the_innermost_room_counts() -> None:
    found = [room_of(path) for path in ("bot/console/frame/app.py", FRAME, "bot/console/__init__.py")]
    assert [room.path if room else None for room in found] == [
        "bot/console/frame/app.py",
        "bot/console/frame",
        "bot/console",
    ]
    named = room_of_module("bot.storage.encryption.Cipher")
    assert named is not None and named.path == "bot/storage/encryption.py"


def test_an_allowance_that_nobody_uses_is_found() -> None:
    sources = {room.path if room.path.endswith(".py") else f"{room.path}/x.py": "" for room in ROOMS}
    assert left_over(sources)["bot/i18n"] == ["babel"]
    assert "bot/i18n" not in left_over(sources | {"bot/i18n/x.py": "from babel.dates import format_date"})
    assert left_over(sources)["bot/courier"] == ["asyncio"]


def test_a_class_that_stands_in_two_files_or_twice_in_one_is_found() -> None:
    once, nested = "class A: ...\nclass B: ...", "def f():\n    class A: ..."
    assert doubled_names({"x.py": once, "y.py": nested}) == {"A": ["x.py", "y.py"]}
    assert doubled_names({"x.py": "class A: ...\nclass A: ..."}) == {"A": ["x.py", "x.py"]}
    assert doubled_names({"x.py": once, "y.py": "class AB: ..."}) == {}


@pytest.mark.parametrize(
    ("sources", "found"),
    [
        ({"bot/a/x.py": "x\n" * 300}, []),
        ({"bot/a/x.py": "x\n" * 301}, ["bot/a/x.py: 301 lines of 300"]),
        ({f"bot/a/x{number}.py": "x\n" for number in range(15)} | {"bot/a/__init__.py": ""}, []),
        (
            {f"bot/a/x{number}.py": "x\n" for number in range(16)},
            ["bot/a: 16 files, 16 lines of 15 files and 1500 lines"],
        ),
        (
            {f"bot/a/x{number}.py": "x\n" * 251 for number in range(6)},
            ["bot/a: 6 files, 1506 lines of 15 files and 1500 lines"],
        ),
        ({f"bot/x{number}.py": "x\n" * 100 for number in range(18)}, []),
        ({f"bot/x{number}.py": "x\n" for number in range(19)}, ["bot: 19 files, 19 lines of 18 files and 5400 lines"]),
        ({f"bot/a/{number}/x.py": "x\n" * 251 for number in range(6)}, []),
    ],
)
def test_what_outgrew_its_measure_is_named_with_its_figures(sources: dict[str, str], found: list[str]) -> None:
    assert too_big(sources) == found
