"""Can an editor change one answer in one language, see it first, and take it back?"""

import re
from collections.abc import Callable

from markupsafe import escape

from bot.ports import OpenUnit
from tests.conftest import NOON
from tests.console.conftest import PATH, TEXT, Browser, Watch
from tests.editor_texts import SHOWN, file_of, refused_files

HERE = "/content/unpaid_wages/th/km"
As = Callable[[str], Browser]


def text(body: str) -> str:
    return f"---\ntitle: Wages\nstatus: draft\n---\n{body}\n"


def live(open_unit: OpenUnit) -> tuple[int, str]:
    with open_unit() as unit:
        version = unit.content.live()[PATH]
        return version.id, version.text


def test_the_overview_counts_what_is_missing_honestly(as_: As) -> None:
    page = as_("edi").get("/content").text
    assert '<span class="state draft">draft</span>' in page
    assert page.count('<span class="state missing">missing</span>') == 12 * 9 - 2
    assert "answers/" not in page
    assert "draft" in as_("edi").get("/content/unpaid_wages").text


def test_a_text_that_cannot_be_told_is_listed_with_its_line(as_: As, staffed: OpenUnit) -> None:
    assert "Older words are told instead" not in as_("edi").get("/content").text
    with staffed() as unit:
        unit.content.publish({PATH: text("<u>of an older version</u>")}, "import", NOON)
        unit.commit()
    page = as_("edi").get("/content").text
    assert "Older words are told instead" in page and f"{PATH}:5: &lt;u" in page and "of an older" not in page


def test_english_stands_beside_the_language(as_: As) -> None:
    page = as_("edi").get(HERE).text
    assert page.count("Ask &lt;b&gt;the inspector&lt;/b&gt;.") >= 2
    assert '<textarea id="text" name="text" rows="22" lang="km"' in page


def test_publishing_makes_a_text_live_and_is_logged(as_: As, staffed: OpenUnit) -> None:
    before, _ = live(staffed)
    done = as_("edi").fill(f"{HERE}/publish", HERE, base=before, text="---\r\ntitle: W\r\nstatus: draft\r\n---\r\nNew")
    assert done.status_code == 303
    assert live(staffed)[1] == "---\ntitle: W\nstatus: draft\n---\nNew\n"
    with staffed() as unit:
        entry = next(entry for entry in unit.audit.latest() if entry.action == "published")
    assert (entry.actor, entry.detail) == ("edi", PATH)


def test_no_kind_of_text_that_the_gate_refuses_is_shown_or_published(as_: As, staffed: OpenUnit) -> None:
    before, browser = live(staffed), as_("edi")
    for kind, (typed, line) in refused_files().items():
        for deed in ("preview", "publish"):
            refused = browser.fill(f"{HERE}/{deed}", HERE, base=before[0], text=typed)
            assert refused.status_code == 422, kind
            assert f"line {line}: " in refused.text or "too long" in refused.text, kind
    assert live(staffed) == before


def test_what_passes_is_shown_as_a_worker_reads_it_and_published(as_: As, staffed: OpenUnit) -> None:
    browser = as_("edi")
    for kind, (body, shown, marked) in SHOWN.items():
        page = browser.fill(f"{HERE}/preview", HERE, text=file_of(body), origin="kh").text
        bubble = page[page.index("bubble bot") :]
        assert str(escape(shown)) in re.sub("</?[bi]>", "", bubble), kind
        assert all(f"<b>{one.split()[0]}" in bubble or f"<i>{one}</i>" in bubble for one in marked if one != "must"), (
            kind
        )
        published = browser.fill(f"{HERE}/publish", HERE, base=live(staffed)[0], text=file_of(body))
        assert published.status_code == 303, kind
        assert live(staffed)[1] == file_of(body).rstrip() + "\n", kind


def test_a_text_that_cannot_be_read_is_not_published_and_stays_in_the_form(as_: As, staffed: OpenUnit) -> None:
    before = live(staffed)
    refused = as_("edi").fill(f"{HERE}/publish", HERE, base=before[0], text=text("a {broken 100% text"))
    assert refused.status_code == 422
    assert "line 5: { belongs to no placeholder" in refused.text and "a {broken 100% text" in refused.text
    assert live(staffed) == before


def test_two_editors_do_not_overwrite_each_other(as_: As, staffed: OpenUnit) -> None:
    before, _ = live(staffed)
    edi, admin = as_("edi"), as_("admin")
    assert admin.fill(f"{HERE}/publish", HERE, base=before, text=text("first")).status_code == 303
    refused = edi.fill(f"{HERE}/publish", HERE, base=before, text=text("second words"))
    assert refused.status_code == 409 and "second words" in refused.text
    assert live(staffed)[1] == text("first")
    assert f'name="base" value="{live(staffed)[0]}"' in refused.text


