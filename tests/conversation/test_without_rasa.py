"""Does a whole conversation, from hello to a filed complaint, run through the model and the rules without Rasa?"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("rasa", "rasa_sdk", "tensorflow", "sklearn", "scipy", "telegram", "starlette")
WALK = """
import json, sys
from bot.cases.routing import Route
from bot.house import build_talk, folder_library, memory_unit
from bot.i18n.phrasebook import load_phrasebook
from bot.messages import ChatId, Incoming
from bot.ports import Fetched

phrases = load_phrasebook()
library = folder_library(phrases)
talk, open_unit, shown = build_talk(phrases, lambda: library), memory_unit(), []
with open_unit() as unit:
    unit.routes.add(Route(0, unit.centres.add("Here", "th").id))
    unit.commit()

def turn(**what):
    incoming = Incoming("terminal", ChatId("sokha"), str(len(shown)), **what)
    with open_unit() as unit:
        replies = talk.answer(unit, incoming, talk.understand(incoming), Fetched()).replies
        unit.commit()
    assert replies
    shown.append([choice.press for reply in replies for row in reply.rows for choice in row])

def press(head):
    turn(press=next(token for token in shown[-1] if token.startswith(head)))

turn(text="hello")
for head in ("lang:en", "from:kh", "to:th"):
    press(head)
turn(text="my boss did not pay my salary")
for head in ("complaint", "q:consent:yes"):
    press(head)
turn(text="Samut Sakhon")
turn(text="Three months without pay")
for head in ("q:story:", "q:identity:anonymous", "send:"):
    press(head)
with open_unit() as unit:
    worker = unit.workers.of_chat("terminal", ChatId("sokha"))
    cases = unit.cases.of_worker(worker.id)
print(json.dumps([[case.kind, case.narrative] for case in cases]))
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def test_a_whole_conversation_runs_without_rasa() -> None:
    command = [sys.executable, "-W", "ignore", "-c", WALK]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    filed, modules = map(json.loads, done.stdout.splitlines())
    assert filed == [["unpaid_wages", "Three months without pay"]]
    assert [name for name in HEAVY if name in modules] == []
