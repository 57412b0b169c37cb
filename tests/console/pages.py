"""What must every page of the console have? A title, a language, a label on each field, and nothing inline."""

from html.parser import HTMLParser

QUIET_FIELDS = ("hidden", "submit")


class _Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.lang: str | None = None
        self.title = ""
        self.fields: list[str | None] = []
        self.labels: set[str | None] = set()
        self.ids: list[str] = []
        self.inline: list[str] = []
        self._tag = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._tag = tag
        if tag == "html":
            self.lang = given.get("lang")
        if tag == "label":
            self.labels.add(given.get("for"))
        if tag in ("input", "select", "textarea") and given.get("type") not in QUIET_FIELDS:
            self.fields.append(given.get("id"))
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "style" or (tag == "script" and not given.get("src")):
            self.inline.append(tag)
        self.inline += [name for name in given if name == "style" or name.startswith("on")]

    def handle_data(self, data: str) -> None:
        if self._tag == "title":
            self.title += data
            self._tag = ""


def check_page(html: str, fragment: bool = False) -> None:
    """Fails with what is missing."""
    outline = _Outline()
    outline.feed(html)
    assert not outline.inline, f"inline script or style: {outline.inline}"
    unlabelled = [field for field in outline.fields if field not in outline.labels]
    assert not unlabelled, f"fields without a label: {unlabelled}"
    assert len(outline.ids) == len(set(outline.ids)), "an id stands twice on the page"
    if not fragment:
        assert outline.lang, "the page has no language"
        assert outline.title.replace("- Kawan", "").strip(), "the page has no title"
        assert html.count("<h1") == 1, "the page needs one first heading"
