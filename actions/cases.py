"""My complaint: how it stands, more words and files, withdrawing it; deleting everything."""

from rasa_sdk import Tracker

from actions.base import Events, KawanAction, slot
from bot.conversation.turn import Turn
from bot.errors import BadInput, NotFound
from bot.kinds import Reference
from bot.messages import Reply
from bot.ports import UnitOfWork
from bot.screens import cases, first, intake
from bot.usecases import own_case as case


class ComplaintStatus(KawanAction):
    """How does it stand?"""

    action_name = "action_complaint_status"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """All of hers."""
        with self.services.open_unit() as unit:
            found = unit.cases.of_worker(turn.worker.id)
        return [cases.status(self.voice(turn), found, self.now)]


class AddToComplaint(KawanAction):
    """She has more to say: to her newest case."""

    action_name = "action_add_to_complaint"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """Opens the newest for her words."""
        with self.services.open_unit() as unit:
            found = unit.cases.of_worker(turn.worker.id)
        if not found:
            return [cases.status(self.voice(turn), found, self.now)]
        events.append(slot("case", found[0].reference))
        return [cases.ask_words(self.voice(turn), found[0].reference)]


class WithdrawComplaint(KawanAction):
    """She no longer wants it: asks which, and whether she is sure."""

    action_name = "action_withdraw_complaint"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """With one open case it is that one."""
        with self.services.open_unit() as unit:
            found = unit.cases.of_worker(turn.worker.id)
        still_open = [one for one in found if one.status.open]
        if len(still_open) != 1:
            return [cases.status(self.voice(turn), found, self.now)]
        return [cases.ask_withdraw(self.voice(turn), still_open[0].reference)]


class OwnCase(KawanAction):
    """Buttons about one case: answer, done, withdraw, withdrawn."""

    action_name = "action_own_case"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """A case that is not hers is answered as one that does not exist."""
        verb, _, code = turn.value.partition(":")
        if verb == "done":
            events.append(slot("case", None))
            return [first.say(self.voice(turn), "case.done")]
        try:
            with self.services.open_unit() as unit:
                return self._do(unit, verb, Reference(code), turn, events)
        except (NotFound, BadInput):
            return [first.say(self.voice(turn), "case.gone")]

    def _do(self, unit: UnitOfWork, verb: str, code: Reference, turn: Turn, events: Events) -> list[Reply]:
        case.own_case(unit, turn.worker.id, code)
        if verb == "withdraw":
            return [cases.ask_withdraw(self.voice(turn), code)]
        if verb == "withdrawn":
            case.withdraw(unit, turn.worker.id, code, self.now)
            unit.commit()
            return [cases.withdrawn(self.voice(turn), code)]
        events.append(slot("case", code))
        return [cases.ask_words(self.voice(turn), code)]


class CaseWords(KawanAction):
    """Words and files that join the open case."""

    action_name = "action_case_words"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """All of them in one transaction."""
        code = turn.situation.case or Reference("")
        try:
            with self.services.open_unit() as unit:
                if turn.value.strip():
                    case.add_words(unit, turn.worker.id, code, turn.value, self.now)
                for file in turn.files:
                    case.add_file(unit, turn.worker.id, code, file, self.now)
                unit.commit()
        except NotFound:
            events.append(slot("case", None))
            return [first.say(self.voice(turn), "case.gone")]
        except BadInput as bad:
            return [intake.problem(self.voice(turn), bad.reason)]
        if turn.problem:
            return [intake.problem(self.voice(turn), turn.problem)]
        return [cases.words_joined(self.voice(turn), code)]


class DeleteMyData(KawanAction):
    """She wants to be forgotten."""

    action_name = "action_delete_my_data"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """Says what it means, and asks."""
        return [cases.ask_delete(self.voice(turn))]


class DeleteConfirmed(KawanAction):
    """She confirmed."""

    action_name = "action_delete_confirmed"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """Erased in one transaction; the files after it."""
        with self.services.open_unit() as unit:
            file_ids = case.forget_worker(unit, turn.worker.id, self.now)
            unit.tryit.erase_chat(turn.worker.chat)
            unit.commit()
        for file_id in file_ids:
            self.services.vault.delete(file_id)
        events.extend([slot("case", None), slot("asked", None)])
        return [Reply(self.voice(turn).say("delete.done"))]
