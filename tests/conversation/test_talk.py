"""How does one message become replies: who is known, what is remembered, what is said before and after the answer?"""

from dataclasses import replace

import pytest
from sqlalchemy import text as sql

from bot.i18n.voice import Voice
from bot.intake.draft import DraftFile
from bot.intake.questions import Question
from bot.mail.outbox import Address, Attempt, DeliveryState
from bot.messages import ChatId, Incoming, Reply
from bot.places import Corridor
from bot.ports import Fetched
from bot.screens import first, missed, topics
from bot.screens.intake import draft_lost
from bot.text import text
from bot.understanding.intents import NOTHING, Parse
from bot.understanding.text import compact
from tests.conftest import NOON
from tests.conversation.person import CORRIDOR, Person
from tests.conversations.conftest import House

PHOTO = DraftFile("f" * 32, "photo", "image/jpeg", 10)
DANGER = Parse((("hotlines", 0.4),), danger=True)


def voice(person: Person) -> Voice:
    return Voice(person.house.means.phrases, person.language)


def shown(person: Person) -> list[str]:
    """The buttons that are remembered."""
    with person.house.open_unit() as unit:
        return [token for token, _ in unit.memory.load(person.worker.id).get("shown", [])]


def message(**what: object) -> Incoming:
    return Incoming("terminal", ChatId("1"), "k", **what)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "what", [{"press": "menu"}, {"command": "menu"}, {"start": ""}, {"start": "km"}, {}, {"text": " \n"}]
)
def test_only_words_are_understood(house: House, what: dict[str, str]) -> None:
    words = {"text": "my boss did not pay my salary"} if what and "text" not in what else {}
    assert house.speech.understand(message(**(words | what))) is NOTHING


def test_words_of_danger_do_not_wait(house: House) -> None:
    def urgent(**what: object) -> bool:
        incoming = message(**what)
        return house.speech.urgent(incoming, house.speech.understand(incoming))

    assert urgent(text="help he is going to kill me") and urgent(press="topic:emergency") and urgent(press="urgent")
    assert not urgent(text="how much is the minimum wage?") and not urgent(press="menu") and not urgent(command="help")


def test_the_answer_to_danger_goes_out_first_and_no_other(house: House) -> None:
    def goes_first(parse: Parse = NOTHING, **what: object) -> bool:
        answered = Person(house).known().does(parse, **what).answered
        return answered is not None and answered.urgent

    assert goes_first(DANGER, text="help") and goes_first(press="urgent") and goes_first(press="topic:emergency")
    assert goes_first(Parse((("emergency", 0.9),)), text="whom do I call?")
    assert not goes_first(press="menu") and not goes_first(Parse((("wages", 0.9),)), text="my pay")


def test_a_label_that_is_typed_presses_what_she_sees(house: House) -> None:
    person = Person(house).does(start="")
    for words in ("Bahasa Indonesia", "Kamboja", "🇲🇾 malaysia"):
        person.does(house.speech.understand(message(text=words)), text=words)
    assert (person.worker.language, person.worker.corridor) == ("id", Corridor("kh", "my"))
    person.does(house.speech.understand(message(text="pengaduan saya")), text="pengaduan saya")
    assert person.told[0] == house.means.phrases.say("id", "status.none")


def test_the_name_of_a_topic_joins_the_case_to_which_she_writes(house: House) -> None:
    """Staff asked what it is about: her answer is no question of her own."""
    person = Person(house).known()
    code = person.files().reference
    words = house.means.phrases.word("en", "topic.unpaid_wages")
    person.presses(f"case:answer:{code}").does(house.speech.understand(message(text=words)), text=words)
    assert person.lines(code) == [words]


def test_the_answer_to_who_deleted_her_data_is_nobodys(house: House) -> None:
    """What is on its way to her would be kept beside the number of somebody who is gone."""
    person = Person(house).known().presses("delete:yes")
    assert person.answered is not None and person.answered.worker is None


def test_buttons_that_an_earlier_version_remembered_are_pressed_by_their_numbers(house: House) -> None:
    person = Person(house).known().remembers(shown=["privacy", "lang:km"])
    person.does(house.speech.understand(message(text="2")), text="2")
    assert person.worker.language == "km"


