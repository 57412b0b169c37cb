"""How does an editor see what is missing, change an answer in one language, and put an old version back?"""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Final

from starlette.responses import Response

from bot.answers.answer import PATH, path_of, read_answer
from bot.answers.finding import BadText
from bot.answers.library import TOPICS
from bot.answers.versions import Version
from bot.console.frame.access import Page
from bot.console.frame.problems import reason
from bot.console.frame.text_html import to_markup
from bot.console.frame.visit import Visit
from bot.errors import BadInput, ContentError, NotFound, Stale
from bot.i18n.languages import FALLBACK
from bot.places import DESTINATIONS, ORIGINS, Corridor, all_places
from bot.ports import UnitOfWork
from bot.staff.rights import Right
from bot.usecases import publishing


def overview(visit: Visit) -> Response:
    """Topics by language: what is reviewed, what is a draft, what is missing."""
    library = visit.console.library_of()
    coverage = library.coverage()
    languages = list(visit.console.phrases.languages)
    table = {topic: {code: coverage[topic][code] for code in languages} for topic in TOPICS}
    sums = {code: Counter(table[topic][code] for topic in TOPICS) for code in languages}
    return visit.render("content.html", table=table, languages=languages, sums=sums, findings=library.findings)


def topic(visit: Visit) -> Response:
    """The places that a topic is written for, by language."""
    name = _topic(visit)
    with visit.console.open_unit() as unit:
        live = unit.content.live()
    found = [match for path in live if (match := PATH.match(path)) and match[1] == name]
    places = sorted({match[2] for match in found}, key=all_places().index)
    languages = list(visit.console.phrases.languages)
    table = {place: {code: _state(live.get(path_of(name, place, code))) for code in languages} for place in places}
    others = [place for place in all_places() if place not in places]
    return visit.render("topic.html", topic=name, table=table, languages=languages, others=others)


def edit(visit: Visit) -> Response:
    """One answer in one language, English beside it."""
    return _page(visit)


def preview(visit: Visit) -> Response:
    """The text as Telegram would show it, or what is wrong with it and in which line."""
    try:
        told = publishing.preview(visit.console.library_of(), _path(visit), _typed(visit), _corridor(visit))
    except BadText as error:
        return visit.render("preview.html", 422, told=None, wrong=error.findings)
    return visit.render("preview.html", told=to_markup(told), wrong=())


def publish(visit: Visit) -> Response:
    """Makes the text the live one, unless the gate refuses it or somebody published meanwhile."""
    text = _typed(visit)
    try:
        _publish(visit, text)
    except BadText as error:
        return _page(visit, 422, errors={"text": _said(error)}, typed=text)
    except BadInput as error:
        return _page(visit, 422, errors={"text": reason(visit, error)}, typed=text)
    except Stale:
        notice = visit.gettext(
            "Somebody published this answer meanwhile. Your text is kept; the live one is in Versions."
        )
        return _page(visit, 409, notice=notice, typed=text)
    return visit.go(f"{_here(visit)}?done=1")


def put_back(visit: Visit) -> Response:
    """Publishes an old version's text again."""
    wanted = visit.number("version")
    with visit.console.open_unit() as unit:
        old = [one for one in unit.content.history(_path(visit)) if one.id == wanted]
    if not old:
        raise NotFound("version")
    try:
        _publish(visit, old[0].text, f"put_back version={wanted}")
    except BadText as error:
        return _page(visit, 422, notice=_said(error))
    except Stale:
        return _page(visit, 409, notice=visit.gettext("Somebody published this answer meanwhile."))
    return visit.go(f"{_here(visit)}?done=1")


def _publish(visit: Visit, text: str, detail: str = "") -> None:
    library, path, base = visit.console.library_of(), _path(visit), visit.number("base")
    with visit.console.open_unit() as unit:
        publishing.publish(unit, library, visit.member, path, text, base, visit.now, detail)
        unit.commit()


def _typed(visit: Visit) -> str:
    """The text as its file would hold it."""
    return visit.text("text").replace("\r\n", "\n") + "\n"


