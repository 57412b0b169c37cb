"""Does a text become live only through the gate, by whom it says, and over nobody else's words?"""

import threading
from pathlib import Path

import pytest

from bot.answers.finding import BadText
from bot.answers.library import Library, read_library
from bot.console.frame import words
from bot.errors import BadInput, Stale
from bot.i18n.phrasebook import Phrasebook
from bot.places import Corridor
from bot.ports import OpenUnit, UnitOfWork
from bot.staff.members import Staff
from bot.staff.rights import Role
from bot.usecases import publishing
from tests.conftest import NOON

PATH, OTHER = "answers/hotlines/th/en.md", "answers/hotlines/general/en.md"
FACTS = "facts/hotlines.yml"
HOTLINE = "- {id: one, country: TH, phone: {local: '1546'}, source: {title: Act}, as_of: '2025', confidence: high}\n"
EDI = Staff(1, "edi", "Edi", Role.EDITOR, 1, "en")


def answer(body: str, more: str = "status: draft") -> str:
    return f"---\ntitle: Numbers\n{more}\n---\n{body}\n"


@pytest.fixture
def library(phrases: Phrasebook) -> Library:
    return read_library({FACTS: HOTLINE}, phrases)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path, **{FACTS: HOTLINE, PATH: answer("Call {phone:one}."), OTHER: answer("Ask.")})


def write(folder: Path, **files: str) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def audit(unit: UnitOfWork) -> list[tuple[str, str, str]]:
    return [(one.actor, one.action, one.detail) for one in reversed(list(unit.audit.latest()))]


def publish(open_unit: OpenUnit, library: Library, text: str, base: int, detail: str = "") -> None:
    with open_unit() as unit:
        publishing.publish(unit, library, EDI, PATH, text, base, NOON, detail)
        unit.commit()


def test_what_passes_is_live_and_in_the_audit_log(any_unit: OpenUnit, library: Library) -> None:
    publish(any_unit, library, answer("Call {phone:one}."), 0)
    publish(any_unit, library, answer("Please call {phone:one}."), 1, "put_back version=7")
    with any_unit() as unit:
        live = unit.content.live()[PATH]
        assert (live.text, live.author) == (answer("Please call {phone:one}."), "edi")
        assert audit(unit) == [("edi", "published", PATH), ("edi", "published", f"{PATH} put_back version=7")]


@pytest.mark.parametrize(
    ("text", "base", "refusal"),
    [
        (answer("Call 1546."), 1, BadText),
        (answer("Fine."), 0, Stale),
        (answer("Fine."), 2, Stale),
        ("x" * 20_001, 1, BadInput),
        (answer("Changed.", "status: reviewed\nreviewed_by: S\nreviewed_on: 2026-11-01"), 1, BadInput),
    ],
)
def test_what_is_refused_writes_nothing(
    any_unit: OpenUnit, library: Library, text: str, base: int, refusal: type[Exception]
) -> None:
    reviewed = answer("First.", "status: reviewed\nreviewed_by: S\nreviewed_on: 2026-11-01")
    publish(any_unit, library, reviewed, 0)
    with pytest.raises(refusal):
        publish(any_unit, library, text, base)
    with any_unit() as unit:
        assert [one.text for one in unit.content.history(PATH)] == [reviewed]
        assert len(audit(unit)) == 1


def test_of_two_editors_at_once_one_is_told(any_unit: OpenUnit, library: Library) -> None:
    """Both saw that nothing was there; the second must not write over the first."""
    meet, refused = threading.Barrier(2, timeout=10), list[str]()

    def edit(words: str) -> None:
        meet.wait()
        try:
            publish(any_unit, library, answer(words), 0)
        except Stale:
            refused.append(words)

    editors = [threading.Thread(target=edit, args=(words,)) for words in ("One.", "Two.")]
    for one in editors:
        one.start()
    for one in editors:
        one.join(20)
    with any_unit() as unit:
        (kept,) = unit.content.history(PATH)
    assert len(refused) == 1 and kept.text != answer(refused[0])


def test_a_preview_is_what_would_be_told_and_publishes_nothing(open_unit: OpenUnit, library: Library) -> None:
    told = publishing.preview(library, PATH, answer("Call {phone:one} < & now"), Corridor("kh", "th"))
    assert told.plain.startswith("Call 1546 < & now")
    with pytest.raises(BadText):
        publishing.preview(library, PATH, answer("<u>Call</u>"), Corridor("kh", "th"))
    with open_unit() as unit:
        assert unit.content.stamp() == (0, 0)


def test_a_folder_is_published_once_and_with_a_finding_not_at_all(
    any_unit: OpenUnit, folder: Path, phrases: Phrasebook
) -> None:
    with any_unit() as unit:
        assert publishing.import_folder(unit, folder, phrases, NOON) == 3
        assert publishing.import_folder(unit, folder, phrases, NOON) == 0
        unit.commit()
    write(folder, **{OTHER: answer("Ask them."), PATH: answer("Call {phone:two}.")})
    with any_unit() as unit, pytest.raises(BadText) as refused:
        publishing.import_folder(unit, folder, phrases, NOON)
    assert [(one.path, one.line) for one in refused.value.findings] == [(PATH, 5)]
    with any_unit() as unit:
        assert unit.content.live()[OTHER].text == answer("Ask.")
        assert audit(unit) == [("operator", "content_imported", "texts=3"), ("operator", "content_imported", "texts=0")]


