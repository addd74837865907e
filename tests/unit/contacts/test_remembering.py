"""A fact's life, what is proposed and what is not, and that no illness is ever kept."""

from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmline.agents.memory_terms import MemoryTerms, build_memory_terms
from warmline.contacts.catalogue import CATALOGUE
from warmline.contacts.fact import Consent, ConsentWay, Fact, FactKind, FactState
from warmline.contacts.illness import names_illness
from warmline.contacts.memory_wording import LANGUAGES, ask_consent, phrase
from warmline.contacts.proposals import propose
from warmline.contacts.remembering import check_words, expiry, new_facts, same_slot
from warmline.conversation.message import AgentId, Author, ContactId, ConversationId, Message
from warmline.errors import FactForbidden, FieldInvalid, IllnessNamed
from warmline.testing import NOON

ANA = AgentId("ana")
YES = Consent(given_at=NOON, way=ConsentWay.CONVERSATION, noted_by=ANA)
YEAR = NOON + timedelta(days=360)
ILLNESSES = (
    "cancer", "dementia", "Parkinson's", "diabetes", "depression", "epilepsy", "HIV", "a stroke",
    "dyslexia", "癌症", "老年痴呆", "糖尿病", "抑郁症", "尿毒症", "哮喘",
)  # fmt: skip
TELLINGS = (
    "I have {illness} and I'm on a ventilator at home.",
    "Because of {illness} please don't call me, write to me instead.",
    "I have {illness} and my memory isn't good.",
    "I have a {illness} 7590 and it blinks.",
    "I'm on the {illness} tariff.",
    "Please call me {illness}.",
    "我有{illness}，家里有呼吸机，不能断电。",
    "我得了{illness}，记性不好，请不要打电话，发短信吧。",
    "我用的是{illness}套餐。",
    "叫我{illness}就行。",
)


def a_fact(**changes: Any) -> Fact:
    """A proposed preference."""
    fact = Fact(
        id="f1",
        contact_id=ContactId("k"),
        what="Write, don't call",
        kind=FactKind.PREFERENCE,
        source="m1",
        noted_at=NOON,
        state=FactState.PROPOSED,
        code="reach.write",
        conversation_id=ConversationId("c1"),
        span=(0, 4),
    )
    return replace(fact, **changes)


def a_message(text: str, language: str = "en", conversation: str = "c2") -> Message:
    """A message of the contact."""
    return Message(
        id="m2",  # type: ignore[arg-type]
        conversation_id=ConversationId(conversation),
        author=Author.CONTACT,
        text=text,
        sent_at=NOON,
        language=language,
    )


def proposed(text: str, *known: Fact, conversation: str = "c2") -> list[Fact]:
    """What a message proposes to somebody of whom this is known."""
    message = a_message(text, conversation=conversation)
    numbers = count(1)
    return list(
        new_facts(
            propose(text, "en"),
            known,
            message=message,
            contact_id=ContactId("k"),
            new_id=lambda: f"new-{next(numbers)}",
        )
    )


@given(st.sampled_from(TELLINGS), st.sampled_from(ILLNESSES), st.sampled_from(LANGUAGES))
def test_no_illness_is_ever_proposed(telling: str, illness: str, language: str) -> None:
    """The need is kept; whatever the message calls it, no word for it reaches a fact."""
    text = telling.format(illness=illness)
    for one in propose(text, language):
        assert not names_illness(phrase(one.code, one.value, language))
        assert one.value is None or illness not in one.value


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_is_worded_in_every_language_without_a_diagnosis(language: str) -> None:
    """For colleagues and for the contact, and not one of the words names an illness."""
    values = {"clock": "10:00", "language": "es", "relation": "daughter"}
    for code, known in CATALOGUE.items():
        value = values.get(known.value or "", known.value and "Jo")
        for reader in ("agent", "contact"):
            said = phrase(code, value, language, reader=reader)  # type: ignore[arg-type]
            assert said
            assert "{" not in said
            assert not names_illness(said)


def test_every_need_has_a_driver_and_nothing_else_has_one() -> None:
    """FCA FG21/1: health, life event, resilience, capability."""
    drivers = {known.driver for known in CATALOGUE.values() if known.kind is FactKind.NEED}
    assert drivers == {"health", "life-event", "resilience", "capability"}
    assert {None} == {one.driver for one in CATALOGUE.values() if one.kind is not FactKind.NEED}


