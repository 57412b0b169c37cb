"""How does a command end that cannot do its work? With one line for who started it, and exit code 2."""

import sys
from collections.abc import Callable

from bot.errors import DatabaseAway, KawanError


def ended(work: Callable[[], int]) -> int:
    """Runs a command; returns its exit code. A fault of ours is shown as it is."""
    try:
        return work()
    except DatabaseAway as error:
        return _explained(error, error.__context__)
    except KawanError as error:
        return _said(str(error))
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        return _explained(error, error)


def _explained(error: Exception, cause: BaseException | None) -> int:
    """A database or a disk that fails is one line too."""
    from bot.storage.problems import explain

    line = explain(cause)
    if line is None:
        raise error
    return _said(line)


def _said(line: str) -> int:
    print("kawan:", *line.split(), file=sys.stderr)
    return 2