def test_an_old_version_is_put_back_as_a_new_one(as_: As, staffed: OpenUnit) -> None:
    first, _ = live(staffed)
    browser = as_("edi")
    browser.fill(f"{HERE}/publish", HERE, base=first, text=text("worse"))
    worse, _ = live(staffed)
    assert browser.fill(f"{HERE}/put-back", HERE, base=worse, version=first).status_code == 303
    assert live(staffed) == (worse + 1, TEXT)
    assert browser.fill(f"{HERE}/put-back", HERE, base=worse, version=10**6).status_code == 404


def test_the_preview_is_as_telegram_shows_it_and_runs_nothing(as_: As) -> None:
    browser = as_("edi")
    shown = browser.fill(f"{HERE}/preview", HERE, text=text("<b>Hello</b> {from} &lt;script>"), origin="kh")
    assert "<b>Hello</b> កម្ពុជា &lt;script&gt;" in shown.text and "bubble" in shown.text
    assert "Publish" not in shown.text
    wrong = browser.fill(f"{HERE}/preview", HERE, text=text("{broken\n<u>too"))
    assert wrong.status_code == 422 and "line 5: {" in wrong.text


def test_a_changed_english_text_marks_its_translation(as_: As, staffed: OpenUnit, watch: Watch) -> None:
    browser = as_("edi")
    assert "English was changed" not in browser.get(HERE).text
    watch.forward(minutes=1)
    english = HERE.replace("/km", "/en")
    with staffed() as unit:
        base = unit.content.live()[PATH.replace("km", "en")].id
    browser.fill(f"{english}/publish", english, base=base, text=text("new English"))
    assert "English was changed" in browser.get(HERE).text


def test_changed_words_do_not_keep_an_old_review(as_: As, staffed: OpenUnit) -> None:
    browser = as_("edi")
    reviewed = TEXT.replace("status: draft", "status: reviewed\nreviewed_by: S. Chan\nreviewed_on: 2026-11-01")
    assert browser.fill(f"{HERE}/publish", HERE, base=live(staffed)[0], text=reviewed).status_code == 303
    changed = reviewed.replace("Ask", "Please ask")
    refused = browser.fill(f"{HERE}/publish", HERE, base=live(staffed)[0], text=changed)
    assert refused.status_code == 422 and "old review" in refused.text and "Please ask" in refused.text
    draft = changed.replace("status: reviewed", "status: draft")
    assert browser.fill(f"{HERE}/publish", HERE, base=live(staffed)[0], text=draft).status_code == 303
    again = changed.replace("2026-11-01", "2026-11-24")
    assert browser.fill(f"{HERE}/publish", HERE, base=live(staffed)[0], text=again).status_code == 303


def test_a_missing_translation_starts_from_english_as_a_draft(as_: As, staffed: OpenUnit) -> None:
    page = as_("edi").get(HERE.replace("/km", "/th")).text
    assert "missing in this language" in page and "status: draft" in page and 'name="base" value="0"' in page


def test_an_answer_of_no_known_place_language_or_topic_is_not_there(as_: As) -> None:
    browser = as_("edi")
    for path in ("/content/nothing", "/content/unpaid_wages/xx/km", "/content/unpaid_wages/th/xx", "/content/x/th/km"):
        assert browser.get(path).status_code == 404, path


def test_that_an_old_version_was_put_back_is_in_the_log_with_which(as_: As, staffed: OpenUnit) -> None:
    first, _ = live(staffed)
    browser = as_("edi")
    browser.fill(f"{HERE}/publish", HERE, base=first, text=text("worse"))
    browser.fill(f"{HERE}/put-back", HERE, base=live(staffed)[0], version=first)
    with staffed() as unit:
        entry = unit.audit.latest(1)[0]
    assert (entry.actor, entry.action, entry.detail) == ("edi", "published", f"{PATH} put_back version={first}")


def test_a_translation_does_not_begin_with_the_review_of_the_english(as_: As, staffed: OpenUnit) -> None:
    """Somebody read the English words; nobody read these."""
    english = PATH.replace("km", "en")
    reviewed = TEXT.replace("status: draft", "status: reviewed\nreviewed_by: S. Chan\nreviewed_on: 2026-11-01")
    with staffed() as unit:
        unit.content.publish({english: reviewed}, "import", NOON)
        unit.commit()
    page = as_("edi").get(HERE.replace("/km", "/th")).text
    begun = page[page.index('<textarea id="text"') :].split("</textarea>")[0]
    assert "status: draft" in begun and "the inspector" in begun
    assert "reviewed" not in begun and "S. Chan" not in begun


def test_who_mends_a_text_that_was_refused_still_overwrites_nobody(as_: As, staffed: OpenUnit) -> None:
    """Somebody published between her first try and her second."""
    before, _ = live(staffed)
    edi = as_("edi")
    with staffed() as unit:
        unit.content.publish({PATH: text("of somebody else")}, "admin", NOON)
        unit.commit()
    refused = edi.fill(f"{HERE}/publish", HERE, base=before, text=text("{broken"))
    base = re.search(r'name="base" value="(\d+)"', refused.text)
    assert refused.status_code == 422 and base is not None
    again = edi.fill(f"{HERE}/publish", HERE, base=base[1], text=text("mended"))
    assert again.status_code == 409 and live(staffed)[1] == text("of somebody else")
