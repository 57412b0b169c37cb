"""Who may import whom? Each framework has one home; nouns import none; edges never import each other."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOMES = {
    "sqlalchemy": ("bot/storage",),
    "alembic": ("bot/storage",),
    "cryptography": ("bot/storage",),
    "rasa": ("bot/dialogue",),
    "rasa_sdk": ("actions", "bot/dialogue/endpoint.py"),
    "telegram": ("bot/channel",),
    "starlette": ("bot/console",),
    "jinja2": ("bot/console",),
    "babel": ("bot/i18n",),
    "tensorflow": (),
}
EDGES = ("bot/storage", "bot/dialogue", "bot/channel", "bot/console")
NOUNS = (
    "bot/answers",
    "bot/referrals",
    "bot/workers.py",
    "bot/inbox.py",
    "bot/outbox.py",
    "bot/screens",
    "bot/tryit.py",
)
JOINERS = ("bot/wiring.py", "bot/commands", "bot/__main__.py")


def sources() -> list[Path]:
    return [
        path
        for folder in ("bot", "actions")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in str(path)
    ]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def within(path: Path, rooms: tuple[str, ...]) -> bool:
    inside = path.relative_to(ROOT).as_posix()
    return any(inside == room or inside.startswith(f"{room}/") for room in rooms)


def test_there_is_something_to_guard() -> None:
    assert len(sources()) > 50


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_framework_stays_in_its_home(path: Path) -> None:
    for module in imported(path):
        homes = HOMES.get(module.split(".")[0])
        joins = module.split(".")[0] == "sqlalchemy" and within(path, ("bot/wiring.py",))
        assert homes is None or joins or within(path, homes), (
            f"{module} belongs into {homes}: give this module a port instead"
        )


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_edges_do_not_know_each_other(path: Path) -> None:
    mine = next((edge for edge in EDGES if within(path, (edge,))), None)
    if mine is None and not within(path, NOUNS):
        return
    for module in imported(path):
        room = "/".join(module.split(".")[:2])
        assert room == mine or room not in EDGES, f"{module}: only {JOINERS} join the rooms; take it as an argument"


def test_no_module_is_over_three_hundred_lines() -> None:
    long = [path.name for path in sources() if len(path.read_text(encoding="utf-8").splitlines()) > 300]
    assert long == []
