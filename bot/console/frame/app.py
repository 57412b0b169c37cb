"""How is the console put together? Pages, guards, headers and static files; nothing is decided here."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from bot.answers.library import Library
from bot.console.account import profile, signin
from bot.console.admin import audit_pages, mail_pages, routing
from bot.console.cases import case, desk_forms, queue
from bot.console.editing import editing
from bot.console.frame.access import Page, guarded
from bot.console.frame.headers import HEADERS, SecurityHeaders
from bot.console.frame.problems import problem
from bot.console.frame.rendering import Templates
from bot.console.frame.visit import Console, Visit
from bot.console.tryit import tryit
from bot.i18n.phrasebook import Phrasebook
from bot.ports import Clock, OpenUnit, Vault
from bot.settings import Settings

STATIC: Final = Path(__file__).parents[1] / "static"


def build_console(
    open_unit: OpenUnit,
    vault: Vault,
    phrases: Phrasebook,
    library_of: Callable[[], Library],
    clock: Clock,
    settings: Settings,
) -> Starlette:
    """The console as an ASGI application. Raises SettingsError when a page declares no right."""
    console = Console(open_unit, vault, phrases, library_of, clock, settings, Templates(phrases))

    def on_error(request: Request, error: Exception) -> Response:
        response = problem(Visit(request, console, clock(), csrf=""), error)
        response.headers.update(HEADERS)
        return response

    return Starlette(
        routes=_routes(console, pages(settings)),
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={404: on_error, 405: on_error, 411: on_error, 413: on_error, 400: on_error, 500: on_error},
    )


def pages(settings: Settings) -> list[Page]:
    """Every page of the console."""
    return [
        *signin.PAGES,
        *profile.PAGES,
        *queue.PAGES,
        *case.PAGES,
        *desk_forms.PAGES,
        *editing.PAGES,
        *routing.PAGES,
        *audit_pages.PAGES,
        *mail_pages.PAGES,
        *tryit.pages(settings.demo),
    ]


def _routes(console: Console, listed: list[Page]) -> list[BaseRoute]:
    return [
        *(guarded(page, console) for page in listed),
        Mount("/static", StaticFiles(directory=STATIC), name="static"),
    ]
