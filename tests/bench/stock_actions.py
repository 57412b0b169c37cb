"""The same actions behind Rasa's stock HTTP action server: what `rasa run` is compared with."""

import os
import sys
from pathlib import Path
from typing import Any

from actions.registry import build_actions
from rasa_sdk import Tracker, endpoint
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions.base import Events, KawanAction
from bot.conversation.turn import Situation, Turn, current
from bot.house import build_house
from bot.messages import ChatId
from bot.places import Corridor
from bot.settings import read_settings
from bot.workers import Worker, WorkerId


def served(action: KawanAction) -> Any:
    """The action as the server calls it: a worker from Cambodia in Thailand, reading English."""

    async def run(dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        worker = Worker(WorkerId(tracker.sender_id), "terminal", ChatId("stock"), "en", Corridor("kh", "th"))
        current.set(Turn(Situation(worker)))
        return await action.run(dispatcher, tracker, domain)

    return run


class Executor(ActionExecutor):
    """Registers ours, which need services, in place of classes found in a package."""

    def register_package(self, package: Any) -> None:
        """Called by rasa_sdk at start."""
        settings = read_settings({"KAWAN_DATA": os.environ["KAWAN_DATA"], "KAWAN_DEMO": "1"})
        for action in build_actions(build_house(settings).services):
            self.register_function(action.name(), served(action))


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    endpoint.ActionExecutor = Executor
    endpoint.run("actions", port=int(sys.argv[1]))
