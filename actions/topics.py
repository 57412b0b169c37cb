"""Answers about topics, danger, and what to say when nothing was understood."""

from dataclasses import replace

from rasa_sdk import Tracker

from actions.base import Events, KawanAction, slot
from bot.conversation.turn import Turn
from bot.errors import BadInput
from bot.intake import questions
from bot.intake.draft import Draft
from bot.intake.files import add_file
from bot.intake.questions import Question
from bot.messages import Reply
from bot.screens import first, intake, topics


class Answer(KawanAction):
    """A question about a topic; the intent is the topic."""

    action_name = "action_answer"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """From the live library, for her corridor."""
        topic = tracker.latest_message["intent"]["name"]
        library = self.services.library_of()
        return [topics.answer(self.voice(turn), library, topic, turn.worker.corridor)]


class Danger(KawanAction):
    """Danger first: the emergency numbers of the place. A story being told keeps her words and becomes urgent."""

    action_name = "action_danger"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """The numbers, and the open question again."""
        library = self.services.library_of()
        shown = topics.danger(self.voice(turn), library, turn.worker.corridor)
        with self.services.open_unit() as unit:
            draft = unit.drafts.of_worker(turn.worker.id)
            if draft is None:
                return [shown]
            draft = replace(draft, urgent=True)
            if turn.situation.question is Question.STORY:
                draft = self._with_words(draft, turn)
            unit.drafts.save(draft)
            unit.commit()
        return [shown, intake.question(self.voice(turn), draft, questions.next_question(draft))]

    def _with_words(self, draft: Draft, turn: Turn) -> Draft:
        try:
            for file in turn.files:
                draft = add_file(draft, file)
            return questions.answer(draft, Question.STORY, turn.value) if turn.value.strip() else draft
        except BadInput:
            return draft


class Offer(KawanAction):
    """Not sure: three likely topics."""

    action_name = "action_offer"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """Counts the miss."""
        events[:] = [slot("misses", (tracker.get_slot("misses") or 0) + 1)]
        if turn.worker.language is None:
            return [first.languages(self.voice(turn), turn.situation.guess)]
        return [topics.offer(self.voice(turn), turn.topics)]


class Fallback(KawanAction):
    """Missed twice: the menu and a person."""

    action_name = "action_fallback"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """The count starts anew."""
        return [topics.fallback(self.voice(turn))]


class Person(KawanAction):
    """She wants to talk to a person."""

    action_name = "action_talk_to_person"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """Whom to call, and that staff read complaints."""
        library = self.services.library_of()
        return [topics.person(self.voice(turn), library, turn.worker.corridor)]


class Privacy(KawanAction):
    """Who reads this?"""

    action_name = "action_privacy"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """What Telegram and our server see."""
        return [first.say(self.voice(turn), "privacy.text")]


class Say(KawanAction):
    """Small talk; the intent is the sentence."""

    action_name = "action_say"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """The sentence, and the way to the complaint and the menu under it."""
        return [first.say(self.phrases, turn.language, f"say.{tracker.latest_message['intent']['name']}")]


class Unsupported(KawanAction):
    """A sticker, a poll, an empty message, a file outside a complaint."""

    action_name = "action_unsupported"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """Kindly, what can be sent."""
        if turn.worker.language is None:
            return [first.languages(self.voice(turn), turn.situation.guess)]
        return [first.say(self.voice(turn), f"unsupported.{turn.value}")]