def test_a_fact_that_an_answer_still_tells_cannot_be_taken_away(
    open_unit: OpenUnit, folder: Path, phrases: Phrasebook
) -> None:
    with open_unit() as unit:
        publishing.import_folder(unit, folder, phrases, NOON)
        unit.commit()
    write(folder, **{FACTS: HOTLINE.replace("id: one", "id: two")})
    with open_unit() as unit, pytest.raises(BadText) as refused:
        publishing.import_folder(unit, folder, phrases, NOON)
    assert [one.path for one in refused.value.findings] == [PATH]


def test_a_start_keeps_editors_words_and_publishes_what_is_new(
    open_unit: OpenUnit, folder: Path, phrases: Phrasebook, library: Library
) -> None:
    with open_unit() as unit:
        publishing.import_new(unit, folder, phrases, NOON)
        unit.commit()
    with open_unit() as unit:
        base = unit.content.live()[PATH].id
    publish(open_unit, library, answer("Edited."), base)
    write(folder, **{PATH: answer("Shipped anew."), OTHER: answer("Ask anew.")})
    with open_unit() as unit:
        assert publishing.import_new(unit, folder, phrases, NOON) == 1
        assert publishing.import_new(unit, folder, phrases, NOON) == 0
        unit.commit()
        live = unit.content.live()
        assert (live[PATH].text, live[OTHER].text) == (answer("Edited."), answer("Ask anew."))
        assert [entry for entry in audit(unit) if entry[1] == "content_imported"] == [
            ("operator", "content_imported", "texts=3"),
            ("operator", "content_imported", "texts=1"),
        ]


def test_what_is_exported_is_what_is_live(
    open_unit: OpenUnit, folder: Path, tmp_path: Path, phrases: Phrasebook
) -> None:
    target = tmp_path / "out"
    with open_unit() as unit:
        publishing.import_folder(unit, folder, phrases, NOON)
        assert publishing.export_folder(unit, target, NOON) == 3
        assert publishing.export_folder(unit, target, NOON) == 0
        assert audit(unit)[-1] == ("operator", "content_exported", "files=0")
    assert (target / PATH).read_text(encoding="utf-8") == answer("Call {phone:one}.")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x" * 20_001, "too long"),
        (answer("Changed.", "status: reviewed\nreviewed_by: S\nreviewed_on: 2026-11-01"), "review"),
    ],
)
def test_a_refusal_is_one_that_the_desk_has_words_for(
    open_unit: OpenUnit, library: Library, text: str, reason: str
) -> None:
    publish(open_unit, library, answer("First.", "status: reviewed\nreviewed_by: S\nreviewed_on: 2026-11-01"), 0)
    with pytest.raises(BadInput) as bad:
        publish(open_unit, library, text, 1)
    assert (bad.value.field, bad.value.reason) == ("text", reason) and reason in words.REASON


def test_an_export_writes_over_what_differs_and_into_folders_that_are_there(
    open_unit: OpenUnit, folder: Path, tmp_path: Path, phrases: Phrasebook
) -> None:
    target = write(tmp_path / "out", **{PATH: "old words", FACTS: HOTLINE})
    thai = answer("\u0e42\u0e17\u0e23 {phone:one}.")
    write(folder, **{PATH.replace("en.md", "th.md"): thai})
    with open_unit() as unit:
        publishing.import_folder(unit, folder, phrases, NOON)
        assert publishing.export_folder(unit, target, NOON) == 3
    assert (target / PATH).read_text(encoding="utf-8") == answer("Call {phone:one}.")
    assert (target / OTHER).exists() and (target / PATH.replace("en.md", "th.md")).read_bytes() == thai.encode()


@pytest.mark.parametrize("same", [PATH, OTHER, FACTS])
def test_a_file_that_is_the_same_already_does_not_end_an_export(
    open_unit: OpenUnit, folder: Path, tmp_path: Path, phrases: Phrasebook, same: str
) -> None:
    target = tmp_path / "out"
    with open_unit() as unit:
        publishing.import_folder(unit, folder, phrases, NOON)
        publishing.export_folder(unit, target, NOON)
        write(target, **{path: "old words" for path in (PATH, OTHER, FACTS) if path != same})
        assert publishing.export_folder(unit, target, NOON) == 2
    for path in (PATH, OTHER, FACTS):
        assert (target / path).read_text(encoding="utf-8") == (folder / path).read_text(encoding="utf-8")


def test_the_longest_text_that_may_be_published_can_be(open_unit: OpenUnit, library: Library) -> None:
    text = answer("word " * 600)
    longest = text.replace("title: Numbers", "title: Numbers\n#" + "x" * (20_000 - len(text) - 2))
    assert len(longest) == 20_000
    publish(open_unit, library, longest, 0)
    with open_unit() as unit:
        assert unit.content.live()[PATH].text == longest


def test_publishing_the_same_words_again_is_no_deed(open_unit: OpenUnit, library: Library) -> None:
    publish(open_unit, library, answer("Fine."), 0)
    publish(open_unit, library, answer("Fine."), 1)
    with open_unit() as unit:
        (entry,) = unit.audit.latest()
    assert (entry.actor, entry.at, entry.reference) == ("edi", NOON, None)


def test_answers_are_looked_at_again_only_when_a_fact_changed(
    open_unit: OpenUnit, folder: Path, phrases: Phrasebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[set[str]] = []
    really = publishing.gate_all
    monkeypatch.setattr(
        publishing, "gate_all", lambda files, library: (looked.append(set(files)), really(files, library))[1]
    )
    for change in ({}, {OTHER: answer("Ask anew.")}, {FACTS: HOTLINE.replace("2025", "2026")}):
        write(folder, **change)
        with open_unit() as unit:
            publishing.import_folder(unit, folder, phrases, NOON)
            unit.commit()
    assert looked == [{FACTS, PATH, OTHER}, {OTHER}, {FACTS, PATH, OTHER}]