def _said(error: BadText) -> str:
    """The findings, a line each; the page says which text it is about."""
    return "\n".join(f"line {one.line}: {one.text}" for one in error.findings)


def _corridor(visit: Visit) -> Corridor:
    """That of the place; an end that the place leaves open is the one that was chosen."""
    origin, destination = _ends(visit.path("place"))
    chosen = visit.text("origin"), visit.text("destination")
    return Corridor(
        origin or (chosen[0] if chosen[0] in ORIGINS else None),
        destination or (chosen[1] if chosen[1] in DESTINATIONS else None),
    )


def _page(
    visit: Visit, status: int = 200, notice: str = "", errors: Mapping[str, str] | None = None, typed: str | None = None
) -> Response:
    topic, place, path = _topic(visit), visit.path("place"), _path(visit)
    with visit.console.open_unit() as unit:
        live = unit.content.live()
        history = list(unit.content.history(path))
        names = _authors(unit)
    here, english = live.get(path), live.get(path_of(topic, place, FALLBACK))
    stale = here is not None and english is not None and english.published_at > here.published_at
    origin, destination = _ends(place)
    return visit.render(
        "edit.html",
        status,
        topic=topic,
        place=place,
        code=visit.path("language"),
        here=_here(visit),
        text=typed if typed is not None else (here.text if here else _empty(english)),
        base=visit.text("base") if typed is not None and status == 422 else _version_id(here),
        live=here,
        english=english,
        stale=stale,
        history=history,
        names=names,
        notice=notice,
        errors=errors or {},
        origins=() if origin else ORIGINS,
        destinations=() if destination else DESTINATIONS,
        done="done" in visit.request.query_params,
    )


def _authors(unit: UnitOfWork) -> Mapping[str, str]:
    return {one.login: one.name for one in unit.staff.all()}


def _empty(english: Version | None) -> str:
    """Where a translation starts: the English text as a draft that nobody has reviewed yet."""
    if english is None:
        return "---\ntitle: \nstatus: draft\n---\n"
    kept = re.sub(r"(?m)^reviewed_(by|on):.*\n", "", english.text)
    return re.sub(r"(?m)^status:.*$", "status: draft", kept, count=1)


def _state(version: Version | None) -> str:
    if version is None:
        return "missing"
    try:
        return read_answer(version.path, version.text).front.status
    except ContentError:
        return "broken"


def _version_id(version: Version | None) -> int:
    return version.id if version else 0


def _topic(visit: Visit) -> str:
    name = visit.path("topic")
    if name not in TOPICS:
        raise NotFound("topic")
    return name


def _path(visit: Visit) -> str:
    """The path of the text. Raises NotFound for a topic, place or language that is none of ours."""
    place, language = visit.path("place"), visit.path("language")
    if place not in all_places() or language not in visit.console.phrases.languages:
        raise NotFound("answer")
    return path_of(_topic(visit), place, language)


def _here(visit: Visit) -> str:
    return f"/content/{visit.path('topic')}/{visit.path('place')}/{visit.path('language')}"


def _ends(place: str) -> tuple[str | None, str | None]:
    """Origin and destination of a place, as far as it fixes them."""
    head, _, tail = place.partition("-")
    origin = head if head in ORIGINS else None
    return origin, tail or (head if head in DESTINATIONS else None)


ANSWER: Final = "/content/{topic}/{place}/{language}"
PAGES: Final = (
    Page("/content", overview, Right.EDIT_CONTENT),
    Page("/content/{topic}", topic, Right.EDIT_CONTENT),
    Page(ANSWER, edit, Right.EDIT_CONTENT),
    Page(f"{ANSWER}/preview", preview, Right.EDIT_CONTENT, "POST"),
    Page(f"{ANSWER}/publish", publish, Right.EDIT_CONTENT, "POST"),
    Page(f"{ANSWER}/put-back", put_back, Right.EDIT_CONTENT, "POST"),
)
