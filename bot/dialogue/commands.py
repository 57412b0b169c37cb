"""How do Rasa's own commands run here? As Rasa runs them, but heard on this machine only, without telemetry, and quietly.

Rasa and its action server listen on every address of the machine unless told otherwise, and ask nobody who he is.
"""

import os
import sys
from collections.abc import Sequence
from typing import Final

from bot.dialogue.quiet import without_telemetry

LOOPBACK: Final = "127.0.0.1"


def run_rasa(arguments: Sequence[str]) -> int:
    """Runs one of Rasa's commands; `-i ADDRESS` and SANIC_HOST still say otherwise, by those who mean it."""
    without_telemetry()
    os.environ.setdefault("SANIC_HOST", LOOPBACK)
    from rasa import telemetry
    from rasa.__main__ import main
    from rasa.core import constants

    constants.DEFAULT_SERVER_INTERFACE = LOOPBACK
    telemetry.initialize_telemetry = _not_at_all
    sys.argv = ["rasa", *arguments]
    try:
        main()
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return 0


def _not_at_all() -> bool:
    """Rasa would write a number of this machine into the user's home, even when it may not report."""
    return False
