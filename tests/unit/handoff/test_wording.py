"""The words for contacts: complete in every language, true, plain, and never shouting."""

import re
from datetime import datetime
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

import pytest

from warmline import moments
from warmline.handoff.wording import (
    FAMILIES,
    LANGUAGES,
    change_key,
    due_phrase,
    emergency_number,
    promised_change,
    say,
    say_danger,
    why,
    words,
)
from warmline.reading.labels import EMERGENCY_KINDS

MADRID = ZoneInfo("Europe/Madrid")

STOCK_PHRASES = (
    "apologise for any inconvenience", "apologize for any inconvenience", "important to us",
    "valued customer", "bear with us", "please be advised", "at your earliest convenience",
    "亲", "敬请谅解", "给您带来不便", "竭诚", "感谢您的耐心",
    "disculpe las molestias", "su llamada es importante",
    "entschuldigen sie die unannehmlichkeiten", "unannehmlichkeiten",
)  # fmt: skip

HELP_IS_COMING = (
    "on its way", "on their way", "help is coming", "正在赶来", "已经出发", "马上就到",
    "está en camino", "ist unterwegs", "hilfe kommt",
)  # fmt: skip

CHANGES = (
    "requested", "offered", "accepted", "still-looking", "promised.busy",
    "promised.away", "promised.out-of-hours", "returned", "wrapped-up",
)  # fmt: skip

LONGEST_SENTENCE = {"en": 24, "es": 26, "de": 24}
"""Words; a frightened reader must take it in at a glance."""

LONGEST_CHINESE = 34
"""Characters between two full stops or commas."""


def fields(sentence: str) -> set[str]:
    """The fields that a sentence needs."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_everything_with_the_same_fields(language: str) -> None:
    """No key is missing anywhere, none is left over, and no sentence lacks a field."""
    first, other = words(LANGUAGES[0]), words(language)
    calendar = {"time.today", "time.tomorrow", "time.date"}
    assert set(first.sentences) == set(other.sentences)
    assert set(first.reasons) == set(other.reasons)
    assert (len(other.weekdays), len(other.months)) == (7, 12)
    for key in set(first.sentences) - calendar:
        assert fields(first.sentences[key]) == fields(other.sentences[key]), key
    for key in calendar:
        assert "clock" in fields(other.sentences[key])


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_shouted_or_said_from_stock(language: str) -> None:
    """No exclamation marks, no stock phrases, no promise that help is on its way."""
    for key, sentence in words(language).sentences.items():
        assert not re.search("[!！¡]", sentence), key
        for phrase in (*STOCK_PHRASES, *HELP_IS_COMING):
            assert phrase not in sentence.lower(), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_short(language: str) -> None:
    """Each sentence can be read at a glance; reasons in the queue have about five words."""
    vocabulary = words(language)
    for key, text in vocabulary.sentences.items():
        for sentence in re.split(r"[.;:。；：?？]\s*", text):
            if language == "zh":
                longest = max(len(part) for part in re.split("[，、]", sentence))
                assert longest <= LONGEST_CHINESE, key
            else:
                assert len(sentence.split()) <= LONGEST_SENTENCE[language], (key, sentence)
    for code, reason in vocabulary.reasons.items():
        assert len(reason) <= 16 if language == "zh" else len(reason.split()) <= 6, code


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", EMERGENCY_KINDS)
def test_danger_names_the_number_first(language: str, kind: str) -> None:
    """Each kind has its own words and the number of the country, or the local one."""
    said = say_danger(kind, language, country="CN")
    number = emergency_number(kind, "CN")
    assert number is not None
    assert number in said
    nowhere = say_danger(kind, language, country=None)
    assert say("number.local", language) in nowhere
    assert say_danger("something-else", language, country="CN") != said


def test_self_harm_speaks_of_somebody_who_listens() -> None:
    """A country with a line is told it; elsewhere where to find one."""
    assert "988" in say_danger("self-harm", "en", country="US")
    assert "12356" in say_danger("self-harm", "zh", country="CN")
    assert "024" in say_danger("self-harm", "es", country="ES")
    assert "0800 111 0 111" in say_danger("self-harm", "de", country="DE")
    assert "findahelpline.com" in say_danger("self-harm", "en", country="IS")


@pytest.mark.parametrize("language", LANGUAGES)
def test_safety_comes_before_any_question(language: str) -> None:
    """What to do stands there at once; nobody in danger is asked anything first."""
    for kind in (*EMERGENCY_KINDS, "something-else"):
        assert not re.search("[?？¿]", say_danger(kind, language, country=None)), kind


TELLTALE = (
    "violen", "attack", " hit", "partner", "police", "call you",
    "暴力", "家暴", "报警", "打人", "回电",
    "agres", "maltrat", "pareja", "policía", "le llamamos",
    "gewalt", "schläg", "polizei", "zurückrufen",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_violence_does_not_show_on_the_screen(language: str) -> None:
    """Somebody who looks over the shoulder finds no word of violence; nobody is to be rung up."""
    said = say_danger("violence", language, country="ES").lower()
    assert [] == [word for word in TELLTALE if word in said]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("family", FAMILIES)
def test_each_change_has_words_for_each_family_of_reasons(change: str, family: str) -> None:
    """Whatever the reason, the contact hears something at each change."""
    key = change_key(change, f"{family}.anything")
    for language in LANGUAGES:
        assert say(key, language, name="Ana", place=2, minutes=3, due="today before 18:00")


def test_the_greeting_says_that_it_is_a_program() -> None:
    """At first contact nobody is led to believe in a person."""
    assert "a program" in say("greeting.first", "en", firm="Lumen")
    assert "是一个程序" in say("greeting.first", "zh", firm="流明")


def test_what_is_told_without_a_match_is_true() -> None:
    """Busy is said only when somebody is busy."""
    assert promised_change("everyone-busy") == "promised.busy"
    assert promised_change("nobody-online") == "promised.away"
    assert promised_change("out-of-hours") == "promised.out-of-hours"
    away = say(change_key("promised.away", "friction.x"), "en", due="today before 18:00")
    assert "another customer" not in away


def test_times_are_said_as_people_say_them() -> None:
    """Today, tomorrow with its weekday, then the date, on the clock of the house."""
    now = datetime(2026, 11, 23, 15, tzinfo=MADRID)

    def said(day: int, language: str) -> str:
        due_at = datetime(2026, 11, day, 18, tzinfo=MADRID)
        return due_phrase(due_at, language, now=now, timezone=MADRID)

    assert said(23, "en") == "today before 18:00"
    assert said(24, "en") == "tomorrow, Tuesday, before 18:00"
    assert said(27, "en-GB") == "on Friday, 27 November, before 18:00"
    assert said(23, "zh") == "今天18:00前"
    assert said(24, "zh-Hans") == "明天（周二）18:00前"
    assert said(27, "zh") == "11月27日（周五）18:00前"


def test_a_language_without_words_hears_english() -> None:
    """Nobody is met with silence for want of a translation."""
    assert say("promise.kept", "en") == say("promise.kept", "fi")
    assert why("asked.person", "fi") == "Asked for a person"


def test_every_reason_that_is_decided_has_words() -> None:
    """A reason code of the rules is never shown as its family only."""
    rules = Path(moments.__file__).parent / "rules"
    codes = {
        code
        for path in rules.glob("*.py")
        for code in re.findall(
            r'"((?:asked|friction|feeling|stakes|safety)\.[a-z-]+)"', path.read_text("utf-8")
        )
    }
    assert codes
    assert codes <= set(words("en").reasons)
