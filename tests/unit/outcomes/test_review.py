"""Verdicts of people, what can be learned from them, and how far two people agree."""

import pytest

from warmline.conversation.message import AgentId, ConversationId, MessageId
from warmline.outcomes.agreement import agreement_of, cohens_kappa
from warmline.outcomes.review import Review, ReviewId, Verdict, needed_turns, verdict_pairs
from warmline.testing import NOON


def a_review(message: str, reviewer: str, verdict: Verdict, at: str | None = None) -> Review:
    """A verdict given without the reasons in sight."""
    return Review(
        id=ReviewId(f"{message}/{reviewer}"),
        conversation_id=ConversationId("c1"),
        message_id=MessageId(message),
        reviewer_id=AgentId(reviewer),
        verdict=verdict,
        needed_at_id=None if at is None else MessageId(at),
        given_at=NOON,
    )


def test_kappa_is_that_of_the_textbook() -> None:
    """Cohen's own kind of table: 20 yes-yes, 15 no-no, 5 and 10 crosswise give 0.4."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert cohens_kappa(pairs) == pytest.approx(0.4)
    summed = agreement_of(pairs)
    assert summed.observed == pytest.approx(0.7)
    assert summed.interval is not None
    low, high = summed.interval
    assert low < 0.4 < high
    assert 0.05 < low < 0.25
    assert 0.55 < high < 0.7


def test_kappa_says_nothing_where_chance_explains_all() -> None:
    """Both always say the same one thing: no kappa, no interval; and none without pairs."""
    assert cohens_kappa([("y", "y")] * 12) is None
    assert agreement_of([("y", "y")] * 12).interval is None
    assert agreement_of([]).observed is None


def test_only_turns_with_two_verdicts_make_pairs() -> None:
    """The lower id of reviewer stands first, whoever came first."""
    reviews = [
        a_review("m1", "sam", Verdict.HANDLED_RIGHTLY),
        a_review("m1", "kim", Verdict.SHOULD_HAVE_BEEN),
        a_review("m2", "sam", Verdict.HANDLED_RIGHTLY),
    ]
    assert [("should-have-been-handed-off", "handled-rightly")] == verdict_pairs(reviews)


def test_what_people_do_not_agree_on_teaches_nothing() -> None:
    """m1 is disputed, m2 agreed; m0 was named as the turn where a person had been needed."""
    reviews = [
        a_review("m1", "sam", Verdict.HANDLED_RIGHTLY),
        a_review("m1", "kim", Verdict.SHOULD_HAVE_BEEN, at="m0"),
        a_review("m2", "sam", Verdict.HANDED_OFF_NEEDLESSLY),
        a_review("m2", "kim", Verdict.HANDED_OFF_NEEDLESSLY),
    ]
    assert {MessageId("m0"): True, MessageId("m2"): False} == needed_turns(reviews)


@pytest.mark.parametrize(
    ("verdict", "after_hand_off", "without"),
    [
        (Verdict.HANDLED_RIGHTLY, False, True),
        (Verdict.HANDED_OFF_RIGHTLY, True, False),
        (Verdict.HANDED_OFF_NEEDLESSLY, True, False),
        (Verdict.SHOULD_HAVE_BEEN, True, True),
    ],
)
def test_a_verdict_fits_what_happened(
    verdict: Verdict, after_hand_off: bool, without: bool
) -> None:
    """Nobody can call a hand-off needless that there was not."""
    assert verdict.fits(was_handed_off=True) is after_hand_off
    assert verdict.fits(was_handed_off=False) is without
