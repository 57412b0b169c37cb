"""Telling a complaint: start, answer, edit, cancel, send."""

from dataclasses import replace
from datetime import timedelta

from bot.cases.case import Case
from bot.cases.clocks import FIRST_REPLY
from bot.conversation.turn import Turn
from bot.errors import BadInput
from bot.intake import questions
from bot.intake.draft import Draft, start
from bot.intake.files import MAX_CASE_FILES, add_file
from bot.intake.questions import Question
from bot.messages import Reply
from bot.screens import first, topics
from bot.screens import intake as screens
from bot.usecases import filing
from bot.usecases import own_case as verbs


def make(turn: Turn) -> list[Reply]:
    """She wants to complain; an open draft goes on where it was. Privacy and consent come first."""
    turn.leave_case()
    if turn.worker.language is None:
        return [first.languages(turn.voice, turn.situation.guess)]
    draft = turn.draft or held(turn)
    if draft is None:
        _let_go(turn)
        draft = start(turn.worker.id, turn.worker.corridor, turn.value)
    draft = replace(draft, held=False)
    turn.unit.drafts.save(draft)
    return _ask(turn, draft)


def tell_staff(turn: Turn) -> list[Reply]:
    """One tap in danger: staff have an urgent case with the words that caused it, a complaint that she was telling, or only
    that she asked for help. A second tap joins the same case. What she writes next joins it too."""
    draft = turn.draft or held(turn) or start(turn.worker.id, turn.worker.corridor, held=True)
    case, problem = verbs.open_cry(turn.unit, turn.worker.id, turn.now), None
    if case is None and not turn.unit.routes.all():
        return [topics.danger(turn.voice, turn.library, turn.worker.corridor, centre="")]
    if case is None:
        told = (
            draft if draft.story or draft.files else replace(draft, story=(turn.voice.word("danger.asked_for_help"),))
        )
        case = filing.file_urgent(turn.unit, told, turn.worker, turn.now)
    elif case.draft_id != draft.id and (draft.story or draft.files):
        case, problem = _joined(turn, case, draft)
    turn.slots |= {"case": case.reference, "answering": True}
    centre = turn.unit.centres.get(case.centre_id).name
    numbers = turn.library.numbers(turn.worker.corridor, turn.voice.language)
    replies = [screens.staff_told(turn.voice, case, centre, numbers, verbs.is_unread_cry(turn.unit, case))]
    replies += [screens.problem(turn.voice, problem, MAX_CASE_FILES)] if problem else []
    return replies if turn.worker.language else [*replies, first.languages(turn.voice, turn.situation.guess)]


def held(turn: Turn) -> Draft | None:
    """Words of danger that were told to nobody yet. What she stopped is not among them."""
    put_away = turn.unit.drafts.cancelled(turn.worker.id, turn.now)
    return put_away if put_away is not None and put_away.held else None


def _joined(turn: Turn, case: Case, draft: Draft) -> tuple[Case, str | None]:
    """Her urgent case with these words too, and those of the files for which it has room; and why others are not there."""
    room = verbs.room_for_files(turn.unit, case.reference)
    for number, line in enumerate(draft.story or ("",)):
        files = () if number else draft.files[:room]
        case = verbs.add(turn.unit, turn.worker.id, case.reference, line, files, turn.now)
    turn.unit.drafts.delete(turn.worker.id)
    turn.erase += [file.file_id for file in draft.files[room:]]
    return case, "too_many_files" if draft.files[room:] else None


def answer_question(turn: Turn) -> list[Reply]:
    """An answer, typed or pressed: `value` is "question:answer". A bad answer changes nothing and says why; an answer to
    an earlier question is taken as a change of it."""
    draft = turn.draft
    if draft is None:
        return _nothing_open(turn)
    if turn.situation.answering:
        turn.leave_case()
    name, _, value = turn.value.partition(":")
    question = Question(name) if name in list(Question) else Question.SUMMARY
    changed, problem = with_files(turn, draft)
    try:
        changed = _with_answer(turn, changed, question, value)
    except BadInput as bad:
        turn.unit.drafts.save(changed)
        wrong = [screens.problem(turn.voice, reason) for reason in (problem, bad.reason) if reason]
        return [*wrong, *_ask(turn, changed)]
    turn.unit.drafts.save(changed)
    replies = [screens.problem(turn.voice, problem)] if problem else []
    if question is Question.STORY and not changed.story_done:
        return [*replies, screens.story_grows(turn.voice, changed)]
    return [*replies, *_ask(turn, changed)]


