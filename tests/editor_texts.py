"""What do editors type? One text of each kind, with what must become of it; every door is tried with all of them."""

from typing import Final

FRONT: Final = "---\ntitle: Wages\nsources: []\nstatus: draft\n---\n"
FIRST: Final = 6
"""The line of the file on which the body begins."""

REFUSED: Final[dict[str, tuple[str, int]]] = {
    "nothing": ("", FIRST),
    "spaces and empty lines": (" \n\n \t", FIRST),
    "nothing that can be seen": ("\u200b\u200d \u2060", FIRST),
    "a filler that looks like a space": ("\u3164\u2800", FIRST),
    "a tag that is not closed": ("First\n<b>Boss must pay", FIRST + 1),
    "a tag closed twice": ("<b>Boss</b></b>", FIRST),
    "tags that cross": ("<b>Boss <i>must</b> pay</i>", FIRST),
    "a tag over two lines": ("<b>Boss\nmust</b> pay", FIRST),
    "a tag Telegram knows and Kawan does not": ("<u>Boss</u>", FIRST),
    "a heading": ("<h1>Boss</h1>", FIRST),
    "a script": ("Words\n\n<script>alert(document.cookie)</script>", FIRST + 2),
    "a picture that runs": ("<img src=x onerror=alert(7)>", FIRST),
    "a comment": ("Words <!-- for later -->", FIRST),
    "a tag with an attribute": ('<b class="red">Boss</b>', FIRST),
    "what begins like a tag": ("Wages <minimum are not legal", FIRST),
    "a link": ('<a href="https://evil.example">Help</a>', FIRST),
    "an address": ("Write to www.evil.example", FIRST),
    "an address with its scheme": ("Go to HTTPS://evil.example/pay", FIRST),
    "an address without a scheme": ("Go to pay-here.com", FIRST),
    "a chat": ("Ask @agent_of_boss", FIRST),
    "mail": ("Write to boss@evil.example", FIRST),
    "a placeholder that does not exist": ("Say {name}", FIRST),
    "a placeholder in capitals": ("Say {TO}", FIRST),
    "a placeholder in the braces of another script": ("Pay ｛figure:th-minwage-2025.bangkok｝", FIRST),
    "a placeholder in ornaments": ("Words\nPay ❴to❵", FIRST + 1),
    "an address of the region": ("Look at mol.go.th", FIRST),
    "an address of a ministry": ("Look at kemnaker.go.id today", FIRST),
    "a short address": ("Go to mom.sg", FIRST),
    "a placeholder with spaces": ("Say { to }", FIRST),
    "a figure that does not exist": ("Pay {figure:th-minwage-2025.nothing}", FIRST),
    "a figure without its key": ("Pay {figure:th-minwage-2025}", FIRST),
    "a hotline that does not exist": ("Hello\nCall {phone:nobody}", FIRST + 1),
    "a hotline without its name": ("Call {phone}", FIRST),
    "a country that does not exist": ("{hotlines:xx}", FIRST),
    "a place with an argument": ("In {to:th}", FIRST),
    "a placeholder where nobody reads it": ("Words\n{if from=kh}\n{phone:nobody}\n{end}", FIRST + 2),
    "an open brace": ("a { b", FIRST),
    "a closing brace": ("a } b", FIRST),
    "doubled braces": ("In {{to}}", FIRST),
    "braces behind references": ("In &#123;to&#125;", FIRST),
    "a block in a line": ("Words {if to=th} more", FIRST),
    "a block that does not end": ("{if from=kh}\nWords", FIRST),
    "an end without a block": ("Words\n{end}", FIRST + 1),
    "two halves of one block": ("{if from=kh}\nA\n{else}\nB\n{else}\nC\n{end}", FIRST + 4),
    "a block of a place that is none": ("{if from=xx}\nWords\n{end}", FIRST),
    "words for some only": ("{if from=kh}\nWords\n{end}", FIRST),
    "a number to call": ("Call 1546 now", FIRST),
    "a short number to call": ("Call 191", FIRST),
    "Thai digits": ("โทร ๑๕๔๖", FIRST),
    "Khmer digits": ("ហៅ ១២៣៤", FIRST),
    "Burmese digits": ("၁၉၁ ခေါ်ပါ", FIRST),
    "Burmese digits with a letter for zero": ("၁ဝဝ ကျပ်", FIRST),
    "Lao digits": ("ໂທ ໑໒໓", FIRST),
    "wide digits": ("Call １５４６", FIRST),
    "digits in circles": ("Call ①⑤④⑥", FIRST),
    "digits with signs between": ("Call (02) 12-34.56", FIRST),
    "digits with something unseen between": ("Call 1\u200b5\u200b4\u200b6", FIRST),
    "digits with a mark between": ("Call 15<b>46</b>", FIRST),
    "digits behind references": ("Call &#49;&#53;&#52;&#54;", FIRST),
    "a code of a country": ("Call + 66", FIRST),
    "digits that make a figure longer": ("Pay {figure:th-wage-on-dismissal.deadline}00", FIRST),
    "digits before a phone number": ("Call 0{phone:th-police-191}", FIRST),
    "a year": ("Since 2025", FIRST),
    "a control character": ("Boss\x07 must pay", FIRST),
    "a control character behind a reference": ("Boss&#7; &#x202E;must", FIRST),
    "words turned around": ("Boss \u202emust pay", FIRST),
    "a letter that was lost": ("Boss must p\ufffdy", FIRST),
    "a private letter": ("Boss \ue000 must", FIRST),
    "a line that is none": ("Boss\u2028must", FIRST),
    "too long": ("Boss must pay you every month. " * 130, FIRST),
    "much too long": ("Boss must pay. " * 1_400, 1),
    "too long when it is filled": ("{hotlines:th}\n" * 30, FIRST),
    "too long as Telegram counts, though not in letters": ("😀" * 1_800, FIRST),
}
"""Body, and the line that must be named."""

