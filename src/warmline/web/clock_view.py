"""
The clocks of a conversation in calm words: what has passed, what the house means to, what pauses.

A clock that never pauses goes on by itself in the browser; the others are told as they stand.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from warmline.agents.service_levels import ClockKind
from warmline.conversation.conversation import Conversation, Status
from warmline.conversation.message import Message
from warmline.handoff.clocks import SlaClock, clocks_of
from warmline.handoff.handoff import Handoff
from warmline.web.times import day_time, duration, exact_duration
from warmline.web.view import View
from warmline.web.words import Words

MARK = "\0"
"""Stands in a sentence where the running time goes; no word contains it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLine:
    """One clock as a sentence, with the time in the middle."""

    kind: str
    before: str
    length: str
    after: str
    since: str | None = None
    """ISO 8601, when it goes on by itself; None when it is told as it stands."""


def compose_clocks(
    view: View,
    conversation: Conversation,
    messages: Sequence[Message],
    handoff: Handoff | None,
) -> tuple[ClockLine, ...]:
    """What this conversation's clocks show, of a conversation that is not over."""
    if conversation.status is Status.RESOLVED or conversation.is_watched:
        return ()
    sla = view.house.inbox(conversation.inbox_id).sla
    clocks = clocks_of(conversation, messages, handoff, policy=sla, hours=view.house.hours)
    by_kind = {clock.kind: clock for clock in clocks}
    asked, first = by_kind.get(ClockKind.HUMAN_ANSWER), by_kind.get(ClockKind.FIRST_RESPONSE)
    is_asked = asked is not None and asked.is_running
    # One clock of waiting is enough: whoever asked for a person waits for that.
    shown = [asked] if asked is not None else []
    if not is_asked and first is not None and first.is_running:
        shown.append(first)
    elif not is_asked and ClockKind.ANSWER in by_kind:
        shown.append(by_kind[ClockKind.ANSWER])
    if ClockKind.RESOLUTION in by_kind:
        shown.append(by_kind[ClockKind.RESOLUTION])
    return tuple(_line(view, clock) for clock in shown)


def target_words(target: timedelta, words: Words) -> str:
    """A target as people say it: '3 min', '27 h', '90 s'."""
    whole = target % timedelta(hours=1) == timedelta(0)
    if target >= timedelta(hours=1) and whole:
        return words("time.whole_hours", number=int(target / timedelta(hours=1)))
    return (
        exact_duration(target, words) if target < timedelta(minutes=10) else duration(target, words)
    )


def _line(view: View, clock: SlaClock) -> ClockLine:
    words, elapsed = view.words, clock.elapsed(view.now)
    fields = {"target": target_words(clock.target, words)}
    key = f"clock.{clock.kind.value}"
    if clock.started_at > view.now:
        opens = day_time(clock.started_at, view.now, view.zone, words)
        return _cut(clock, words(f"{key}.closed", opens=opens, **fields), "")
    if not clock.is_running and clock.kind is ClockKind.HUMAN_ANSWER:
        state = "done"
    elif not clock.is_running:
        state = "paused"
    else:
        state = "over" if clock.is_late(view.now) else "on"
    is_long = elapsed >= timedelta(minutes=10)
    length = duration(elapsed, words) if is_long else exact_duration(elapsed, words)
    goes_on = clock.is_running and clock.hours is None
    since = clock.started_at.isoformat() if goes_on and not is_long else None
    return _cut(clock, words(f"{key}.{state}", length=MARK, **fields), length, since)


def _cut(clock: SlaClock, sentence: str, length: str, since: str | None = None) -> ClockLine:
    before, _, after = sentence.partition(MARK)
    return ClockLine(kind=clock.kind.value, before=before, length=length, after=after, since=since)
