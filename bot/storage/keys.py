"""Where do the encryption keys come from? KAWAN_KEYS, else the file `keys` of KAWAN_DATA, made once, beside no data."""

import logging
import os
import uuid
from pathlib import Path
from typing import Final

from sqlalchemy import Engine

from bot.errors import SettingsError
from bot.settings import Secret, Settings
from bot.storage.disk import make_folder, sync_folder, write_whole
from bot.storage.encryption import Cipher, new_key
from bot.storage.sealed import holds_data

FILE: Final = "KAWAN_DATA/keys:"
log = logging.getLogger("kawan.keys")


def open_cipher(settings: Settings, database: Engine) -> Cipher:
    """Returns the cipher of these settings; makes the first key where there is neither a key nor data."""
    if settings.keys:
        return Cipher(settings.keys)
    return Cipher(_read(settings.keys_file) or _first(settings, database), FILE)


def _read(path: Path) -> tuple[Secret, ...]:
    """Returns the keys of the file, none when there is no such file."""
    try:
        keys = tuple(Secret(word) for word in path.read_text(encoding="ascii").split())
    except FileNotFoundError:
        return ()
    except UnicodeDecodeError as error:
        raise SettingsError(f"{FILE} holds something that is no key; put the right file back") from error
    except OSError as error:
        raise SettingsError(f"{FILE} cannot be read ({error.strerror}); make it this user's own") from error
    if not keys:
        raise SettingsError(f"{FILE} is empty; put the right one back, or remove it if there is no data yet")
    _close_to_others(path)
    return keys


def _close_to_others(path: Path) -> None:
    if path.stat().st_mode & 0o077 == 0:
        return
    try:
        path.chmod(0o600)
        log.warning("%s was open to other users of this machine; it is closed to them now", FILE)
    except OSError as error:
        log.warning("%s is open to other users of this machine (%s)", FILE, error.strerror)


def _first(settings: Settings, database: Engine) -> tuple[Secret, ...]:
    """Makes a key. Of two processes that do so at once, one makes it and both use it."""
    if holds_data(database) or any(settings.media.glob("?" * 32)):
        raise SettingsError("KAWAN_KEYS: there is data but no key; put the file `keys` back into KAWAN_DATA")
    path = settings.keys_file
    half = path.with_name(f"keys.{uuid.uuid4().hex}.half")
    try:
        make_folder(path.parent)
        write_whole(half, new_key() + b"\n")
        _link(half, path)
    except OSError as error:
        raise SettingsError(f"{FILE} cannot be made ({error.strerror}); mend the folder, or set KAWAN_KEYS") from error
    return _read(path)


def _link(half: Path, path: Path) -> None:
    """Gives the file its name unless another process was quicker."""
    try:
        os.link(half, path)
    except FileExistsError:
        return
    finally:
        half.unlink()
    sync_folder(path.parent)
