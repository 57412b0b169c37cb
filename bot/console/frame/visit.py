"""What does a page know about the one who asks for it?

A `Visit` is one request with the member of staff behind it, its form and the time; a `Console` is what all visits share.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Final

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from bot.answers.library import Library
from bot.audit import AuditEntry
from bot.console.frame import words
from bot.console.frame.rendering import Templates
from bot.errors import BadInput, Forbidden
from bot.i18n.languages import FALLBACK, Language, from_hint
from bot.i18n.phrasebook import Phrasebook
from bot.kinds import Reference
from bot.ports import Clock, OpenUnit, UnitOfWork, Vault
from bot.settings import Settings
from bot.staff.members import Staff
from bot.staff.sessions import Session

NUL: Final = "\x00"


@dataclass(frozen=True)
class Console:
    """What every page works with."""

    open_unit: OpenUnit
    vault: Vault
    phrases: Phrasebook
    library_of: Callable[[], Library]
    clock: Clock
    settings: Settings
    templates: Templates

    @property
    def secure(self) -> bool:
        """Browsers reach the console over HTTPS: cookies are kept to that."""
        return self.settings.console_url.startswith("https:")


@dataclass
class Visit:
    """One request. `csrf` is the token that its forms carry; `staff` is None for somebody not signed in."""

    request: Request
    console: Console
    now: datetime
    csrf: str
    staff: Staff | None = None
    session: Session | None = None
    form: FormData = field(default_factory=FormData)

    @property
    def member(self) -> Staff:
        """The member of staff. Raises Forbidden when nobody is signed in."""
        if self.staff is None:
            raise Forbidden("sign in")
        return self.staff

    @property
    def address(self) -> str:
        """Where the request came from; behind a proxy the server must be told to trust its header."""
        return self.request.client.host if self.request.client else "unknown"

    @property
    def locale(self) -> str:
        """The language of the page: the one set for her, else the browser's, else English."""
        known = self.console.templates.languages
        if self.staff is not None:
            return self.staff.locale if self.staff.locale in known else FALLBACK
        languages = {code: self.console.phrases.languages[code] for code in known}
        return from_hint(self.request.headers.get("accept-language", "").split(",")[0], languages) or FALLBACK

    @property
    def language(self) -> Language:
        """The same, with its way of writing dates."""
        return self.console.phrases.languages.get(self.locale) or Language(FALLBACK, "English", "en", "en", True)

    @cached_property
    def new_troubles(self) -> int:
        """How much could not be read or did not arrive since she last looked: the number beside the page's name."""
        since = self.member.mail_seen_at
        with self.console.open_unit() as unit:
            lost = [one.group_lost_at for one in unit.centres.all() if one.group_lost_at is not None]
            groups = sum(since is None or moment > since for moment in lost)
            return unit.inbox.unread(since) + unit.outbox.lost(since) + unit.unreadable.noticed(since) + groups

    def text(self, name: str, default: str = "") -> str:
        """A field of the form, without spaces at its ends, and without the sign that no database takes; a file in its place
        counts as nothing."""
        value = self.form.get(name, default)
        return default if isinstance(value, UploadFile) else value.replace(NUL, "").strip()

    def number(self, name: str) -> int:
        """A whole number of the form. Raises BadInput."""
        value = self.text(name)
        if not value.isdecimal() or len(value) > 9:
            raise BadInput(name, "not a number")
        return int(value)

    def query_number(self, name: str, default: int = 1) -> int:
        """A whole number of the address; anything else is the default."""
        value = self.request.query_params.get(name, "")
        return int(value) if value.isdecimal() and len(value) <= 18 else default

    def path(self, name: str) -> str:
        """A part of the address."""
        return str(self.request.path_params[name]).replace(NUL, "")

    def gettext(self, message: str, **values: object) -> str:
        """A sentence of the console in her language."""
        return self.console.templates.translate(self.locale, message, values)

    def phrase(self, key: str) -> str:
        """A phrase that workers see too, such as the name of a kind, in her language."""
        return words.known(self.console.phrases, self.locale, key)

    def render(self, template: str, status: int = 200, **values: object) -> Response:
        """A page or a fragment."""
        return HTMLResponse(self.console.templates.render(template, self.locale, visit=self, **values), status)

    def go(self, path: str) -> Response:
        """On to another page, after something was done."""
        return RedirectResponse(path, 303)

    def audit(self, unit: UnitOfWork, action: str, reference: Reference | None = None, detail: str = "") -> None:
        """One entry in her name."""
        unit.audit.write(AuditEntry(self.member.login, action, self.now, reference, detail))
