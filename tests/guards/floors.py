"""On which floor does a file stand, and what may it import? The table is data; the checks are plain functions over text.

A room is one file, or the files that lie directly in one folder. A file imports from lower floors and from its own room;
rooms of one wing (the console, the storage) stand on one floor, and of them the later step may import the earlier.
"""

import ast
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Room:
    """`packages` are the third-party packages it may import, `guarded` the guarded modules of the standard library."""

    path: str
    floor: int
    packages: frozenset[str] = frozenset()
    guarded: frozenset[str] = frozenset()
    wing: str = ""
    step: int = 0


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


def _room(path: str, floor: int, packages: str = "", guarded: str = "", wing: str = "", step: int = 0) -> Room:
    return Room(path, floor, _names(packages), _names(guarded), wing, step)


ROOMS: Final[Sequence[Room]] = (
    _room("bot/__init__.py", 0),
    _room("bot/errors.py", 0),
    _room("bot/text.py", 0),
    _room("bot/environment.py", 1, "dotenv", wing="settings"),
    _room("bot/settings.py", 1, wing="settings", step=1),
    _room("bot/messages.py", 1),
    _room("bot/logs.py", 1, guarded="threading"),
    _room("bot/places.py", 1),
    _room("bot/kinds.py", 1),
    _room("bot/i18n", 1, "babel"),
    _room("bot/understanding", 1, "icu4py myanmar myanmartools numpy scipy sklearn"),
    _room("bot/workers.py", 2),
    _room("bot/audit.py", 2),
    _room("bot/installation.py", 2),
    _room("bot/staff", 2),
    _room("bot/unreadable.py", 2),
    _room("bot/cases", 3),
    _room("bot/intake", 3),
    _room("bot/answers", 3, "yaml phonenumbers"),
    _room("bot/mail", 3),
    _room("bot/ports.py", 4),
    _room("bot/screens", 5),
    _room("bot/usecases", 5, "yaml"),
    _room("bot/conversation", 6, "yaml"),
    _room("bot/parts.py", 7, guarded="asyncio concurrent"),
    _room("bot/courier", 7, guarded="asyncio"),
    _room("bot/channel", 7, wing="channel"),
    _room("bot/channel/telegram", 7, "telegram httpx uvicorn icu4py", "asyncio", "channel", 1),
    _room("bot/console", 7, wing="console"),
    _room("bot/console/frame", 7, "starlette jinja2 markupsafe", wing="console", step=1),
    _room("bot/console/account", 7, "starlette argon2", wing="console", step=2),
    _room("bot/console/admin", 7, "starlette", wing="console", step=2),
    _room("bot/console/cases", 7, "starlette", wing="console", step=2),
    _room("bot/console/editing", 7, "starlette", wing="console", step=2),
    _room("bot/console/tryit", 7, "starlette markupsafe", wing="console", step=2),
    _room("bot/console/frame/app.py", 7, "starlette", wing="console", step=3),
    _room("bot/storage/encryption.py", 7, "cryptography", wing="storage"),
    _room("bot/storage/first_version.py", 7, wing="storage"),
    _room("bot/storage/tables", 7, "sqlalchemy", wing="storage", step=1),
    _room("bot/storage/rows", 7, "sqlalchemy", wing="storage", step=2),
    _room("bot/storage", 7, "sqlalchemy alembic", "sqlite3", "storage", 3),
    _room("bot/storage/migrations", 7, "alembic", wing="storage", step=2),
    _room("bot/storage/migrations/versions", 7, "alembic sqlalchemy", wing="storage", step=2),
    _room("bot/dialogue", 7, "rasa structlog", wing="rasa", step=1),
    _room("actions", 7, "rasa_sdk", wing="rasa"),
    _room("bot/house.py", 8, wing="house"),
    _room("bot/assembly.py", 8, guarded="asyncio", wing="house", step=1),
    _room("bot/commands", 9, "rich uvicorn", "asyncio socket subprocess threading", "commands"),
    _room("bot/__main__.py", 9, wing="commands", step=1),
)

OURS: Final = frozenset({"bot", "actions"})
GUARDED: Final = _names(
    "_thread asyncio concurrent ctypes dbm ftplib http marshal mmap multiprocessing os.fork os.popen os.system pickle "
    "poplib selectors shelve smtplib socket socketserver sqlite3 ssl subprocess telnetlib threading urllib.request "
    "xmlrpc"
)
"""What acts: threads and loops, processes, the network, other stores. A noun decides and needs none of them."""
TRICKS: Final = _names(
    "_frozen_importlib _imp builtins code codeop imp importlib pkgutil pydoc runpy sys.meta_path sys.modules sys.path "
    "sys.path_hooks zipimport"
)
"""By these anything can be imported without a line that says so."""
TRICK_NAMES: Final = _names(
    "__builtins__ __globals__ __import__ __loader__ __spec__ __subclasses__ compile eval exec exec_module find_spec "
    "globals import_module load_module"
)
TRICK_ATTRIBUTES: Final = (TRICK_NAMES - {"compile", "globals"}) | {"meta_path", "modules", "path_hooks"}
"""`re.compile` and a template's `globals` are harmless; `sys.modules` is not."""
MAX_LINES: Final = 300
MAX_FILES_OF_A_ROOM: Final = 15
MAX_LINES_OF_A_ROOM: Final = 1500
HALL: Final = "bot"
"""Each file that lies directly in it is a room of its own, so it may have a few more."""
MAX_FILES_OF_THE_HALL: Final = 18


