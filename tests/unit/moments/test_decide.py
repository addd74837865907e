"""What everyone can rely on: the defaults of DESIGN section 5, one by one."""

from dataclasses import replace
from pathlib import Path

import pytest

from unit.moments.states import a_reading, a_turn
from warmline.conversation.message import Author
from warmline.moments.decide import decide
from warmline.moments.decision import Decision, Step
from warmline.moments.fold import fold
from warmline.moments.policy import load_policy
from warmline.moments.record import Record
from warmline.moments.satisfaction import expected_satisfaction
from warmline.moments.so_far import so_far
from warmline.moments.turn import Turn

POLICY = load_policy()


def conversation(*said: object) -> list[Turn]:
    """Turns from readings (the contact), True (a helpful answer), False (a useless one), Author."""
    turns = []
    for place, one in enumerate(said):
        if isinstance(one, Author):
            turns.append(a_turn(one, place))
        elif isinstance(one, bool):
            turns.append(a_turn(Author.ASSISTANT, place, is_helpful=one))
        else:
            turns.append(a_turn(place=place, reading=one))
    return turns


def decided(*said: object, record: Record | None = None) -> Decision:
    """The decision after these turns."""
    return decide(fold(conversation(*said), record or Record()), POLICY)


def codes(decision: Decision) -> set[str]:
    """The codes of all reasons."""
    return {reason.code for reason in decision.reasons}


QUIET = a_reading()


def test_who_asks_for_a_person_gets_one_at_once() -> None:
    """In plain words, without a question in between; the place of the words is the evidence."""
    decision = decided(a_reading("asks.person"))
    assert decision.step is Step.HAND_OFF
    assert decision.reasons[0].code == "asked.person"
    assert decision.reasons[0].span == (0, 5)
    assert decision.reasons[0].message_id == "m0"


def test_an_ask_stays_until_it_is_met_or_taken_back() -> None:
    """Talking past it does not help; a person, or the contact, does."""
    asked = a_reading("asks.person")
    assert decided(asked, True, QUIET).step is Step.HAND_OFF
    assert decided(asked, Author.AGENT, QUIET).step is Step.CARRY_ON
    assert decided(asked, True, a_reading("withdrawn.person")).step is Step.CARRY_ON


def test_a_likely_ask_is_an_offer_and_talked_past_a_hand_off() -> None:
    """Below the threshold of plain words there is room for an offer."""
    perhaps = a_reading(asks={"person": 0.4})
    assert decided(perhaps).step is Step.OFFER_PERSON


@pytest.mark.parametrize(
    "label",
    [
        "stakes.bereavement",
        "vulnerability.life-event.bereavement",
        "stakes.leave",
        "asks.complaint",
        "asks.legal",
        "asks.cancel",
        "asks.callback",
        "relation.promise-broken",
        "abuse",
    ],
)
def test_high_stakes_offer_a_person(label: str) -> None:
    """A death, leaving, a complaint, the law, a broken promise: at least an offer."""
    assert decided(a_reading(label)).step is Step.OFFER_PERSON


def test_two_useless_answers_in_a_row_offer_a_person() -> None:
    """A helpful one in between starts the count anew; three are a hand-off."""
    assert decided(QUIET, False, QUIET).step is Step.CARRY_ON
    assert decided(QUIET, False, QUIET, False, QUIET).step is Step.OFFER_PERSON
    assert decided(QUIET, False, QUIET, True, QUIET, False, QUIET).step is Step.CARRY_ON
    assert decided(QUIET, False, QUIET, False, QUIET, False, QUIET).step is Step.HAND_OFF


def test_an_answer_that_the_contact_calls_useless_counts() -> None:
    """Whatever the assistant thinks of it."""
    useless = a_reading("friction.unhelpful")
    assert decided(QUIET, True, useless).step is Step.CARRY_ON
    assert "friction.useless-answers" in codes(decided(QUIET, False, QUIET, True, useless))


