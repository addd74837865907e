"""What is counted of a day in shadow: two moments side by side, neither of them the standard."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from warmline.conversation.conversation import InboxId
from warmline.conversation.message import ConversationId, MessageId
from warmline.moments.decision import Step
from warmline.outcomes.shadow import AGREED, Meeting, Watched, WatchedTurn, shadow_day
from warmline.testing import NOON

CARRY, SOFT, OFFER, HAND, DANGER = Step


def watched(*steps: Step, came: int | None = None, id: str = "c") -> Watched:
    """A conversation with these decisions, into which a person came after some messages."""
    turns = tuple(
        WatchedTurn(
            message_id=MessageId(f"{id}/{place}"), at=NOON + timedelta(minutes=place), step=step
        )
        for place, step in enumerate(steps)
    )
    return Watched(
        conversation_id=ConversationId(id),
        inbox_id=InboxId("main"),
        began_at=NOON,
        turns=turns,
        came_after=came,
    )


def test_the_two_moments_are_laid_beside_each_other() -> None:
    """Together within a message, apart beyond it, one alone, or neither."""
    told = {
        watched(CARRY, HAND, CARRY, came=2): (Meeting.TOGETHER, 0),
        watched(CARRY, HAND, CARRY, came=3): (Meeting.TOGETHER, 1),
        watched(HAND, CARRY, CARRY, came=3): (Meeting.APART, 2),
        watched(CARRY, CARRY, CARRY, HAND, came=1): (Meeting.APART, -3),
        watched(CARRY, OFFER, CARRY, came=2): (Meeting.ONLY_PEOPLE, None),
        watched(CARRY, came=0): (Meeting.ONLY_PEOPLE, None),
        watched(CARRY, DANGER): (Meeting.ONLY_PROGRAM, None),
        watched(CARRY, SOFT): (Meeting.NEITHER, None),
    }
    for one, expected in told.items():
        assert expected == (one.meeting, one.gap)


def test_a_day_is_summed_up_by_conversation() -> None:
    """Highest steps, hand-offs of both sides per hundred, agreement, and golden transfer."""
    day = shadow_day(
        [
            watched(CARRY, HAND, came=2),
            watched(CARRY, DANGER),
            watched(SOFT, OFFER, came=1),
            watched(CARRY, CARRY),
            watched(came=1),
        ]
    )
    assert (4, 8) == (day.conversations, day.messages), "who never wrote was not decided on"
    assert {HAND: 1, DANGER: 1, OFFER: 1, CARRY: 1} == day.steps
    assert (2, 2, 50.0) == (day.called, day.came, day.per_hundred(day.called))
    assert (2, 0.5) == (day.agreed, day.agreement.observed)
    assert {0: 1} == day.gaps
    assert (0.5, 0.5) == (day.golden["GT-I"], day.golden["recall-I"])


def test_danger_that_nobody_came_for_stands_first() -> None:
    """Then calls without a person, people without a call, and the furthest apart."""
    day = shadow_day(
        [
            watched(HAND, CARRY, CARRY, came=3, id="near"),
            watched(HAND, CARRY, CARRY, CARRY, CARRY, came=5, id="far"),
            watched(CARRY, came=1, id="people"),
            watched(HAND, id="program"),
            watched(CARRY, DANGER, id="danger"),
            watched(HAND, came=1, id="agreed"),
        ]
    )
    shown = [one.conversation_id for one in day.differing]
    assert ["danger", "program", "people", "far", "near"] == shown


def test_an_empty_day_divides_by_nothing() -> None:
    """No conversation: zeros, and no agreement to tell."""
    day = shadow_day([])
    assert (0, 0, 0.0, None) == (
        day.conversations, day.agreed, day.per_hundred(0), day.agreement.kappa,
    )  # fmt: skip


@given(
    st.lists(
        st.builds(
            lambda steps, came: watched(*steps, came=came),
            st.lists(st.sampled_from(Step), max_size=8),
            st.none() | st.integers(0, 8),
        ),
        max_size=12,
    )
)
def test_every_conversation_is_counted_once(some: list[Watched]) -> None:
    """By step and by meeting the sums are the conversations, and what differs is what disagreed."""
    day = shadow_day(some)
    assert day.conversations == day.steps.total() == day.meetings.total()
    assert day.conversations - day.agreed == len(day.differing)
    assert AGREED.isdisjoint(one.meeting for one in day.differing)
    assert day.gaps.total() == day.meetings[Meeting.TOGETHER] + day.meetings[Meeting.APART]
