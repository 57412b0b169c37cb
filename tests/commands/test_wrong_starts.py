"""Is every wrong setting, port, folder, file, disk or database at the start one line that names the setting?"""

import contextlib
import os
import shutil
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy.engine import make_url

from bot.__main__ import main
from bot.storage.engine import open_engine
from bot.storage.migrate import revisions
from tests.commands.process import kawan
from tests.telegram_server import TelegramServer

HIDDEN = "sesame"
"""Stands in every password and token of these tests; no line may show it."""

Prepare = Callable[[Path], dict[str, str]]


def refused(*arguments: str, mortal: bool = False, largest_file: int = 0, **given: str) -> str:
    """What a start says that ends at once: one line, code 2, no traceback, no secret."""
    ended = kawan(*arguments, mortal=mortal, largest_file=largest_file, **given)
    assert (ended.returncode, ended.stdout) == (2, ""), ended
    assert ended.stderr.startswith("kawan: ") and ended.stderr.count("\n") == 1, ended.stderr
    assert HIDDEN not in ended.stderr and "Traceback" not in ended.stderr
    return ended.stderr


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a first start with a token."""
    data = tmp_path_factory.mktemp("made") / "data"
    assert kawan("setup", KAWAN_DATA=str(data), TELEGRAM_BOT_TOKEN=f"111:{HIDDEN}").returncode == 0
    return data


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    """A copy that a test may harm."""
    return Path(shutil.copytree(made, tmp_path / "data"))


def is_a_file(folder: Path) -> dict[str, str]:
    (folder / "file").write_text("x")
    return {"KAWAN_DATA": str(folder / "file")}


def has_no_parent(folder: Path) -> dict[str, str]:
    return {"KAWAN_DATA": str(folder / "no" / "data")}


def has_a_file_for_media(folder: Path) -> dict[str, str]:
    (folder / "media").write_text("x")
    return {"KAWAN_DATA": str(folder)}


def has_a_folder_for_lock(folder: Path) -> dict[str, str]:
    (folder / "lock").mkdir()
    return {"KAWAN_DATA": str(folder)}


def has_files_and_keys_alone(folder: Path) -> dict[str, str]:
    (folder / "media").mkdir()
    (folder / "media" / ("0" * 32)).write_bytes(b"sealed")
    os.utime(folder / "media" / ("0" * 32), (1, 1))
    return has_keys(Fernet.generate_key())(folder)


def is_closed(folder: Path) -> dict[str, str]:
    (folder / "closed").mkdir(mode=0o500)
    return {"KAWAN_DATA": str(folder / "closed")}


def is_read_only(folder: Path) -> dict[str, str]:
    return {"KAWAN_DATA": "/proc/kawan"}


def has_keys(content: bytes) -> Prepare:
    def prepare(folder: Path) -> dict[str, str]:
        (folder / "keys").write_bytes(content)
        (folder / "keys").chmod(0o600)
        return {"KAWAN_DATA": str(folder)}

    return prepare


def has_a_folder_for_keys(folder: Path) -> dict[str, str]:
    (folder / "keys").mkdir()
    return {"KAWAN_DATA": str(folder)}


def has_closed_keys(folder: Path) -> dict[str, str]:
    (folder / "keys").write_bytes(Fernet.generate_key())
    (folder / "keys").chmod(0)
    return {"KAWAN_DATA": str(folder)}


def has_odd_keys(folder: Path) -> dict[str, str]:
    return {"KAWAN_DATA": str(folder), "KAWAN_KEYS": f"{Fernet.generate_key().decode()}, {HIDDEN}"}


def database(url: str) -> Prepare:
    return lambda folder: {"KAWAN_DATA": str(folder / "data"), "DATABASE_URL": url.replace("FOLDER", str(folder))}


def no_database_file(folder: Path) -> dict[str, str]:
    (folder / "text").write_text("this is not a database " * 500)
    return database("sqlite:///FOLDER/text")(folder)


def strange_database_file(folder: Path) -> dict[str, str]:
    with sqlite3.connect(folder / "places") as other:
        other.execute("CREATE TABLE bookmarks (id INTEGER)")
    return database("sqlite:///FOLDER/places")(folder)


def closed_database_file(folder: Path) -> dict[str, str]:
    (folder / "kept").touch(mode=0o400)
    return database("sqlite:///FOLDER/kept")(folder)


POSTGRESQL = f"postgresql+psycopg://kawan:{HIDDEN}@"


@pytest.mark.parametrize(
    ("prepare", "named"),
    [
        (is_a_file, "KAWAN_DATA: is a file"),
        (has_no_parent, "KAWAN_DATA: there is no folder"),
        (has_a_file_for_media, "KAWAN_DATA: `media`"),
        (has_a_folder_for_lock, "KAWAN_DATA: `lock` in it is a folder"),
        (has_files_and_keys_alone, "DATABASE_URL: the database is empty, but KAWAN_DATA/media holds files"),
        (is_closed, "KAWAN_DATA: this user may not write"),
        (is_read_only, "KAWAN_DATA: cannot be written to"),
        (has_keys(b""), "KAWAN_DATA/keys: is empty"),
        (has_keys(os.urandom(400)), "KAWAN_DATA/keys: holds something that is no key"),
        (has_keys(b"sesame\n"), "KAWAN_DATA/keys: holds something that is no Fernet key"),
        (has_a_folder_for_keys, "KAWAN_DATA/keys: cannot be read"),
        (has_closed_keys, "KAWAN_DATA/keys: cannot be read"),
        (has_odd_keys, "KAWAN_KEYS: holds something that is no Fernet key"),
        (database(f"mysql://kawan:{HIDDEN}@127.0.0.1/kawan"), "DATABASE_URL: must begin with"),
        (database("sqlite:///FOLDER"), "DATABASE_URL: its file cannot be opened"),
        (database("sqlite:///FOLDER/none/kawan"), "DATABASE_URL: its file cannot be opened"),
        (no_database_file, "DATABASE_URL: its file is no SQLite database"),
        (strange_database_file, "DATABASE_URL: there are tables of another program"),
        (closed_database_file, "DATABASE_URL: its file cannot be written to"),
        (database(f"{POSTGRESQL}127.0.0.1:port/kawan"), "DATABASE_URL: cannot be read as an address"),
        (database(f"{POSTGRESQL}{'x' * 70}/kawan"), "DATABASE_URL: cannot be read as an address"),
        (database(f"{POSTGRESQL}127.0.0.1:1/kawan"), "DATABASE_URL: no PostgreSQL answers"),
        (database(f"{POSTGRESQL}nobody.invalid/kawan"), "DATABASE_URL: this host is not known"),
        (database(f"{POSTGRESQL}127.0.0.1/kawan?sesame=1"), "DATABASE_URL: there is something behind the ?"),
        (database(f"{POSTGRESQL}127.0.0.1/kawan?timeout=sesame"), "DATABASE_URL: there is something behind the ?"),
        (database(f"{POSTGRESQL}127.0.0.1/kawan?connect_timeout=x"), "DATABASE_URL: there is something behind the ?"),
        (database("sqlite:///FOLDER/kawan?timeout=sesame"), "DATABASE_URL: something behind the ?"),
        (database("sqlite:///file:FOLDER/kawan?uri=true"), "DATABASE_URL: name SQLite's file by its path alone"),
    ],
)
def test_a_wrong_folder_file_or_database_is_named(tmp_path: Path, prepare: Prepare, named: str) -> None:
    assert named in refused("setup", mortal=True, **prepare(tmp_path))


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ('password authentication failed for user "kawan"', "user with this password"),
        ('no pg_hba.conf entry for host "10.0.0.1"', "pg_hba.conf"),
        ("the database system is starting up", "starting or stopping"),
        ("sorry, too many clients already", "takes no more connections"),
        ("etwas Unerwartetes", "the connection to the server failed"),
    ],
)
def test_a_server_that_refuses_is_explained(tmp_path: Path, said: str, named: str) -> None:
    with refusing_server(said) as port:
        assert named in refused("setup", **database(f"{POSTGRESQL}127.0.0.1:{port}/kawan?sslmode=disable")(tmp_path))


@contextmanager
def refusing_server(said: str) -> Iterator[int]:
    """Speaks as much of PostgreSQL's protocol as a refusal takes."""
    fields = b"SFATAL\0C28P01\0M" + said.encode() + b"\0\0"
    with socket.create_server(("127.0.0.1", 0)) as server:

        def refuse() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(1024)
                connection.sendall(b"E" + (len(fields) + 4).to_bytes(4, "big") + fields)

        threading.Thread(target=refuse, daemon=True).start()
        yield server.getsockname()[1]


