"""Is a file safe on the disk before its id is known, and does nothing foreign in the folder stop the cleaning?"""

import errno
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import NotFound, NotKept, Unreadable
from bot.storage.vault import FileVault

LATER = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the `vault` of these tests keeps its files."""
    return tmp_path / "media"


def test_file_then_name_then_folder_are_synced(vault: FileVault, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vault.put(b"the first makes the folder")
    calls: list[str] = []
    sync, rename = os.fsync, Path.replace

    def fsync(descriptor: int) -> None:
        calls.append(
            "sync folder" if Path(f"/proc/self/fd/{descriptor}").resolve() == folder.resolve() else "sync file"
        )
        sync(descriptor)

    def replace(half: Path, whole: Path) -> Path:
        calls.append("rename")
        return rename(half, whole)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    vault.put(b"a payslip")
    assert calls == ["sync file", "rename", "sync folder"]


@pytest.mark.parametrize("fails", ["open", "fsync", "rename"])
def test_a_disk_that_is_full_is_said_and_nothing_is_left(
    vault: FileVault, folder: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    kept = vault.put(b"kept before")

    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(*{"open": (os, "open"), "fsync": (os, "fsync"), "rename": (Path, "replace")}[fails], full)
    with pytest.raises(NotKept, match="No space left"):
        vault.put(b"a payslip")
    monkeypatch.undo()
    assert [file.name for file in folder.iterdir()] == [kept]
    assert vault.get(kept) == b"kept before"


def test_files_are_their_owners_alone_and_sealed(vault: FileVault, folder: Path) -> None:
    file = folder / vault.put(b"a payslip")
    assert (folder.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    assert b"payslip" not in file.read_bytes()


def test_what_is_not_ours_in_the_folder_is_passed_over(vault: FileVault, folder: Path) -> None:
    ours = vault.put(b"a payslip")
    half = folder / f"{'0' * 32}.half"
    half.touch()
    (folder / "lost+found").mkdir()
    (folder / ("a" * 32)).mkdir()
    (folder / ".DS_Store").touch()
    (folder / ("b" * 32)).symlink_to(folder / "nowhere")
    (folder / "\udcff\n").touch()
    assert sorted(vault.older_than(LATER)) == sorted([ours, half.name])
    for name in vault.older_than(LATER):
        vault.delete(name)
    assert len(list(folder.iterdir())) == 5


def test_only_what_is_old_enough_is_listed(vault: FileVault, folder: Path) -> None:
    old, new = vault.put(b"old"), vault.put(b"new")
    os.utime(folder / old, (0, 0))
    assert vault.older_than(datetime.now(UTC) - timedelta(days=1)) == [old]
    assert set(vault.older_than(LATER)) == {old, new}


def test_no_name_leads_out_of_the_folder(vault: FileVault, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("secret")
    for name in ("../keys", "", "\u0661" * 32, "A" * 32, f"{'0' * 32}/x"):
        with pytest.raises(NotFound):
            vault.get(name)
        with pytest.raises(NotFound):
            vault.delete(name)


def test_a_damaged_file_is_told_from_one_that_is_gone(vault: FileVault, folder: Path) -> None:
    damaged, gone = vault.put(b"a payslip"), vault.put(b"a contract")
    (folder / damaged).write_bytes(b"x")
    vault.delete(gone)
    vault.delete(gone)
    with pytest.raises(Unreadable):
        vault.get(damaged)
    with pytest.raises(NotFound):
        vault.get(gone)


def test_the_folder_that_the_first_file_makes_lasts_too(
    vault: FileVault, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a power cut the folder is there only when the one above it was synced."""
    synced, sync = list[Path](), os.fsync

    def fsync(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").resolve())
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    vault.put(b"a payslip")
    assert synced[0] == folder.parent.resolve() and synced[-1] == folder.resolve()
