"""How is what must not leak kept?

Fernet (AES-128-CBC with HMAC-SHA256) of the cryptography library, with several keys: the newest encrypts, all decrypt.
A chat must be found again without decrypting every row, so it has a keyed hash (HMAC-SHA256) beside it; the hash key
is derived from the oldest key, so that adding a key changes no hash.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import SettingsError
from bot.settings import Secret, Settings


class Cipher:
    """Encrypts text, values and bytes; hashes what must be found again."""

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            raise SettingsError("KAWAN_KEYS holds a key that is not a Fernet key") from error
        self._hash_key = hashlib.sha256(b"kawan lookup" + base64.urlsafe_b64decode(keys[-1])).digest()

    def seal(self, text: str | None) -> bytes | None:
        """Ciphertext of a text; None stays None."""
        return None if text is None else self._fernet.encrypt(text.encode())

    def open(self, sealed: bytes | None) -> str | None:
        """The text again. Raises SettingsError when no key fits."""
        return None if sealed is None else self.open_bytes(sealed).decode()

    def seal_bytes(self, content: bytes) -> bytes:
        """Ciphertext of bytes."""
        return self._fernet.encrypt(content)

    def open_bytes(self, sealed: bytes) -> bytes:
        """The bytes again. Raises SettingsError when no key fits."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken as error:
            raise SettingsError("KAWAN_KEYS: no key opens this row; was a key taken away?") from error

    def seal_value(self, value: Any) -> bytes:
        """Ciphertext of anything JSON can say."""
        return self._fernet.encrypt(json.dumps(value).encode())

    def open_value(self, sealed: bytes) -> Any:
        """The value again."""
        return json.loads(self.open_bytes(sealed))

    def trace(self, *parts: str) -> str:
        """A keyed hash by which a chat or a login attempt is found again, and nothing is learned."""
        return hmac.new(self._hash_key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def new_cipher() -> Cipher:
    """A cipher with a key of its own, for what is kept nowhere."""
    return Cipher([Fernet.generate_key().decode()])


def open_cipher(settings: Settings) -> Cipher:
    """The cipher of these settings; makes a first key in KAWAN_DATA when there is none."""
    return Cipher(settings.keys or _keys_of(settings.keys_file))


def _keys_of(path: Path) -> tuple[Secret, ...]:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_bytes(Fernet.generate_key() + b"\n")
    keys = tuple(Secret(line) for line in path.read_text(encoding="ascii").split())
    if not keys:
        raise SettingsError(f"KAWAN_KEYS is not set and {path.name} in KAWAN_DATA is empty")
    return keys
