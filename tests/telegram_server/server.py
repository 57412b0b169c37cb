"""A Bot API server over real HTTP on loopback. It checks each request, keeps what was sent, and fails when told to.

Use it as a context manager; leaving the block raises AssertionError when the bot sent anything invalid.
"""

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from tests.telegram_server import entities, updates
from tests.telegram_server.schema import problems_of
from tests.telegram_server.wire import Garbled, Handler, HttpServer, Refused, Verbatim

TOKEN = "123456:a-token-for-tests"
ME = {"id": 123456, "is_bot": True, "first_name": "Kawan", "username": "kawan_test_bot"}


@dataclass(frozen=True, slots=True)
class Sent:
    """A message the bot sent: what is seen of it, which words are marked, and the (label, token) of its buttons."""

    chat: int
    text: str
    marked: list[tuple[str, str]] = field(default_factory=list)
    rows: list[list[tuple[str, str]]] = field(default_factory=list)
    silent_links: bool = False


@dataclass(slots=True)
class Fault:
    """How the next calls of a method fail. With a body exactly that is answered, whatever it is; without a status the
    connection is cut."""

    method: str
    left: int
    status: int | None = None
    description: str = ""
    parameters: dict[str, Any] | None = None
    body: bytes | None = None


class TelegramServer:
    """One bot's Telegram."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.sent: list[Sent] = []
        self.calls: list[tuple[str, dict[str, str]]] = []
        self.violations: list[str] = []
        self.commands: dict[str, list[dict[str, str]]] = {}
        self.answered: list[str] = []
        self.webhook: dict[str, str] | None = None
        self.blocked: set[int] = set()
        self.unknown: set[int] = set()
        self.moved: dict[int, int] = {}
        self.files: dict[str, bytes] = {}
        self._pending: list[tuple[int, str]] = []
        self._polls = 0
        self._queries: set[str] = set()
        self._faults: list[Fault] = []
        self._last_id = 0
        self._changed = threading.Condition()
        self._closing = False
        self._http = HttpServer(("127.0.0.1", 0), Handler)
        self._http.telegram = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: object, *rest: object) -> None:
        self.close()
        if kind is None:
            assert not self.violations, self.violations

    def close(self) -> None:
        """Ends long polls and stops."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._http.shutdown()
        self._http.server_close()

    @property
    def url(self) -> str:
        """For TELEGRAM_API_URL."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def pending(self) -> list[int]:
        """Ids of updates the bot has not yet acknowledged."""
        return [update_id for update_id, _ in self._pending]

    # What people do

    def next_id(self) -> int:
        """A fresh update id."""
        with self._changed:
            self._last_id += 1
            return self._last_id

    def says(self, chat: int, text: str, **more: Any) -> int:
        """Somebody writes a text."""
        return self.sends(chat, {"text": text}, **more)

    def presses(self, chat: int, data: str, **more: Any) -> int:
        """Somebody presses a button."""
        with self._changed:
            return self.add(updates.press(self.next_id(), chat, data, **more))

    def sends(self, chat: int, content: dict[str, Any], **more: Any) -> int:
        """Somebody sends something else: see updates.photo and updates.file. Of people who write at once none is passed:
        an update that came in behind a greater id would be confirmed with it, unseen."""
        with self._changed:
            return self.add(updates.message(self.next_id(), chat, **content, **more))

    def add(self, update: dict[str, Any]) -> int:
        """Any update."""
        self._know(update)
        return self.add_raw(json.dumps(update), update["update_id"])

    def add_raw(self, text: str, update_id: int | None = None) -> int:
        """Whatever Telegram could bring, as it stands in its answer; confirmed by an offset beyond `update_id`."""
        with self._changed:
            number = self._last_id + 1 if update_id is None else update_id
            self._last_id = max(self._last_id, number)
            self._pending.append((number, text))
            self._changed.notify_all()
        return number

    # What a test asks

    def fail(self, method: str, times: int = 1, **fault: Any) -> None:
        """The next calls fail: status=429, parameters={"retry_after": 1}; status=500; body=b"<html>", with status 200 or
        another; nothing given cuts the line."""
        with self._changed:
            self._faults.append(Fault(method, times, **fault))

    def wait_for(self, true: Callable[[], object], seconds: float = 10) -> None:
        """Blocks until it is so. Call it in a thread when the bot runs in this one's loop."""
        with self._changed:
            if not self._changed.wait_for(true, seconds):
                raise AssertionError(f"not within {seconds} s; calls so far: {[name for name, _ in self.calls]}")

    def to(self, chat: int) -> list[Sent]:
        """What was sent to one chat."""
        return [one for one in self.sent if one.chat == chat]

    # What the bot asks

    def call(self, method: str, given: dict[str, str]) -> Any:
        """The result of a method. Raises Refused, or ConnectionError to cut the line."""
        with self._changed:
            self.calls.append((method, given))
            self._changed.notify_all()
            self._stumble(method)
            if problems := problems_of(method, given):
                self.violations += problems
                raise Refused(400, f"Bad Request: {problems[0]}")
            handler = getattr(self, f"_on_{method}", None)
            if handler is None:
                self.violations.append(f"{method}: this server does not know it")
                raise Refused(404, "Not Found")
            result = handler(given)
            self._changed.notify_all()
            return result

    def file_of(self, path: str) -> bytes | None:
        """Bytes behind a file_path."""
        return self.files.get(path.removeprefix("files/"))

    def violate(self, sentence: str) -> Refused:
        """Notes what a correct bot never sends."""
        self.violations.append(sentence)
        return Refused(400, f"Bad Request: {sentence}")

    def _know(self, update: dict[str, Any]) -> None:
        query = update.get("callback_query")
        if isinstance(query, dict) and "id" in query:
            self._queries.add(query["id"])

    def _stumble(self, method: str) -> None:
        fault = next((one for one in self._faults if one.method == method and one.left > 0), None)
        if fault is None:
            return
        fault.left -= 1
        if fault.body is not None:
            raise Garbled(fault.status or 200, fault.body)
        if fault.status is None:
            raise ConnectionError
        raise Refused(fault.status, fault.description or f"Error {fault.status}", fault.parameters)

    def _on_getMe(self, given: dict[str, str]) -> Any:
        return {**ME, "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}

    def _on_getUpdates(self, given: dict[str, str]) -> Any:
        """One poll at a time: a new one ends the one that waits, as Telegram does."""
        self._polls += 1
        mine, offset, end = self._polls, int(given.get("offset", 0)), time.monotonic() + int(given.get("timeout", 0))
        self._pending = [one for one in self._pending if one[0] >= offset]
        self._changed.notify_all()
        while not self._conflicts(mine) and not self._pending and not self._closing:
            if (left := end - time.monotonic()) <= 0:
                break
            self._changed.wait(left)
        return Verbatim(f"[{','.join(text for _, text in self._pending[: int(given.get('limit', 100))])}]")

    def _conflicts(self, poll: int) -> bool:
        """False; a poll that may not go on is refused."""
        if self.webhook:
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        if poll != self._polls:
            raise Refused(409, "Conflict: terminated by other getUpdates request")
        return False

    def _on_setWebhook(self, given: dict[str, str]) -> bool:
        if not given["url"].startswith("https://"):
            raise self.violate("bad webhook: an HTTPS URL must be provided")
        self.webhook = given
        return True

    def _on_deleteWebhook(self, given: dict[str, str]) -> bool:
        self.webhook = None
        return True

    def _on_setMyCommands(self, given: dict[str, str]) -> bool:
        commands = json.loads(given["commands"])
        for one in commands:
            if not (1 <= len(one["command"]) <= 32 and 1 <= entities.units(one["description"]) <= 256):
                raise self.violate("setMyCommands: a command has 1-32 characters, its description 1-256")
        self.commands[given.get("language_code", "")] = commands
        return True

    def _on_answerCallbackQuery(self, given: dict[str, str]) -> bool:
        if given["callback_query_id"] not in self._queries:
            raise Refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.answered.append(given["callback_query_id"])
        return True

    def _on_getFile(self, given: dict[str, str]) -> Any:
        name = given["file_id"]
        if name not in self.files:
            raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        return {"file_id": name, "file_unique_id": name, "file_path": f"files/{name}"}

    def _on_sendMessage(self, given: dict[str, str]) -> Any:
        chat = int(given["chat_id"])
        self._check_chat(chat)
        rows = self._rows(given)
        links = json.loads(given.get("link_preview_options", "{}")).get("is_disabled", False)
        seen, found = self._seen(given), json.loads(given.get("entities", "[]"))
        marked = [(one["type"], entities.words_of(seen, one)) for one in found]
        self.sent.append(Sent(chat, seen, marked, rows, links))
        return {"message_id": len(self.sent), "date": updates.MOMENT, "chat": {"id": chat, "type": "private"}}

    def _check_chat(self, chat: int) -> None:
        if chat in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if chat in self.unknown:
            raise Refused(400, "Bad Request: chat not found")
        if chat in self.moved:
            parameters = {"migrate_to_chat_id": self.moved[chat]}
            raise Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", parameters)

    def _seen(self, given: dict[str, str]) -> str:
        """Text and entities; markup is never sent, since a person's words could become a part of it."""
        seen = given["text"]
        if "parse_mode" in given:
            raise self.violate("parse_mode: text and entities are sent, no markup")
        for problem in entities.problems_of(seen, json.loads(given.get("entities", "[]"))):
            raise self.violate(problem)
        if not seen.strip():
            raise self.violate("message text is empty")
        if entities.units(seen) > 4096:
            raise self.violate("message is too long")
        return seen

    def _rows(self, given: dict[str, str]) -> list[list[tuple[str, str]]]:
        keyboard = json.loads(given.get("reply_markup", "{}")).get("inline_keyboard", [])
        for button in (one for row in keyboard for one in row):
            if not 1 <= len(button.get("callback_data", "").encode()) <= 64 or not button["text"].strip():
                raise self.violate("BUTTON_DATA_INVALID")
        return [[(one["text"], one["callback_data"]) for one in row] for row in keyboard]
