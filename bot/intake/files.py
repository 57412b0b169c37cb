"""Which files may come with a complaint?"""

from dataclasses import replace
from typing import Final

from bot.errors import BadInput
from bot.intake.draft import Draft, DraftFile
from bot.intake.questions import Question

MAX_FILES: Final = 10
MAX_CASE_FILES: Final = 30
"""What comes later included."""


MAX_FILE_BYTES: Final = 20 * 1024 * 1024
"""Telegram lets a bot fetch files of up to 20 MB (Bot API, getFile)."""


FILE_KINDS: Final = {
    "photo": ("image/",),
    "voice": ("audio/",),
    "audio": ("audio/",),
    "video": ("video/",),
    "document": ("image/", "audio/", "video/", "application/pdf", "text/plain"),
}


def add_file(draft: Draft, file: DraftFile) -> Draft:
    """The draft with one more file. Raises BadInput when there are too many."""
    if len(draft.files) >= MAX_FILES:
        raise BadInput(Question.STORY, "too_many_files")
    return replace(draft, files=(*draft.files, file))


def check_file(kind: str, mime: str, size: int | None) -> None:
    """Raises BadInput for a file of a wrong kind or size, before it is fetched."""
    if not mime.startswith(FILE_KINDS.get(kind, ())):
        raise BadInput(Question.STORY, "wrong_file_kind")
    if size is not None and size > MAX_FILE_BYTES:
        raise BadInput(Question.STORY, "file_too_big")
