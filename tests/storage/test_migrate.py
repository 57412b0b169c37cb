"""Does every migration go up and down, and does the head equal the tables?"""

import threading
from datetime import timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Engine, bindparam, inspect, text
from sqlalchemy.exc import IntegrityError

from bot.errors import SettingsError
from bot.intake.draft import Draft
from bot.mail.inbox import KEY_KEPT
from bot.mail.outbox import Address, Form
from bot.messages import ChatId, Reply
from bot.storage import migrate as migrate_module
from bot.storage.encryption import Cipher
from bot.storage.engine import open_engine
from bot.storage.migrate import check_migrated, migrate, migrate_down, revisions
from bot.storage.tables import metadata
from bot.storage.tables.base import Moment
from bot.storage.unit import SqlUnitOfWork
from bot.text import bold
from bot.workers import WorkerId
from tests.conftest import NOON


def test_every_migration_goes_up_and_down_again(empty_database: Engine) -> None:
    for revision in revisions():
        migrate(empty_database, revision)
    check_migrated(empty_database)
    migrate_down(empty_database)
    assert set(inspect(empty_database).get_table_names()) <= {"alembic_version"}
    migrate(empty_database)
    check_migrated(empty_database)


def columns(database: Engine) -> dict[str, set[str]]:
    """By table."""
    looked = inspect(database)
    return {name: {one["name"] for one in looked.get_columns(name)} for name in looked.get_table_names()}


def test_whoever_goes_back_to_a_version_finds_its_tables_and_can_come_forward_again(empty_database: Engine) -> None:
    there = dict[str, dict[str, set[str]]]()
    for revision in revisions():
        migrate(empty_database, revision)
        there[revision] = columns(empty_database)
    for revision in revisions()[-2::-1]:
        migrate_down(empty_database, revision)
        assert columns(empty_database) == there[revision]
    migrate(empty_database)
    check_migrated(empty_database)


def test_whoever_goes_back_erases_what_was_stopped_and_keeps_what_is_being_told(
    empty_database: Engine, cipher: Cipher
) -> None:
    """The version before knows no stopped complaints: there it would be told on, and sent."""
    migrate(empty_database, "0004")
    with SqlUnitOfWork(empty_database, cipher) as unit:
        for name in ("told", "stopped"):
            unit.drafts.save(Draft(name, WorkerId(name), story=("he did not pay",)))
        unit.drafts.cancel(WorkerId("stopped"), NOON)
        unit.commit()
    migrate_down(empty_database, "0003")
    with empty_database.connect() as connection:
        assert list(connection.scalars(text("SELECT worker_id FROM drafts"))) == ["told"]


def test_the_newest_revision_equals_the_tables(database: Engine) -> None:
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []


def test_a_database_without_tables_is_not_used(empty_database: Engine) -> None:
    with pytest.raises(SettingsError, match="kawan migrate"):
        check_migrated(empty_database)


def test_a_migration_that_leaves_a_row_without_what_it_refers_to_changes_nothing(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite looks at references afterwards: meanwhile tables are made anew. Then it looks at each again."""
    orphan = text(
        "INSERT INTO sessions (token_hash, staff_id, csrf, created_at, seen_at) VALUES ('x', 999, 'x', :at, :at)"
    )

    def breaks(config: Config, revision: str) -> None:
        config.attributes["connection"].execute(orphan, {"at": NOON.replace(tzinfo=None)})

    monkeypatch.setattr(migrate_module.command, "upgrade", breaks)
    with pytest.raises((RuntimeError, IntegrityError), match="reference|foreign key"):
        migrate(database)
    with database.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM sessions")) == 0
        with pytest.raises(IntegrityError):
            connection.execute(orphan, {"at": NOON.replace(tzinfo=None)})


def test_of_two_that_migrate_at_once_one_does_and_the_other_finds_it_done(fresh_postgresql: str) -> None:
    together, done = threading.Barrier(2), list[int]()

    def begin() -> None:
        database = open_engine(fresh_postgresql)
        with database.connect():
            together.wait()
        migrate(database)
        check_migrated(database)
        done.append(1)
        database.dispose()

    threads = [threading.Thread(target=begin, daemon=True) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    assert len(done) == 2


HER = Address("telegram", ChatId("700123"))


def filled_as_the_first_version_did(database: Engine, cipher: Cipher) -> None:
    """One update and one message of each state; whoever was answered has left her words there."""
    chat = {"trace": cipher.trace(HER.channel, HER.chat), "chat": cipher.seal(HER.chat), "at": NOON}
    inbox = "INSERT INTO inbox (key, channel, chat_trace, incoming_sealed, state, tries, received_at)"
    outbox = "INSERT INTO outbox (channel, chat_trace, chat_sealed, reply_sealed, state, tries, created_at)"
    incoming = cipher.seal_value({"channel": "telegram", "chat": HER.chat, "key": "telegram:2", "text": "my wages"})
    reply = cipher.seal_value({"text": "<b>Hello</b>", "rows": []})
    at = bindparam("at", type_=Moment)
    with database.begin() as connection:
        for state, body in (("done", None), ("open", incoming)):
            row = {**chat, "key": f"telegram:{state}", "body": body, "state": state}
            values = text(f"{inbox} VALUES (:key, 'telegram', :trace, :body, :state, 0, :at)").bindparams(at)
            connection.execute(values, row)
        for state in ("sent", "failed", "queued"):
            row = {**chat, "reply": reply, "state": state}
            values = text(f"{outbox} VALUES ('telegram', :trace, :chat, :reply, :state, 0, :at)").bindparams(at)
            connection.execute(values, row)


def test_what_waited_in_the_first_tables_goes_on_and_what_was_sent_keeps_no_words(
    empty_database: Engine, cipher: Cipher
) -> None:
    migrate(empty_database, revisions()[0])
    filled_as_the_first_version_did(empty_database, cipher)
    migrate(empty_database)
    with SqlUnitOfWork(empty_database, cipher) as unit:
        assert [one.body["text"] for one in unit.inbox.open_of(HER.channel, HER.chat)] == ["my wages"]
        (waiting,) = unit.outbox.queued(HER)
        assert (waiting.content, waiting.form, waiting.urgent) == (Reply(bold("Hello")), Form.WHOLE, False)
        words = "SELECT count(*) FROM outbox WHERE state <> 'queued' AND content_sealed IS NOT NULL"
        assert unit.connection.scalar(text(words)) == 0


def test_what_was_dealt_with_in_the_first_tables_is_cleaned_away_in_time(
    empty_database: Engine, cipher: Cipher
) -> None:
    migrate(empty_database, revisions()[0])
    filled_as_the_first_version_did(empty_database, cipher)
    migrate(empty_database)
    with SqlUnitOfWork(empty_database, cipher) as unit:
        assert unit.inbox.clean(NOON + KEY_KEPT) == 0
        assert unit.inbox.clean(NOON + KEY_KEPT + timedelta(seconds=1)) == 1
        unit.outbox.clean(NOON + KEY_KEPT + timedelta(seconds=1))
        assert unit.inbox.counts() == {"open": 1} and unit.outbox.counts() == {"failed": 1, "queued": 1}