def test_danger_to_life_is_an_emergency_by_word_or_by_model() -> None:
    """Calm or loud; the kind is named."""
    by_word = decided(a_reading("emergency.gas"))
    by_model = decided(a_reading(emergency=0.9, emergency_kinds={"medical": 0.8}))
    assert (by_word.step, by_word.emergency_kind) == (Step.EMERGENCY, "gas")
    assert (by_model.step, by_model.emergency_kind) == (Step.EMERGENCY, "medical")


def test_loud_but_trivial_is_no_emergency() -> None:
    """Distress alone never is."""
    assert decided(a_reading(distress=1.0)).step is Step.HAND_OFF


def test_danger_to_money_alone_is_a_hand_off() -> None:
    """Minutes count, but nobody is hurt."""
    assert decided(a_reading("stakes.money-in-danger")).step is Step.HAND_OFF


@pytest.mark.parametrize("label", ["relief.solved", "withdrawn.matter"])
def test_a_solved_or_withdrawn_matter_is_carry_on(label: str) -> None:
    """Whatever stood before."""
    before = a_reading("asks.person", "asks.complaint", "emergency.gas", "abuse", distress=0.9)
    assert decided(before, True, a_reading(label)).step is Step.CARRY_ON


def test_a_danger_that_is_over_vanishes_and_a_new_one_counts() -> None:
    """The order of words in one message tells which is meant."""
    assert decided(a_reading("emergency.gas"), a_reading("withdrawn.emergency")).step.rank < 4
    anew = a_reading("withdrawn.emergency", "emergency.fire")
    assert decided(a_reading("emergency.gas"), anew).emergency_kind == "fire"


def test_solved_with_a_sneer_is_not_solved() -> None:
    """Distress or a contradiction in the same breath."""
    before = a_reading("asks.complaint")
    upset = decided(before, a_reading("relief.solved", distress=0.8))
    assert "stakes.complaint" in codes(upset)
    sneer = a_reading("relief.solved", "friction.unsolved")
    assert decided(before, sneer).step is Step.OFFER_PERSON


def test_who_arrives_angry_is_met_plainly() -> None:
    """FIELD D.4: a plain tone, and a person within reach."""
    decision = decided(a_reading(feelings={"anger": 0.8}, distress=0.1))
    assert decision.step is Step.SOFTEN
    assert codes(decision) == {"feeling.angry-at-entry"}


def test_a_sneer_is_met_plainly_and_forgotten_when_solved() -> None:
    """Words of sarcasm soften even when the model hears praise, until the matter is over."""
    sneer = a_reading("feeling.sarcasm", "relief.thanks", distress=0.1)
    assert Step.SOFTEN is decided(sneer).step
    assert {"feeling.sarcasm"} == codes(decided(sneer))
    assert Step.CARRY_ON is decided(sneer, True, a_reading("relief.solved")).step


def test_distress_raises_the_step_and_calm_brings_it_down() -> None:
    """Moderate softens, high offers, extreme hands off; thanks cool fast."""
    assert decided(a_reading(distress=0.45)).step is Step.SOFTEN
    assert decided(a_reading(distress=0.7)).step is Step.OFFER_PERSON
    assert decided(a_reading(distress=0.9)).step is Step.HAND_OFF
    thanked = a_reading("relief.thanks")
    assert decided(a_reading(distress=0.7), True, thanked).step is Step.CARRY_ON


def test_rising_distress_offers_before_it_is_high() -> None:
    """The slope over three messages."""
    course = [a_reading(distress=level) for level in (0.1, 0.3, 0.5)]
    decision = decided(*course)
    assert decision.step is Step.OFFER_PERSON
    assert "feeling.distress-rising" in codes(decision)


def test_the_same_question_again_is_friction() -> None:
    """By likeness in meaning, and by the contact's words."""
    turns = [a_turn(place=place, similar=0.99) for place in range(3)]
    decision = decide(fold(turns, Record()), POLICY)
    assert "friction.repeated-question" in codes(decision)
    said = a_reading("friction.repeating")
    assert decided(said).step is Step.SOFTEN
    assert decided(said, True, said).step is Step.OFFER_PERSON


