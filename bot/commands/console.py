"""How does the console's process start? It never imports Rasa."""

import threading
import time
from pathlib import Path

import uvicorn

from bot.commands.listening import listen
from bot.commands.opening import open_house
from bot.console.frame.app import build_console
from bot.errors import SettingsError
from bot.house import utc_now
from bot.logs import prepare_logging
from bot.settings import read_settings
from bot.storage.folder import FILE_SECONDS, check_same, number_of


def console() -> int:
    """Serves until SIGINT or SIGTERM; returns 1 when it could not begin."""
    prepare_logging()
    settings = read_settings()
    sockets = listen("CONSOLE", settings.console_host, settings.console_port)
    house = open_house(settings)
    app = build_console(house.open_unit, house.vault, house.phrases, house.library.fresh, utc_now, settings)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            ws="none",
            server_header=False,
            timeout_graceful_shutdown=5,
        )
    )
    taken_away = FileWatch(house.database.url.database, server) if house.database.dialect.name == "sqlite" else None
    server.run(sockets=list(sockets))
    if taken_away is not None and taken_away.error is not None:
        raise taken_away.error
    return 0 if server.started else 1


class FileWatch(threading.Thread):
    """Ends the server when another file stands where the database was, or none: what is written would be lost."""

    def __init__(self, file: str | None, server: uvicorn.Server) -> None:
        super().__init__(name="file", daemon=True)
        self.error: SettingsError | None = None
        self._file = Path(file or "")
        self._number = number_of(self._file) or 0
        self._server = server
        self.start()

    def run(self) -> None:
        """Looks every two seconds."""
        while self.error is None:
            time.sleep(FILE_SECONDS)
            try:
                check_same(self._file, self._number)
            except SettingsError as error:
                self.error = error
                self._server.should_exit = True
