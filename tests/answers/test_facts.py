"""Is a fact that cannot be used refused by its file and record, before anybody is told it?"""

import pytest

from bot.answers.facts import bad_number, read_facts
from bot.answers.finding import BadText
from bot.answers.release import read_files
from bot.house import CONTENT

HOTLINES = """
- id: th-x
  country: TH
  phone: {local: '1546', e164: null}
  source: {title: Ministry}
  as_of: 2025-07
  confidence: high
"""
RULES = """
- id: th-r
  topic: wages
  applies_to: {destination: th}
  figures: {days: {value: 7}}
  source: {title: Act}
  as_of: 2025
  confidence: high
"""


def test_the_shipped_facts_are_read() -> None:
    facts = read_facts(read_files(CONTENT))
    assert len(facts.hotlines) > 40 and not any(bad_number(one) for one in facts.hotlines.values())
    assert facts.find("th-police-191") == facts.hotlines["th-police-191"]


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("facts/hotlines.yml", HOTLINES + HOTLINES, 2),
        ("facts/hotlines.yml", HOTLINES.replace("  source: {title: Ministry}\n", ""), 2),
        ("facts/hotlines.yml", HOTLINES.replace("{title: Ministry}", "Ministry"), 2),
        ("facts/hotlines.yml", HOTLINES.replace("country: TH", "country: [TH]"), 2),
        ("facts/hotlines.yml", HOTLINES.replace("2025-07", "2025-17"), 2),
        ("facts/hotlines.yml", HOTLINES + "- just words\n", 1),
        ("facts/hotlines.yml", "a: b", 1),
        ("facts/hotlines.yml", HOTLINES + "- 'x", 8),
        ("facts/rules.yml", RULES.replace("value: 7", "value: [7]"), 2),
        ("facts/rules.yml", RULES.replace("value: 7", "value: yes"), 2),
        ("facts/rules.yml", RULES.replace("{days: {value: 7}}", "seven"), 2),
        ("facts/labels/en.yml", "th-x: Ministry", 1),
        ("facts/labels/en.yml", "th-x: {name: 1546}", 1),
        ("facts/labels/en.yml", "- th-x", 1),
    ],
)
def test_a_record_that_cannot_be_used_is_named(path: str, text: str, line: int) -> None:
    with pytest.raises(BadText) as refused:
        read_facts({path: text})
    assert [(one.path, one.line) for one in refused.value.findings] == [(path, line)]


def test_a_number_that_nobody_can_call_is_seen() -> None:
    facts = read_facts({"facts/hotlines.yml": HOTLINES.replace("e164: null", "e164: '+6612'")})
    assert bad_number(facts.hotlines["th-x"])
    assert bad_number(read_facts({"facts/hotlines.yml": HOTLINES.replace("1546", "soon")}).hotlines["th-x"])
    assert not bad_number(read_facts({"facts/hotlines.yml": HOTLINES}).hotlines["th-x"])
