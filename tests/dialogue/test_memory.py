"""Is only that written which a turn changed?"""

from rasa.shared.core.events import ActionExecuted, SlotSet

from bot.dialogue.memory import changed_slots

LISTENED = ActionExecuted("action_listen")


def test_what_was_loaded_is_not_a_change() -> None:
    assert changed_slots([SlotSet("case", "KW-1"), LISTENED]) == {}


def test_the_last_word_of_a_turn_counts_and_nothing_forgets() -> None:
    events = [SlotSet("case", "KW-1"), LISTENED, SlotSet("misses", 1), SlotSet("misses", 0), SlotSet("case", None)]
    assert changed_slots(events) == {"misses": None, "case": None}


def test_slots_that_are_not_kept_are_not_written() -> None:
    assert changed_slots([LISTENED, SlotSet("requested_slot", "x")]) == {}
