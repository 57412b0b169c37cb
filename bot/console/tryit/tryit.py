"""How does somebody try Kawan in the browser, as a worker meets it in Telegram?

The page is a channel: what is written goes into the inbox, and the replies come back through the database.
"""

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import uuid4

from markupsafe import Markup
from starlette.datastructures import UploadFile
from starlette.responses import Response

from bot.console.frame.access import Page, public, set_cookie, signed_in
from bot.console.frame.problems import reason
from bot.console.frame.text_html import to_markup
from bot.console.frame.visit import Visit
from bot.errors import BadInput
from bot.intake.files import MAX_FILE_BYTES, check_file
from bot.mail.incoming import arrival_of
from bot.mail.tryit import KEEP, ChatLine
from bot.messages import Attachment, AttachmentKind, ChatId, Incoming, Reply
from bot.ports import UnitOfWork
from bot.text import text

CHAT_COOKIE: Final = "kawan_try"
CHAT: Final = re.compile(r"^[0-9a-f]{32}$")
MAX_TEXT: Final = 4096
MAX_PRESS: Final = 64
UPLOADS: Final = 20
UPLOAD_WINDOW: Final = timedelta(minutes=15)
KINDS: Final[tuple[tuple[str, AttachmentKind], ...]] = (("image/", "photo"), ("audio/", "voice"), ("video/", "video"))


def show(visit: Visit) -> Response:
    """The chat. A new visitor's chat begins as a new worker's does."""
    chat = _chat(visit)
    if chat is None:
        return _begin(visit)
    return _page(visit, chat)


def lines(visit: Visit) -> Response:
    """What was said after a line; nothing (204) when nothing was."""
    chat = _chat(visit)
    if chat is None:
        return Response(status_code=204)
    with visit.console.open_unit() as unit:
        found = unit.tryit.since(chat, visit.query_number("after", 0))
        unit.commit()
    return visit.render("try_lines.html", lines=_shown(found)) if found else Response(status_code=204)


def send(visit: Visit) -> Response:
    """Words, or a file, or both."""
    chat, typed = _chat(visit), visit.text("text")[:MAX_TEXT]
    if chat is None:
        return _begin(visit)
    try:
        attachments = _attachments(visit)
        if not typed and not attachments:
            raise BadInput("text", "empty")
    except BadInput as error:
        return _page(visit, chat, 422, {error.field: reason(visit, error)})
    said = "\n".join([typed] * bool(typed) + [f"📎 {one.kind}" for one in attachments])
    incoming = Incoming("web", chat, _key(), typed, attachments=attachments, language_hint=_hint(visit))
    return _said(visit, incoming, said)


def press(visit: Visit) -> Response:
    """A button."""
    chat, token = _chat(visit), visit.text("press")
    if chat is None:
        return _begin(visit)
    if not token or len(token.encode()) > MAX_PRESS:
        raise BadInput("press", "choose")
    label = visit.text("label")[:100] or token
    return _said(visit, Incoming("web", chat, _key(), press=token, language_hint=_hint(visit)), label)


def again(visit: Visit) -> Response:
    """A new chat; what was said in the old one is erased from the page's store."""
    chat = _chat(visit)
    if chat is not None:
        with visit.console.open_unit() as unit:
            unit.tryit.erase_chat(chat)
            unit.commit()
    return _begin(visit)


def _begin(visit: Visit) -> Response:
    chat = ChatId(uuid4().hex)
    with visit.console.open_unit() as unit:
        unit.inbox.store(arrival_of(Incoming("web", chat, _key(), start="", language_hint=_hint(visit))), visit.now)
        unit.commit()
    response = visit.go("/try")
    set_cookie(response, visit.console, CHAT_COOKIE, chat, KEEP)
    return response


def _said(visit: Visit, incoming: Incoming, words: str) -> Response:
    """Stored with its line in one transaction. htmx stays on the page; a browser without it loads the page anew."""
    with visit.console.open_unit() as unit:
        _store(visit, unit, incoming, words)
        unit.commit()
    return Response(status_code=204) if "hx-request" in visit.request.headers else visit.go("/try")


def _store(visit: Visit, unit: UnitOfWork, incoming: Incoming, words: str) -> None:
    unit.inbox.store(arrival_of(incoming), visit.now)
    unit.tryit.add(incoming.chat, True, Reply(text(words)), visit.now)


def _page(visit: Visit, chat: ChatId, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    with visit.console.open_unit() as unit:
        found = unit.tryit.since(chat, 0)
        unit.commit()
    typed = visit.text("text") if errors else ""
    template = "try_form.html" if "hx-request" in visit.request.headers else "try.html"
    return visit.render(template, status, lines=_shown(found), errors=errors or {}, typed=typed)


def _shown(found: Sequence[ChatLine]) -> list[tuple[ChatLine, Markup]]:
    return [(line, to_markup(line.reply.text)) for line in found]


def _attachments(visit: Visit) -> tuple[Attachment, ...]:
    """The file, checked before it is kept."""
    upload = visit.form.get("file")
    if not isinstance(upload, UploadFile) or not upload.filename:
        return ()
    mime = (upload.content_type or "application/octet-stream").split(";")[0].strip()
    kind: AttachmentKind = next((kind for start, kind in KINDS if mime.startswith(start)), "document")
    try:
        check_file(kind, mime, upload.size)
    except BadInput as error:
        raise BadInput("file", error.reason) from error
    _count_upload(visit)
    content = upload.file.read()
    return (Attachment(kind, visit.console.vault.put(content), mime, len(content)),)


def _count_upload(visit: Visit) -> None:
    """The page may be open to everybody: an address keeps a few files in a while, not a disk full."""
    key = f"upload:{visit.address}"
    with visit.console.open_unit() as unit:
        if unit.sessions.failures(key, visit.now - UPLOAD_WINDOW) >= UPLOADS:
            raise BadInput("file", "too_many_uploads")
        unit.sessions.failed(key, visit.now)
        unit.commit()


def _chat(visit: Visit) -> ChatId | None:
    value = visit.request.cookies.get(CHAT_COOKIE, "")
    return ChatId(value) if CHAT.match(value) else None


def _key() -> str:
    return f"web:{uuid4().hex}"


def _hint(visit: Visit) -> str | None:
    return visit.request.headers.get("accept-language", "").split(",")[0].split(";")[0].strip()[:20] or None


def pages(demo: bool) -> tuple[Page, ...]:
    """Open to everybody only in the demonstration."""
    access = public if demo else signed_in
    return (
        Page("/try", show, access),
        Page("/try/lines", lines, access, quiet=True),
        Page("/try/send", send, access, "POST", max_bytes=MAX_FILE_BYTES + 64 * 1024),
        Page("/try/press", press, access, "POST"),
        Page("/try/again", again, access, "POST"),
    )
