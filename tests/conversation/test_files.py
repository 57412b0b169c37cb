"""Do the files of a message reach the vault, and is nothing left there that no turn will take?"""

import asyncio
import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from bot.conversation.files import fetch_files
from bot.courier.hurry import Hurry
from bot.errors import NotKept, Rejected
from bot.intake.files import MAX_FILE_BYTES
from bot.messages import Attachment, ChatId, Incoming
from bot.ports import Fetched
from bot.storage.vault import FileVault

T = TypeVar("T")


class Channel:
    """Has the bytes of some attachments, and lost the others."""

    async def fetch(self, attachment: Attachment) -> bytes:
        if attachment.ref == "lost":
            raise Rejected("gone")
        return f"the bytes of {attachment.ref}".encode()


async def at_once(work: Callable[[], T]) -> T:
    return work()


def sent(*refs: str, mime: str = "image/jpeg") -> Incoming:
    return Incoming(
        "telegram", ChatId("7"), "telegram:1:1", attachments=tuple(Attachment("photo", ref, mime, 10) for ref in refs)
    )


async def test_each_file_lies_in_the_vault(vault: FileVault) -> None:
    fetched = await fetch_files(sent("a", "b"), Channel(), vault, at_once, Hurry())
    assert [vault.get(file.file_id) for file in fetched.files] == [b"the bytes of a", b"the bytes of b"]
    assert [file.size for file in fetched.files] == [14, 14] and fetched.problem is None


async def test_what_cannot_be_fetched_is_named_and_the_others_are_kept(vault: FileVault) -> None:
    fetched = await fetch_files(sent("lost", "b"), Channel(), vault, at_once, Hurry())
    assert (len(fetched.files), fetched.problem) == (1, "file_lost")


async def test_a_disk_that_is_full_leaves_nothing_of_the_message(
    vault: FileVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[int] = []
    really = os.fsync

    def fsync(descriptor: int) -> None:
        kept.append(descriptor)
        if len(kept) > 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        really(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(NotKept):
        await fetch_files(sent("a", "b"), Channel(), vault, at_once, Hurry())
    assert not list((tmp_path / "media").iterdir())


@pytest.mark.parametrize("error", [TypeError, AttributeError, UnicodeError])
async def test_a_channel_that_fails_as_nobody_foresaw_costs_the_file_and_not_her_words(
    vault: FileVault, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: type[Exception]
) -> None:
    really = Channel.fetch

    async def fetch(channel: Channel, attachment: Attachment) -> bytes:
        if attachment.ref == "odd":
            raise error("secret")
        return await really(channel, attachment)

    monkeypatch.setattr(Channel, "fetch", fetch)
    fetched = await fetch_files(sent("odd", "b"), Channel(), vault, at_once, Hurry())
    assert (len(fetched.files), fetched.problem) == (1, "file_lost")
    assert error.__name__ in caplog.text and "secret" not in caplog.text


async def test_a_file_is_kept_as_what_it_was_sent_and_measured_anew(vault: FileVault) -> None:
    incoming = Incoming("telegram", ChatId("7"), "k", attachments=(Attachment("voice", "v", "audio/ogg", None),))
    (file,) = (await fetch_files(incoming, Channel(), vault, at_once, Hurry())).files
    assert (file.kind, file.mime, file.size) == ("voice", "audio/ogg", len(b"the bytes of v"))


class Asked(Channel):
    """Counts what is fetched, and brings more than it said."""

    def __init__(self) -> None:
        self.refs: list[str] = []

    async def fetch(self, attachment: Attachment) -> bytes:
        self.refs.append(attachment.ref)
        return bytes(MAX_FILE_BYTES + 1) if attachment.ref == "huge" else await super().fetch(attachment)


async def test_what_will_not_be_taken_is_not_fetched(vault: FileVault, tmp_path: Path) -> None:
    channel = Asked()
    assert await fetch_files(sent("a", mime="text/html"), channel, vault, at_once, Hurry()) == Fetched(
        (), "wrong_file_kind"
    )
    big = Incoming(
        "telegram", ChatId("7"), "k", attachments=(Attachment("photo", "b", "image/png", MAX_FILE_BYTES + 1),)
    )
    assert await fetch_files(big, channel, vault, at_once, Hurry()) == Fetched((), "file_too_big")
    assert channel.refs == [] and not (tmp_path / "media").exists()


async def test_what_is_bigger_than_it_said_is_not_kept(vault: FileVault, tmp_path: Path) -> None:
    channel = Asked()
    assert await fetch_files(sent("huge"), channel, vault, at_once, Hurry()) == Fetched((), "file_too_big")
    assert channel.refs == ["huge"] and not (tmp_path / "media").exists()


async def test_a_message_without_files_fetches_nothing(vault: FileVault) -> None:
    assert await fetch_files(sent(), Channel(), vault, at_once, Hurry()) == Fetched()


class Slow(Channel):
    """Some never come to an end."""

    async def fetch(self, attachment: Attachment) -> bytes:
        if attachment.ref == "slow":
            await asyncio.sleep(600)
        return await super().fetch(attachment)


async def test_a_file_that_does_not_come_is_given_up_and_the_others_are_kept(
    vault: FileVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.hurry.FILE_SECONDS", 0.05)
    fetched = await fetch_files(sent("a", "slow", "b"), Slow(), vault, at_once, Hurry())
    assert (len(fetched.files), fetched.problem) == (2, "file_lost")


async def test_in_danger_what_is_at_hand_is_kept_and_nothing_else_is_waited_for(
    vault: FileVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.courier.hurry.HURRY_SECONDS", 0.05)
    hurry = Hurry()
    fetching = asyncio.create_task(fetch_files(sent("a", "slow", "slow", "b"), Slow(), vault, at_once, hurry))
    await asyncio.sleep(0.1)
    assert not fetching.done()
    hurry.begin()
    fetched = await asyncio.wait_for(fetching, 5)
    assert [vault.get(file.file_id) for file in fetched.files] == [b"the bytes of a", b"the bytes of b"]
    assert fetched.problem == "file_lost"


async def test_in_danger_a_disk_that_is_full_keeps_no_words_back(
    vault: FileVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(content: bytes) -> str:
        raise NotKept("full")

    monkeypatch.setattr(vault, "put", full)
    hurry = Hurry()
    hurry.begin()
    assert await fetch_files(sent("a", "b"), Channel(), vault, at_once, hurry) == Fetched((), "file_not_kept")


async def test_in_danger_a_file_that_comes_soon_is_kept(vault: FileVault) -> None:
    hurry = Hurry()
    hurry.begin()
    assert len((await fetch_files(sent("a", "b"), Channel(), vault, at_once, hurry)).files) == 2
