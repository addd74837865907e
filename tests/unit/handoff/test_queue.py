"""The order of the queue."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from warmline.conversation.conversation import Priority
from warmline.conversation.message import ConversationId
from warmline.handoff.handoff import HandoffId
from warmline.handoff.queue import Waiting, estimate_minutes, order, place_in_line

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


def a_waiting(
    id: str,
    priority: Priority = Priority.MEDIUM,
    minutes: int = 1,
    promised_in: int | None = None,
    reason_code: str = "asked.person",
) -> Waiting:
    """Somebody who has waited for some minutes."""
    due_at = None if promised_in is None else NOW + timedelta(minutes=promised_in)
    return Waiting(
        handoff_id=HandoffId(id),
        conversation_id=ConversationId(id),
        priority=priority,
        reason_code=reason_code,
        since=NOW - timedelta(minutes=minutes),
        language="en",
        promised_for=due_at,
    )


def ids(*waiting: Waiting) -> list[str]:
    """The order in which they are served."""
    return [one.handoff_id for one in order(waiting, NOW)]


def test_urgency_comes_before_waiting_time() -> None:
    """Danger that came last is served first; among equals the longest wait."""
    assert ids(
        a_waiting("a", minutes=30),
        a_waiting("b", Priority.HIGH, minutes=2),
        a_waiting("c", Priority.URGENT, minutes=0),
        a_waiting("d", minutes=5),
    ) == ["c", "b", "a", "d"]


def test_a_promise_that_is_nearly_due_moves_up_but_not_before_danger() -> None:
    """Ten minutes before it is due, a call-back counts as high; an hour before, it does not."""
    assert ids(
        a_waiting("long", minutes=50),
        a_waiting("later", minutes=40, promised_in=60),
        a_waiting("soon", minutes=30, promised_in=10),
        a_waiting("danger", Priority.URGENT),
    ) == ["danger", "soon", "long", "later"]


def test_place_and_estimate_follow_the_order() -> None:
    """The second in line is told so; who no longer waits has no place."""
    line = (a_waiting("a", minutes=30), a_waiting("b", Priority.HIGH))
    assert place_in_line(line, HandoffId("a"), NOW) == 2
    assert place_in_line(line, HandoffId("gone"), NOW) is None
    assert (estimate_minutes(1, 0), estimate_minutes(2, 2), estimate_minutes(3, 1)) == (3, 3, 9)


def test_the_reason_is_told_in_the_readers_language() -> None:
    """A known code has its own words, an unknown one those of its family."""
    one = a_waiting("a", reason_code="safety.gas")
    assert one.why("en") == "Danger: gas"
    assert one.why("zh-CN") == "危险：燃气"
    assert a_waiting("b", reason_code="feeling.something-new").why("en") == "Is upset"
    assert timedelta(minutes=1) == one.waited(NOW)


@given(
    st.lists(
        st.tuples(st.sampled_from(Priority), st.integers(0, 90), st.none() | st.integers(-60, 90)),
        max_size=8,
    ),
    st.randoms(),
)
def test_the_order_does_not_depend_on_how_they_came_in(
    rows: list[tuple[Priority, int, int | None]], random: object
) -> None:
    """Shuffling the line changes nothing, and nobody is lost."""
    line = [a_waiting(f"{place:02}", *row) for place, row in enumerate(rows)]
    shuffled = list(line)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert order(line, NOW) == order(shuffled, NOW)
    assert sorted(ids(*line)) == [one.handoff_id for one in line]