def test_the_answer_to_a_typed_label_of_danger_goes_out_first(house: House) -> None:
    label = house.means.phrases.word("en", "topic.emergency")
    answered = Person(house).known().does(Parse((("hotlines", 0.9),), letters=compact(label)), text=label).answered
    assert answered is not None and answered.urgent


def test_somebody_new_is_kept_by_a_number_that_says_nothing(house: House) -> None:
    person = Person(house).does(start="")
    worker = person.worker
    assert (worker.language, worker.corridor, worker.reachable) == (None, Corridor(), True)
    assert person.chat not in worker.id and person.answered is not None and person.answered.worker == worker
    assert person.presses("menu").worker == worker


def test_who_writes_again_can_be_reached_again_and_stands_where_she_stood(sokha: Person) -> None:
    draft = sokha.tells(Question.PROVINCE)
    sokha.remembers(misses=1)
    with sokha.house.open_unit() as unit:
        unit.workers.save(replace(sokha.worker, reachable=False), NOON)
        unit.commit()
    sokha.does(text="Tak")
    assert sokha.worker.reachable and sokha.draft == replace(draft, province="Tak")


def test_the_buttons_that_she_sees_are_remembered_until_she_sees_others(sokha: Person) -> None:
    sokha.presses("language")
    seen = shown(sokha)
    assert seen == sokha.buttons and len(seen) == 9
    assert sokha.tells(Question.PROVINCE) and sokha.does(text="x" * 99).buttons != seen
    assert shown(sokha) == sokha.buttons
    sokha.presses("delete:yes").does(start="")
    sokha.does(text="1")
    assert sokha.worker.language == "en"


def test_a_reply_without_buttons_leaves_those_before_it(sokha: Person) -> None:
    case = sokha.files()
    sokha.presses(f"case:answer:{case.reference}")
    before = shown(sokha)
    sokha.sends(problem="file_too_big")
    assert sokha.buttons == [] and shown(sokha) == before == ["case:done"]


def test_a_number_presses_what_is_shown(sokha: Person) -> None:
    sokha.presses("language").does(text="2")
    assert sokha.worker.language == sokha.house.means.phrases.languages["id"].code


def test_a_button_of_another_version_leads_to_the_menu(sokha: Person) -> None:
    for press in ("act:of_a_version_before", "something:old", "topic:gone"):
        assert sokha.presses(press).replies == [first.menu(voice(sokha), CORRIDOR)]


def test_files_that_nobody_took_are_named(sokha: Person) -> None:
    sokha.sends(PHOTO, text="hello")
    assert sokha.answered is not None and list(sokha.answered.unused) == [PHOTO.file_id]
    sokha.tells(Question.STORY)
    sokha.sends(PHOTO)
    assert list(sokha.answered.unused) == []


@pytest.mark.parametrize("language", ["km", None])
def test_who_is_told_sorry_is_told_in_her_language(house: House, language: str | None) -> None:
    person = Person(house).known(language)
    with house.open_unit() as unit:
        answered = house.speech.sorry(unit, Incoming("terminal", person.chat, "k"))
        unit.commit()
    assert answered.worker == person.worker
    assert list(answered.replies) == [Reply(house.means.phrases.say(language, "error.sorry"))]


def test_a_stranger_is_told_sorry_too_and_is_known_then(house: House) -> None:
    person = Person(house)
    with house.open_unit() as unit:
        answered = house.speech.sorry(unit, Incoming("terminal", person.chat, "k"))
        unit.commit()
    assert answered.worker == person.worker and (person.worker.channel, person.worker.chat) == ("terminal", person.chat)


def test_who_was_away_finds_everything_as_she_left_it(sokha: Person) -> None:
    code = sokha.files().reference
    sokha.presses(f"case:answer:{code}")
    with sokha.house.open_unit() as unit:
        unit.workers.save(replace(sokha.worker, reachable=False), NOON)
        unit.commit()
    sokha.does(text="It was in March")
    assert sokha.lines(code) == ["It was in March"] and sokha.worker.reachable


