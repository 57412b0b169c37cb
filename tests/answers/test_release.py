"""Is what an editor published soon told, is only that read anew, and does a text that cannot be read silence nobody?"""

import logging
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from bot.answers.finding import BadText
from bot.answers.library import LiveLibrary
from bot.answers.release import read_files
from bot.i18n.phrasebook import Phrasebook
from bot.places import Corridor
from bot.ports import OpenUnit
from bot.storage.unit import SqlUnitOfWork
from tests.conftest import NOON

GENERAL, THERE = "answers/hotlines/general/en.md", "answers/hotlines/th/en.md"
FACTS = "facts/hotlines.yml"
HOTLINE = "- {id: ID, country: TH, phone: {local: '1546'}, source: {title: Act}, as_of: '2025', confidence: high}\n"
HERE = Corridor("kh", "th")


def answer(body: str) -> str:
    return f"---\ntitle: Numbers\nstatus: draft\n---\n{body}\n"


def publish(open_unit: OpenUnit, **texts: str) -> None:
    paths = {"general": GENERAL, "there": THERE, "facts": FACTS}
    with open_unit() as unit:
        unit.content.publish({paths[name]: text for name, text in texts.items()}, "editor", NOON)
        unit.commit()


@pytest.fixture
def live(any_unit: OpenUnit, phrases: Phrasebook) -> LiveLibrary:
    publish(any_unit, general=answer("Ask."), there=answer("Call {phone:one}."), facts=HOTLINE.replace("ID", "one"))
    return LiveLibrary(any_unit, phrases)


def told(live: LiveLibrary) -> str:
    return live.current().tell("hotlines", HERE, "en").plain.splitlines()[0]


def test_what_is_published_is_told_after_the_next_look_and_not_before(live: LiveLibrary, any_unit: OpenUnit) -> None:
    assert told(live) == "Call 1546."
    publish(any_unit, there=answer("Please call {phone:one}."))
    assert told(live) == "Call 1546."
    live.refresh()
    assert told(live) == "Please call 1546."
    assert live.fresh() is live.current()


def test_only_what_changed_is_read_anew(live: LiveLibrary, any_unit: OpenUnit, monkeypatch: pytest.MonkeyPatch) -> None:
    before, read = live.current(), list[str]()
    monkeypatch.setattr("bot.answers.release.read_answer", lambda path, text: read.append(path) or before.answers[path])
    live.refresh()
    assert live.current() is before
    publish(any_unit, there=answer("Changed."))
    live.refresh()
    assert read == [THERE]
    publish(any_unit, facts=HOTLINE.replace("ID", "one").replace("1546", "1999"))
    live.refresh()
    assert sorted(read[1:]) == [GENERAL, THERE]


def test_a_fact_that_changed_is_told_everywhere(live: LiveLibrary, any_unit: OpenUnit) -> None:
    assert told(live) == "Call 1546."
    publish(any_unit, facts=HOTLINE.replace("ID", "one").replace("1546", "1999"))
    live.refresh()
    assert told(live) == "Call 1999."


@pytest.mark.parametrize("broken", ["no front matter", answer("<u>x</u>"), answer("{phone:nobody}"), answer("{broken")])
def test_a_text_that_cannot_be_read_leaves_the_words_before_it(
    live: LiveLibrary, any_unit: OpenUnit, phrases: Phrasebook, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    live.refresh()
    publish(any_unit, there=broken)
    publish(any_unit, general=answer("Ask somebody."))
    for library in (live, LiveLibrary(any_unit, phrases)):
        with caplog.at_level(logging.WARNING):
            library.refresh()
        assert told(library) == "Call 1546."
        assert library.current().tell("hotlines", Corridor(), "en").plain == "Ask somebody."
        assert [one.path for one in library.current().findings] == [THERE]
    assert "1 texts" in caplog.text and THERE not in caplog.text
    publish(any_unit, there=answer("Mended."))
    live.refresh()
    assert told(live) == "Mended." and not live.current().findings


def test_a_text_that_never_could_be_read_leaves_the_next_place(live: LiveLibrary, any_unit: OpenUnit) -> None:
    live.refresh()
    publish(any_unit, facts=HOTLINE.replace("ID", "two"))
    live.refresh()
    assert told(live) == "Ask."
    assert [one.path for one in live.current().findings] == [THERE]


def test_facts_that_cannot_be_read_leave_the_facts_before_them(live: LiveLibrary, any_unit: OpenUnit) -> None:
    live.refresh()
    publish(any_unit, facts="- {id: one}")
    live.refresh()
    assert told(live) == "Call 1546."
    assert [one.path for one in live.current().findings] == [FACTS]


def test_a_database_that_is_away_leaves_what_was_told(live: LiveLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    live.refresh()
    monkeypatch.setattr(live, "_open_unit", lambda: (_ for _ in ()).throw(ConnectionError))
    with pytest.raises(ConnectionError):
        live.refresh()
    assert told(live) == "Call 1546."


def test_files_are_read_with_a_byte_order_mark_and_lines_of_any_system_and_refused_in_another_encoding(
    tmp_path: Path,
) -> None:
    path = tmp_path / GENERAL
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xef\xbb\xbf---\r\ntitle: W\r\n")
    assert read_files(tmp_path) == {GENERAL: "---\ntitle: W\n"}
    path.write_bytes(b"---\ntitle: caf\xe9\n")
    with pytest.raises(BadText) as refused:
        read_files(tmp_path)
    assert [(one.path, one.line) for one in refused.value.findings] == [(GENERAL, 2)]


@pytest.mark.parametrize("damaged", ["x'00ff'", "x'ff'", "x''"])
def test_a_row_that_is_damaged_in_sqlites_file_leaves_the_words_before_it(
    live: LiveLibrary, open_unit: OpenUnit, phrases: Phrasebook, damaged: str
) -> None:
    publish(open_unit, there=answer("Call {phone:one}."), facts=HOTLINE.replace("ID", "one"))
    publish(open_unit, there=answer("Newer."))
    with open_unit() as unit:
        assert isinstance(unit, SqlUnitOfWork)
        last = "(SELECT max(id) FROM content_versions WHERE path = :path)"
        statement = sql(f"UPDATE content_versions SET text = {damaged} WHERE id = {last}")
        assert unit.connection.execute(statement, {"path": THERE}).rowcount == 1
        unit.commit()
    library = LiveLibrary(open_unit, phrases)
    library.refresh()
    assert told(library) == "Call 1546."
    assert [one.path for one in library.current().findings] == [THERE]
