"""Which acts are there? Each does what one action of intents/rules.yml stands for."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.conversation import complaint, first, own_cases, topics
from bot.conversation.turn import Turn
from bot.messages import Reply

Act = Callable[[Turn], list[Reply]]
"""Writes into the turn's unit of work, and returns what is said."""

ACTS: Final[Mapping[str, Act]] = {
    "action_start": first.start,
    "action_set_language": first.set_language,
    "action_set_origin": first.set_origin,
    "action_set_destination": first.set_destination,
    "action_change_language": first.change_language,
    "action_change_corridor": first.change_corridor,
    "action_menu": first.menu,
    "action_greet": first.greet,
    "action_answer": topics.answer,
    "action_danger": topics.danger,
    "action_offer": topics.offer,
    "action_fallback": topics.fallback,
    "action_say": topics.say,
    "action_talk_to_person": topics.person,
    "action_privacy": topics.privacy,
    "action_unsupported": topics.unsupported,
    "action_make_complaint": complaint.make,
    "action_urgent_case": complaint.tell_staff,
    "action_answer_question": complaint.answer_question,
    "action_edit_answer": complaint.edit_answer,
    "action_send_complaint": complaint.send,
    "action_refuse_consent": complaint.refuse_consent,
    "action_cancel": complaint.cancel,
    "action_undo_cancel": complaint.undo_cancel,
    "action_complaint_status": own_cases.status,
    "action_add_to_complaint": own_cases.add,
    "action_withdraw_complaint": own_cases.withdraw,
    "action_own_case": own_cases.own_case,
    "action_case_words": own_cases.add_words,
    "action_missed_messages": own_cases.missed_messages,
    "action_delete_my_data": own_cases.ask_delete,
    "action_delete_confirmed": own_cases.delete,
}
