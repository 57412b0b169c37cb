"""Answers about topics, danger, and what to say when nothing was understood."""

from dataclasses import replace

from bot.conversation.complaint import held, with_files
from bot.conversation.own_cases import add_words
from bot.conversation.turn import Turn
from bot.errors import BadInput, NotFound
from bot.intake import questions
from bot.intake.draft import Draft, start
from bot.intake.questions import Question
from bot.messages import Reply
from bot.screens import first, intake, topics
from bot.usecases import filing


def answer(turn: Turn) -> list[Reply]:
    """A question about a topic; the intent is the topic. A screen that was composed of this library is shown again."""
    shown, key = turn.library.screens, (turn.intent, turn.worker.corridor, turn.voice.language)
    if (reply := shown.get(key)) is None:
        reply = shown[key] = topics.answer(turn.voice, turn.library, turn.intent, turn.worker.corridor)
    return [reply]


def danger(turn: Turn) -> list[Reply]:
    """The emergency numbers of the place, first of all. A complaint being told keeps her words, at whatever question, and
    becomes urgent, and its open question is shown again; words to staff join their case."""
    shown = _shown(turn)
    if turn.situation.case and (turn.draft is None or turn.situation.answering):
        return [shown, *(add_words(turn) if turn.value.strip() or turn.fetched.files else [])]
    if turn.draft is None:
        return [shown, *_held(turn), *_other_languages(turn)]
    draft, lost = with_files(turn, replace(turn.draft, urgent=True))
    draft, full = _with_words(turn, draft)
    turn.unit.drafts.save(draft)
    told = [intake.problem(turn.voice, reason) for reason in (lost, full) if reason]
    return [shown, *told, intake.question(turn.voice, draft, questions.next_question(draft))]


def _shown(turn: Turn) -> Reply:
    """The numbers come whatever is wrong with the table of routes; without a centre nobody can be told."""
    draft = turn.draft or start(turn.worker.id, turn.worker.corridor)
    try:
        centre = filing.centre_of(turn.unit, draft, turn.worker).name
    except NotFound:
        centre = ""
    return topics.danger(turn.voice, turn.library, turn.worker.corridor, centre)


def _held(turn: Turn) -> list[Reply]:
    """The words and files that caused it are kept for an hour, so that one tap tells them to staff."""
    if not (turn.value.strip() or turn.fetched.files):
        return []
    before = held(turn)
    if before is None:
        turn.erase += turn.unit.drafts.delete(turn.worker.id)
    draft, lost = with_files(turn, before or start(turn.worker.id, turn.worker.corridor, held=True))
    draft, full = _with_words(turn, draft)
    turn.unit.drafts.put_away(draft, turn.now)
    return [intake.problem(turn.voice, reason) for reason in (lost, full) if reason]


def _other_languages(turn: Turn) -> list[Reply]:
    """She writes in a script that Kawan does not speak: the languages that it does."""
    return [first.languages(turn.voice, turn.situation.guess)] if turn.situation.strange else []


def _with_words(turn: Turn, draft: Draft) -> tuple[Draft, str | None]:
    """Her words join the story; or the reason why not, when there is no room."""
    try:
        return (questions.answer(draft, Question.STORY, turn.value) if turn.value.strip() else draft), None
    except BadInput as bad:
        return draft, bad.reason


def offer(turn: Turn) -> list[Reply]:
    """Not sure: three likely topics. The miss is counted. Whoever has chosen no language yet is asked for that first. Where one
    of them is danger, her words are kept for the tap that tells staff."""
    if "emergency" in turn.topics and turn.draft is None:
        _held(turn)
    turn.slots["misses"] = turn.situation.misses + 1
    return [topics.offer(turn.voice, turn.topics)]


def fallback(turn: Turn) -> list[Reply]:
    """Missed twice: the menu and a person. The count starts anew."""
    return [topics.fallback(turn.voice)]


def say(turn: Turn) -> list[Reply]:
    """A sentence of small talk; the intent names it."""
    return [first.say(turn.voice, f"say.{turn.intent}")]


def person(turn: Turn) -> list[Reply]:
    """She wants to talk to a person: whom to call, and that staff read complaints."""
    return [topics.person(turn.voice, turn.library, turn.worker.corridor)]


def privacy(turn: Turn) -> list[Reply]:
    """Who reads this? What Telegram and our server see."""
    return [first.say(turn.voice, "privacy.text")]


def unsupported(turn: Turn) -> list[Reply]:
    """A sticker, a poll, an empty message, a file outside a complaint: kindly, what can be sent."""
    if turn.worker.language is None:
        return [first.languages(turn.voice, turn.situation.guess)]
    return [first.say(turn.voice, f"unsupported.{turn.value}")]