def misses(person: Person, count: int) -> None:
    """So many messages did not reach her."""
    with person.house.open_unit() as unit:
        for number in range(count):
            row = unit.outbox.add(Address("terminal", person.chat, person.worker.id), Reply(text(str(number))), NOON)
            unit.outbox.record([Attempt(row, DeliveryState.UNREACHABLE)], NOON)
        unit.commit()
    person.remembers(missed=True)


def test_what_she_missed_is_offered_once_after_her_answer(sokha: Person) -> None:
    misses(sokha, 2)
    assert sokha.presses("privacy").replies == [first.say(voice(sokha), "privacy.text"), missed.offer(voice(sokha), 2)]
    assert sokha.slots == {}
    assert sokha.presses("privacy").replies == [first.say(voice(sokha), "privacy.text")]


def test_it_is_offered_in_the_language_that_she_just_chose(sokha: Person) -> None:
    misses(sokha, 1)
    assert sokha.presses("lang:km").replies[-1] == missed.offer(voice(sokha).within("km"), 1)


@pytest.mark.parametrize("what", [{"fetched": Fetched((PHOTO,))}, {"fetched": Fetched((), "file_lost")}])
def test_a_file_whose_words_are_answered_is_not_passed_over_in_silence(sokha: Person, what: dict[str, Fetched]) -> None:
    sokha.does(Parse((("unpaid_wages", 0.9),)), text="my slip is not paid", **what)
    answer = topics.answer(voice(sokha), sokha.house.means.library_of(), "unpaid_wages", CORRIDOR)
    assert sokha.replies == [answer, first.say(voice(sokha), "unsupported.file")]


def test_nothing_missed_is_not_offered(sokha: Person) -> None:
    sokha.remembers(missed=True)
    assert sokha.presses("privacy").replies == [first.say(voice(sokha), "privacy.text")] and sokha.slots == {}


def test_who_asks_to_see_it_is_not_offered_it_again(sokha: Person) -> None:
    misses(sokha, 1)
    assert sokha.presses("missed:show").replies == [missed.all_shown(voice(sokha))]
    assert sokha.slots == {}


def test_it_is_not_offered_before_a_language_is_known_nor_to_who_is_forgotten(house: House) -> None:
    person = Person(house).known(None)
    misses(person, 1)
    assert len(person.presses("menu").replies) == 1 and person.slots == {"missed": True}
    person.presses("lang:en", "menu")
    assert person.replies[-1] == missed.offer(voice(person), 1)
    misses(person, 1)
    assert person.presses("delete:yes").told == [person.phrase("delete.done")]


def spoil(person: Person) -> None:
    """Her draft cannot be opened any more."""
    person.tells(Question.STORY)
    with person.house.open_unit() as unit:
        unit.connection.execute(  # type: ignore[attr-defined]
            sql("UPDATE drafts SET draft_sealed = x'00' WHERE worker_id = :worker"), {"worker": person.worker.id}
        )
        unit.commit()


def test_a_draft_that_is_lost_is_told_once_before_all_else(sokha: Person) -> None:
    spoil(sokha)
    assert sokha.presses("privacy").replies == [draft_lost(voice(sokha)), first.say(voice(sokha), "privacy.text")]
    assert sokha.slots == {"told_lost": True}
    assert sokha.presses("privacy").replies == [first.say(voice(sokha), "privacy.text")]


def test_danger_comes_before_what_is_lost_and_what_is_missed(sokha: Person) -> None:
    spoil(sokha)
    misses(sokha, 1)
    sokha.does(DANGER, text="help")
    assert sokha.told[0].plain.startswith(sokha.phrase("danger.first").plain)
    assert sokha.replies[1:] == [missed.offer(voice(sokha), 1), draft_lost(voice(sokha))]


def test_it_is_not_told_before_a_language_is_known_nor_to_who_is_forgotten(house: House) -> None:
    person = Person(house).known(None)
    spoil(person)
    assert person.presses("menu").told == [first.languages(voice(person)).text] and person.slots == {}
    other = Person(house).known()
    spoil(other)
    assert other.presses("delete:yes").told == [other.phrase("delete.done")]