def test_a_need_is_kept_with_consent_only() -> None:
    """Without a yes of the contact the step is refused; with it, who heard it stands there."""
    need = a_fact(kind=FactKind.NEED, code="need.power", driver="health")
    with pytest.raises(FactForbidden):
        need.keep(now=NOON, by=ANA, expires_at=YEAR)
    kept = need.keep(now=NOON, by=ANA, expires_at=YEAR, consent=YES)
    assert kept.counts
    assert (YES, ANA, YEAR) == (kept.consent, kept.decided_by, kept.expires_at)


def test_what_is_over_has_no_words() -> None:
    """Declined, withdrawn, expired: the code stays, so that nobody asks again; the words go."""
    kept = a_fact(value="Jo").keep(now=NOON, by=ANA, expires_at=YEAR)
    expired = kept.expire(now=YEAR)
    assert expired is not None
    for over in (a_fact().decline(now=NOON, by=ANA), kept.withdraw(now=NOON, by=None), expired):
        assert ("", None, None) == (over.what, over.value, over.span)
        assert over.is_over
        with pytest.raises(FactForbidden):
            over.withdraw(now=NOON, by=None)
    assert kept.expire(now=NOON) is None
    assert expired.expire(now=YEAR) is None


def test_what_is_known_or_waits_is_not_proposed_again() -> None:
    """Said twice is noted once."""
    text = "Please don't call me, write to me instead."
    assert ["reach.write"] == [one.code for one in proposed(text)]
    assert [] == proposed(text, a_fact())
    assert [] == proposed(text, a_fact().keep(now=NOON, by=ANA, expires_at=YEAR))


def test_a_contradiction_is_proposed_and_names_what_it_would_replace() -> None:
    """Whoever wanted letters and now wants calls has changed their mind, and may."""
    kept = a_fact().keep(now=NOON, by=ANA, expires_at=YEAR)
    (newer,) = proposed("I'd rather be called, please.", kept)
    assert ("reach.call", "f1") == (newer.code, newer.corrected_from)
    assert kept == same_slot([kept], "reach")


def test_a_no_is_respected_here_and_for_a_need_everywhere() -> None:
    """A preference may come up in another conversation; a need that was refused does not."""
    text = "Please don't call me, write to me instead."
    declined = a_fact().decline(now=NOON, by=ANA)
    assert [] == proposed(text, declined, conversation="c1")
    assert ["reach.write"] == [one.code for one in proposed(text, declined)]
    need = a_fact(kind=FactKind.NEED, code="need.in-writing").decline(now=NOON, by=ANA)
    assert [] == proposed("I'm hard of hearing.", need)


@settings(deadline=None)  # the first text compiles what is needed
@given(st.text(max_size=300))
def test_any_text_is_taken(text: str) -> None:
    """Spans lie in the text, whatever it is."""
    for one in propose(text, "en"):
        assert 0 <= one.start < one.end <= len(text)


@pytest.mark.parametrize("words", ["", "  ", "x" * 201])
def test_words_to_remember_are_a_line(words: str) -> None:
    """Neither nothing nor a story."""
    with pytest.raises(FieldInvalid):
        check_words(words, field="what")


def test_words_that_name_an_illness_are_refused_with_the_remedy() -> None:
    """In a correction too, and the sentence does not repeat them."""
    with pytest.raises(IllnessNamed) as refused:
        check_words("has diabetes", field="what")
    assert "diabetes" not in str(refused.value)
    assert "needs large print" == check_words(" needs  large print ", field="what")


def test_how_long_is_the_house_s_to_say() -> None:
    """A need for a year, a preference for two, unless the file says otherwise."""
    assert NOON + timedelta(days=720) == expiry(a_fact(), MemoryTerms(), now=NOON)
    terms = build_memory_terms({"preference_months": 3})
    assert NOON + timedelta(days=90) == expiry(a_fact(), terms, now=NOON)
    for table in ({"need_months": 0}, {"needs": 3}, {"names_of_colleagues": 1}, 3):
        with pytest.raises(FieldInvalid):
            build_memory_terms(table)


def test_the_question_for_consent_says_what_would_be_noted() -> None:
    """In the contact's language, with the words that they will see."""
    need = a_fact(kind=FactKind.NEED, code="need.plain-words", driver="capability")
    assert "短句" in ask_consent(need, "zh", MemoryTerms())
    asked = ask_consent(need, "en", build_memory_terms({"need_months": 6}))
    assert "short sentences" in asked
    assert "6 months" in asked
