"""Can we listen where the settings say? Asked first of all, so that nobody waits for a start that cannot end well."""

import errno
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Final

from bot.errors import SettingsError
from bot.settings import Settings

ELSEWHERE: Final = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT)


def listen(side: str, host: str, port: int) -> Sequence[socket.socket]:
    """Returns sockets that listen at every address of the host. Raises SettingsError; `side` is "CONSOLE", for one."""
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        raise SettingsError(f"{side}_HOST: {host} is no host that is known here; mend it") from error
    with ExitStack() as opened:
        found = [opened.enter_context(one) for one in _sockets(side, port, {(one[0], one[4]) for one in addresses})]
        if not found:
            raise SettingsError(f"{side}_HOST: {host} is no address of this machine; give one that is, or 0.0.0.0")
        opened.pop_all()
    return found


def check_listening(settings: Settings, console: bool = False, bot: bool = False) -> None:
    """Raises SettingsError when a part of us could not listen; lets go at once of what it tried."""
    sides = [("CONSOLE", settings.console_host, settings.console_port)] if console else []
    if bot and settings.telegram_webhook_url:
        sides.append(("TELEGRAM_WEBHOOK", settings.telegram_webhook_host, settings.telegram_webhook_port))
    for side in sides:
        for one in listen(*side):
            one.close()


def _sockets(
    side: str, port: int, addresses: set[tuple[socket.AddressFamily, tuple[str, int]]]
) -> Iterator[socket.socket]:
    for family, address in sorted(addresses):
        try:
            yield socket.create_server(address[:2], family=family, backlog=2048)
        except OSError as error:
            if error.errno not in ELSEWHERE:
                raise SettingsError(f"{side}_PORT: {_problem(error, port)}") from error


def _problem(error: OSError, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return f"{port} is taken by another program (a Kawan that runs already?); stop it, or choose another port"
        case errno.EACCES | errno.EPERM:
            return f"this user may not listen on {port}; choose a port above 1023"
    return f"cannot listen on {port} ({error.strerror}); choose another port"
