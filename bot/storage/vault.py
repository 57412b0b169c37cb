"""Where are the files of complaints? Each is one encrypted file in KAWAN_DATA/media, named by a random id."""

import uuid
from datetime import datetime
from pathlib import Path

from bot.errors import NotFound
from bot.storage.encryption import Cipher


class FileVault:
    """Files in a folder; several machines share the folder."""

    def __init__(self, folder: Path, cipher: Cipher) -> None:
        self._folder = folder
        self._cipher = cipher

    def put(self, content: bytes) -> str:
        """Keeps the bytes and answers their id; the file appears whole or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file_id = uuid.uuid4().hex
        half = self._folder / f"{file_id}.half"
        half.touch(mode=0o600, exist_ok=False)
        half.write_bytes(self._cipher.seal_bytes(content))
        half.replace(self._folder / file_id)
        return file_id

    def get(self, file_id: str) -> bytes:
        """The bytes again. Raises NotFound."""
        try:
            return self._cipher.open_bytes(self._path(file_id).read_bytes())
        except FileNotFoundError:
            raise NotFound("file") from None

    def delete(self, file_id: str) -> None:
        """Erases it; erasing what is gone is no error."""
        self._path(file_id).unlink(missing_ok=True)

    def older_than(self, moment: datetime) -> list[str]:
        """Ids of files written before then, halves that a crash left among them."""
        if not self._folder.is_dir():
            return []
        until = moment.timestamp()
        return [path.name for path in self._folder.iterdir() if path.stat().st_mtime < until]

    def _path(self, file_id: str) -> Path:
        stem = file_id.removesuffix(".half")
        if len(stem) != 32 or not stem.isalnum():
            raise NotFound("file")
        return self._folder / file_id
