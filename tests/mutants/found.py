"""What became of each change, where is it, and what did it change?"""

import ast
from collections.abc import Sequence
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path

from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import walk_mutatable_files
from mutmut.utils.format_utils import orig_function_and_class_names_from_key

UNNOTICED = ("survived", "no tests", "not checked", "skipped")


@dataclass(frozen=True, slots=True)
class Change:
    """One small change of a file that mutmut made, and whether a test failed."""

    name: str
    path: str
    noticed: bool

    @property
    def room(self) -> str:
        return self.path.split("/")[1]


@dataclass(frozen=True, slots=True)
class Seen:
    """A change as it is to be read: the line of the file, what stood there and what stood there instead."""

    change: Change
    line: int
    before: Sequence[str]
    after: Sequence[str]


def changes(folder: Path) -> list[Change]:
    """All that were made in the copy in this folder."""
    with chdir(folder):
        return [change for path in walk_mutatable_files() for change in _of_file(path)]


def seen(folder: Path, change: Change) -> Seen:
    """The change with its lines."""
    with chdir(folder):
        diff = get_diff_for_mutant(change.name, path=change.path).splitlines()[2:]
        start = _start(Path(change.path), change.name)
    within, before, after = 0, list[str](), list[str]()
    line = 0
    for one in diff:
        if one.startswith("@@"):
            within = int(one.split()[1].lstrip("-").split(",")[0])
            continue
        if one[0] in "-+":
            line = line or start + within - 1
            (before if one[0] == "-" else after).append(one[1:].strip())
        within += one[0] != "+"
    return Seen(change, line, before, after)


def _of_file(path: Path) -> list[Change]:
    data = SourceFileMutationData(path=path)
    data.load()
    codes = data.exit_code_by_key.items()
    return [Change(name, path.as_posix(), status_by_exit_code[code] not in UNNOTICED) for name, code in codes]


def _start(path: Path, name: str) -> int:
    """The line on which the changed function begins."""
    function, owner = orig_function_and_class_names_from_key(name)
    function = function.rpartition(".")[2]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef) and node.name == owner or owner is None and node is tree:
            found = [one for one in node.body if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
            return next(one.lineno for one in found if one.name == function)
    raise LookupError(name)
