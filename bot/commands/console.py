"""How does the console's process start? It never imports Rasa."""

import uvicorn

from bot.console.frame.app import build_console
from bot.house import build_house, prepare_logging, utc_now
from bot.settings import read_settings
from bot.storage.migrate import check_migrated


def console() -> int:
    """Serves until SIGINT or SIGTERM."""
    prepare_logging()
    house = build_house(read_settings())
    check_migrated(house.database)
    settings = house.settings
    app = build_console(house.open_unit, house.vault, house.phrases, house.library.current, utc_now, settings)
    uvicorn.run(
        app,
        host=settings.console_host,
        port=settings.console_port,
        log_level="warning",
        access_log=False,
        ws="none",
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    return 0
