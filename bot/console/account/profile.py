"""In which language does a member of staff read the console? Each sets her own."""

from dataclasses import replace
from typing import Final

from starlette.responses import Response

from bot.console.frame.access import Page, signed_in
from bot.console.frame.visit import Visit
from bot.errors import BadInput


def set_language(visit: Visit) -> Response:
    """One of those that the console has a catalogue for."""
    wanted = visit.text("locale")
    if wanted not in visit.console.templates.languages:
        raise BadInput("locale", "choose")
    with visit.console.open_unit() as unit:
        unit.staff.save(replace(visit.member, locale=wanted))
        visit.audit(unit, "language_set", detail=wanted)
        unit.commit()
    return visit.go("/")


PAGES: Final = (Page("/language", set_language, signed_in, "POST"),)
