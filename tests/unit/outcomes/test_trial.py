"""What a policy would have done: counted fairly, drawn by lot, compared by the first hand-off."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.conversation.message import Author
from warmline.moments.archive import ArchivedConversation, ArchivedTurn, Replayed
from warmline.moments.decision import Decision, Reason, Step
from warmline.moments.so_far import SoFar
from warmline.outcomes.trial import PER_STEP, Trial, flip_between
from warmline.reading.reading import Reading

MONDAY = datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001 - local, as an archive without offsets has it
NOTHING = SoFar(emergency=None, vulnerability=(), need=None, asks=(), abuse=False, distress=0.0)
NUMBERS = {"0": Step.CARRY_ON, "1": Step.SOFTEN, "2": Step.OFFER_PERSON, "3": Step.HAND_OFF}


def decision(step: Step, *codes: str) -> Decision:
    """A decision for these reasons."""
    reasons = tuple(Reason(code=code, step=step, weight=1.0) for code in codes)
    return Decision(step=step, reasons=reasons, policy_version="v")


def seen(
    id: str, steps: str, others: str = "", *, at: datetime | None = None
) -> tuple[ArchivedConversation, list[Replayed]]:
    """A conversation in which the contact writes every minute; a digit is a step."""
    turns = tuple(
        ArchivedTurn(author=Author.CONTACT, text="a", at=at and at + n * timedelta(minutes=1))
        for n in range(len(steps))
    )
    decided = [
        Replayed(
            conversation=id,
            turn=n,
            decision=decision(NUMBERS[step], "asked.person"),
            so_far=NOTHING,
            satisfaction=3.0,
            reading=Reading(language="en", model="m"),
            other=decision(NUMBERS[others[n]], "stakes.leave") if others else None,
        )
        for n, step in enumerate(steps)
    ]
    return ArchivedConversation(id=id, turns=turns), decided


def test_a_conversation_counts_once_by_its_first_hand_off() -> None:
    """Reasons, message, hour; days from the first to the last."""
    trial = Trial()
    trial.take(*seen("a", "0133", at=MONDAY))
    trial.take(*seen("b", "3", at=MONDAY + timedelta(days=3, hours=1)))
    trial.take(*seen("c", "02"))
    assert (3, 7, 2) == (trial.conversations, trial.messages, trial.handed_off)
    assert {3: 1, 1: 1} == trial.firsts
    assert {"asked.person": 2} == trial.reasons
    assert {Step.HAND_OFF: 2, Step.OFFER_PERSON: 1} == trial.steps
    assert (2, 4) == (trial.timed, trial.days)
    assert 0.25 == trial.mean_arrivals()[9] == trial.mean_arrivals()[10]
    assert 1 == trial.most_arrivals()[9]
    assert 2.0 == trial.median_first


@given(st.permutations(range(24)))
def test_the_sample_does_not_hang_on_the_order(order: list[int]) -> None:
    """A lot is drawn by the id; so many of each step, the highest first."""
    trial, straight = Trial(), Trial()
    for number in order:
        trial.take(*seen(f"c{number}", str(number % 2 * 3)))
    for number in range(24):
        straight.take(*seen(f"c{number}", str(number % 2 * 3)))
    assert 2 * PER_STEP == len(trial.sample)
    assert trial.sample[0].step is Step.HAND_OFF
    assert [one.conversation.id for one in straight.sample] == [
        one.conversation.id for one in trial.sample
    ]


@pytest.mark.parametrize(
    ("ours", "others", "flip"),
    [
        ("023", "023", None),
        ("0", "2", None),
        ("000", "003", ("only-other", 2)),
        ("030", "000", ("only-this", 1)),
        ("003", "033", ("sooner", 1)),
        ("303", "003", ("later", 0)),
    ],
)
def test_a_flip_is_where_a_person_comes_in_or_not(
    ours: str, others: str, flip: tuple[str, int] | None
) -> None:
    """Seen from the other policy; smaller steps are no flip."""
    sides = [[decision(NUMBERS[step]) for step in steps] for steps in (ours, others)]
    assert flip == flip_between(*sides)


def test_flips_say_why_and_smaller_changes_are_counted_apart() -> None:
    """The reasons that call for a person under one policy only."""
    trial = Trial()
    trial.take(*seen("a", "02", "03"))
    trial.take(*seen("b", "01", "02"))
    trial.take(*seen("c", "33", "33"))
    [flip] = trial.flips
    assert ("a", "only-other", 2) == (flip.conversation, flip.kind, flip.message)
    assert (Step.OFFER_PERSON, Step.HAND_OFF) == (flip.this, flip.other)
    assert ("stakes.leave",) == flip.reasons
    assert 1 == trial.smaller_changes