def room_of(path: str) -> Room | None:
    """The room of a file; None when it stands on no floor."""
    named = {room.path: room for room in ROOMS}
    return named.get(path) or named.get(path.rpartition("/")[0])


def room_of_module(module: str) -> Room | None:
    """The room of what an import names: a package, a module, or something in a module."""
    named = {room.path: room for room in ROOMS}
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        place = "/".join(parts[:length])
        if found := named.get(f"{place}.py") or named.get(place):
            return found
    return None


def faults(path: str, source: str) -> list[str]:
    """What is wrong with the imports of one file, each with its line; nothing when all is well."""
    room = room_of(path)
    if room is None:
        return [f"{path}: stands on no floor; give its room a line in the table"]
    tree = ast.parse(source)
    said = {(line, reason) for line, module in _imports(path, tree) if (reason := _refusal(room, module))}
    said |= {(line, f"{name}: what is imported is named in an import") for line, name in _tricks(tree)}
    return [f"{path}:{line}: {reason}" for line, reason in sorted(said)]


def _refusal(room: Room, module: str) -> str | None:
    """Why this room may not import this; None when it may."""
    top = module.partition(".")[0]
    if top in OURS:
        return _refusal_of_ours(room, module)
    if _among(module, TRICKS):
        return f"{module}: what is imported is named in an import"
    if _among(module, GUARDED):
        return None if _among(module, room.guarded) else f"{module} acts, and {room.path} may not: give it a port"
    if top in sys.stdlib_module_names or top in room.packages:
        return None
    return f"{module}: {top or 'this'} is no package of {room.path}: give it a port"


def _refusal_of_ours(room: Room, module: str) -> str | None:
    there = room_of_module(module)
    if there is None:
        return f"{module} stands on no floor"
    earlier = bool(room.wing) and there.wing == room.wing and there.step < room.step
    if there == room or there.floor < room.floor or earlier:
        return None
    return f"{module} is on floor {there.floor}, {room.path} on floor {room.floor}: no arrow runs up or across"


def _among(module: str, listed: Collection[str]) -> bool:
    """The module, or a package that it lies in, is listed."""
    parts = module.split(".")
    return any(".".join(parts[:length]) in listed for length in range(1, len(parts) + 1))


def _imports(path: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every import of a file with its line, also in functions and under TYPE_CHECKING; relative ones made whole."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(part for part in (_parent(path, node.level), node.module) if part)
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def _parent(path: str, level: int) -> str:
    """The package that the dots of a relative import mean; nothing when there are no dots, or too many."""
    folders = path.split("/")[:-1]
    return ".".join(folders[: max(len(folders) - level + 1, 0)]) if level else ""


def _tricks(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Names by which something is imported unseen. `import bot.x` is one: it makes all that is loaded of bot reachable."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) if name in TRICK_NAMES:
                yield node.lineno, name
            case ast.Attribute(attr=name) if name in TRICK_ATTRIBUTES:
                yield node.lineno, name
            case ast.Constant(value=str(name)) if name in TRICK_NAMES and name.startswith("__"):
                yield node.lineno, name
            case ast.Import(names=names):
                yield from ((node.lineno, f"import {one.name}") for one in names if _binds_all(one))


def _binds_all(alias: ast.alias) -> bool:
    return alias.name in OURS or (alias.name.partition(".")[0] in OURS and alias.asname is None)


def doubled_names(sources: Mapping[str, str]) -> dict[str, list[str]]:
    """Class names that stand more than once, each with the files they stand in."""
    found: dict[str, list[str]] = {}
    for path, source in sources.items():
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, []).append(path)
    return {name: paths for name, paths in found.items() if len(paths) > 1}


def too_big(sources: Mapping[str, str]) -> list[str]:
    """What outgrew its measure, with its figures. A folder counts the files directly in it, __init__ apart."""
    lines = {path: len(source.splitlines()) for path, source in sources.items()}
    said = [f"{path}: {count} lines of {MAX_LINES}" for path, count in lines.items() if count > MAX_LINES]
    for folder in sorted({path.rpartition("/")[0] for path in sources}):
        inside = {path: count for path, count in lines.items() if path.rpartition("/")[0] == folder}
        files, total = sum(not path.endswith("/__init__.py") for path in inside), sum(inside.values())
        most_files, most_lines = MAX_FILES_OF_A_ROOM, MAX_LINES_OF_A_ROOM
        if folder == HALL:
            most_files, most_lines = MAX_FILES_OF_THE_HALL, MAX_FILES_OF_THE_HALL * MAX_LINES
        if files > most_files or total > most_lines:
            said.append(f"{folder}: {files} files, {total} lines of {most_files} files and {most_lines} lines")
    return said


def left_over(sources: Mapping[str, str]) -> dict[str, list[str]]:
    """What a room may import beyond the standard library and never does: it goes from the table."""
    used: dict[str, set[str]] = {}
    for path, source in sources.items():
        if room := room_of(path):
            modules = {module for _, module in _imports(path, ast.parse(source))}
            used.setdefault(room.path, set()).update(_heads(modules))
    allowed = {room.path: room.packages | room.guarded for room in ROOMS}
    return {
        path: sorted(names - used.get(path, set())) for path, names in allowed.items() if names - used.get(path, set())
    }


def _heads(modules: Iterable[str]) -> set[str]:
    """Every name that a module goes by in the table: itself, and the packages that it lies in."""
    parts = [module.split(".") for module in modules]
    return {".".join(one[:length]) for one in parts for length in range(1, len(one) + 1)}
