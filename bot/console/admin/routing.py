"""To which centre do complaints go, and which group hears of them? The administrators' page."""

import re
from collections.abc import Mapping
from typing import Final

from starlette.responses import Response

from bot.cases.routing import Route
from bot.console.frame.access import Page
from bot.console.frame.problems import reason
from bot.console.frame.visit import Visit
from bot.errors import BadInput, NotFound
from bot.intake.questions import MAX_PROVINCE
from bot.kinds import KINDS
from bot.messages import ChatId
from bot.places import DESTINATIONS, ORIGINS, OTHER
from bot.staff.rights import Right

GROUP: Final = re.compile(r"^-?\d{5,20}$")
MAX_NAME: Final = 200
COUNTRIES: Final = tuple(sorted({*DESTINATIONS, *ORIGINS} - {OTHER}))


def show(visit: Visit) -> Response:
    """The table and the centres."""
    return _page(visit)


def add(visit: Visit) -> Response:
    """One more row."""
    try:
        with visit.console.open_unit() as unit:
            wanted = _route(visit)
            unit.centres.get(wanted.centre_id)
            route = unit.routes.add(wanted)
            visit.audit(unit, "route_added", detail=f"route={route.id} centre={route.centre_id}")
            unit.commit()
    except BadInput as error:
        return _page(visit, 422, {error.field: reason(visit, error)})
    return visit.go("/routing")


def delete(visit: Visit) -> Response:
    """Takes a row away; never the default, without which a complaint would go nowhere."""
    with visit.console.open_unit() as unit:
        route = next((one for one in unit.routes.all() if one.id == visit.number("route")), None)
        if route is None:
            raise NotFound("route")
        if route.is_default and sum(one.is_default for one in unit.routes.all()) == 1:
            raise BadInput("route", "default")
        unit.routes.delete(route.id)
        visit.audit(unit, "route_deleted", detail=f"route={route.id} centre={route.centre_id}")
        unit.commit()
    return visit.go("/routing")


def add_centre(visit: Visit) -> Response:
    """One more centre; `kawan staff add` gives it staff."""
    name, country = visit.text("name")[:MAX_NAME], visit.text("country")
    if not name or country not in COUNTRIES:
        field = "name" if not name else "country"
        return _page(visit, 422, {field: reason(visit, BadInput(field, "choose" if name else "empty"))})
    with visit.console.open_unit() as unit:
        centre = unit.centres.add(name, country)
        visit.audit(unit, "centre_added", detail=f"centre={centre.id}")
        unit.commit()
    return visit.go("/routing")


def save_centre(visit: Visit) -> Response:
    """Name and Telegram group of a centre; saving a lost group again tries it again.

    The audit entry says that they changed, not to what: a chat is personal.
    """
    name, group = visit.text("centre_name")[:MAX_NAME], visit.text("group")
    if group and not GROUP.match(group):
        return _page(
            visit, 422, {f"group-{visit.text('centre')}": visit.gettext("A group is a number, such as -1001234567890.")}
        )
    with visit.console.open_unit() as unit:
        centre = unit.centres.get(visit.number("centre"))
        if name and name != centre.name:
            unit.centres.rename(centre.id, name)
            visit.audit(unit, "centre_renamed", detail=f"centre={centre.id}")
        if group != (centre.group_chat or "") or centre.group_lost_at is not None:
            unit.centres.set_group(centre.id, ChatId(group) if group else None)
            visit.audit(unit, "group_set" if group else "group_removed", detail=f"centre={centre.id}")
        unit.commit()
    return visit.go("/routing")


def _route(visit: Visit) -> Route:
    province = visit.text("province")[:MAX_PROVINCE] or None
    return Route(
        0,
        visit.number("centre"),
        destination=_one_of(visit, "destination", (*DESTINATIONS, OTHER)),
        origin=_one_of(visit, "origin", (*ORIGINS, OTHER)),
        province=province,
        kind=_one_of(visit, "kind", KINDS),
        language=_one_of(visit, "language", tuple(visit.console.phrases.languages)),
    )


def _one_of(visit: Visit, name: str, known: tuple[str, ...]) -> str | None:
    value = visit.text(name)
    if value and value not in known:
        raise BadInput(name, "choose")
    return value or None


def _page(visit: Visit, status: int = 200, errors: Mapping[str, str] | None = None) -> Response:
    with visit.console.open_unit() as unit:
        routes, centres, staffed = unit.routes.all(), unit.centres.all(), unit.centres.staffed()
    return visit.render(
        "routing.html",
        status,
        routes=sorted(routes, key=lambda one: one.weight, reverse=True),
        centres=centres,
        staffed=staffed,
        countries=COUNTRIES,
        centre_names={centre.id: centre.name for centre in centres},
        destinations=(*DESTINATIONS, OTHER),
        origins=(*ORIGINS, OTHER),
        kinds=KINDS,
        errors=errors or {},
        typed={name: visit.text(name) for name in visit.form},
    )


PAGES: Final = (
    Page("/routing", show, Right.EDIT_ROUTES),
    Page("/routing/add", add, Right.EDIT_ROUTES, "POST"),
    Page("/routing/delete", delete, Right.EDIT_ROUTES, "POST"),
    Page("/routing/centres", add_centre, Right.EDIT_ROUTES, "POST"),
    Page("/routing/centre", save_centre, Right.EDIT_ROUTES, "POST"),
)
