"""
How often one source may ask: a bucket that fills with time, kept in this process.

Buckets that are full again are forgotten, so memory follows the busy ones only.
"""

import ipaddress
import math
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import Request

from warmline.errors import TooMany

NETWORK_BITS = 64
"""Of IPv6: what a provider gives to one customer, who may take any address in it."""
SWEEP_AT = 10_000
"""Buckets kept before the full ones are forgotten; about a megabyte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How many at once, and how soon again."""

    what: str
    burst: int
    refill: timedelta
    """The time in which one more is allowed."""


SIGN_IN = Allowance(what="sign-in", burst=10, refill=timedelta(seconds=6))
MESSAGES = Allowance(what="messages", burst=20, refill=timedelta(seconds=1))
COACHING = Allowance(what="looks at a reply", burst=60, refill=timedelta(milliseconds=125))
"""By agent: as often as the pauses of a quick typist."""
STARTS = Allowance(what="new conversations", burst=30, refill=timedelta(seconds=4))

COMPLAINT_KEYS = Allowance(what="keys of complaints", burst=10, refill=timedelta(seconds=12))
"""By address: enough for slips of the finger; at this pace a guess takes longer than the world."""

MEMORY = Allowance(what="looks at what is remembered", burst=30, refill=timedelta(seconds=2))
"""By source: enough for somebody who reads and corrects, and none for guessing."""


def source_of(request: Request) -> str:
    """
    What counts as one source: an address, or the network of 64 bits that one IPv6 customer has.

    Behind a proxy that is named in the setting `trusted_proxies` it is what the proxy says.
    """
    host = request.client.host if request.client else "-"
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, NETWORK_BITS), strict=False))


class Limits:
    """All buckets of one server."""

    def __init__(self) -> None:
        """Begin with every bucket full."""
        self._lock = threading.Lock()
        self._spent: dict[tuple[str, str], tuple[float, datetime]] = {}

    def take(self, allowance: Allowance, source: str, *, now: datetime) -> None:
        """
        Take one from a source's bucket.

        Raises:
            TooMany: it is empty.
        """
        key = (allowance.what, source)
        with self._lock:
            spent, at = self._spent.get(key, (0.0, now))
            spent = max(0.0, spent - (now - at) / allowance.refill)
            if spent + 1 > allowance.burst:
                wait = (spent + 1 - allowance.burst) * allowance.refill.total_seconds()
                raise TooMany(what=allowance.what, seconds=max(1, math.ceil(wait)))
            self._spent[key] = (spent + 1, now)
            if len(self._spent) > SWEEP_AT:
                self._sweep(now)

    def _sweep(self, now: datetime) -> None:
        oldest = now - timedelta(minutes=10)
        self._spent = {key: value for key, value in self._spent.items() if value[1] > oldest}
