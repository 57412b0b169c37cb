"""Who is signed in, and how often did somebody try?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. `token_hash` is SHA-256 of the cookie's token; the token itself is stored nowhere."""

    token_hash: str
    staff_id: int
    csrf: str
    created_at: datetime
    seen_at: datetime


class Sessions(Protocol):
    """Stored sessions, and attempts that are counted (of signing in, of uploading), by a keyed hash of what is counted."""

    def add(self, session: Session) -> None: ...
    def get(self, token_hash: str) -> Session | None: ...
    def seen(self, token_hash: str, now: datetime) -> None: ...
    def delete(self, token_hash: str) -> None: ...
    def delete_of(self, staff_id: int) -> None: ...
    def failed(self, key: str, now: datetime) -> None: ...
    def failures(self, key: str, since: datetime) -> int: ...
    def clear_failures(self, key: str) -> None: ...
