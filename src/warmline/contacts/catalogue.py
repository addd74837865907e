"""
What can be remembered by code: of which kind it is, and what a newer one takes the place of.

A code names a need, a wish or a plain fact, never an illness: whoever reads the record learns what
to do, not what somebody has. The words for each stand in `memory/words-<language>.toml`.
"""

from dataclasses import dataclass
from typing import Literal

from warmline.contacts.fact import FactKind

ValueKind = Literal["clock", "language", "relation", "name", "words"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rememberable:
    """One thing that can be remembered."""

    kind: FactKind
    driver: str | None = None
    """Of a need: health, life-event, resilience or capability (FCA FG21/1)."""
    slot: str | None = None
    """Of several with the same slot only the newest holds; None: those with the same words."""
    value: ValueKind | None = None
    """What goes with it, when something does."""


def _need(driver: str) -> Rememberable:
    return Rememberable(kind=FactKind.NEED, driver=driver, slot="")


def _wish(slot: str = "", value: ValueKind | None = None) -> Rememberable:
    return Rememberable(kind=FactKind.PREFERENCE, slot=slot, value=value)


def _fact(slot: str | None, value: ValueKind) -> Rememberable:
    return Rememberable(kind=FactKind.FACT, slot=slot, value=value)


CATALOGUE: dict[str, Rememberable] = {
    "reach.write": _wish("reach"),
    "reach.call": _wish("reach"),
    "reach.relay": _wish("reach"),
    "reach.not-unasked": _wish(),
    "reach.not-before": _wish("reach.not-before", "clock"),
    "reach.not-after": _wish("reach.not-after", "clock"),
    "reach.mornings": _wish("reach.part"),
    "reach.afternoons": _wish("reach.part"),
    "reach.evenings": _wish("reach.part"),
    "reach.weekends": _wish("reach.part"),
    "speak.language": _wish("speak.language", "language"),
    "speak.name": _wish("speak.name", "name"),
    "speak.helper": _wish("speak.helper", "relation"),
    "speak.same-person": _wish(),
    "speak.plain": _wish(),
    "speak.interpreter": _wish(),
    "format.large-print": _wish(),
    "format.paper": _wish(),
    "need.power": _need("health"),
    "need.in-writing": _need("health"),
    "need.read-out": _need("health"),
    "need.one-at-a-time": _need("health"),
    "need.home-visit": _need("health"),
    "need.gentle": _need("life-event"),
    "need.small-parts": _need("resilience"),
    "need.plain-words": _need("capability"),
    "need.no-internet": _need("capability"),
    "fact.device": _fact(None, "words"),
    "fact.contract": _fact("fact.contract", "words"),
    "fact.at-work-until": _fact("fact.at-work-until", "clock"),
}


def slot_of(code: str, value: str | None) -> str:
    """What of a contact there is only one of: two facts of one slot contradict or repeat."""
    known = CATALOGUE.get(code)
    if known is None or known.slot is None:
        return f"{code}={(value or '').casefold()}"
    return known.slot or code
