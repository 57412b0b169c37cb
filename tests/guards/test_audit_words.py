"""Does the console have words for every deed that is written into the audit log?"""

import ast
from collections.abc import Iterator
from pathlib import Path

from bot.console.frame import words

ROOT = Path(__file__).resolve().parents[2]
WRITING = {"AuditEntry": 1, "audit": 1, "_log": 0, "_save": 1}
"""What writes an entry, and which of its arguments is the deed."""
STAFF_DEEDS = {f"staff {deed}" for deed in ("add", "disable", "reset-password")}
"""Put together by `kawan staff`."""


def deeds(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            place = WRITING.get(getattr(node.func, "attr", getattr(node.func, "id", "")))
            given = node.args[place] if place is not None and len(node.args) > place else None
            yield from (one.value for one in ast.walk(given) if isinstance(one, ast.Constant)) if given else ()


def test_every_deed_has_words_and_every_word_a_deed() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "bot").rglob("*.py")]
    written = {deed for source in sources for deed in deeds(source) if isinstance(deed, str) and deed != "staff "}
    assert len(written) > 25
    assert written | STAFF_DEEDS == words.ACTION.keys()
