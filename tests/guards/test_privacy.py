"""Does a word of a complaint reach a log, even at DEBUG?"""

import logging

import pytest

from tests.conversations.conftest import Talk, house, talk  # noqa: F401

SECRET = "XYLOPHONE-MIRROR"


async def test_no_log_at_any_level_holds_words_names_or_chats(talk: Talk, caplog: pytest.LogCaptureFixture) -> None:  # noqa: F811
    caplog.set_level(logging.DEBUG)
    await talk.opens("en_kh-th")
    await talk.says(f"{SECRET} question")
    await talk.presses("complaint", "q:consent:yes", "q:kind:other", "q:province:")
    await talk.says(f"{SECRET} story")
    await talk.presses("q:story:", "q:identity:named")
    await talk.says(f"{SECRET} name")
    await talk.presses(talk.token("send:"))
    logged = "\n".join(record.getMessage() for record in caplog.records)
    assert SECRET not in logged
    assert talk.chat not in logged
