"""The learned judgement: what it hears fade, what it may raise and lower, and what it may not."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unit.moments.states import a_reading, a_turn, ratios, turns
from warmline.conversation.message import Author
from warmline.moments.called import KEPT, Called
from warmline.moments.decide import decide
from warmline.moments.decision import Step
from warmline.moments.features import FEATURES
from warmline.moments.fold import fold
from warmline.moments.judgement import JUDGED, cards, chances_of
from warmline.moments.policy import load_policy
from warmline.moments.record import Record
from warmline.moments.turn import Turn
from warmline.reading.labels import CALLS, SIGNS
from warmline.reading.reading import Cue, Reading, zeros

POLICY = load_policy()
SURE = dict.fromkeys(CALLS, 0.99) | {"emergency": 0.01}
NOTHING = dict.fromkeys(CALLS, 0.001)


def calling(calls: dict[str, float], **signs: float) -> Reading:
    """A reading with calls and signs, and nothing else."""
    return a_reading(calls=zeros(CALLS) | calls, signs=zeros(SIGNS) | signs)


def steps(*readings: Reading) -> list[str]:
    """The reasons after these messages, as step and code."""
    told = [a_turn(place=place, reading=reading) for place, reading in enumerate(readings)]
    return [f"{one.step} {one.code}" for one in decide(fold(told, Record()), POLICY).reasons]


def test_what_is_called_for_fades_and_is_settled() -> None:
    """Three quarters a message later, a half and a bit after two; nothing once it is solved."""
    course = Called().then(calling(SURE)).then(calling(NOTHING))
    assert course.before["hand-off"] == pytest.approx(KEPT * 0.99)
    assert course.then(calling(NOTHING)).before["hand-off"] == pytest.approx(KEPT**2 * 0.99)
    settled = course.then(calling(NOTHING, solved=1.0))
    assert max(settled.before.values()) == 0.0
    assert max(settled.then(calling(NOTHING)).before.values()) < 0.01


def test_a_reader_without_the_head_gives_no_opinion() -> None:
    """Then the rules decide as if there were no judgement."""
    assert not Called().then(a_reading(distress=0.9)).is_known
    assert "offer-person feeling.distress-high" in steps(a_reading(distress=0.7))


def test_a_message_that_calls_for_a_person_is_handed_off() -> None:
    """By the judgement alone, which says what carried it."""
    told = fold([a_turn(reading=calling(SURE, money=0.9))], Record())
    reasons = {one.code: one for one in decide(told, POLICY).reasons}
    assert reasons["learned.judgement"].step is Step.HAND_OFF
    assert reasons["learned.judgement"].carried_by
    assert reasons["safety.money-in-danger"].step is Step.HAND_OFF


def test_what_is_only_felt_needs_a_second_opinion() -> None:
    """Distress that is not shared asks for nothing, and loud distress for plain words only."""
    assert steps(replace(calling(NOTHING), distress=0.3)) == []
    assert "soften feeling.distress-high" in steps(replace(calling(NOTHING), distress=0.7))


def test_a_house_without_the_judgement_decides_by_its_rules() -> None:
    """Switched off, neither calls nor signs ask for anything, and nothing is lowered."""
    off = replace(POLICY, rules={**POLICY.rules, "learned.judgement": False})
    loud = replace(calling(SURE, money=0.9, leaving=0.9), distress=0.35)
    codes = {one.code for one in decide(fold([a_turn(reading=loud)], Record()), off).reasons}
    assert "feeling.distress-moderate" in codes
    assert not codes & {"learned.judgement", "stakes.leave", "safety.money-in-danger"}


def test_a_plain_ask_and_danger_need_none() -> None:
    """Whoever asks for a person in plain words gets one, whatever the judgement holds."""
    for label, told in (
        ("asks.person", "hand-off asked.person"),
        ("emergency.gas", "emergency safety.gas"),
    ):
        cue = Cue(label=label, start=0, end=4, source="cues/en")
        assert told in steps(replace(calling(NOTHING), cues=(cue,)))


def test_useless_answers_and_our_own_record_need_none() -> None:
    """That we failed is no matter of opinion."""
    useless = [
        a_turn(place=0, reading=calling(NOTHING)),
        a_turn(Author.ASSISTANT, 1, is_helpful=False),
        a_turn(Author.ASSISTANT, 2, is_helpful=False),
        a_turn(place=3, reading=calling(NOTHING)),
    ]
    assert decide(fold(useless, Record()), POLICY).step is Step.OFFER_PERSON
    late = Record(broken_promises=1)
    assert decide(fold(useless[:1], late), POLICY).step is Step.OFFER_PERSON


@settings(max_examples=50, deadline=None)
@given(values=st.data(), name=st.sampled_from(list(FEATURES)), rise=ratios)
def test_a_worse_figure_never_lowers_a_chance(
    values: st.DataObject, name: str, rise: float
) -> None:
    """And the chance of a step is never below that of a higher one."""
    features = {feature: values.draw(ratios) for feature in FEATURES}
    before = chances_of(features)
    after = chances_of(features | {name: max(features[name], rise)})
    assert all(after[step] >= before[step] for step in JUDGED)
    assert before[Step.SOFTEN] >= before[Step.OFFER_PERSON] >= before[Step.HAND_OFF]


@settings(max_examples=50, deadline=None)
@given(conversation=turns())
def test_the_judgement_never_makes_an_emergency_nor_unmakes_one(conversation: list[Turn]) -> None:
    """Danger is decided without it."""
    state = fold(conversation, Record())
    deaf = replace(state, called=Called())
    is_danger = [decide(one, POLICY).step is Step.EMERGENCY for one in (state, deaf)]
    assert is_danger[0] == is_danger[1]


def test_the_shipped_points_name_features_and_are_not_negative() -> None:
    """A slip in the fitted file would otherwise be found at somebody's message."""
    for card in cards().values():
        assert set(card.points) <= set(FEATURES)
        assert all(points >= 0 for points in card.points.values())
        assert card.bias < 0
