"""How does a member of staff sign in and out, and how are guesses at passwords slowed down?"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from starlette.responses import Response

from bot.audit import AuditEntry
from bot.console.account.passwords import is_password, renewed
from bot.console.frame.access import LONGEST, SESSION_COOKIE, Page, hash_of, new_session, public, set_cookie, signed_in
from bot.console.frame.visit import Visit
from bot.staff.members import Staff
from bot.staff.rights import Right

WINDOW: Final = timedelta(minutes=15)
LOGIN_LIMIT: Final = 5
ADDRESS_LIMIT: Final = 20


def home(visit: Visit) -> Response:
    """To where her work is."""
    if visit.member.may(Right.WORK_CASES):
        return visit.go("/cases")
    return visit.go("/content" if visit.member.may(Right.EDIT_CONTENT) else "/try")


def form(visit: Visit) -> Response:
    """The sign-in form."""
    return _form(visit, "", visit.request.query_params.get("next", "/"))


def sign_in(visit: Visit) -> Response:
    """A session for the right password. Wrong login, wrong password and disabled staff are answered alike."""
    login, password, back = visit.text("login")[:200], str(visit.form.get("password", ""))[:1000], visit.text("next")
    if not _may_try(visit, login):
        _log_failure(visit, login, "throttled")
        message = visit.gettext("Too many failed attempts. Please wait 15 minutes and try again.")
        return _form(visit, login, back, message, 429)
    staff = _recognised(visit, login, password)
    if staff is None:
        _log_failure(visit, login, "", count_address=True)
        return _form(visit, login, back, visit.gettext("Login or password is wrong."), 401)
    return _let_in(visit, staff, password, back)


def sign_out(visit: Visit) -> Response:
    """Ends the session here and in the database."""
    with visit.console.open_unit() as unit:
        if visit.session is not None:
            unit.sessions.delete(visit.session.token_hash)
        visit.audit(unit, "signed_out")
        unit.commit()
    response = visit.go("/sign-in")
    response.delete_cookie(SESSION_COOKIE)
    return response


def _form(visit: Visit, login: str, back: str, message: str = "", status: int = 200) -> Response:
    return visit.render("signin.html", status, login=login, back=_local(back), message=message)


def _may_try(visit: Visit, login: str) -> bool:
    """Counts the attempt before the password is looked at, so that many at once do not get past the limit."""
    since = visit.now - WINDOW
    with visit.console.open_unit() as unit:
        if unit.sessions.failures(_login_key(login), since) >= LOGIN_LIMIT:
            return False
        if unit.sessions.failures(_address_key(visit), since) >= ADDRESS_LIMIT:
            return False
        unit.sessions.failed(_login_key(login), visit.now)
        unit.commit()
        return True


def _recognised(visit: Visit, login: str, password: str) -> Staff | None:
    """The member of staff; a login that nobody has costs the same time as a wrong password."""
    with visit.console.open_unit() as unit:
        staff = unit.staff.by_login(login)
    right = is_password(staff.password_hash if staff else None, password)
    return staff if staff is not None and right and not staff.disabled else None


def _log_failure(visit: Visit, login: str, detail: str, count_address: bool = False) -> None:
    """The audit log gets the login only when somebody has it: people type passwords into the wrong field."""
    with visit.console.open_unit() as unit:
        staff = unit.staff.by_login(login)
        if count_address:
            unit.sessions.failed(_address_key(visit), visit.now)
        unit.audit.write(AuditEntry(staff.login if staff else "unknown", "sign_in_failed", visit.now, None, detail))
        unit.commit()


def _let_in(visit: Visit, staff: Staff, password: str, back: str) -> Response:
    """A new session; the one that this browser had before ends."""
    token, session = new_session(staff, visit.now)
    stronger = renewed(staff.password_hash, password)
    with visit.console.open_unit() as unit:
        unit.sessions.delete(hash_of(visit.request.cookies.get(SESSION_COOKIE, "")))
        unit.sessions.add(session)
        unit.sessions.clear_failures(_login_key(staff.login))
        if stronger is not None:
            unit.staff.save(replace(staff, password_hash=stronger))
        unit.audit.write(AuditEntry(staff.login, "signed_in", visit.now))
        unit.commit()
    response = visit.go(_local(back))
    set_cookie(response, visit.console, SESSION_COOKIE, token, LONGEST)
    return response


def _local(path: str) -> str:
    """Only addresses of the console itself are gone to after signing in."""
    plain = path.startswith("/") and not path.startswith("//") and path.isprintable() and "\\" not in path
    return path if plain else "/"


def _login_key(login: str) -> str:
    return f"login:{login.casefold()}"


def _address_key(visit: Visit) -> str:
    return f"address:{visit.address}"


PAGES: Final = (
    Page("/", home, signed_in),
    Page("/sign-in", form, public),
    Page("/sign-in", sign_in, public, "POST"),
    Page("/sign-out", sign_out, signed_in, "POST"),
)
