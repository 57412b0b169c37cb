"""How is a password kept? As an argon2 hash, which is slow to guess; the password itself is stored nowhere."""

from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER: Final = PasswordHasher()


def hash_password(password: str) -> str:
    """What is stored in place of a password."""
    return HASHER.hash(password)


def is_password(password_hash: str | None, password: str) -> bool:
    """This is the password of that hash. A login that nobody has (None) costs the same time as a wrong password."""
    try:
        return HASHER.verify(password_hash or _nobodys_hash(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def renewed(password_hash: str, password: str) -> str | None:
    """A hash of today's strength; None when this one has it."""
    return hash_password(password) if HASHER.check_needs_rehash(password_hash) else None


@cache
def _nobodys_hash() -> str:
    return hash_password("nobody has this password")
