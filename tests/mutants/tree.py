"""The copy of the tree on which mutmut works, and what mutmut is told about it."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
ROOMS: Final = ("conversation", "intake", "cases", "usecases")
COPIED: Final = ("bot", "tests", "intents", "content", "locales", "config.yml", "pyproject.toml")
TESTS: Final = ("tests/cases", "tests/intake", "tests/usecases", "tests/conversation", "tests/conversations")
"""The nearest tests of the rooms; without those that start another process."""
SLOW: Final = ("tests/conversation/test_without_rasa.py",)
PLUGIN: Final = "tests.mutants.plugin"
MEMORY: Final = Path("/dev/shm")


@contextmanager
def copied(rooms: Sequence[str]) -> Iterator[Path]:
    """A copy in a temporary folder, in memory where there is such a place; gone afterwards."""
    with TemporaryDirectory(prefix="kawan-mutants-", dir=MEMORY if MEMORY.is_dir() else None) as name:
        folder = Path(name) / "tree"
        folder.mkdir()
        for one in COPIED:
            _copy(ROOT / one, folder / one)
        with (folder / "pyproject.toml").open("a", encoding="utf-8") as project:
            project.write(settings(rooms))
        (folder / "mutants").mkdir()
        (folder / "mutants" / "models").symlink_to(ROOT / "models")
        yield folder


def settings(rooms: Sequence[str]) -> str:
    """The section of pyproject.toml that mutmut reads. It copies the copy once more, into its folder "mutants"."""
    lists = {
        "source_paths": ["bot"],
        "only_mutate": [f"bot/{room}/*.py" for room in rooms],
        "also_copy": [one for one in COPIED if one != "bot"],
        "pytest_add_cli_args": ["-p", PLUGIN, *(f"--ignore={path}" for path in SLOW)],
        "pytest_add_cli_args_test_selection": list(TESTS),
    }
    lines = [f"{name} = {values!r}" for name, values in lists.items()]
    return "\n".join(
        ["", "[tool.mutmut]", *lines, "use_git_change_detection = false", "track_dependencies = false", ""]
    )


def environment(folder: Path) -> dict[str, str]:
    """Of the tests. Files of tests lie beside the copy."""
    beside = folder.parent / "files"
    beside.mkdir(exist_ok=True)
    return os.environ | {"KAWAN_TEST_DATABASES": "sqlite", "PYTEST_DEBUG_TEMPROOT": str(beside), "PYTHONUTF8": "1"}


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.half"))
    else:
        shutil.copy2(source, target)
