"""The order of the queue."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from warmline.conversation.conversation import Priority
from warmline.conversation.message import ConversationId
from warmline.handoff.handoff import HandoffId
from warmline.handoff.queue import Ground, Waiting, estimate_minutes, order, place_in_line

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


def a_waiting(
    id: str,
    priority: Priority = Priority.MEDIUM,
    minutes: int = 1,
    promised_in: int | None = None,
    reason_code: str = "asked.person",
    has_need: bool = False,
    is_heavy: bool = False,
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
        has_need=has_need,
        is_heavy=is_heavy,
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


def test_whatever_lifts_somebody_is_named() -> None:
    """A need on record, a promise, a long wait, danger: each with its own word."""
    assert (Ground.NEED,) == a_waiting("a", has_need=True).grounds(NOW)
    assert (Ground.PROMISE_SOON,) == a_waiting("a", promised_in=10).grounds(NOW)
    assert (Ground.PROMISE_LATE, Ground.LONG_WAIT) == a_waiting(
        "a", minutes=3, promised_in=-1
    ).grounds(NOW)
    danger = a_waiting("a", Priority.URGENT, reason_code="safety.gas")
    assert (Ground.DANGER, Ground.URGENT) == danger.grounds(NOW)
    assert () == a_waiting("a").grounds(NOW)


def test_a_need_on_record_goes_before_its_like_and_after_who_is_upset() -> None:
    """A need lifts by half a step; a long wait as well, so of two such the earlier comes first."""
    assert ["upset", "long", "need", "new"] == ids(
        a_waiting("new", minutes=2),
        a_waiting("need", minutes=1, has_need=True),
        a_waiting("long", minutes=5),
        a_waiting("upset", Priority.HIGH, minutes=0),
    )


def test_a_heavy_one_lets_an_easy_one_pass_for_a_minute_when_all_just_had_one() -> None:
    """Then its turn comes; danger lets nobody pass."""
    fresh, easy = a_waiting("heavy", minutes=0, is_heavy=True), a_waiting("easy", minutes=0)
    later = a_waiting("heavy", minutes=2, is_heavy=True)
    danger = a_waiting("danger", Priority.URGENT, 0, None, "safety.gas", is_heavy=True)

    def spared(*waiting: Waiting) -> list[str]:
        return [one.handoff_id for one in order(waiting, NOW, spares_heavy=True)]

    assert ["easy", "heavy"] == spared(fresh, easy)
    assert ["heavy", "easy"] == spared(later, easy)
    assert ["danger", "easy"] == spared(danger, easy)


LINES = st.lists(
    st.tuples(
        st.sampled_from(Priority),
        st.integers(0, 90),
        st.none() | st.integers(-60, 90),
        st.sampled_from(["asked.person", "safety.gas", "feeling.distress-high"]),
        st.booleans(),
        st.booleans(),
    ),
    min_size=1,
    max_size=7,
)


@given(rows=LINES, more=st.integers(0, 120), spares=st.booleans())
def test_waiting_longer_never_lowers(rows: list[tuple], more: int, spares: bool) -> None:  # type: ignore[type-arg]
    """Had the first of them come earlier, they would stand as far in front or further."""
    line = [a_waiting(f"{place:02}", *row) for place, row in enumerate(rows)]
    earlier = replace(line[0], since=line[0].since - timedelta(minutes=more))
    before = order(line, NOW, spares_heavy=spares).index(line[0])
    after = order([earlier, *line[1:]], NOW, spares_heavy=spares).index(earlier)
    assert after <= before


@given(rows=LINES, spares=st.booleans())
def test_nothing_stands_before_danger(rows: list[tuple], spares: bool) -> None:  # type: ignore[type-arg]
    """However long others wait and whatever was promised to them."""
    line = [a_waiting(f"{place:02}", *row) for place, row in enumerate(rows)]
    is_danger = [
        one.reason_code.startswith("safety") for one in order(line, NOW, spares_heavy=spares)
    ]
    assert sorted(is_danger, reverse=True) == is_danger
