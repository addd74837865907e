"""
How long a contact has waited for what the house means to give: clocks that start, pause and stop.

Pure: a clock is folded from what happened and asked with a time. Laws: it never shows more than the
time that has passed; a pause never adds; of two things at the same instant the order does not
matter. The clock of a request for a person stands still only before the firm opens, and in danger
never.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from warmline.agents.hours import Hours
from warmline.agents.service_levels import ClockKind, PauseRule, SlaPolicy
from warmline.conversation.conversation import Conversation, Status
from warmline.conversation.message import Author, Message
from warmline.handoff.handoff import Handoff
from warmline.handoff.match import is_danger


class Change(StrEnum):
    """What can happen to a clock."""

    STARTED = "started"
    PAUSED = "paused"
    RESUMED = "resumed"
    STOPPED = "stopped"


# Of a pause and a resumption at the same instant the resumption counts: when in doubt, it runs.
_RANK = {change: rank for rank, change in enumerate(Change)}

Stretch = tuple[datetime, datetime | None]
"""From, until; None while it goes on."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One thing that happened to a clock."""

    at: datetime
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaClock:
    """One clock over one conversation."""

    kind: ClockKind
    target: timedelta
    running: tuple[Stretch, ...]
    """When it ran, in order, apart; only the last may go on. Aware UTC."""
    hours: Hours | None = None
    """Counts opening time only; None counts day and night."""
    stopped_at: datetime | None = None

    @property
    def started_at(self) -> datetime:
        """When it began to run."""
        return self.running[0][0]

    @property
    def is_running(self) -> bool:
        """Whether it goes on, as far as what happened tells; the firm may be closed."""
        return self.running[-1][1] is None

    @property
    def due_at(self) -> datetime | None:
        """When the target was or will be reached; None when it was not and cannot be by itself."""
        left = self.target
        for begins, ends in self.running:
            length = None if ends is None else self._between(begins, ends)
            if length is None or left <= length:
                return self._after(begins, left)
            left -= length
        return None

    def elapsed(self, now: datetime) -> timedelta:
        """What it shows at a time."""
        shown = timedelta(0)
        for begins, ends in self.running:
            until = now if ends is None else min(ends, now)
            shown += self._between(begins, until) if until > begins else timedelta(0)
        return shown

    def is_late(self, now: datetime) -> bool:
        """Whether the target has passed at a time."""
        return self.elapsed(now) >= self.target

    def _between(self, begins: datetime, ends: datetime) -> timedelta:
        if self.hours is None:
            return ends.astimezone(UTC) - begins.astimezone(UTC)
        return self.hours.working_time(begins, ends)

    def _after(self, begins: datetime, left: timedelta) -> datetime:
        if self.hours is None:
            return begins.astimezone(UTC) + left
        return self.hours.add_working_time(begins, left)


def wind(
    kind: ClockKind, ticks: Iterable[Tick], *, target: timedelta, hours: Hours | None
) -> SlaClock | None:
    """
    The clock that follows from what happened; None when it never started.

    Args:
        kind: what is timed.
        ticks: in any order; what does not fit (a second start, a pause in a pause) changes nothing.
        target: within which time.
        hours: when the firm is open, if only that counts.
    """
    running: list[Stretch] = []
    begins: datetime | None = None
    for tick in sorted(set(ticks), key=lambda one: (one.at, _RANK[one.change])):
        at = tick.at.astimezone(UTC)
        match tick.change:
            case Change.STARTED:
                begins = at if begins is None and not running else begins
            case Change.RESUMED:
                begins = at if begins is None and running else begins
            case Change.PAUSED if begins is not None:
                running.append((begins, at))
                begins = None
            case Change.STOPPED if begins is not None or running:
                running += [] if begins is None else [(begins, at)]
                return _clock(kind, running, target, hours, stopped_at=at)
    running += [] if begins is None else [(begins, None)]
    return _clock(kind, running, target, hours) if running else None


def human_answer_clock(
    handoff: Handoff, messages: Sequence[Message], *, policy: SlaPolicy, hours: Hours
) -> SlaClock:
    """
    From the request for a person to the first words of one.

    A request while the firm is closed is timed from the opening, if the policy says so; once it
    runs nothing pauses it, and in danger it runs from the request.

    Args:
        handoff: the request.
        messages: of the conversation.
        policy: the targets of the inbox.
        hours: of the house.
    """
    is_paused = PauseRule.CLOSED in policy.pauses and not is_danger(handoff)
    asked_at = handoff.requested_at
    begins = hours.next_opening(asked_at) if is_paused else asked_at
    ended_at = handoff.ended_at
    ends = [one.sent_at for one in messages if _is_answer_to(one, handoff)]
    stops = ends[0] if ends else ended_at
    ticks = [Tick(begins, Change.STARTED)]
    if stops is not None:
        ticks.append(Tick(max(stops, begins), Change.STOPPED))
    target = policy.target(ClockKind.HUMAN_ANSWER, handoff.priority)
    clock = wind(ClockKind.HUMAN_ANSWER, ticks, target=target, hours=None)
    assert clock is not None
    return clock


