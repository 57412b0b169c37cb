"""How is what must not leak kept?

Fernet (AES-128-CBC with HMAC-SHA256) of the cryptography library, with several keys: the newest encrypts, all decrypt.
A chat must be found again without decrypting every row, so it has a keyed hash (HMAC-SHA256) beside it; the hash key
is derived from the oldest key, so that adding a key changes no hash. By its fingerprint a key is known again.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.errors import SettingsError, Unreadable


class Cipher:
    """Encrypts text, values and bytes; hashes what must be found again."""

    def __init__(self, keys: Sequence[str], named: str = "KAWAN_KEYS:") -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            raise SettingsError(f"{named} holds something that is no Fernet key; copy the keys again") from error
        self._hash_key = _derived(b"kawan lookup", keys[-1])
        self.fingerprints = tuple(_derived(b"kawan fingerprint", key).hex()[:16] for key in keys)
        """One of each key, the newest first: nothing is learned from them, and no other key has them."""

    def seal(self, text: str | None) -> bytes | None:
        """Ciphertext of a text; None stays None."""
        return None if text is None else self._fernet.encrypt(text.encode())

    def open(self, sealed: bytes | None) -> str | None:
        """The text again. Raises Unreadable when no key fits."""
        return None if sealed is None else self.open_bytes(sealed).decode()

    def seal_bytes(self, content: bytes) -> bytes:
        """Ciphertext of bytes."""
        return self._fernet.encrypt(content)

    def open_bytes(self, sealed: bytes) -> bytes:
        """The bytes again. Raises Unreadable when no key fits."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken as error:
            raise Unreadable("no key opens this") from error

    def seal_value(self, value: Any) -> bytes:
        """Ciphertext of anything JSON can say."""
        return self._fernet.encrypt(json.dumps(value).encode())

    def open_value(self, sealed: bytes) -> Any:
        """The value again."""
        return json.loads(self.open_bytes(sealed))

    def trace(self, *parts: str) -> str:
        """A keyed hash by which a chat or a login attempt is found again, and nothing is learned."""
        return hmac.new(self._hash_key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


def new_key() -> bytes:
    """Returns a key of nobody's."""
    return Fernet.generate_key()


def new_cipher() -> Cipher:
    """A cipher with a key of its own, for what is kept nowhere."""
    return Cipher([new_key().decode()])


def _derived(purpose: bytes, key: str) -> bytes:
    return hashlib.sha256(purpose + base64.urlsafe_b64decode(key)).digest()
