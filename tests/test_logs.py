"""Does a line that comes again and again leave the log readable, and the disk free?"""

import logging
import subprocess
import sys

from bot.logs import OFTEN, WHILE, Repeats, _record


class Minutes:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def said(repeats: Repeats, line: str, *args: object) -> str | None:
    record = logging.LogRecord("bot", logging.ERROR, "here", 1, line, args, None)
    return record.getMessage() if repeats.filter(record) else None


def test_a_line_that_repeats_is_written_some_times_and_then_counted() -> None:
    clock = Minutes()
    repeats = Repeats(clock)
    written = [said(repeats, "update %d waits", number) for number in range(OFTEN + 30)]
    assert written == [f"update {number} waits" for number in range(OFTEN)] + [None] * 30
    clock.now += WHILE
    assert said(repeats, "update %d waits", 7) == "update 7 waits (and 30 more like it before)"
    assert said(repeats, "update %d waits", 8) == "update 8 waits"


def test_other_lines_are_written_meanwhile() -> None:
    repeats = Repeats(Minutes())
    for number in range(OFTEN + 1):
        said(repeats, "update %d waits", number)
    assert said(repeats, "the database is back") == "the database is back"


def test_what_is_said_seldom_is_always_written_as_it_is() -> None:
    clock = Minutes()
    repeats = Repeats(clock)
    for _ in range(3 * OFTEN):
        assert said(repeats, "a poll failed") == "a poll failed"
        clock.now += WHILE


def test_a_process_that_serves_counts_what_it_says_again_and_again() -> None:
    """A database that is away for a night must not fill the disk."""
    code = (
        "import logging; from bot.logs import prepare_logging; prepare_logging()\n"
        "for number in range(500): logging.getLogger('bot').error('update %d waits', number)\n"
        "logging.getLogger('bot').info('the database is back')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    lines = done.stderr.splitlines()
    assert len(lines) == OFTEN + 1 and lines[-1].endswith("INFO bot the database is back")


def test_a_library_whose_name_begins_as_ours_do_is_a_library_all_the_same() -> None:
    """ "bottle", "botocore", "actionslib": what they write is not Kawan's own."""
    said = {
        name: _record(name, logging.INFO, "/there/client.py", 7, "said %s", ("my name is Sok",), None).getMessage()
        for name in ("botocore.client", "bottle", "actions_of_others", "kawan_client", "bot.parts", "kawan")
    }
    assert [name for name, line in said.items() if "Sok" in line] == ["bot.parts", "kawan"]
