"""Who may see which page? Closed by default: a page that declares nothing keeps the console from starting."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.console.frame.problems import problem
from bot.console.frame.visit import Console, Visit
from bot.errors import BadInput, NotFound, SettingsError
from bot.staff.members import Staff
from bot.staff.rights import Right
from bot.staff.sessions import Session

SESSION_COOKIE: Final = "kawan_session"
FORM_COOKIE: Final = "kawan_form"
IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=12)
FORM_BYTES: Final = 1024 * 1024


class Open(Enum):
    """Access without a right: for everybody, or for everybody signed in."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"


public: Final = Open.PUBLIC
signed_in: Final = Open.SIGNED_IN
Access = Right | Open


@dataclass(frozen=True)
class Page:
    """One address. A `quiet` page is fetched by the browser on its own and does not keep a session alive."""

    path: str
    handler: Callable[[Visit], Response]
    access: Access | None = None
    method: str = "GET"
    quiet: bool = False
    max_bytes: int = FORM_BYTES


def guarded(page: Page, console: Console) -> Route:
    """The route of a page. Raises SettingsError when the page declares no right."""
    if not isinstance(page.access, Right | Open):
        raise SettingsError(f"the page {page.path} declares neither a right nor that it is public")

    async def endpoint(request: Request) -> Response:
        visit = await run_in_threadpool(_visit, page, console, request)
        refusal = _refusal(page, visit)
        if refusal is not None:
            return refusal
        if request.method == "POST":
            visit.form = await _form(request, page.max_bytes)
        response = await run_in_threadpool(_answer, page, visit)
        await visit.form.close()
        return _with_form_cookie(response, visit)

    return Route(page.path, endpoint, methods=[page.method], name=f"{page.method} {page.path}")


def new_session(staff: Staff, now: datetime) -> tuple[str, Session]:
    """The cookie's token, and what is stored of it."""
    token = secrets.token_urlsafe(32)
    return token, Session(hash_of(token), staff.id, secrets.token_urlsafe(32), now, now)


def hash_of(token: str) -> str:
    """What is stored in place of a token, so that the database opens nobody's session."""
    return hashlib.sha256(token.encode()).hexdigest()


def set_cookie(response: Response, console: Console, name: str, value: str, age: timedelta | None = None) -> None:
    """A cookie for this console alone: no script reads it and no other site sends it."""
    seconds = int(age.total_seconds()) if age else None
    response.set_cookie(name, value, max_age=seconds, secure=console.secure, httponly=True, samesite="strict")


def _visit(page: Page, console: Console, request: Request) -> Visit:
    now = console.clock()
    staff, session = _signed_in(page, console, request.cookies.get(SESSION_COOKIE, ""), now)
    csrf = session.csrf if session else request.cookies.get(FORM_COOKIE, "") or secrets.token_urlsafe(32)
    return Visit(request, console, now, csrf, staff, session)


def _signed_in(page: Page, console: Console, token: str, now: datetime) -> tuple[Staff | None, Session | None]:
    """The member of staff behind a cookie; a session that ended is erased."""
    if not token:
        return None, None
    with console.open_unit() as unit:
        session = unit.sessions.get(hash_of(token))
        if session is None:
            return None, None
        try:
            staff = unit.staff.get(session.staff_id)
        except NotFound:
            return None, None
        if staff.disabled or now - session.seen_at > IDLE or now - session.created_at > LONGEST:
            unit.sessions.delete(session.token_hash)
            unit.commit()
            return None, None
        if not page.quiet:
            unit.sessions.seen(session.token_hash, now)
            unit.commit()
        return staff, session


def _refusal(page: Page, visit: Visit) -> Response | None:
    """Why this visitor may not come in; None when she may."""
    if page.access is Open.PUBLIC:
        return None
    if visit.staff is None:
        return _to_sign_in(visit)
    if isinstance(page.access, Right) and not visit.staff.may(page.access):
        return visit.render("problem.html", 403, message=visit.gettext("Your role may not see this page."))
    return None


def _to_sign_in(visit: Visit) -> Response:
    """To the sign-in page, and back here afterwards. htmx is told to leave the page, not to put one into the other."""
    if "hx-request" in visit.request.headers:
        return Response(status_code=401, headers={"HX-Redirect": "/sign-in"})
    back = visit.request.url.path if visit.request.method == "GET" else "/"
    return RedirectResponse(f"/sign-in?{urlencode({'next': back})}", 303)


async def _form(request: Request, limit: int) -> FormData:
    """The form, refused before it is read when it is too big."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise HTTPException(411)
    if int(length) > limit:
        raise HTTPException(413)
    return await request.form(max_files=1, max_fields=40, max_part_size=FORM_BYTES)


def _answer(page: Page, visit: Visit) -> Response:
    """The handler's answer; what it raises becomes a page that says so."""
    try:
        if visit.request.method == "POST":
            _check_token(visit)
        return page.handler(visit)
    except Exception as error:
        return problem(visit, error)


def _check_token(visit: Visit) -> None:
    """The form comes from a page of ours: it carries the session's token, or without a session the cookie's."""
    given = visit.request.headers.get("x-csrf-token") or visit.text("csrf")
    expected = visit.session.csrf if visit.session else visit.request.cookies.get(FORM_COOKIE, "")
    if not expected or not secrets.compare_digest(given.encode(), expected.encode()):
        raise BadInput("csrf", "no token")


def _with_form_cookie(response: Response, visit: Visit) -> Response:
    if visit.session is None and FORM_COOKIE not in visit.request.cookies:
        set_cookie(response, visit.console, FORM_COOKIE, visit.csrf)
    return response
