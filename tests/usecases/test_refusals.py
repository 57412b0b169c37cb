"""What is refused at the desk, by which field and for which reason, and has the console words for the reason?"""

from collections.abc import Callable

import pytest

from bot.cases.case import Case
from bot.cases.remedies import Outcome, Remedy, RemedyKind
from bot.cases.states import Status
from bot.console.frame import words
from bot.errors import AlreadyClaimed, BadInput, NotFound, Stale
from bot.usecases.desk import MAX_REPLY, Desk
from tests.usecases.scene import REFERENCE, Scene

Deed = Callable[[Desk, int], Case | None]


def closing(remedy: Remedy) -> Deed:
    return lambda desk, version: desk.close(REFERENCE, version, Outcome.SOLVED, remedy)


def money(amount: str | None, currency: str | None = "THB") -> Deed:
    return closing(Remedy(RemedyKind.MONEY, amount, currency))


@pytest.mark.parametrize(
    ("deed", "field", "reason"),
    [
        (lambda desk, version: desk.reply(REFERENCE, version, " \n"), "reply", "empty"),
        (lambda desk, version: desk.reply(REFERENCE, version, "x" * 3_001), "reply", "longer than 3000 characters"),
        (lambda desk, version: desk.note(REFERENCE, ""), "note", "empty"),
        (lambda desk, version: desk.note(REFERENCE, "x" * 10_001), "note", "longer than 10000 characters"),
        (money(None), "amount", "not a number"),
        (money("much"), "amount", "not a number"),
        (money("0"), "amount", "must be more than nothing"),
        (money("-5"), "amount", "not a number"),
        (money("NaN"), "amount", "not a number"),
        (money("Infinity"), "amount", "not a number"),
        (money("1000000000001"), "amount", "must be more than nothing"),
        (money("5", None), "currency", "not a currency code"),
        (money("5", "baht"), "currency", "not a currency code"),
        (money("5", "T1B"), "currency", "not a currency code"),
        (money("5", "บาท"), "currency", "not a currency code"),
        (closing(Remedy(RemedyKind.OTHER)), "remedy_note", "empty"),
        (closing(Remedy(RemedyKind.OTHER, note="\u200b\u2060")), "remedy_note", "empty"),
        (closing(Remedy(RemedyKind.OTHER, note="x" * 301)), "remedy_note", "longer than 300 characters"),
    ],
)
def test_what_cannot_be_taken_names_its_field_and_writes_nothing(
    scene: Scene, deed: Deed, field: str, reason: str
) -> None:
    before, deeds = scene.claimed(), scene.deeds()
    with scene.open_unit() as unit:
        with pytest.raises(BadInput) as bad:
            deed(scene.desk(unit, scene.malee), before.version)
        unit.commit()
    assert (bad.value.field, bad.value.reason) == (field, reason) and reason in words.REASON
    assert (scene.case(), scene.lines(), scene.on_the_way(), scene.deeds()) == (before, [], [], deeds)


def test_a_colleague_of_another_centre_cannot_be_given_the_case(scene: Scene) -> None:
    with scene.open_unit() as unit:
        with pytest.raises(BadInput) as bad:
            scene.desk(unit, scene.boss).assign(REFERENCE, 1, scene.aminah.id)
        unit.commit()
    assert (bad.value.field, bad.value.reason) == ("staff", "not of this centre") and bad.value.reason in words.REASON
    assert (scene.case().owner_id, scene.deeds()) == (None, [])


def test_a_status_that_is_not_set_by_hand_names_the_field(scene: Scene) -> None:
    scene.claimed()
    with scene.open_unit() as unit, pytest.raises(BadInput) as bad:
        scene.desk(unit, scene.malee).set_status(REFERENCE, 2, Status.CLOSED)
    assert bad.value.field == "status"


