"""How is Rasa kept quiet, at home and to itself? No words of people in a log, no telemetry, no warnings about its libraries."""

import logging
import os
import sys
import warnings
from typing import Final, TextIO

import structlog

EXPECTED: Final = (
    "is listed in the domain file, but is not found in the NLU training data",
    "You have defined training data consisting of lookup tables",
)
"""What Rasa warns of here without need: intents that buttons cause (tests/guards/test_training_data.py looks at the others
more strictly), and a table of danger words that Kawan's own component reads, of which Rasa does not know."""


def without_telemetry() -> None:
    """Rasa reports to nobody what is done with it. To be called before Rasa is imported; so is TensorFlow's talk ended."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def quiet_rasa() -> None:
    """Rasa logs what people write at DEBUG: nothing below a warning is logged."""
    without_telemetry()
    for name in ("rasa", "rasa_sdk", "sanic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))


def quiet_warnings() -> None:
    """Shows what Rasa warns of in the data, a line each, and nothing that libraries say about each other."""
    warnings.showwarning = _show_of_data


def _show_of_data(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Rasa warns of the data from one place, with plain UserWarnings."""
    of_data = category is UserWarning and filename.endswith("/rasa/shared/utils/io.py")
    if of_data and not any(one in str(message) for one in EXPECTED):
        print(f"warning: {message}", file=file or sys.stderr)
