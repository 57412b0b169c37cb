"""How does a file reach the disk, so that it is there after a power cut, whole or not at all, and by one writer?"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_whole(half: Path, content: bytes) -> None:
    """Writes and syncs a new file that only its owner reads. What a failure leaves of it is removed."""
    try:
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:
        half.unlink(missing_ok=True)
        raise


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Of the processes of this machine one is inside; the others wait."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def make_folder(folder: Path) -> None:
    """Makes a folder that only its owner enters, unless it is there; the folder above it must be."""
    if not folder.is_dir():
        folder.mkdir(exist_ok=True, mode=0o700)
        sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Makes last that a file in it has appeared, or has another name."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
