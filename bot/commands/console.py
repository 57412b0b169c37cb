"""How does the console's process start? It never imports Rasa."""

import uvicorn

from bot.commands.listening import listen
from bot.commands.opening import open_house
from bot.console.frame.app import build_console
from bot.house import utc_now
from bot.logs import prepare_logging
from bot.settings import read_settings


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
    server.run(sockets=list(sockets))
    return 0 if server.started else 1
