"""
Which steps a text calls for, as far as its labels say so (DESIGN section 5).

A step that nobody knows of stays out, as in every row that is learnt from.
"""

from collections.abc import Mapping
from typing import Any

from warmline.reading.labels import CALLS

STEPS = ("carry-on", *CALLS)
CALM = 13
"""Distress, of 100, below which a line that holds nothing sounds like routine."""


def calls_between(least: str, most: str, *, inherited: str = "carry-on") -> dict[str, float]:
    """
    Say of each step whether a message calls for it, where the accepted ones tell.

    Args:
        least: the lowest step that an expert accepts after it.
        most: the highest.
        inherited: the lowest that was accepted before: up to there the message may say nothing.
    """
    low, high, before = (STEPS.index(step) for step in (least, most, inherited))
    found = {}
    for place, step in enumerate(STEPS[1:], start=1):
        if high < place:
            found[f"calls.{step}"] = 0.0
        elif low >= place > before:
            found[f"calls.{step}"] = 1.0
    return found


def line_calls(raw: Mapping[str, Any]) -> dict[str, float]:
    """
    Say what one of our own lines calls for.

    Danger is an emergency, an ask for a person a hand-off, a formal step or the wish to leave at
    least an offer; a calm line that holds nothing calls for nothing; of others nothing is known.
    """
    asks = set(raw["asks"])
    if raw["emergency"]:
        return calls_between("emergency", "emergency")
    if "person" in asks:
        return calls_between("hand-off", "hand-off")
    if asks & {"complaint", "legal", "cancel"}:
        return calls_between("offer-person", "hand-off")
    holds = asks or raw["vulnerability"] or raw["need"] or raw["abuse"]
    is_routine = not holds and raw["distress"] < CALM
    return calls_between("carry-on", "carry-on") if is_routine else {}
