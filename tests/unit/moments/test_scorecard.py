"""The laws of what is learned: worse never lowers, danger is not its business, reasons name why."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unit.moments.states import a_reading, a_turn, readings, turns
from warmline.errors import PolicyInvalid
from warmline.moments.decide import decide
from warmline.moments.decision import Step
from warmline.moments.features import FEATURES, features_of
from warmline.moments.fold import fold
from warmline.moments.policy import load_policy
from warmline.moments.policy_diff import differences
from warmline.moments.record import Record
from warmline.moments.scorecard import Scorecard
from warmline.moments.turn import Turn
from warmline.reading.reading import Reading
from warmline.web.report.both import has

POLICY = load_policy()
BARE = replace(POLICY, scorecard=None)
LAW = settings(max_examples=50, deadline=None)
ONE = """[scorecard]
bias = -2
soften = 0.2
offer = 0.4
hand_off = 0.6
[scorecard.points]
distress = 3
useless_answers = 1
"""

OF_DISTRESS = Scorecard(
    bias=0, points={"distress": 2, "distress_peak": 1}, soften=1, offer=1, hand_off=1
)
ratios = st.floats(0, 1)


@st.composite
def cards(draw: st.DrawFn) -> Scorecard:
    """Any card that a policy file may bring along."""
    steps = sorted(draw(st.lists(st.floats(0.01, 1), min_size=3, max_size=3)))
    return Scorecard(
        bias=draw(st.floats(-20, 20)),
        points=draw(st.dictionaries(st.sampled_from(list(FEATURES)), st.floats(0, 20))),
        soften=steps[0],
        offer=steps[1],
        hand_off=steps[2],
    )


@LAW
@given(conversation=turns(max_size=12))
def test_every_figure_lies_between_nothing_and_all(conversation: list[Turn]) -> None:
    """Points add up as they were learned only if no figure leaves [0, 1]."""
    features = features_of(fold(conversation, Record()))
    assert list(FEATURES) == list(features)
    assert all(0 <= value <= 1 for value in features.values())


@LAW
@given(card=cards(), values=st.data(), name=st.sampled_from(list(FEATURES)), rise=ratios)
def test_a_worse_figure_never_lowers_the_chance_or_its_step(
    card: Scorecard, values: st.DataObject, name: str, rise: float
) -> None:
    """The card is monotone in each of its features."""
    features = {feature: values.draw(ratios) for feature in FEATURES}
    worse = features | {name: max(features[name], rise)}
    low, high = card.chance(features), card.chance(worse)
    before, after = card.step_for(low), card.step_for(high)
    assert low <= high
    assert (before or Step.CARRY_ON).rank <= (after or Step.CARRY_ON).rank


@LAW
@given(conversation=turns(), card=cards())
def test_a_card_never_lowers_a_step_and_never_touches_danger(
    conversation: list[Turn], card: Scorecard
) -> None:
    """Every reason of the rules stays; an emergency is one with any card if and only if without."""
    state = fold(conversation, Record())
    bare, learned = decide(state, BARE), decide(state, replace(BARE, scorecard=card))
    assert set(bare.reasons) <= set(learned.reasons)
    assert bare.step.rank <= learned.step.rank
    assert bare.emergency_kind == learned.emergency_kind
    assert (bare.step is Step.EMERGENCY) == (learned.step is Step.EMERGENCY)


@LAW
@given(conversation=turns(), card=cards())
def test_the_same_card_and_state_give_the_same_bytes(
    conversation: list[Turn], card: Scorecard
) -> None:
    """Folding and deciding again ends in the very same public shape."""
    policy = replace(BARE, scorecard=card)
    shapes = [
        [reason.to_json() for reason in decide(fold(conversation, Record()), policy).reasons]
        for _ in range(2)
    ]
    assert repr(shapes[0]) == repr(shapes[1])


@LAW
@given(before=turns(max_size=4), reading=readings(), rise=ratios)
def test_more_distress_never_lowers_what_was_learned(
    before: list[Turn], reading: Reading, rise: float
) -> None:
    """Monotone from the reading on: a more distressed last message is no better for anybody."""
    louder = replace(reading, distress=max(reading.distress, rise))
    states = [fold([*before, a_turn(place=60, reading=one)], Record()) for one in (reading, louder)]
    if any(state.is_solved for state in states):
        return
    low, high = (OF_DISTRESS.chance(features_of(state)) for state in states)
    assert low <= high + 1e-12


def test_a_solved_matter_is_left_alone() -> None:
    """Whoever says that it works now is not handed off for how it began."""
    furious = a_turn(reading=a_reading(distress=1.0, feelings={"anger": 1.0}))
    solved = a_turn(place=1, reading=a_reading("relief.solved"))
    sure = Scorecard(bias=20, points={}, soften=0.1, offer=0.2, hand_off=0.3)
    decision = decide(fold([furious, solved], Record()), replace(BARE, scorecard=sure))
    assert Step.CARRY_ON is decision.step


def test_the_reason_names_what_carried_it() -> None:
    """At most three features, strongest first, each with its share of the points."""
    angry = a_reading("friction.unsolved", distress=0.8, valence=-0.9, feelings={"anger": 0.9})
    decision = decide(fold([a_turn(reading=angry)], Record()), POLICY)
    (learned,) = (one for one in decision.reasons if one.code == "learned.scorecard")
    shares = [share for _, share in learned.carried_by]
    assert Step.HAND_OFF is learned.step
    assert "anger_at_entry" in dict(learned.carried_by)
    assert 3 == len(shares)
    assert shares == sorted(shares, reverse=True)
    assert dict(learned.carried_by).keys() == learned.to_json()["carried_by"].keys()  # type: ignore[attr-defined]


def test_feeling_alone_never_hands_off() -> None:
    """Loud may be trivial: without a failure, an ask or a matter the card offers at most."""
    loud = a_reading(distress=0.8, valence=-0.9, feelings={"anger": 0.9})
    decision = decide(fold([a_turn(reading=loud)], Record()), POLICY)
    (learned,) = (one for one in decision.reasons if one.code == "learned.scorecard")
    assert Step.OFFER_PERSON is learned.step


def test_a_calm_first_question_gets_no_reason() -> None:
    """The shipped card is silent where nothing speaks."""
    decision = decide(fold([a_turn(reading=a_reading(valence=0.1))], Record()), POLICY)
    assert () == decision.reasons


def test_a_house_can_switch_it_off_for_an_inbox(tmp_path: Path) -> None:
    """Like any other rule."""
    path = tmp_path / "own.toml"
    path.write_text('[inbox.quiet.rules]\n"learned.scorecard" = false\n', "utf-8")
    policy = load_policy(path)
    assert policy.has_on("learned.scorecard")
    assert not policy.for_("quiet").has_on("learned.scorecard")


def test_a_card_of_ones_own_replaces_the_shipped_one(tmp_path: Path) -> None:
    """Whole: points that it leaves out are none, and the version changes."""
    path = tmp_path / "own.toml"
    path.write_text(ONE, "utf-8")
    own = load_policy(path)
    assert own.scorecard is not None
    assert {"distress": 3.0, "useless_answers": 1.0} == dict(own.scorecard.points)
    assert POLICY.version != own.version


@pytest.mark.parametrize(
    ("before", "after", "field", "says"),
    [
        ("distress = 3", "distress = -3", "scorecard.points.distress", "from 0 to 20"),
        ("distress = 3", "distres = 3", "scorecard.points.distres", "'distress'"),
        ("bias = -2\n", "", "scorecard.bias", "is missing"),
        ("offer = 0.4", "offer = 0.9", "scorecard.hand_off", "Let them rise"),
        ("hand_off = 0.6", "hand_off = 1.6", "scorecard.hand_off", "from 0.01 to 1"),
        ("soften", "softn", "scorecard.softn", "'soften'"),
    ],
)
def test_a_card_that_cannot_be_used_is_named(
    tmp_path: Path, before: str, after: str, field: str, says: str
) -> None:
    """With its line, its field and what to write; points below zero would lower somebody's step."""
    path = tmp_path / "own.toml"
    path.write_text(ONE.replace(before, after), "utf-8")
    with pytest.raises(PolicyInvalid) as refused:
        load_policy(path)
    assert field in str(refused.value)
    assert says in str(refused.value)


def test_what_another_card_changes_is_told(tmp_path: Path) -> None:
    """More points and a lower chance speak sooner; a feature that is missing had none."""
    before, after = tmp_path / "before.toml", tmp_path / "after.toml"
    before.write_text(ONE, "utf-8")
    after.write_text(
        ONE.replace("distress = 3", "abuse = 2\ndistress = 1").replace("0.6", "0.5"), "utf-8"
    )
    found = {one.key: one for one in differences(load_policy(before), load_policy(after))}
    assert {"hand_off", "distress", "abuse"} == set(found)
    assert ("sooner", "later", "sooner") == tuple(
        found[key].speaks for key in ("hand_off", "distress", "abuse")
    )
    assert (0.0, 2.0) == (found["abuse"].one, found["abuse"].other)


def test_every_feature_has_words() -> None:
    """In the tables that people read, in both languages."""
    assert [] == [name for name in FEATURES if not has(f"points.{name}")]
