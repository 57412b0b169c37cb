"""My complaint: how it stands, more words and files, withdrawing it; what was missed; deleting everything."""

from collections.abc import Sequence

from bot.cases.case import Case
from bot.cases.states import Status
from bot.conversation.complaint import open_question
from bot.conversation.first import menu
from bot.conversation.turn import Turn
from bot.errors import BadInput, NotFound
from bot.intake.files import MAX_CASE_FILES
from bot.kinds import Reference
from bot.messages import Reply
from bot.screens import cases, first, intake
from bot.screens import missed as missed_screens
from bot.usecases import own_case as verbs
from bot.usecases.forget import forget_worker


def status(turn: Turn) -> list[Reply]:
    """How does it stand? All of hers."""
    return _standing(turn, turn.unit.cases.of_worker(turn.worker.id))


def _standing(turn: Turn, found: Sequence[Case]) -> list[Reply]:
    """Of a case that cannot be opened it is not said that there is none."""
    if not found and turn.unit.unreadable.met("cases"):
        return [first.say(turn.voice, "error.sorry")]
    return [cases.status(turn.voice, found)]


def add(turn: Turn) -> list[Reply]:
    """She has more to say: opens her newest case for her words."""
    found = turn.unit.cases.of_worker(turn.worker.id)
    if not found:
        return _standing(turn, found)
    turn.slots |= {"case": found[0].reference, "answering": True}
    return [cases.ask_words(turn.voice, found[0].reference)]


def withdraw(turn: Turn) -> list[Reply]:
    """She no longer wants it: asks which, and whether she is sure; with one open case it is that one."""
    found = turn.unit.cases.of_worker(turn.worker.id)
    still_open = [one for one in found if one.status.open]
    if len(still_open) != 1:
        return _standing(turn, found)
    return [cases.ask_withdraw(turn.voice, still_open[0].reference)]


def own_case(turn: Turn) -> list[Reply]:
    """Buttons about one case: answer, done, withdraw, withdrawn. A case that is not hers is answered as none."""
    verb, _, code = turn.value.partition(":")
    if verb == "done":
        turn.leave_case()
        return [first.say(turn.voice, "case.done"), *open_question(turn)]
    try:
        return _do(turn, verb, Reference(code))
    except (NotFound, BadInput):
        return [first.say(turn.voice, "case.gone")]


def _do(turn: Turn, verb: str, code: Reference) -> list[Reply]:
    case = verbs.own_case(turn.unit, turn.worker.id, code)
    if verb == "takeback":
        return _take_back(turn, case)
    if verb == "withdraw":
        return [cases.ask_withdraw(turn.voice, code)]
    if verb == "withdrawn":
        if case.status is not Status.WITHDRAWN:
            verbs.withdraw(turn.unit, turn.worker.id, code, turn.now)
        return [cases.withdrawn(turn.voice, code)]
    turn.slots |= {"case": code, "answering": True}
    return [cases.ask_words(turn.voice, code)]


def _take_back(turn: Turn, case: Case) -> list[Reply]:
    """She pressed it by mistake: while nobody has opened it, it is as if she had not."""
    turn.leave_case()
    if case.status is Status.WITHDRAWN:
        return [first.say(turn.voice, "danger.taken_back")]
    try:
        turn.erase += verbs.take_back(turn.unit, turn.worker.id, case.reference, turn.now)
    except BadInput as bad:
        return [cases.ask_withdraw(turn.voice, case.reference, opened=bad.reason == "opened")]
    return [first.say(turn.voice, "danger.taken_back")]


def add_words(turn: Turn) -> list[Reply]:
    """Words and files join the open case: the words, the files for which it has room, and the reason for the others."""
    code = turn.situation.case or Reference("")
    files = turn.fetched.files[: verbs.room_for_files(turn.unit, code)]
    try:
        verbs.add(turn.unit, turn.worker.id, code, turn.value, files, turn.now)
    except NotFound:
        turn.leave_case()
        return [first.say(turn.voice, "case.gone")]
    except BadInput as bad:
        return [intake.problem(turn.voice, bad.reason)]
    turn.keep(files)
    problem = "too_many_files" if len(files) < len(turn.fetched.files) else turn.fetched.problem
    told = [intake.problem(turn.voice, problem, MAX_CASE_FILES)] if problem else []
    return [*told, *([cases.words_joined(turn.voice, code)] if turn.value.strip() or files else [])]


def missed_messages(turn: Turn) -> list[Reply]:
    """What could not be delivered while she had blocked the bot: shown in its order, or let go."""
    if turn.value == "drop":
        turn.unit.outbox.drop_missed(turn.worker.id)
        return [first.say(turn.voice, "missed.dropped")]
    if turn.value != "show":
        return menu(turn)
    count = turn.unit.outbox.send_missed(turn.worker.id)
    return [missed_screens.all_shown(turn.voice) if count else first.say(turn.voice, "missed.none")]


def ask_delete(turn: Turn) -> list[Reply]:
    """She wants to be forgotten: says what it means, and asks."""
    return [cases.ask_delete(turn.voice)]


def delete(turn: Turn) -> list[Reply]:
    """Only "yes" deletes; any other argument is no button of ours. All of it is erased in this transaction, the files after it."""
    if turn.value != "yes":
        return menu(turn)
    turn.erase += forget_worker(turn.unit, turn.worker, turn.now)
    turn.forgotten = True
    return [Reply(turn.voice.say("delete.done"))]