def with_files(turn: Turn, draft: Draft) -> tuple[Draft, str | None]:
    """The draft with those files of the message that it has room for, and why another is not there."""
    for file in turn.fetched.files:
        try:
            draft = add_file(draft, file)
        except BadInput as bad:
            return draft, bad.reason
        turn.keep([file])
    return draft, turn.fetched.problem


def _with_answer(turn: Turn, draft: Draft, question: Question, value: str) -> Draft:
    """Raises BadInput; files alone are no answer."""
    if (turn.fetched.files or turn.fetched.problem) and not value.strip():
        return draft
    return questions.answer(draft, question, value)


def edit_answer(turn: Turn) -> list[Reply]:
    """A button under the summary asks that question again."""
    draft = turn.draft
    if draft is None or turn.value not in list(Question):
        return _nothing_open(turn)
    try:
        draft = questions.reopen(draft, Question(turn.value))
    except BadInput as bad:
        return [screens.problem(turn.voice, bad.reason), *_ask(turn, draft)]
    turn.unit.drafts.save(draft)
    return _ask(turn, draft)


def send(turn: Turn) -> list[Reply]:
    """Confirm. Pressed twice, or repeated after a crash, it makes one complaint and shows the same receipt."""
    draft, filed = turn.draft, turn.unit.cases.of_draft(turn.value)
    if filed is None and (draft is None or questions.next_question(draft) is not Question.SUMMARY):
        return _ask(turn, draft) if draft else _nothing_open(turn)
    if filed is None and draft is not None:
        filed = filing.file_complaint(turn.unit, draft, turn.worker, turn.now)
    if filed is None or filed.worker_id != turn.worker.id:
        return _nothing_open(turn)
    hours = int(FIRST_REPLY[filed.urgency] / timedelta(hours=1))
    return [screens.receipt(turn.voice, filed, hours)]


def refuse_consent(turn: Turn) -> list[Reply]:
    """She does not agree: nothing is kept, and she still gets the numbers."""
    _let_go(turn)
    refused = first.say(turn.voice, "intake.refused")
    return [refused, topics.answer(turn.voice, turn.library, "hotlines", turn.worker.corridor)]


def cancel(turn: Turn) -> list[Reply]:
    """Stop: of a complaint that is being told it is asked whether it may go, an open case is left. What goes can be had back
    for a while."""
    turn.leave_case()
    if turn.draft is None:
        return [first.say(turn.voice, "say.cancel")]
    if turn.value != "yes":
        return [screens.ask_cancel(turn.voice)]
    turn.unit.drafts.cancel(turn.worker.id, turn.now)
    return [screens.cancelled(turn.voice)]


def undo_cancel(turn: Turn) -> list[Reply]:
    """The complaint that she stopped goes on where it was; one that she began meanwhile stays."""
    draft = turn.draft or turn.unit.drafts.cancelled(turn.worker.id, turn.now)
    if draft is None or draft.held:
        return _nothing_open(turn)
    turn.unit.drafts.save(draft)
    return _ask(turn, draft)


def _let_go(turn: Turn) -> None:
    """Erases what she told or stopped telling, and its files after the commit."""
    turn.erase += turn.unit.drafts.delete(turn.worker.id)


def open_question(turn: Turn) -> list[Reply]:
    """The question at which a complaint that is being told stands; nothing without one."""
    return _ask(turn, turn.draft) if turn.draft else []


def _ask(turn: Turn, draft: Draft) -> list[Reply]:
    """The next question."""
    return [screens.question(turn.voice, draft, questions.next_question(draft))]


def _nothing_open(turn: Turn) -> list[Reply]:
    """An old button was pressed."""
    return [first.say(turn.voice, "intake.none")]