def clocks_of(
    conversation: Conversation,
    messages: Sequence[Message],
    handoff: Handoff | None,
    *,
    policy: SlaPolicy,
    hours: Hours,
) -> list[SlaClock]:
    """
    Every clock that has started since the last resolution, most pressing kind first.

    Args:
        conversation: as stored.
        messages: all of it, in the order of arrival.
        handoff: the one that is not over, if there is one.
        policy: the targets of the inbox.
        hours: of the house.
    """
    counted = hours if PauseRule.CLOSED in policy.pauses else None
    since = conversation.resolved_at
    is_over = conversation.status is Status.RESOLVED
    current = [one for one in messages if is_over or since is None or one.sent_at > since]
    over_at = since if is_over else None
    found: list[SlaClock | None] = []
    if handoff is not None:
        found.append(human_answer_clock(handoff, messages, policy=policy, hours=hours))
    for kind, ticks in (
        (ClockKind.FIRST_RESPONSE, _first_response(current)),
        (ClockKind.ANSWER, _answer(current, over_at)),
        (ClockKind.RESOLUTION, _resolution(current, policy, over_at)),
    ):
        target = policy.target(kind, conversation.priority)
        found.append(wind(kind, ticks, target=target, hours=counted))
    return [clock for clock in found if clock is not None]


def answer_due(waiting_since: datetime, *, target: timedelta, hours: Hours | None) -> datetime:
    """Until when a word of the contact should have an answer."""
    ticks = [Tick(waiting_since, Change.STARTED)]
    clock = wind(ClockKind.ANSWER, ticks, target=target, hours=hours)
    assert clock is not None
    assert clock.due_at is not None
    return clock.due_at


def _clock(
    kind: ClockKind,
    running: list[Stretch],
    target: timedelta,
    hours: Hours | None,
    *,
    stopped_at: datetime | None = None,
) -> SlaClock:
    return SlaClock(
        kind=kind, target=target, running=tuple(running), hours=hours, stopped_at=stopped_at
    )


def _is_answer_to(message: Message, handoff: Handoff) -> bool:
    is_within = handoff.ended_at is None or message.sent_at <= handoff.ended_at
    return message.author is Author.AGENT and message.sent_at >= handoff.requested_at and is_within


def _is_answer(message: Message) -> bool:
    return message.author in (Author.AGENT, Author.ASSISTANT)


def _words(messages: Sequence[Message]) -> Iterator[Message]:
    return (one for one in messages if one.author is Author.CONTACT)


def _first_response(messages: Sequence[Message]) -> Iterator[Tick]:
    first = next(_words(messages), None)
    if first is None:
        return
    yield Tick(first.sent_at, Change.STARTED)
    for one in messages[messages.index(first) :]:
        if _is_answer(one) and one.is_helpful:
            yield Tick(one.sent_at, Change.STOPPED)
            return


def _answer(messages: Sequence[Message], over_at: datetime | None) -> Iterator[Tick]:
    """Of the words that have no answer yet; a resolution ends the waiting."""
    answered = [place for place, one in enumerate(messages) if _is_answer(one)]
    rest = messages[answered[-1] + 1 :] if answered else messages
    first = next(_words(rest), None)
    if first is not None:
        yield Tick(first.sent_at, Change.STARTED)
        if over_at is not None:
            yield Tick(over_at, Change.STOPPED)


def _resolution(
    messages: Sequence[Message], policy: SlaPolicy, over_at: datetime | None
) -> Iterator[Tick]:
    first = next(_words(messages), None)
    if first is None:
        return
    yield Tick(first.sent_at, Change.STARTED)
    if PauseRule.WAITING_FOR_CONTACT in policy.pauses:
        for one in messages[messages.index(first) + 1 :]:
            if _is_answer(one):
                yield Tick(one.sent_at, Change.PAUSED)
            elif one.author is Author.CONTACT:
                yield Tick(one.sent_at, Change.RESUMED)
    if over_at is not None:
        yield Tick(over_at, Change.STOPPED)
