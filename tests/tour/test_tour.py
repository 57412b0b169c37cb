"""A worker asks in Khmer and complains; staff claim, answer and close; an editor changes an answer and sees it live."""

import base64
import re
from itertools import takewhile
from typing import Any

from bot.messages import ChatId
from tests.browser import picture, sign_in, small_phone
from tests.tour.conftest import PASSWORD, Running

PHOTO = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
WAIT = 30_000


class Chat:
    """The "Try it" page as a worker uses it."""

    def __init__(self, page: Any, running: Running, language: str) -> None:
        self.page = page
        self._phrases = running.house.phrases
        self._language = language
        page.goto("/try")

    def phrase(self, key: str) -> str:
        """Its first line, as far as its first placeholder."""
        pieces = takewhile(lambda piece: not piece.open, self._phrases.sentence(self._language, key).pieces)
        return "".join(piece.words for piece in pieces).splitlines()[0].strip()

    def presses(self, key: str) -> None:
        """The newest button with this phrase."""
        self.page.get_by_role("button", name=self.phrase(key), exact=True).last.click(timeout=WAIT)

    def says(self, text: str) -> None:
        self.page.locator("#text").fill(text)
        self.page.locator("#say button").click()

    def reads(self, text: str) -> None:
        """The bot says this, in time."""
        self.page.locator(".bubble.bot", has_text=text).last.wait_for(timeout=WAIT)

    def begins(self, name: str, origin: str, destination: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).last.click(timeout=WAIT)
        self.presses(f"country.{origin}")
        self.reads(self.phrase("first.where_to"))
        self.presses(f"country.{destination}")
        self.presses("topic.unpaid_wages")


def test_a_complaint_goes_from_a_worker_to_staff_and_back(running: Running) -> None:
    with small_phone(running.address, pages=2) as (hers, theirs):
        theirs.set_viewport_size({"width": 360, "height": 1_100})
        chat = Chat(hers, running, "km")
        chat.begins("ខ្មែរ", "kh", "th")
        chat.says("ថៅកែមិនបើកប្រាក់ខែឲ្យខ្ញុំ ២ខែហើយ")
        hers.locator(".bubble.bot", has_text="1546").nth(1).wait_for(timeout=WAIT)
        hers.set_viewport_size({"width": 360, "height": 1_100})
        picture(hers, "chat", whole=False)
        tell_a_complaint(chat)
        reference = re.search(r"KW-\w{4}-\w{4}", hers.locator(".bubble.bot").last.inner_text())
        assert reference is not None
        picture(hers, "receipt", whole=False)

        sign_in(theirs, "maly", PASSWORD)
        theirs.goto("/cases?folder=unassigned")
        theirs.get_by_text(reference[0]).click()
        theirs.get_by_role("button", name="Claim this case").click()
        theirs.get_by_label("The worker reads this").fill("We called your employer today.")
        theirs.get_by_role("button", name="Send to the worker").click()
        chat.reads("We called your employer today.")
        theirs.reload()
        picture(theirs, "case", whole=False)

        chat.says("អរគុណ គាត់បើកឲ្យ ១ខែហើយ")
        chat.reads(chat.phrase("case.words_joined"))
        theirs.reload()
        theirs.locator(".thread", has_text="អរគុណ").wait_for()
        close(theirs)
        chat.reads(chat.phrase("case.closed"))


def tell_a_complaint(chat: Chat) -> None:
    chat.presses("button.complaint")
    chat.presses("button.agree")
    chat.reads(chat.phrase("ask.province"))
    chat.says("Rayong")
    chat.reads(chat.phrase("ask.story"))
    chat.page.locator("#file").set_input_files({"name": "slip.png", "mimeType": "image/png", "buffer": PHOTO})
    chat.says("មិនបានប្រាក់ខែតាំងពីខែកញ្ញា")
    chat.presses("button.done")
    chat.presses("identity.anonymous")
    chat.reads("Rayong")
    picture(chat.page, "summary", whole=False)
    chat.presses("button.send")
    chat.page.locator(".bubble.bot", has_text="KW-").last.wait_for(timeout=WAIT)


def close(page: Any) -> None:
    page.get_by_label("Outcome (the worker is told)").select_option("partly_solved")
    page.get_by_label("What the worker got").select_option("money")
    page.get_by_label("Amount, when it is money").fill("9,500")
    page.get_by_label("Currency, such as THB").fill("THB")
    page.get_by_role("button", name="Close the case").click()
    page.get_by_text("THB").first.wait_for()


def test_an_editor_changes_an_answer_and_it_is_live(running: Running) -> None:
    with small_phone(running.address, pages=2) as (hers, theirs):
        theirs.set_viewport_size({"width": 360, "height": 1_100})
        chat = Chat(hers, running, "en")
        chat.begins("English", "mm", "th")
        chat.reads("MAP Foundation")
        sign_in(theirs, "nok", PASSWORD)
        theirs.goto("/content/unpaid_wages/th/en")
        text = theirs.get_by_label("Text of the answer")
        text.fill(text.input_value().replace("MAP Foundation helps", "The people of MAP help"))
        theirs.get_by_role("button", name="Preview").click()
        theirs.locator("#preview .bubble").wait_for()
        theirs.locator("#preview").scroll_into_view_if_needed()
        picture(theirs, "edit", whole=False)
        theirs.get_by_role("button", name="Publish").click()
        theirs.get_by_role("status").wait_for()
        hers.wait_for_timeout(4_000)
        chat.says("my boss did not pay me")
        chat.reads("The people of MAP help")
        with running.house.open_unit() as unit:
            chat_id = next(one["value"] for one in hers.context.cookies() if one["name"] == "kawan_try")
            assert unit.tryit.since(ChatId(chat_id), 0)
