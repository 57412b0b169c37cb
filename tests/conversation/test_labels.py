"""Is a label done, whoever types it, and a piece of a story never taken for one?"""

import pytest

from bot.answers.library import TOPICS
from bot.conversation.decide import typed_press
from bot.conversation.labels import KEYS, TYPED, Labels, read_labels
from bot.i18n.phrasebook import Phrasebook
from bot.understanding.text import compact


def pressed(
    labels: Labels, text: str, language: str | None, shown: tuple[tuple[str, str], ...], telling: bool
) -> str | None:
    return typed_press(labels, compact(text), language, [(token, compact(label)) for token, label in shown], telling)


LANGUAGES = ("en", "id", "ms", "fil", "vi", "th", "lo", "km", "my")


@pytest.fixture(scope="module")
def labels(phrases: Phrasebook) -> Labels:
    return read_labels(phrases)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("telling", [False, True])
def test_whatever_stands_on_a_button_that_leads_elsewhere_does_it_when_it_is_typed(
    labels: Labels, phrases: Phrasebook, language: str, telling: bool
) -> None:
    for token, keys in KEYS.items():
        variants = phrases.word(language, TYPED[token]).split("|")
        assert len(variants) >= 3, (language, token)
        for label in (*(phrases.word(language, key) for key in keys), *variants):
            assert pressed(labels, f" {label.upper()}! ", language, (), telling) == token, (language, label)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_of_a_topic_or_language_is_a_label_but_not_within_a_story(
    labels: Labels, phrases: Phrasebook, language: str
) -> None:
    for topic in TOPICS:
        label = phrases.word(language, f"topic.{topic}")
        assert pressed(labels, label, language, (), False) == f"topic:{topic}"
        assert pressed(labels, label, language, (), True) == ("topic:emergency" if topic == "emergency" else None)
    name = phrases.languages[language].name
    assert pressed(labels, name, "en", (), False) == f"lang:{language}"
    assert pressed(labels, name, language, (), True) is None


@pytest.mark.parametrize(
    ("text", "language", "token"),
    [
        ("please cancel", "en", "cancel"),
        ("I want to delete everything, please.", "en", "act:delete_my_data"),
        ("tolong hapus semua data saya", "id", "act:delete_my_data"),
        ("ขอยกเลิกค่ะ", "th", "cancel"),
        ("ขอลบข้อมูลทั้งหมดหน่อยครับ", "th", "act:delete_my_data"),
        ("Xin đổi ngôn ngữ ạ", "vi", "language"),
        ("မီနူး ပြပါ", "my", "menu"),
        ("សូមលុបទិន្នន័យរបស់ខ្ញុំ", "km", "act:delete_my_data"),
    ],
)
def test_politeness_around_a_label_changes_nothing(labels: Labels, text: str, language: str, token: str) -> None:
    assert pressed(labels, text, language, (), True) == token


def test_her_own_language_comes_first_then_all_others(labels: Labels) -> None:
    assert pressed(labels, "batal", "km", (), True) == "cancel"
    assert pressed(labels, "ยกเลิก", None, (), True) == "cancel"
    assert pressed(labels, "menu", "my", (), True) == "menu"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "they stop my pay"),
        ("en", "the boss cancel my leave"),
        ("en", "please stop him"),
        ("en", "he deleted everything"),
        ("en", "I am from Myanmar"),
        ("en", "the privacy of my room"),
        ("en", "in English"),
        ("id", "majikan membatalkan kontrak"),
        ("ms", "dia suruh berhenti kerja"),
        ("fil", "itinigil ang sahod"),
        ("vi", "chủ hủy hợp đồng"),
        ("th", "นายจ้างให้หยุดงาน"),
        ("th", "ยกเลิกใบอนุญาต"),
        ("lo", "ເຂົາໃຫ້ຢຸດວຽກ"),
        ("km", "គេឲ្យឈប់ធ្វើការ"),
        ("my", "အလုပ်ရပ်ခိုင်းတယ်"),
        ("en", ""),
        ("en", "🙏 !"),
    ],
)
def test_a_piece_of_a_story_is_no_label(labels: Labels, language: str, text: str) -> None:
    assert pressed(labels, text, language, (), True) is None


def test_what_she_sees_now_comes_first_by_whatever_it_is_called(labels: Labels) -> None:
    shown = (("q:kind:other", "Something else"), ("to:th", "🇹🇭 Thailand"), ("old", ""))
    assert pressed(labels, "something ELSE", "en", shown, True) == "q:kind:other"
    assert pressed(labels, "thailand", "en", shown, False) == "to:th"
    assert pressed(labels, "cancel", "en", (("cancel:yes", "Cancel"),), True) == "cancel:yes"
    assert pressed(labels, "…", "en", shown, True) is None


def test_words_that_only_begin_or_end_as_a_button_she_sees_are_words(labels: Labels) -> None:
    shown = (("q:story:", "That is all"), ("cancel", "✖ Cancel"))
    for words in ("cancel my contract, he said", "that is all he paid me", "then he said cancel", "can"):
        assert pressed(labels, words, "en", shown, True) is None, words


@pytest.mark.parametrize("text", ["ยกเลิก", "ຍົກເລີກ", "បោះបង់", "ပယ်ဖျက်မယ်", "Hủy", "ñandú 7"])
def test_comparing_keeps_every_vowel_and_tone(text: str) -> None:
    assert compact(f"✖ {text}!") == compact(text) and len(compact(text)) == len(text.replace(" ", ""))


def test_no_two_labels_of_one_language_mean_different_things(labels: Labels, phrases: Phrasebook) -> None:
    for language in LANGUAGES:
        seen: dict[str, str] = {}
        for token in KEYS:
            for one in phrases.word(language, TYPED[token]).split("|"):
                assert seen.setdefault(compact(one), token) == token, (language, one)
