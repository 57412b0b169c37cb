"""Does a command that cannot do its work end with one line, and a fault of ours with its traceback?"""

import errno
from collections.abc import Callable

import pytest

from bot.commands.edge import ended
from bot.errors import DatabaseAway, SettingsError
from bot.storage.encryption import new_cipher
from bot.storage.engine import open_engine
from bot.storage.unit import SqlUnitOfWork


def fails(error: BaseException) -> Callable[[], int]:
    def work() -> int:
        raise error

    return work


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (SettingsError("CONSOLE_PORT: is\n  taken"), "kawan: CONSOLE_PORT: is taken\n"),
        (OSError(errno.ENOSPC, "No space left on device", "/srv/x"), "kawan: /srv/x: its disk is full; make room\n"),
        (PermissionError(errno.EACCES, "Permission denied", "models"), "kawan: models: this user may not write there"),
    ],
)
def test_what_somebody_can_mend_is_one_line(error: Exception, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(fails(error)) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith(said) and shown.err.count("\n") == 1 and not shown.out


def test_a_database_that_goes_away_meanwhile_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    database = open_engine("postgresql+psycopg://kawan:sesame@127.0.0.1:1/kawan")

    def work() -> int:
        with SqlUnitOfWork(database, new_cipher()):
            return 0

    assert ended(work) == 2
    assert capsys.readouterr().err.startswith("kawan: DATABASE_URL: no PostgreSQL answers at this host and port")


@pytest.mark.parametrize(
    "error", [ZeroDivisionError(), FileNotFoundError(errno.ENOENT, "No such file", "x"), DatabaseAway()]
)
def test_a_fault_of_ours_is_shown_as_it_is(error: Exception) -> None:
    with pytest.raises(type(error)):
        ended(fails(error))


def test_the_code_of_a_command_is_kept_and_an_interruption_has_its_own() -> None:
    assert [ended(lambda: 0), ended(lambda: 1), ended(fails(KeyboardInterrupt()))] == [0, 1, 130]
