"""Where are the files of complaints? Each is one encrypted file in KAWAN_DATA/media, named by a random id."""

import re
import stat
import uuid
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from bot.errors import NotFound, NotKept
from bot.storage.disk import make_folder, sync_folder, write_whole
from bot.storage.encryption import Cipher

OURS: Final = re.compile(r"[0-9a-f]{32}(\.half)?")
"""How a file of ours is named. What else lies in the folder is somebody's, and is let be."""


class FileVault:
    """Files in a folder; several machines share the folder."""

    def __init__(self, folder: Path, cipher: Cipher) -> None:
        self._folder = folder
        self._cipher = cipher

    def put(self, content: bytes) -> str:
        """Keeps the bytes and returns their id: the file is there, whole, also after a power cut.

        Raises NotKept when the disk does not take it; nothing of it is left then.
        """
        file_id = uuid.uuid4().hex
        half, whole = self._folder / f"{file_id}.half", self._folder / file_id
        try:
            make_folder(self._folder)
            write_whole(half, self._cipher.seal_bytes(content))
            half.replace(whole)
            sync_folder(self._folder)
        except OSError as error:
            for path in (half, whole):
                with suppress(OSError):
                    path.unlink(missing_ok=True)
            raise NotKept(f"KAWAN_DATA: a file could not be kept in media ({error.strerror})") from error
        return file_id

    def get(self, file_id: str) -> bytes:
        """The bytes again. Raises NotFound, and Unreadable when no key opens them."""
        try:
            return self._cipher.open_bytes(self._path(file_id).read_bytes())
        except FileNotFoundError:
            raise NotFound("file") from None

    def delete(self, file_id: str) -> None:
        """Erases it; erasing what is gone is no error."""
        self._path(file_id).unlink(missing_ok=True)

    def older_than(self, moment: datetime) -> list[str]:
        """Ids of files written before then, halves that a crash left among them."""
        until = moment.timestamp()
        return [name for name, written in self._files() if written < until]

    def _files(self) -> Iterator[tuple[str, float]]:
        """Name and time of each file of ours. One that vanishes meanwhile is passed over, as is what is not ours."""
        if not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            try:
                found = path.lstat()
            except FileNotFoundError:
                continue
            if OURS.fullmatch(path.name) and stat.S_ISREG(found.st_mode):
                yield path.name, found.st_mtime

    def _path(self, file_id: str) -> Path:
        if not OURS.fullmatch(file_id):
            raise NotFound("file")
        return self._folder / file_id
