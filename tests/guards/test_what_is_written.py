"""Is nothing that anybody wrote ever logged or printed? Looked for in the calls themselves."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOGS = {"log", "_log", "logger", "logging"}
LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}
PERSONAL = {
    *("text", "words", "plain", "told", "said", "shown", "narrative", "story", "note", "body", "content", "reply"),
    *("replies", "incoming", "chat", "chat_id", "token", "value", "values", "address", "number", "login", "title"),
}
"""Names under which words, names, chats and tokens are held."""
SPEAKING = ("bot/commands/", "bot/__main__.py", "bot/dialogue/quiet.py")
"""They answer the one who sits at the terminal."""
SOURCES = sorted(path for folder in ("bot", "actions") for path in (ROOT / folder).rglob("*.py"))


def written(source: str) -> list[tuple[int, str]]:
    """Lines of log calls that would write a text, with the name that holds it; a traceback holds whatever there is."""
    found = []
    for call in (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)):
        if not (isinstance(call.func, ast.Attribute) and call.func.attr in LEVELS and _base(call.func) in LOGS):
            continue
        if call.func.attr == "exception" or any(one.arg in ("exc_info", "extra") for one in call.keywords):
            found.append((call.lineno, "a traceback"))
        for node in (inner for given in call.args for inner in ast.walk(given)):
            name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
            if name in PERSONAL or isinstance(node, ast.JoinedStr):
                found.append((call.lineno, name or "a sentence that is built"))
    return found


def _base(function: ast.Attribute) -> str:
    return function.value.id if isinstance(function.value, ast.Name) else ""


def prints(source: str) -> list[int]:
    """Lines that write to the terminal."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return [one.lineno for one in calls if isinstance(one.func, ast.Name) and one.func.id in ("print", "pprint")]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_call_logs_what_anybody_wrote(path: Path) -> None:
    assert written(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_only_commands_print(path: Path) -> None:
    if not path.relative_to(ROOT).as_posix().startswith(SPEAKING):
        assert prints(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        '_log.info("%s", text)',
        'log.warning("refused: %s", reply.text.plain)',
        '_log.error(f"update {key}")',
        '_log.exception("failed")',
        'log.error("failed", exc_info=True)',
        'logging.critical("%s", incoming)',
        '_log.debug("to %s", str(delivery.to.chat))',
        '_log.info("at", extra={"a": 1})',
    ],
)
def test_the_guard_sees_a_line_that_would(line: str) -> None:
    assert written(line)


@pytest.mark.parametrize(
    "line",
    ['_log.info("%d of %s", row.id, type(error).__name__)', "math.log(value)", '_log.error("%s ended", part.name)'],
)
def test_the_guard_lets_ids_counts_and_classes_through(line: str) -> None:
    assert written(line) == []
