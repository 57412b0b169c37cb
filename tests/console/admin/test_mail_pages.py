"""Does an administrator learn what could not be read and what did not arrive, without a word of anybody?"""

from collections.abc import Callable, Iterator
from typing import get_args

import pytest

from bot.cases.thread import Author
from bot.console.frame import words
from bot.kinds import Reference
from bot.mail.inbox import Arrival
from bot.mail.news import News, NewsKind
from bot.mail.outbox import Address, Attempt, DeliveryState, Form
from bot.messages import ChatId, Reply
from bot.ports import OpenUnit, UnitOfWork
from bot.staff.rights import RIGHTS, Right, Role
from bot.text import text
from bot.workers import WorkerId
from tests.conftest import NOON
from tests.console.conftest import BANGKOK, Browser, FileCase, Watch

As = Callable[[str], Browser]
CODE = Reference("KW-7F3K-9QTM")
GROUP = ChatId("-1001234567890")
WORKER = Address("telegram", ChatId("700123"), WorkerId("w" * 32))


@pytest.fixture
def unit(staffed: OpenUnit) -> Iterator[UnitOfWork]:
    """What the test does in it lasts."""
    with staffed() as unit:
        yield unit


def set_aside(unit: UnitOfWork, key: str, kind: str = "message", words_of_hers: str = "my secret") -> None:
    unit.inbox.store(Arrival("telegram", None, key, {"text": words_of_hers}, kind, "KeyError"), NOON)
    unit.commit()


def went_wrong(unit: UnitOfWork, state: DeliveryState, to: Address = WORKER, news: NewsKind | None = None) -> None:
    content = News(news, CODE, "my secret") if news else Reply(text("my secret"))
    delivery = unit.outbox.add(to, content, NOON)
    unit.outbox.record([Attempt(delivery, state, error="Forbidden")], NOON)
    unit.commit()


def test_only_an_administrator_has_the_right() -> None:
    assert [role for role, rights in RIGHTS.items() if Right.READ_MAIL in rights] == [Role.ADMINISTRATOR]


@pytest.mark.parametrize("login", ["sokha", "chanthy", "edi"])
def test_others_neither_see_the_page_nor_its_name(as_: As, login: str) -> None:
    browser = as_(login)
    assert browser.get("/mail").status_code == 403
    assert "/mail" not in browser.get("/try", follow_redirects=True).text


def test_nobody_signed_in_is_led_to_the_sign_in(browser: Browser) -> None:
    assert browser.get("/mail").headers["location"].startswith("/sign-in")


def test_with_nothing_wrong_the_page_says_so(as_: As) -> None:
    page = as_("admin").get("/mail").text
    assert "Everything arrived." in page and "Everything that came in could be read." in page
    assert "takes the bot's messages" in page and " new</span>" not in page


def test_what_could_not_be_read_is_counted_by_kind_and_error(as_: As, unit: UnitOfWork) -> None:
    for number in range(3):
        set_aside(unit, f"telegram:1:{number}")
    set_aside(unit, "telegram:1:9", "poll_of_the_future")
    page = as_("admin").get("/mail").text
    row = page[page.index("a message</td>") :][:400]
    assert "<code>KeyError</code>" in row and ">3</td>" in row
    assert "<code>poll_of_the_future</code>" in page
    assert "my secret" not in page


def test_what_was_given_up_is_listed_too(as_: As, unit: UnitOfWork) -> None:
    stored = unit.inbox.store(Arrival("telegram", ChatId("1"), "telegram:1:1", {"text": "my secret"}), NOON)
    assert stored is not None
    unit.inbox.give_up(stored.id, "ZeroDivisionError", NOON)
    unit.commit()
    page = as_("admin").get("/mail").text
    assert "<code>ZeroDivisionError</code>" in page and "my secret" not in page


def test_what_did_not_arrive_is_listed_with_its_case_and_why(as_: As, unit: UnitOfWork) -> None:
    went_wrong(unit, DeliveryState.REFUSED, news="staff_wrote")
    went_wrong(unit, DeliveryState.FAILED)
    went_wrong(unit, DeliveryState.UNREACHABLE, news="closed")
    went_wrong(unit, DeliveryState.UNREACHABLE, Address("telegram", GROUP), "filed")
    page = as_("admin").get("/mail").text
    for said in (
        "a message of staff to the worker",
        "Telegram took it in no form",
        "an answer of the bot",
        "given up after many attempts",
        "news that the case was closed",
        "the worker had blocked the bot",
        "a new case, to the centre's group",
        "the group no longer takes messages",
        "<code>Forbidden</code>",
    ):
        assert said in page, said
    assert page.count(f'href="/cases/{CODE}"') == 3
    for hers in ("my secret", "700123", "1001234567890", "w" * 32):
        assert hers not in page


def test_what_arrived_only_as_plain_words_is_listed_and_counted(as_: As, unit: UnitOfWork) -> None:
    delivery = unit.outbox.add(WORKER, Reply(text("my secret")), NOON)
    unit.outbox.record([Attempt(delivery, DeliveryState.SENT, Form.PLAIN, error="BadRequest")], NOON)
    whole = unit.outbox.add(WORKER, Reply(text("my secret")), NOON)
    unit.outbox.record([Attempt(whole, DeliveryState.SENT)], NOON)
    unit.commit()
    browser = as_("admin")
    assert "1 new</span>" in browser.get("/cases").text
    assert browser.get("/mail").text.count("it arrived, but only as plain words without buttons") == 1


