"""
How many people it takes so that those who are handed off wait no longer than was promised.

Erlang C: conversations arrive at random and evenly within the hour, each takes one person for a
while of exponential length, whoever waits stays, and the first who came is served first. Nobody
giving up makes it cautious; a rush within the hour makes it hopeful. Agents are never measured
here: the inputs are counts of what contacts brought, and a length that the house assumes.

Source: Erlang 1917; the recursion and the service level as in Gans, Koole and Mandelbaum 2003,
"Telephone call centers: tutorial, review, and research prospects", M&SOM 5(2), section 4.1.
"""

from dataclasses import dataclass
from math import exp


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What contacts are promised, and how long a person is busy with one of them."""

    within_seconds: float = 60.0
    """Whoever is handed off hears a person within this time."""
    share: float = 0.8
    """For this share of them, in (0, 1)."""
    busy_seconds: float = 600.0
    """How long one conversation keeps one person, wrap-up included."""


def chance_of_waiting(agents: int, load: float) -> float:
    """
    The probability that whoever arrives finds everybody busy, by Erlang C.

    Args:
        agents: at least 0.
        load: in erlangs, arrivals a second times seconds busy; at least 0.

    Returns:
        In [0, 1]; 1 when the load is at least the number of people, since the queue then grows.
    """
    if load <= 0:
        return 0.0
    if agents <= load:
        return 1.0
    blocked = 1.0
    for people in range(1, agents + 1):
        blocked = load * blocked / (people + load * blocked)  # Erlang B, without overflow
    return blocked / (1 - load / agents * (1 - blocked))


def share_served(agents: int, load: float, promise: Promise) -> float:
    """The share of contacts who wait no longer than promised, in [0, 1]."""
    if agents <= load:
        return 0.0 if load > 0 else 1.0
    patience = (agents - load) * promise.within_seconds / promise.busy_seconds
    return 1 - chance_of_waiting(agents, load) * exp(-patience)


def mean_wait_seconds(agents: int, load: float, promise: Promise) -> float | None:
    """How long a contact waits on average; None when the queue would grow without end."""
    if agents <= load:
        return None if load > 0 else 0.0
    return chance_of_waiting(agents, load) * promise.busy_seconds / (agents - load)


def staff_needed(per_hour: float, promise: Promise) -> int:
    """
    The fewest people who keep the promise.

    Args:
        per_hour: handoffs in an hour, at least 0.

    Returns:
        0 when nobody comes.
    """
    load = per_hour * promise.busy_seconds / 3600
    agents = int(load)
    while share_served(agents, load, promise) < promise.share:
        agents += 1
    return agents
