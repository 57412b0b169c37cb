"""Is a start with other keys or another bot refused, and what belongs together let in?"""

from collections.abc import Mapping, Sequence

import pytest
from cryptography.fernet import Fernet

from bot.errors import SettingsError
from bot.installation import recognise
from bot.messages import ChatId
from bot.ports import OpenUnit
from bot.storage.encryption import Cipher
from bot.storage.engine import Database
from bot.storage.installation import InstallationRows
from bot.storage.unit import SqlUnitOfWork
from bot.workers import arrive
from tests.conftest import NOON

OLD, NEW, OTHER = (Fernet.generate_key().decode() for _ in range(3))


def start(database: Database, keys: Sequence[str], bot_id: str | None = None) -> Mapping[str, str]:
    """What is remembered after a start with these."""
    with SqlUnitOfWork(database, Cipher(keys)) as unit:
        if recognise(unit.installation, bot_id, "KAWAN_KEYS"):
            unit.commit()
        return unit.installation.read()


def test_the_first_start_is_remembered_and_the_same_again_changes_nothing(database: Database) -> None:
    known = start(database, [OLD], "111")
    assert known["bot"] == "111" and sorted(known.values()) == ["111", "oldest"]
    assert not any(part in str(known) for part in (OLD[:12], OLD[-12:]))
    assert start(database, [OLD], "111") == known


def test_a_bot_may_come_later_and_stay_away(database: Database) -> None:
    assert "bot" not in start(database, [OLD])
    assert start(database, [OLD], "111")["bot"] == "111"
    assert start(database, [OLD])["bot"] == "111"


@pytest.mark.parametrize("keys", [[OTHER], [OLD, NEW], [OTHER, NEW]])
def test_other_keys_are_refused_and_not_remembered(database: Database, keys: Sequence[str]) -> None:
    known = start(database, [OLD])
    with pytest.raises(SettingsError, match="KAWAN_KEYS: the data was written with other keys"):
        start(database, keys)
    assert start(database, [OLD]) == known


def test_a_key_in_front_is_remembered_and_must_stay(database: Database) -> None:
    start(database, [OLD])
    assert sorted(start(database, [NEW, OLD]).values()) == ["later", "oldest"]
    with pytest.raises(SettingsError, match="a key that the data needs was taken away"):
        start(database, [OLD])
    start(database, [OTHER, NEW, OLD])


def test_another_bot_is_refused_and_not_remembered(database: Database) -> None:
    known = start(database, [OLD], "111")
    with pytest.raises(SettingsError, match=r"TELEGRAM_BOT_TOKEN: is of bot 222.*kawan adopt-bot"):
        start(database, [OLD], "222")
    assert start(database, [OLD], "111") == known


def test_data_of_before_this_was_remembered_is_tried_with_the_keys(database: Database) -> None:
    with SqlUnitOfWork(database, Cipher([OLD])) as unit:
        arrive(unit.workers, "telegram", ChatId("7"), NOON)
        unit.commit()
    with pytest.raises(SettingsError, match="other keys"):
        start(database, [OTHER])
    assert list(start(database, [OLD]).values()) == ["oldest"]


def test_what_is_remembered_first_counts_and_can_be_replaced(any_unit: OpenUnit) -> None:
    with any_unit() as unit:
        unit.installation.keep("bot", "1")
        unit.installation.keep("bot", "2")
        assert unit.installation.read() == {"bot": "1"}
        unit.installation.replace("bot", "3")
        unit.installation.replace("other", "4")
        assert unit.installation.read() == {"bot": "3", "other": "4"}


def test_of_two_first_starts_with_keys_of_their_own_the_second_is_refused(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is remembered after the second has looked, and before it writes."""
    looks, late = InstallationRows.opens, Cipher([OTHER]).fingerprints

    def looks_too_early(self: InstallationRows) -> bool:
        found = looks(self)
        if self.fingerprints() == late:
            start(database, [OLD])
        return found

    monkeypatch.setattr(InstallationRows, "opens", looks_too_early)
    with pytest.raises(SettingsError, match="other keys"):
        start(database, [OTHER])
    assert list(start(database, [OLD]).values()) == ["oldest"]
