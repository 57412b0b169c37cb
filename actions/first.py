"""Language, corridor, menu: the first screens and the way back to them. A change keeps an open complaint."""

from dataclasses import replace

from rasa_sdk import Tracker

from actions.base import Events, KawanAction, slot
from bot.answers.library import TOPICS
from bot.conversation.turn import Turn
from bot.i18n.languages import FALLBACK
from bot.i18n.voice import Voice
from bot.intake.questions import next_question
from bot.messages import Reply
from bot.places import DESTINATIONS, ORIGINS, OTHER, Corridor, from_start_token
from bot.screens import first, intake, topics
from bot.workers import Worker


class FirstAction(KawanAction):
    """What the actions about language and corridor share."""

    def keep(self, worker: Worker) -> None:
        """Stores what she chose."""
        with self.services.open_unit() as unit:
            unit.workers.save(worker, self.now)
            unit.commit()

    def next_screen(self, worker: Worker, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """The first thing not chosen yet; else the open complaint's question, what she asked before, or the menu."""
        language = worker.language
        if language is None:
            return [first.languages(self.voice(turn), turn.situation.guess)]
        voice = Voice(self.phrases, language)
        if worker.corridor.origin is None:
            return [first.origins(voice)]
        if worker.corridor.destination is None:
            return [first.destinations(voice)]
        with self.services.open_unit() as unit:
            draft = unit.drafts.of_worker(worker.id)
        if draft is not None:
            return [intake.question(voice, draft, next_question(draft))]
        if (asked := tracker.get_slot("asked")) in TOPICS:
            events.append(slot("asked", None))
            return [topics.answer(voice, self.services.library_of(), asked, worker.corridor)]
        return [first.menu(voice, worker.corridor)]


class Start(FirstAction):
    """A first contact, or a deep link with language and corridor."""

    action_name = "action_start"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """Sets what the link says, then asks for the rest."""
        language, corridor = from_start_token(turn.value, tuple(self.phrases.languages))
        known = turn.worker.corridor
        merged = Corridor(corridor.origin or known.origin, corridor.destination or known.destination)
        worker = replace(turn.worker, language=language or turn.worker.language, corridor=merged)
        self.keep(worker)
        return self.next_screen(worker, turn, tracker, events)


class SetLanguage(FirstAction):
    """A language was chosen."""

    action_name = "action_set_language"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """An unknown code leads back to the choice."""
        language = turn.value if turn.value in self.phrases.languages else None
        worker = replace(turn.worker, language=language or turn.worker.language)
        self.keep(worker)
        return self.next_screen(worker, turn, tracker, events)


class SetOrigin(FirstAction):
    """Where she comes from."""

    action_name = "action_set_origin"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """Keeps the other end."""
        origin = turn.value if turn.value in ORIGINS else OTHER
        worker = replace(turn.worker, corridor=replace(turn.worker.corridor, origin=origin))
        self.keep(worker)
        return self.next_screen(worker, turn, tracker, events)


class SetDestination(FirstAction):
    """Where she works or wants to."""

    action_name = "action_set_destination"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """Keeps the other end."""
        destination = turn.value if turn.value in DESTINATIONS else OTHER
        worker = replace(turn.worker, corridor=replace(turn.worker.corridor, destination=destination))
        self.keep(worker)
        return self.next_screen(worker, turn, tracker, events)


class ChangeLanguage(KawanAction):
    """She wants another language."""

    action_name = "action_change_language"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """All of them."""
        return [first.languages(self.voice(turn))]


class ChangeCorridor(FirstAction):
    """She is from, or in, another country."""

    action_name = "action_change_corridor"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """Asks for both ends again; until she answers the old ones stay forgotten."""
        worker = replace(turn.worker, corridor=Corridor())
        self.keep(worker)
        return self.next_screen(worker, turn, tracker, events)


class Menu(FirstAction):
    """The menu; it also leaves a case whose answer was being written."""

    action_name = "action_menu"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """Once language and corridor are known."""
        events.append(slot("case", None))
        return self.next_screen(turn.worker, turn, tracker, events)


class Greet(FirstAction):
    """Hello."""

    action_name = "action_greet"

    def act(self, turn: Turn, tracker: Tracker, events: Events) -> list[Reply]:
        """Greets back with the menu, or begins; what she asked (a topic) is answered once we know her language."""
        worker = turn.worker
        if turn.value:
            events.append(slot("asked", turn.value))
        if worker.language is None or not worker.corridor.complete:
            return self.next_screen(worker, turn, tracker, events)
        return [first.greeting(Voice(self.phrases, worker.language or FALLBACK), worker.corridor)]
