"""Telling a complaint: start, answer, edit, cancel, send."""

from datetime import timedelta

from rasa_sdk import Tracker

from actions.base import Events, KawanAction, slot
from bot.cases.clocks import FIRST_REPLY
from bot.conversation.turn import Turn
from bot.errors import BadInput
from bot.intake import questions as intake
from bot.intake.draft import Draft, start
from bot.intake.files import add_file
from bot.intake.questions import Question
from bot.messages import Reply
from bot.screens import first, topics
from bot.screens import intake as screens
from bot.usecases import filing


class ComplaintAction(KawanAction):
    """What the actions of a complaint share."""

    def ask(self, turn: Turn, draft: Draft) -> list[Reply]:
        """The next question."""
        return [screens.question(self.voice(turn), draft, intake.next_question(draft))]

    def draft_of(self, turn: Turn) -> Draft | None:
        """Her open draft."""
        with self.services.open_unit() as unit:
            return unit.drafts.of_worker(turn.worker.id)

    def keep(self, draft: Draft) -> None:
        """Stores the draft."""
        with self.services.open_unit() as unit:
            unit.drafts.save(draft)
            unit.commit()

    def nothing_open(self, turn: Turn) -> list[Reply]:
        """An old button was pressed."""
        return [first.say(self.voice(turn), "intake.none")]


class MakeComplaint(ComplaintAction):
    """She wants to complain; an open draft goes on where it was."""

    action_name = "action_make_complaint"
    urgent = False

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """Privacy and consent come first."""
        events.append(slot("case", None))
        if turn.worker.language is None:
            return [first.languages(self.voice(turn), turn.situation.guess)]
        draft = self.draft_of(turn) or start(turn.worker.id, turn.worker.corridor, turn.value, self.urgent)
        self.keep(draft)
        return self.ask(turn, draft)


class UrgentCase(MakeComplaint):
    """The same, from the danger screen."""

    action_name = "action_urgent_case"
    urgent = True


class AnswerQuestion(ComplaintAction):
    """An answer, typed or pressed: `value` is "question:answer"."""

    action_name = "action_answer_question"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """A bad answer changes nothing and says why; an answer to an earlier question is taken as a change of it."""
        draft = self.draft_of(turn)
        if draft is None:
            return self.nothing_open(turn)
        name, _, value = turn.value.partition(":")
        question = Question(name) if name in list(Question) else Question.SUMMARY
        try:
            changed = self._changed(turn, draft, question, value)
        except BadInput as bad:
            return [screens.problem(self.voice(turn), bad.reason), *self.ask(turn, draft)]
        self.keep(changed)
        replies = [screens.problem(self.voice(turn), turn.problem)] if turn.problem else []
        if question is Question.STORY and not changed.story_done:
            return [*replies, screens.story_grows(self.voice(turn), changed)]
        return [*replies, *self.ask(turn, changed)]

    def _changed(self, turn: Turn, draft: Draft, question: Question, value: str) -> Draft:
        for file in turn.files:
            draft = add_file(draft, file)
        if (turn.files or turn.problem) and not value.strip():
            return draft
        return intake.answer(draft, question, value)


class EditAnswer(ComplaintAction):
    """A button under the summary."""

    action_name = "action_edit_answer"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """Asks that question again."""
        draft = self.draft_of(turn)
        if draft is None or turn.value not in list(Question):
            return self.nothing_open(turn)
        try:
            draft = intake.reopen(draft, Question(turn.value))
        except BadInput as bad:
            return [screens.problem(self.voice(turn), bad.reason), *self.ask(turn, draft)]
        self.keep(draft)
        return self.ask(turn, draft)


class SendComplaint(ComplaintAction):
    """Confirm. Pressed twice, or repeated after a crash, it makes one complaint and shows the same receipt."""

    action_name = "action_send_complaint"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """Filed in one transaction."""
        with self.services.open_unit() as unit:
            draft = unit.drafts.of_worker(turn.worker.id)
            filed = unit.cases.of_draft(turn.value)
            if filed is None and (draft is None or intake.next_question(draft) is not Question.SUMMARY):
                return self.ask(turn, draft) if draft else self.nothing_open(turn)
            if filed is None and draft is not None:
                url = self.services.console_url
                filed = filing.file_complaint(unit, draft, turn.worker, self.now, url, self.phrases)
                unit.commit()
        if filed is None or filed.worker_id != turn.worker.id:
            return self.nothing_open(turn)
        hours = int(FIRST_REPLY[filed.urgency] / timedelta(hours=1))
        return [screens.receipt(self.voice(turn), filed, hours)]


class RefuseConsent(ComplaintAction):
    """She does not agree: nothing is kept, and she still gets the numbers."""

    action_name = "action_refuse_consent"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """Forgets the draft."""
        forget_draft(self, turn)
        refused = first.say(self.voice(turn), "intake.refused")
        library = self.services.library_of()
        return [refused, topics.answer(self.voice(turn), library, "hotlines", turn.worker.corridor)]


class Cancel(ComplaintAction):
    """Stop: an open complaint is forgotten, an open case is left."""

    action_name = "action_cancel"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """Says which."""
        events.append(slot("case", None))
        if forget_draft(self, turn):
            return [screens.cancelled(self.voice(turn))]
        return [first.say(self.voice(turn), "say.cancel")]


def forget_draft(action: KawanAction, turn: Turn) -> bool:
    """Erases the draft and its files; False when there was none."""
    with action.services.open_unit() as unit:
        draft = unit.drafts.of_worker(turn.worker.id)
        if draft is None:
            return False
        unit.drafts.delete(turn.worker.id)
        unit.commit()
    for file in draft.files:
        action.services.vault.delete(file.file_id)
    return True
