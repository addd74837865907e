"""
What an agent takes at once: of all lanes together, by which channels, and of each lane.

Pure: reads what people write into a form or a command, and says what is wrong with it. What it
means for an offer is in `Agent.has_room` and `handoff.match`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from warmline.agents.agent import Agent, Lane
from warmline.conversation.conversation import Channel
from warmline.errors import FieldInvalid

MOST_AT_ONCE = 20
"""Beyond twenty at once nobody answers anybody; a larger number is a typing error."""
SHOWN = 20
"""Code points of a value that are shown in an error."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """What an agent takes."""

    capacity: int
    channels: frozenset[Channel]
    """None means any."""
    limits: Mapping[Lane, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with what was written, for whoever can put it right."""

    field: str
    """capacity, channels, or limits and a lane: 'limits.email'."""
    value: str
    why: str
    """count (no whole number from 1 to `most`), above (more than the capacity, `most`), unserved
    (a limit for a channel that is not served), none (no channel at all), unknown (no such one)."""
    most: int = MOST_AT_ONCE

    @property
    def error(self) -> FieldInvalid:
        """The same as an error, for edges that speak English."""
        remedy = {
            "count": f"Write a whole number from 1 to {self.most}.",
            "above": f"Write at most {self.most}, the capacity, or raise the capacity.",
            "unserved": "Serve this channel too, or leave its number away.",
            "none": "Name at least one channel; whoever takes nothing now is offline.",
            "unknown": f"Use some of: {', '.join(Lane)}.",
        }[self.why]
        return FieldInvalid(field=self.field, value=self.value, remedy=remedy)


def read_taking(
    capacity: str, channels: Collection[str], limits: Mapping[str, str]
) -> Taking | Fault:
    """
    What somebody wrote, or the first thing that is wrong with it.

    Args:
        capacity: a number.
        channels: those that are served; all of them is the same as any.
        limits: numbers by lane; an empty one is no limit of its own.
    """
    at_once = _count("capacity", capacity, MOST_AT_ONCE)
    if isinstance(at_once, Fault):
        return at_once
    for one in channels:
        if one not in set(Channel):
            return Fault(field="channels", value=repr(one[:SHOWN]), why="unknown")
    served = frozenset(map(Channel, channels))
    if not served:
        return Fault(field="channels", value="none", why="none")
    read: dict[Lane, int] = {}
    for name, text in limits.items():
        if not text.strip():
            continue
        limit = _limit(name, text, at_once, served)
        if isinstance(limit, Fault):
            return limit
        read[Lane(name)] = limit
    every = frozenset(Channel)
    return Taking(
        capacity=at_once, channels=frozenset() if served == every else served, limits=read
    )


def taking_of(agent: Agent) -> Taking:
    """What an agent takes now."""
    return Taking(capacity=agent.capacity, channels=agent.channels, limits=agent.limits)


def with_taking(agent: Agent, taking: Taking) -> Agent:
    """The agent who takes this from now on."""
    return replace(agent, capacity=taking.capacity, channels=taking.channels, limits=taking.limits)


def _limit(name: str, text: str, capacity: int, served: Collection[Channel]) -> int | Fault:
    field = f"limits.{name[:SHOWN]}"
    if name not in set(Lane):
        return Fault(field=field, value=repr(text[:SHOWN]), why="unknown")
    if name in set(Channel) and name not in served:
        return Fault(field=field, value=repr(text[:SHOWN]), why="unserved")
    limit = _count(field, text, MOST_AT_ONCE)
    if isinstance(limit, int) and limit > capacity:
        return Fault(field=field, value=str(limit), why="above", most=capacity)
    return limit


def _count(field: str, text: str, most: int) -> int | Fault:
    words = text.strip()
    # Digits of other scripts are digits to Python; a form of ours takes plain ones.
    is_count = words.isascii() and words.isdigit() and len(words) <= len(str(most))
    if is_count and 1 <= int(words) <= most:
        return int(words)
    return Fault(field=field, value=repr(words[:SHOWN]), why="count", most=most)
