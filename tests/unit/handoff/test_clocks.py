"""The clocks of a conversation, by example and by law."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from contract.values import a_conversation, a_handoff, a_message
from warmline.agents.hours import always, weekdays
from warmline.agents.service_levels import DEFAULT_SLA, SPAIN, ClockKind, PauseRule, build_sla
from warmline.conversation.conversation import Status
from warmline.conversation.message import Author, Message
from warmline.handoff.clocks import Change, SlaClock, Tick, clocks_of, human_answer_clock, wind

MADRID = ZoneInfo("Europe/Madrid")
OFFICE = weekdays(MADRID, time(9), time(18))
MONDAY = datetime(2026, 11, 23, 10, tzinfo=MADRID)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
CHANGES = st.sampled_from(Change)
TIMES = st.datetimes(
    datetime(2026, 3, 20),  # noqa: DTZ001 - the zone is given beside it
    datetime(2026, 4, 5),  # noqa: DTZ001
    timezones=st.just(MADRID),
)
TICKS = st.lists(st.builds(Tick, TIMES, CHANGES), max_size=8)
HOURS = st.sampled_from([None, OFFICE, always(MADRID)])


def said(author: Author, minutes: float, **changes: object) -> Message:
    """A message so many minutes after ten on a Monday."""
    return a_message(id=f"m-{minutes}", author=author, sent_at=MONDAY + minutes * MINUTE, **changes)


def clocks(*messages: Message, **changes: object) -> dict[ClockKind, SlaClock]:
    """The clocks of a conversation without a handoff."""
    found = clocks_of(a_conversation(**changes), messages, None, policy=DEFAULT_SLA, hours=OFFICE)
    return {clock.kind: clock for clock in found}


def test_the_human_clock_stops_at_the_first_words_of_a_person_not_when_it_is_taken() -> None:
    """Acceptance, notices and the assistant do not answer a request for a person."""
    asked = a_handoff(requested_at=MONDAY, accepted_at=MONDAY + MINUTE)
    messages = [said(Author.SYSTEM, 1), said(Author.ASSISTANT, 2), said(Author.AGENT, 4)]
    clock = human_answer_clock(asked, messages, policy=DEFAULT_SLA, hours=OFFICE)
    assert (4 * MINUTE, MONDAY + SPAIN) == (clock.elapsed(MONDAY + HOUR), clock.due_at)
    assert not clock.is_running


def test_a_request_in_the_night_is_timed_from_the_opening_and_danger_from_the_request() -> None:
    """Once it runs nothing pauses it, also not the closing of the firm."""
    night = MONDAY.replace(hour=3)
    calm = human_answer_clock(a_handoff(requested_at=night), [], policy=DEFAULT_SLA, hours=OFFICE)
    assert timedelta(0) == calm.elapsed(night + 2 * HOUR)
    assert HOUR == calm.elapsed(MONDAY)
    late = a_handoff(requested_at=MONDAY.replace(hour=17, minute=59))
    asked = human_answer_clock(late, [], policy=DEFAULT_SLA, hours=OFFICE)
    assert 16 * HOUR + MINUTE == asked.elapsed(MONDAY.replace(day=24))
    danger = a_handoff(requested_at=night, reason_code="safety.gas")
    clock = human_answer_clock(danger, [], policy=DEFAULT_SLA, hours=OFFICE)
    assert 2 * HOUR == clock.elapsed(night + 2 * HOUR)


def test_an_answer_that_does_not_help_does_not_stop_the_first_response() -> None:
    """The assistant that did not know has not responded; a person has."""
    found = clocks(
        said(Author.CONTACT, 0),
        said(Author.ASSISTANT, 0.1, is_helpful=False),
        said(Author.AGENT, 7),
    )
    assert 7 * MINUTE == found[ClockKind.FIRST_RESPONSE].elapsed(MONDAY + HOUR)
    assert found[ClockKind.FIRST_RESPONSE].is_late(MONDAY + HOUR)


def test_the_answer_clock_counts_from_the_first_word_without_an_answer() -> None:
    """Writing again does not set it back; an answer ends it."""
    waiting = clocks(
        said(Author.CONTACT, 0), said(Author.AGENT, 5), said(Author.CONTACT, 10),
        said(Author.CONTACT, 50), said(Author.SYSTEM, 51),
    )  # fmt: skip
    assert 20 * MINUTE == waiting[ClockKind.ANSWER].elapsed(MONDAY + 30 * MINUTE)
    answered = clocks(said(Author.CONTACT, 0), said(Author.AGENT, 5))
    assert ClockKind.ANSWER not in answered


def test_the_resolution_clock_waits_for_the_contact_and_for_the_morning() -> None:
    """Time in which the last word is ours, or the firm is closed, does not count."""
    found = clocks(said(Author.CONTACT, 0), said(Author.AGENT, 10), said(Author.CONTACT, 70))[
        ClockKind.RESOLUTION
    ]
    assert 40 * MINUTE == found.elapsed(MONDAY + 100 * MINUTE)
    morning = MONDAY.replace(day=24, hour=9, minute=30)
    assert 10 * MINUTE + (7 * HOUR - 10 * MINUTE) + 30 * MINUTE == found.elapsed(morning)
    over = clocks(
        said(Author.CONTACT, 0),
        status=Status.RESOLVED,
        resolved_at=MONDAY + 20 * MINUTE,
    )[ClockKind.RESOLUTION]
    assert 20 * MINUTE == over.elapsed(MONDAY + 9 * HOUR)


def test_without_pause_rules_nothing_stands_still() -> None:
    """A policy with an empty list counts day and night, and while the contact thinks."""
    policy = build_sla({"pause": []}, field="service_levels")
    messages = [said(Author.CONTACT, 0), said(Author.AGENT, 10)]
    found = clocks_of(a_conversation(), messages, None, policy=policy, hours=OFFICE)
    (resolution,) = [one for one in found if one.kind is ClockKind.RESOLUTION]
    assert timedelta(days=3) == resolution.elapsed(MONDAY + timedelta(days=3))
    assert frozenset(PauseRule) == DEFAULT_SLA.pauses


@given(ticks=TICKS, hours=HOURS, now=TIMES)
def test_a_clock_never_shows_more_than_the_time_that_passed(ticks, hours, now) -> None:  # type: ignore[no-untyped-def]
    """Nor less than nothing, also where the clocks of the land change."""
    clock = wind(ClockKind.RESOLUTION, ticks, target=HOUR, hours=hours)
    if clock is not None:
        passed = max(now.astimezone(UTC) - clock.started_at, timedelta(0))
        assert timedelta(0) <= clock.elapsed(now) <= passed


@given(ticks=TICKS, pause=TIMES, hours=HOURS, now=TIMES)
def test_a_pause_never_adds(ticks, pause, hours, now) -> None:  # type: ignore[no-untyped-def]
    """One more pause shows as much or less, at any time."""
    before = wind(ClockKind.RESOLUTION, ticks, target=HOUR, hours=hours)
    after = wind(
        ClockKind.RESOLUTION, [*ticks, Tick(pause, Change.PAUSED)], target=HOUR, hours=hours
    )
    if before is not None:
        assert after is not None
        assert after.elapsed(now) <= before.elapsed(now)


@given(ticks=TICKS, random=st.randoms(), now=TIMES)
def test_the_order_in_which_it_is_told_does_not_matter(ticks, random, now) -> None:  # type: ignore[no-untyped-def]
    """Shuffled, and each thing told twice, it is the same clock."""
    shuffled = ticks + ticks
    random.shuffle(shuffled)
    known = wind(ClockKind.ANSWER, ticks, target=HOUR, hours=OFFICE)
    assert known == wind(ClockKind.ANSWER, shuffled, target=HOUR, hours=OFFICE)
    assert known is None or timedelta(0) <= known.elapsed(now)


@given(ticks=TICKS, hours=HOURS, minutes=st.integers(1, 3000))
def test_at_its_due_time_a_clock_shows_its_target(ticks, hours, minutes) -> None:  # type: ignore[no-untyped-def]
    """What is told as due is when it becomes late, and not before."""
    target = minutes * MINUTE
    clock = wind(ClockKind.RESOLUTION, ticks, target=target, hours=hours)
    if clock is None:
        return
    if clock.due_at is None:
        assert not clock.is_late(MONDAY + timedelta(days=365))
    else:
        assert target == clock.elapsed(clock.due_at)
        assert not clock.is_late(clock.due_at - timedelta(seconds=1))


@given(start=TIMES, end=TIMES)
def test_working_time_is_true_over_a_change_of_the_clocks(start, end) -> None:  # type: ignore[no-untyped-def]
    """Day and night it is the time that passed: 23 hours on the last Sunday of March."""
    passed = max(end.astimezone(UTC) - start.astimezone(UTC), timedelta(0))
    assert passed == always(MADRID).working_time(start, end)
    sunday = datetime(2026, 3, 29, tzinfo=MADRID)
    assert 23 * HOUR == always(MADRID).working_time(sunday, sunday + timedelta(days=1))