def test_the_third_contact_about_one_matter_offers_a_person() -> None:
    """By the record, or as the contact says; who calmly asks how it stands is met more plainly."""
    assert decided(QUIET, record=Record(earlier_contacts=2)).step is Step.OFFER_PERSON
    upset = a_reading("asks.repeat-contact", distress=0.3)
    assert decided(upset).step is Step.OFFER_PERSON
    assert decided(a_reading("asks.repeat-contact")).step is Step.SOFTEN


def test_a_broken_promise_on_record_offers_a_person() -> None:
    """We know it without being told."""
    assert decided(QUIET, record=Record(broken_promises=1)).step is Step.OFFER_PERSON


def test_a_known_need_softens_and_with_friction_offers() -> None:
    """With consent on record."""
    record = Record(known_needs=frozenset({"health"}))
    assert decided(QUIET, record=record).step is Step.SOFTEN
    assert decided(QUIET, False, QUIET, record=record).step is Step.OFFER_PERSON


def test_vulnerability_with_friction_offers_a_person() -> None:
    """One useless answer is enough."""
    hard = a_reading("vulnerability.health")
    assert decided(hard).step is Step.SOFTEN
    assert decided(hard, False, QUIET).step is Step.OFFER_PERSON


@pytest.mark.parametrize("driver", ["life-event", "resilience", "capability"])
def test_a_hard_time_offers_a_person_until_the_matter_is_settled(driver: str) -> None:
    """Afterwards it is remembered, and met plainly; good news needs no person."""
    hard = a_reading(f"vulnerability.{driver}")
    glad = a_reading(f"vulnerability.{driver}", valence=0.6)
    assert decided(hard).step is Step.OFFER_PERSON
    assert decided(glad).step is Step.SOFTEN
    assert decided(hard, True, a_reading("relief.solved"), QUIET).step is Step.SOFTEN


def test_the_cause_leads_when_evidence_is_equal() -> None:
    """The safety words are about the cause."""
    assert decided(a_reading("emergency.medical", "emergency.crash")).emergency_kind == "crash"


def test_a_degraded_reader_offers_sooner() -> None:
    """Silence proves nothing then."""
    blind = a_reading(degraded=True)
    assert decided(blind).step is Step.SOFTEN
    assert decided(blind, False, blind).step is Step.OFFER_PERSON


def test_a_switched_off_rule_is_silent(tmp_path: Path) -> None:
    """But only outside of safety and asking."""
    path = tmp_path / "own.toml"
    path.write_text('[rules]\n"feeling.abuse" = false\n', encoding="utf-8")
    state = fold(conversation(a_reading("abuse")), Record())
    assert decide(state, load_policy(path)).step is Step.CARRY_ON


def test_what_stands_so_far_forgets_what_is_met_or_taken_back() -> None:
    """Asks and dangers go; what makes it harder for the person stays."""
    said = a_reading("asks.person", "vulnerability.health", "emergency.fire", distress=0.8)
    state = fold(conversation(said), Record())
    standing = so_far(state, POLICY)
    assert standing.to_json() == {
        "emergency": "fire",
        "vulnerability": ["health"],
        "need": None,
        "asks": ["person"],
        "abuse": False,
        "distress": 0.8,
    }
    after = so_far(fold(conversation(said, a_reading("relief.solved")), Record()), POLICY)
    assert (after.emergency, after.asks, after.vulnerability) == (None, (), ("health",))


def test_expected_satisfaction_falls_with_failure_and_rises_with_thanks() -> None:
    """The formula moves the right way."""
    calm = expected_satisfaction(fold(conversation(QUIET), Record()))
    failed = expected_satisfaction(fold(conversation(QUIET, False, QUIET), Record()))
    upset = expected_satisfaction(fold(conversation(a_reading(distress=0.9)), Record()))
    happy = expected_satisfaction(fold(conversation(a_reading("relief.solved")), Record()))
    assert upset < failed < calm < happy


def test_decisions_carry_the_version_of_their_policy() -> None:
    """So that a figure can be traced."""
    assert decided(QUIET).policy_version == POLICY.version
    assert decide(fold([], Record()), replace(POLICY, version="x")).policy_version == "x"
