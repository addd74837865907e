"""Fitting a policy: what labels ask for, never below the floor, and figures nobody has seen."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unit.moments.states import turns
from warmline.conversation.message import Author, MessageId
from warmline.errors import LabelsTooFew
from warmline.moments.decide import decide
from warmline.moments.decision import Step
from warmline.moments.fold import fold
from warmline.moments.policy import load_policy
from warmline.moments.record import Record
from warmline.moments.turn import Turn
from warmline.outcomes.labels import Label
from warmline.outcomes.tuning import COUNTS, THRESHOLDS, Bench, moves_of, tune, value_of
from warmline.reading.reading import Reading

SHIPPED = load_policy()


def a_label(number: int, distress: float, *, needs: bool, person: float = 0.0) -> Label:
    """One message of a contact this distressed, who may have asked for a person."""
    asks = {"person": person} if person else {}
    reading = Reading(language="en", model="scripted", distress=distress, asks=asks)
    turn = Turn(message_id=MessageId("m"), author=Author.CONTACT, reading=reading)
    return Label(
        conversation_id=f"c{number:03}",
        state=fold([turn], Record()),
        step_min=Step.HAND_OFF if needs else Step.CARRY_ON,
        step_max=Step.EMERGENCY if needs else Step.OFFER_PERSON,
    )


def upset_people() -> list[Label]:
    """Whoever is above 0.7 needs a person; the shipped line for a hand-off is 0.85."""
    needing = [a_label(n, 0.72 + 0.005 * (n % 10), needs=True) for n in range(30)]
    calm = [a_label(n, 0.4 + 0.005 * (n % 10), needs=False) for n in range(30, 60)]
    return needing + calm


def test_the_line_moves_to_where_labels_want_it() -> None:
    """All thirty were missed; now none is, and only what labels feel has moved."""
    tuned = tune(upset_people(), SHIPPED, miss_cost=5)
    assert (0, 30) == (tuned.before.met, tuned.before.needed)
    assert {"distress_hand_off"} == set(tuned.changes)
    assert 0.62 <= tuned.policy.thresholds.distress_hand_off <= 0.72
    assert 1.0 == tuned.kept_aside.recall == tuned.kept_aside.precision
    assert 50.0 == tuned.kept_aside.hand_offs_per_100


def test_a_dearer_miss_never_misses_more() -> None:
    """Half of the people at one level need somebody: what is done depends on what a miss costs."""
    torn = [a_label(n, 0.78, needs=n % 3 == 0) for n in range(60)]
    cheap, dear = (tune(torn, SHIPPED, miss_cost=cost) for cost in (0.5, 20))
    assert {} == cheap.changes
    assert 20 == dear.kept_aside.met
    assert cheap.kept_aside.needless < dear.kept_aside.needless


def test_asking_for_a_person_is_never_made_harder_and_danger_is_never_touched() -> None:
    """Though every label says that those who asked did not need anybody."""
    asking = [a_label(n, 0.1, needs=False, person=0.55) for n in range(40)]
    others = [a_label(n, 0.9, needs=True) for n in range(40, 60)]
    tuned = tune(asking + others, SHIPPED, miss_cost=0.1)
    limits, shipped = tuned.policy.thresholds, SHIPPED.thresholds
    assert limits.person <= shipped.person
    assert limits.person_maybe <= shipped.person_maybe
    assert (limits.emergency, limits.vulnerability) == (shipped.emergency, shipped.vulnerability)
    assert SHIPPED.rules == tuned.policy.rules
    assert {"emergency", "vulnerability", "need"} & {*THRESHOLDS, *COUNTS} == set()


def test_figures_are_of_labels_that_the_fit_has_not_seen() -> None:
    """Labels by lot teach nothing: a fit looks better on its own labels than on others."""
    lot = [1, 0, 0, 1, 1, 0, 1, 0, 0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 0, 1] * 3
    noise = [a_label(n, 0.55 + 0.007 * n, needs=bool(one)) for n, one in enumerate(lot)]
    bench = Bench(noise, SHIPPED)
    seen = bench.score(bench.fit(range(len(noise)), 2.0), range(len(noise)))
    aside = bench.kept_aside(2.0)
    assert len(noise) == aside.labels
    assert sum(lot) == aside.needed
    assert seen.cost(2.0) <= aside.cost(2.0)


def test_turns_of_one_conversation_are_kept_aside_together() -> None:
    """Otherwise a fit has seen the neighbours of what it is measured on."""
    labels = [replace(one, conversation_id=f"c{n % 7}") for n, one in enumerate(upset_people())]
    folds = Bench(labels, SHIPPED)._folds()
    homes = [{labels[at].conversation_id for at in fold} for fold in folds]
    assert sum(len(home) for home in homes) == 7
    assert sorted(at for fold in folds for at in fold) == list(range(60))


@pytest.mark.parametrize("labels", [upset_people()[:39], upset_people()[:30] * 2])
def test_too_few_labels_are_refused(labels: list[Label]) -> None:
    """Too few at all, or none of one kind; the sentence says how many there are."""
    with pytest.raises(LabelsTooFew, match=str(len(labels))):
        tune(labels, SHIPPED, miss_cost=5)


@settings(max_examples=50, deadline=None)
@given(conversation=turns(), name=st.sampled_from([*THRESHOLDS, *COUNTS]))
def test_a_lower_number_never_lowers_the_step(conversation: list[Turn], name: str) -> None:
    """The search leaves out what does not move between the ends; this is why it may."""
    state = fold(conversation, Record())
    moved = sorted([SHIPPED, *moves_of(SHIPPED, SHIPPED, name)], key=lambda p: value_of(p, name))
    ranks = [decide(state, policy).step.rank for policy in moved]
    assert sorted(ranks, reverse=True) == ranks
