"""Are keys made once, kept to their owner, and never made beside data?"""

import os
import threading
from pathlib import Path

import pytest

from bot.errors import SettingsError, Unreadable
from bot.mail.inbox import Arrival
from bot.mail.lanes import Owner
from bot.messages import ChatId
from bot.settings import Settings, read_settings
from bot.storage import keys
from bot.storage.disk import make_folder
from bot.storage.encryption import Cipher, new_key
from bot.storage.engine import Database, open_engine
from bot.storage.migrate import migrate, revisions
from bot.storage.unit import SqlUnitOfWork
from bot.storage.vault import FileVault
from bot.workers import arrive
from tests.conftest import NOON


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"KAWAN_DATA": str(tmp_path / "data")}, tmp_path)


@pytest.fixture
def here(settings: Settings) -> Database:
    return open_engine(settings.database_url)


def test_the_first_key_is_its_owners_alone_and_synced_with_its_folder(
    settings: Settings, here: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[bool] = []
    really = os.fsync
    monkeypatch.setattr(os, "fsync", lambda file: (synced.append(Path(f"/proc/self/fd/{file}").is_dir()), really(file)))
    keys.open_cipher(settings, here)
    assert settings.keys_file.stat().st_mode & 0o777 == 0o600
    assert synced[-2:] == [False, True], "the file, then the folder in which it got its name"
    assert [file.name for file in settings.data.iterdir()] == ["keys"]


def test_two_that_make_a_key_at_once_use_the_same(settings: Settings, here: Database) -> None:
    found: list[str] = []
    together = threading.Barrier(8)

    def make() -> None:
        together.wait()
        found.append(keys.open_cipher(settings, here).fingerprints[0])

    makers = [threading.Thread(target=make) for _ in range(8)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert len(found) == 8 and len(set(found)) == 1


def test_keys_that_others_can_read_are_closed_to_them_and_that_is_said(
    settings: Settings, here: Database, caplog: pytest.LogCaptureFixture
) -> None:
    keys.open_cipher(settings, here)
    settings.keys_file.chmod(0o644)
    keys.open_cipher(settings, here)
    assert settings.keys_file.stat().st_mode & 0o777 == 0o600
    assert "was open to other users" in caplog.text
    caplog.clear()
    keys.open_cipher(settings, here)
    assert not caplog.text


def test_no_key_is_made_beside_files(settings: Settings, here: Database) -> None:
    keys.open_cipher(settings, here)
    FileVault(settings.media, Cipher([new_key().decode()])).put(b"a payslip")
    settings.keys_file.unlink()
    with pytest.raises(SettingsError, match="there is data but no key"):
        keys.open_cipher(settings, here)
    assert not settings.keys_file.exists()


@pytest.mark.parametrize("revision", revisions())
def test_no_key_is_made_beside_rows_of_whatever_version(settings: Settings, here: Database, revision: str) -> None:
    cipher = keys.open_cipher(settings, here)
    migrate(here, revision)
    settings.keys_file.unlink()
    keys.open_cipher(settings, here)
    settings.keys_file.unlink()
    with SqlUnitOfWork(here, cipher) as unit:
        arrive(unit.workers, "telegram", ChatId("7"), NOON)
        unit.commit()
    with pytest.raises(SettingsError, match="there is data but no key"):
        keys.open_cipher(settings, here)


def test_looking_for_data_makes_no_database(settings: Settings, here: Database) -> None:
    keys.open_cipher(settings, here)
    assert not (settings.data / "kawan.sqlite").exists()


def test_what_no_key_opens_is_not_a_fault_of_the_settings(cipher: Cipher) -> None:
    sealed = Cipher([new_key().decode()]).seal("words")
    for broken in (sealed, b"", b"not sealed at all"):
        with pytest.raises(Unreadable):
            cipher.open(broken)


def test_fingerprints_tell_keys_apart_and_are_the_same_each_time() -> None:
    one, two = new_key().decode(), new_key().decode()
    assert Cipher([one, two]).fingerprints == (*Cipher([one]).fingerprints, *Cipher([two]).fingerprints)
    assert len({*Cipher([one, two]).fingerprints}) == 2


def test_with_a_key_put_in_front_everybody_is_found_again_and_nothing_comes_twice(
    settings: Settings, here: Database
) -> None:
    """By the hash of the oldest key chats, updates that came, and counted attempts are known."""
    old, new = new_key().decode(), new_key().decode()
    make_folder(settings.data)
    migrate(here)
    chat, arrival = ChatId("700123"), Arrival("telegram", ChatId("700123"), "telegram:1:1", {"text": "hello"})
    with SqlUnitOfWork(here, Cipher([old])) as unit:
        her = arrive(unit.workers, "telegram", chat, NOON)
        assert unit.inbox.store(arrival, NOON) is not None
        unit.lanes.take("in", "telegram", chat, Owner("one"))
        unit.sessions.failed("login:sokha", NOON)
        unit.commit()
    with SqlUnitOfWork(here, Cipher([new, old])) as unit:
        assert unit.workers.of_chat("telegram", chat) == her
        assert unit.inbox.store(arrival, NOON) is None
        assert [one.body for one in unit.inbox.open_of("telegram", chat)] == [{"text": "hello"}]
        assert not unit.lanes.take("in", "telegram", chat, Owner("another"))
        assert unit.sessions.failures("login:sokha", NOON) == 1