def test_a_database_that_is_not_there_is_named(tmp_path: Path, postgresql_url: str) -> None:
    missing = make_url(postgresql_url).set(database="not_there").render_as_string(hide_password=False)
    assert "DATABASE_URL: the server has no such database" in refused("setup", **database(missing)(tmp_path))


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ("-c default_transaction_read_only=on", "DATABASE_URL: the server takes no changes"),
        ("-c role=pg_monitor", "DATABASE_URL: the user may not make or use the tables"),
        ("-c search_path=nope", "DATABASE_URL: the user's search_path names no schema"),
    ],
)
def test_a_database_that_takes_nothing_from_us_is_named(
    tmp_path: Path, fresh_postgresql: str, options: str, named: str
) -> None:
    url = make_url(fresh_postgresql).update_query_dict({"options": options}).render_as_string(hide_password=False)
    assert named in refused("setup", **database(url)(tmp_path))


def test_a_full_disk_is_named(tmp_path: Path) -> None:
    assert "KAWAN_DATA: its disk is full" in refused("setup", largest_file=1000, KAWAN_DATA=str(tmp_path))
    assert "DATABASE_URL: its disk" in refused("setup", largest_file=50_000, KAWAN_DATA=str(tmp_path))


def test_a_port_that_is_taken_is_named(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        webhook = {
            "TELEGRAM_BOT_TOKEN": f"111:{HIDDEN}",
            "TELEGRAM_WEBHOOK_URL": "https://bot.example/hook",
            "TELEGRAM_WEBHOOK_SECRET": f"{HIDDEN}-and-more-letters",
            "TELEGRAM_WEBHOOK_PORT": port,
        }
        for command in ("console", "run"):
            assert f"CONSOLE_PORT: {port} is taken" in refused(command, KAWAN_DATA=str(data), CONSOLE_PORT=port)
        for command in ("bot", "run"):
            assert f"TELEGRAM_WEBHOOK_PORT: {port} is taken" in refused(command, KAWAN_DATA=str(data), **webhook)


@pytest.mark.parametrize(
    ("host", "port", "named"),
    [
        ("203.0.113.7", "8080", "CONSOLE_HOST: 203.0.113.7 is no address of this machine"),
        ("nobody.invalid", "8080", "CONSOLE_HOST: nobody.invalid is no host that is known"),
        ("a..b", "8080", "CONSOLE_HOST: a..b is no host that is known"),
        ("127.0.0.1", "81", "CONSOLE_PORT: this user may not listen on 81"),
    ],
)
def test_a_place_where_we_cannot_listen_is_named(data: Path, host: str, port: str, named: str) -> None:
    assert named in refused("console", mortal=True, KAWAN_DATA=str(data), CONSOLE_HOST=host, CONSOLE_PORT=port)


def test_a_console_whose_database_is_taken_away_ends_with_one_line(data: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    def take_away() -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        (data / "kawan.sqlite").rename(data / "moved.sqlite")

    threading.Thread(target=take_away, daemon=True).start()
    said = refused("console", KAWAN_DATA=str(data), CONSOLE_PORT=str(port))
    assert "DATABASE_URL: the database file was taken away while Kawan ran" in said


@pytest.mark.parametrize("command", ["setup", "bot", "console", "migrate"])
def test_data_without_keys_is_refused_and_no_key_is_made(data: Path, command: str) -> None:
    (data / "keys").unlink()
    assert "KAWAN_KEYS: there is data but no key" in refused(command, KAWAN_DATA=str(data), CONSOLE_PORT="18099")
    assert not (data / "keys").exists()


def test_other_keys_are_refused_and_a_rotated_set_is_not(data: Path) -> None:
    old, new = (data / "keys").read_text().strip(), Fernet.generate_key().decode()
    where = {"KAWAN_DATA": str(data)}
    assert "KAWAN_KEYS: the data was written with other keys" in refused("setup", **where, KAWAN_KEYS=new)
    assert "KAWAN_KEYS: the data was written with other keys" in refused("setup", **where, KAWAN_KEYS=f"{old} {new}")
    assert kawan("setup", **where, KAWAN_KEYS=f"{new} {old}").returncode == 0
    assert "KAWAN_DATA/keys: a key that the data needs was taken away" in refused("setup", **where)


def test_another_bot_is_refused_until_it_is_taken_on(data: Path) -> None:
    other = {"KAWAN_DATA": str(data), "TELEGRAM_BOT_TOKEN": f"222:{HIDDEN}"}
    for command in ("setup", "bot"):
        said = refused(command, **other)
        assert "TELEGRAM_BOT_TOKEN: is of bot 222, the data of bot 111; " in said and "`kawan adopt-bot`" in said
    with TelegramServer(other["TELEGRAM_BOT_TOKEN"]) as telegram:
        there = {"TELEGRAM_API_URL": telegram.url}
        unknown = refused("adopt-bot", **{**other, **there, "TELEGRAM_BOT_TOKEN": f"333:{HIDDEN}"})
        assert "TELEGRAM_BOT_TOKEN: Telegram does not know this token" in unknown
        taken_on = kawan("adopt-bot", **other, **there)
    away = refused("adopt-bot", **{**other, **there, "TELEGRAM_BOT_TOKEN": f"333:{HIDDEN}"})
    assert "TELEGRAM_API_URL: Telegram cannot be asked" in away
    assert taken_on.returncode == 0 and "Bot 222 is taken on; before: 111." in taken_on.stdout
    assert kawan("setup", **other).returncode == 0
    assert kawan("setup", KAWAN_DATA=str(data)).returncode == 0, "without a token no bot is another"
    assert "TELEGRAM_BOT_TOKEN: " in refused("setup", KAWAN_DATA=str(data), TELEGRAM_BOT_TOKEN=f"111:{HIDDEN}")


def test_the_same_bot_with_a_new_secret_is_welcome(data: Path) -> None:
    assert kawan("setup", KAWAN_DATA=str(data), TELEGRAM_BOT_TOKEN=f"111:{HIDDEN}-anew").returncode == 0


@pytest.mark.parametrize("command", ["setup", "bot", "console", "migrate"])
def test_a_newer_database_is_refused(data: Path, command: str) -> None:
    with sqlite3.connect(data / "kawan.sqlite") as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    said = refused(command, KAWAN_DATA=str(data), CONSOLE_PORT="18099")
    assert "DATABASE_URL: the database was made by a newer Kawan; upgrade Kawan" in said


def test_an_older_database_is_named_with_what_to_do(data: Path) -> None:
    from bot.storage.migrate import migrate_down

    migrate_down(open_engine(f"sqlite:///{data / 'kawan.sqlite'}"), revisions()[-2])
    assert "run `kawan migrate` first" in refused("console", KAWAN_DATA=str(data), CONSOLE_PORT="18099")


def test_a_damaged_database_is_named(data: Path) -> None:
    with (data / "kawan.sqlite").open("r+b") as file:
        file.seek(100)
        file.write(os.urandom(8000))
    assert "DATABASE_URL: its file is damaged" in refused("setup", KAWAN_DATA=str(data))


@pytest.mark.parametrize("arguments", [("content", "import"), ("staff", "disable", "officer1"), ("adopt-bot",)])
def test_what_needs_a_database_says_that_there_is_none(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    said = refused(*arguments, KAWAN_DATA=str(tmp_path), TELEGRAM_BOT_TOKEN=f"111:{HIDDEN}")
    assert "DATABASE_URL: the database is empty; run `kawan setup`" in said


def test_taking_on_a_bot_needs_a_token(data: Path) -> None:
    assert "TELEGRAM_BOT_TOKEN: is not set" in refused("adopt-bot", KAWAN_DATA=str(data))


def test_a_database_that_another_program_holds_is_named(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.storage.engine.BUSY_MS", 300)
    for name, value in {"KAWAN_DATA": str(data), "TELEGRAM_BOT_TOKEN": ""}.items():
        monkeypatch.setenv(name, value)
    with sqlite3.connect(data / "kawan.sqlite", isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert main(["staff", "disable", "officer1"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("kawan: DATABASE_URL: another program holds its file") and said.count("\n") == 1