REFUSED_FILES: Final[dict[str, tuple[str, int]]] = {
    "no front matter": ("Words", 1),
    "front matter that does not end": ("---\ntitle: Wages\nstatus: draft\nWords", 1),
    "front matter after words": ("Words\n---\ntitle: Wages\nstatus: draft\n---\nWords", 1),
    "no title": ("---\nstatus: draft\n---\nWords", 2),
    "an empty title": ("---\ntitle:\nstatus: draft\n---\nWords", 2),
    "a title that is a number": ("---\ntitle: 7\nstatus: draft\n---\nWords", 2),
    "a long title": (f"---\ntitle: {'Wages' * 20}\nstatus: draft\n---\nWords", 2),
    "no status": ("---\ntitle: Wages\n---\nWords", 2),
    "a status that is none": ("---\ntitle: Wages\nstatus: done\n---\nWords", 3),
    "a review by nobody": ("---\ntitle: Wages\nstatus: reviewed\nreviewed_by:\nreviewed_on: 2026-11-24\n---\nWords", 4),
    "a review on no day": ("---\ntitle: Wages\nstatus: reviewed\nreviewed_by: S\nreviewed_on: soon\n---\nWords", 5),
    "a day that is none": (
        "---\ntitle: Wages\nstatus: reviewed\nreviewed_by: S\nreviewed_on: 2026-13-45\n---\nWords",
        2,
    ),
    "a name that is misspelt": ("---\ntitle: Wages\nstaus: draft\nstatus: draft\n---\nWords", 3),
    "a name twice": ("---\ntitle: Wages\nstatus: draft\ntitle: Pay\n---\nWords", 4),
    "sources that are no list": ("---\ntitle: Wages\nsources: th-minwage\nstatus: draft\n---\nWords", 3),
    "a source that does not exist": ("---\ntitle: Wages\nsources: [nothing]\nstatus: draft\n---\nWords", 3),
    "a source of low confidence": ("---\ntitle: Wages\nsources: [th-sso-unemployment]\nstatus: draft\n---\nWords", 3),
    "what is not YAML": ("---\ntitle: 'Wages\nstatus: draft\n---\nWords", 3),
    "a list": ("---\n- title\n---\nWords", 2),
}
"""The whole file, and the line that must be named."""

SHOWN: Final[dict[str, tuple[str, str, list[str]]]] = {
    "a comparison": ("salary < 10", "salary < 10", []),
    "another": ("pay >= 8 and <5", "pay >= 8 and <5", []),
    "a sign of and": ("a & b", "a & b", []),
    "a reference that is none": ("R&D; & more", "R&D; & more", []),
    "a heart": ("We <3 you", "We <3 you", []),
    "references": ("&lt;b&gt; &amp;amp;", "<b> &amp;", []),
    "marks": ("<b>Boss</b> must <i>pay</i>", "Boss must pay", ["Boss", "pay"]),
    "marks within marks": ("<b>Boss <i>must</i></b> pay", "Boss must pay", ["Boss must", "must"]),
    "a mark around nothing": ("<b></b>Boss<b> </b>", "Boss", []),
    "a Burmese word after small digits": ("၁၀ဝန်ထမ်း", "၁၀ဝန်ထမ်း", []),
    "small numbers": ("Within 7 days, 2 months, step 1.", "Within 7 days, 2 months, step 1.", []),
    "signs of other languages": ("*_`~[x](y)`_*", "*_`~[x](y)`_*", []),
    "quotes": ('"It\'s" „so“', '"It\'s" „so“', []),
    "emoji": ("👩🏽‍🏭 🇰🇭 ☎", "👩🏽‍🏭 🇰🇭 ☎", []),
    "Khmer with breaks that cannot be seen": ("ថៅកែ\u200bត្រូវ\u200bបើក", "ថៅកែ\u200bត្រូវ\u200bបើក", []),
    "accents in two pieces": ("Tie\u0302\u0301ng <b>Vie\u0323\u0302t</b>", "Tiếng Việt", ["Việt"]),
    "a number by placeholder": ("Call {phone:th-police-191}!", "Call 191!", ["191"]),
    "words for each": ("{if from=kh}\nKhmer\n{else}\nOthers\n{end}", "Khmer", []),
    "full stops without spaces": ("Wait.Then ask.Do not sign", "Wait.Then ask.Do not sign", []),
}
"""Body, what a worker from Cambodia in Thailand reads, and the words that are marked."""


def file_of(body: str) -> str:
    """The body as a whole file."""
    return FRONT + body


def refused_files() -> dict[str, tuple[str, int]]:
    """Every kind that must be refused, as a whole file with the line that must be named."""
    return {**{kind: (file_of(body), line) for kind, (body, line) in REFUSED.items()}, **REFUSED_FILES}
