"""
What the facts on record mean for what the house does: whom to ask, how to word, which way to reach.

Pure. Only facts that count are looked at: kept, and a need only with consent. What a colleague or
the contact wrote in words of their own is shown to people and moves nothing here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from warmline.contacts.fact import Fact

WRITTEN = frozenset({"reach.write", "reach.relay", "need.in-writing"})
"""After these nobody offers a call."""
NOT_UNASKED = "reach.not-unasked"
"""After this nobody is written to unless they wrote first: consent to be told is taken back."""
OFF_LINE = frozenset({"need.no-internet"})
"""After these nobody sends a link or names an app."""
PLAIN = frozenset({"speak.plain", "need.plain-words", "need.one-at-a-time"})
"""After these everything is said in short sentences."""
ONE_PERSON = frozenset({"speak.same-person", "need.gentle"})
"""After these whoever answered last is asked first."""
SKILLS = {"speak.interpreter": "interpreter"}
"""What a colleague should be able to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How a contact wants to be served."""

    way: Literal["write", "call"] | None = None
    """How to reach them; None when they have not said."""
    language: str | None = None
    is_plain: bool = False
    wants_one_person: bool = False
    has_need: bool = False
    skills: frozenset[str] = frozenset()
    avoids: frozenset[str] = frozenset()
    """Ways not to use: phones, links; as the coach names them."""


def wishes_of(facts: Iterable[Fact]) -> Wishes:
    """What the facts of a contact ask for."""
    counted = [one for one in facts if one.counts]
    codes = {one.code for one in counted if one.code is not None}
    writes = bool(codes & WRITTEN)
    avoided = {"phones": writes, "links": bool(codes & OFF_LINE)}
    spoken = [one.value for one in counted if one.code == "speak.language"]
    return Wishes(
        way="write" if writes else "call" if "reach.call" in codes else None,
        language=spoken[-1] if spoken else None,
        is_plain=bool(codes & PLAIN),
        wants_one_person=bool(codes & ONE_PERSON),
        has_need=any(one.is_need for one in counted),
        skills=frozenset(SKILLS[code] for code in codes & set(SKILLS)),
        avoids=frozenset(way for way, is_avoided in avoided.items() if is_avoided),
    )
