"""How is Rasa kept from talking? It logs what people write at DEBUG, and tells its makers that it was used."""

import logging
import os

import structlog


def quiet_rasa() -> None:
    """No line below a warning, and no telemetry."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    for name in ("rasa", "rasa_sdk", "httpx", "httpcore", "telegram", "sanic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