def test_a_hundred_are_listed_and_that_there_may_be_more_is_said(as_: As, unit: UnitOfWork) -> None:
    for _ in range(101):
        went_wrong(unit, DeliveryState.REFUSED)
    page = as_("admin").get("/mail").text
    assert page.count("Telegram took it in no form") == 100 and "The newest 100 are listed." in page


def test_a_group_that_is_lost_is_shown_here_and_where_it_is_mended(as_: As, unit: UnitOfWork) -> None:
    unit.centres.set_group(BANGKOK, GROUP)
    unit.centres.lose_group(BANGKOK, NOON)
    unit.commit()
    browser = as_("admin")
    page = browser.get("/mail").text
    assert f'href="/routing#centre-{BANGKOK}"' in page and "MRC Bangkok" in page and str(GROUP) not in page
    assert "takes no more messages of the bot" in browser.get("/routing").text
    assert browser.fill("/routing/centre", "/routing", centre=BANGKOK, group=str(GROUP)).status_code == 303
    assert unit.centres.get(BANGKOK).group_lost_at is None
    assert unit.audit.latest(1)[0].action == "group_set"
    assert "takes no more messages" not in browser.get("/routing").text + browser.get("/mail").text.split("<section")[3]


def test_what_waits_is_counted(as_: As, unit: UnitOfWork) -> None:
    for number in range(2):
        unit.inbox.store(Arrival("telegram", ChatId("1"), f"telegram:1:{number}", {}), NOON)
    for _ in range(5):
        unit.outbox.add(WORKER, Reply(text("hello")), NOON)
    unit.commit()
    waits = as_("admin").get("/mail").text.split("What waits now")[1].split("</dl>")[0]
    assert "<dd>2</dd>" in waits and "<dd>5</dd>" in waits


def test_the_number_beside_its_name_counts_what_is_new_to_her(as_: As, unit: UnitOfWork, watch: Watch) -> None:
    set_aside(unit, "telegram:1:1")
    went_wrong(unit, DeliveryState.REFUSED)
    went_wrong(unit, DeliveryState.UNREACHABLE, Address("telegram", GROUP), "filed")
    went_wrong(unit, DeliveryState.UNREACHABLE)
    unit.centres.lose_group(BANGKOK, NOON)
    unit.commit()
    browser = as_("admin")
    assert "4 new</span>" in browser.get("/cases").text, "a worker who blocked the bot is nothing to mend"
    watch.forward(minutes=1)
    assert " new</span>" not in browser.get("/mail").text
    assert " new</span>" not in browser.get("/cases").text
    unit.inbox.store(Arrival("telegram", None, "telegram:1:2", {}, "poll", "KeyError"), watch.now.replace(second=30))
    unit.commit()
    assert "1 new</span>" in browser.get("/cases").text


def test_the_view_is_in_the_audit_log_with_its_words(as_: As, unit: UnitOfWork) -> None:
    browser = as_("admin")
    browser.get("/mail")
    entry = unit.audit.latest(1)[0]
    assert (entry.actor, entry.action, entry.at) == ("admin", "mail_viewed", NOON)
    assert "looked at what did not arrive" in browser.get("/audit").text


def test_looking_changes_nothing_else_of_her(as_: As, unit: UnitOfWork) -> None:
    browser = as_("admin")
    before = unit.staff.by_login("admin")
    unit.commit()
    browser.get("/mail")
    unit.commit()
    after = unit.staff.by_login("admin")
    assert before is not None and after is not None and after.mail_seen_at == NOON
    assert (after.role, after.password_hash, after.name) == (before.role, before.password_hash, before.name)


def test_every_state_and_kind_has_words() -> None:
    assert words.NOT_DELIVERED.keys() == {*DeliveryState} - {DeliveryState.QUEUED} | {"group"}
    assert words.DELIVERY.keys() == {*DeliveryState}
    assert words.NEWS.keys() == {*get_args(NewsKind), "reply"}


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (DeliveryState.REFUSED, "refused: the worker did not get this, because Telegram does not take it"),
        (DeliveryState.FAILED, "failed: the worker did not get this"),
        (DeliveryState.UNREACHABLE, "unreachable: the worker did not get this"),
    ],
)
def test_the_case_page_says_what_became_of_a_message(
    as_: As, file_case: FileCase, unit: UnitOfWork, state: DeliveryState, said: str
) -> None:
    case = file_case()
    message = unit.cases.add_message(case.reference, Author.STAFF, "Which month?", NOON, 1)
    delivery = unit.outbox.add(WORKER, News("staff_wrote", case.reference, "Which month?"), NOON, message_id=message)
    unit.outbox.record([Attempt(delivery, state, error="BadRequest")], NOON)
    unit.commit()
    assert said in as_("sokha").get(f"/cases/{case.reference}").text


def test_what_a_stranger_named_is_shown_as_text(as_: As, unit: UnitOfWork) -> None:
    set_aside(unit, "telegram:1:1", "<b>kind</b>")
    page = as_("admin").get("/mail").text
    assert "&lt;b&gt;kind&lt;/b&gt;" in page and "<b>kind" not in page