@pytest.mark.parametrize("holder", [None, "somchai"])
def test_only_who_holds_the_case_speaks_to_the_worker(scene: Scene, holder: str | None) -> None:
    scene.change(status=Status.ACCEPTED, owner_id=scene.somchai.id if holder else None)
    before = scene.case()
    for deed in (
        lambda desk, version: desk.reply(REFERENCE, version, "words"),
        lambda desk, version: desk.set_status(REFERENCE, version, Status.WAITING),
        closing(Remedy()),
    ):
        with scene.open_unit() as unit:
            with pytest.raises(AlreadyClaimed) as refused:
                deed(scene.desk(unit, scene.malee), before.version)
            unit.commit()
        assert refused.value.holder == ("Somchai" if holder else "")
    assert (scene.case(), scene.lines(), scene.on_the_way(), scene.deeds()) == (before, [], [], [])


@pytest.mark.parametrize(
    "deed",
    [
        lambda desk, version: desk.claim(REFERENCE, version),
        lambda desk, version: desk.assign(REFERENCE, version, None),
        lambda desk, version: desk.reply(REFERENCE, version, "words"),
        lambda desk, version: desk.set_status(REFERENCE, version, Status.WAITING),
        closing(Remedy()),
    ],
)
def test_a_form_of_an_older_version_is_refused_by_every_verb(scene: Scene, deed: Deed) -> None:
    before = scene.change(status=Status.ACCEPTED, owner_id=scene.boss.id)
    with scene.open_unit() as unit:
        with pytest.raises(Stale):
            deed(scene.desk(unit, scene.boss), before.version - 1)
        unit.commit()
    assert (scene.case(), scene.lines(), scene.deeds()) == (before, [], [])


@pytest.mark.parametrize(
    "deed",
    [
        lambda desk, version: desk.open(REFERENCE),
        lambda desk, version: desk.claim(REFERENCE, version),
        lambda desk, version: desk.note(REFERENCE, "words"),
        lambda desk, version: desk.reply(REFERENCE, version, "words"),
    ],
)
def test_to_another_centre_no_verb_tells_that_the_case_exists(scene: Scene, deed: Deed) -> None:
    with scene.open_unit() as unit:
        with pytest.raises(NotFound, match=REFERENCE):
            deed(scene.desk(unit, scene.aminah), 1)
        unit.commit()
    assert (scene.lines(), scene.deeds()) == ([], [])


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (Remedy(RemedyKind.MONEY, " 12,000.50 ", " thb "), Remedy(RemedyKind.MONEY, "12000.50", "THB")),
        (Remedy(RemedyKind.MONEY, "0.5", "SGD"), Remedy(RemedyKind.MONEY, "0.5", "SGD")),
        (Remedy(RemedyKind.MONEY, "1000000000000", "VND"), Remedy(RemedyKind.MONEY, "1000000000000", "VND")),
        (Remedy(RemedyKind.OTHER, "5", "THB", "a letter"), Remedy(RemedyKind.OTHER, None, None, "a letter")),
        (Remedy(RemedyKind.DOCUMENTS, "5", "THB"), Remedy(RemedyKind.DOCUMENTS)),
        (Remedy(), Remedy()),
    ],
)
def test_a_remedy_is_kept_as_it_was_meant(scene: Scene, given: Remedy, kept: Remedy) -> None:
    scene.claimed()
    closed = scene.does(lambda desk, version: desk.close(REFERENCE, version, Outcome.PARTLY_SOLVED, given))
    assert (closed.remedy, closed.outcome) == (kept, Outcome.PARTLY_SOLVED)


def test_the_longest_reply_and_note_are_taken(scene: Scene) -> None:
    scene.claimed()
    scene.does(lambda desk, version: desk.reply(REFERENCE, version, f" {'x' * MAX_REPLY} "))
    scene.does(lambda desk, version: desk.note(REFERENCE, "x" * 10_000))
    assert [len(line) for _, line, _ in scene.lines()] == [MAX_REPLY, 10_000]
