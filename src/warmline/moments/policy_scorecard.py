"""The section `[scorecard]` of a policy file, checked like every other."""

from types import MappingProxyType
from typing import Final

from warmline.moments.features import FEATURES
from warmline.moments.policy_checks import PolicyFile, Table
from warmline.moments.scorecard import Scorecard

STEPS: Final = ("soften", "offer", "hand_off")
KEYS: Final = ("bias", *STEPS, "points")
MOST: Final = 20.0
"""Log odds beyond which a chance is 0 or 1 whatever else holds: a slip of the pen."""


def scorecard_in(file: PolicyFile) -> Scorecard | None:
    """
    The scorecard that a file brings along; None when it has none.

    Raises:
        PolicyInvalid: a key is unknown or missing, points are negative, or the steps do not rise.
    """
    if "scorecard" not in file.table:
        return None
    table = file.section(file.table, "scorecard", "")
    file.refuse_unknown(table, KEYS, "scorecard.")
    points = file.section(table, "points", "scorecard.")
    file.refuse_unknown(points, tuple(FEATURES), "scorecard.points.")
    soften, offer, hand_off = (_chance(file, table, name) for name in STEPS)
    if not soften <= offer <= hand_off:
        raise file.invalid("scorecard.hand_off", "is passed by a lower step", "Let them rise.")
    return Scorecard(
        bias=file.number(table.get("bias"), "scorecard.bias", -MOST, MOST),
        points=MappingProxyType(
            {
                name: file.number(points[name], f"scorecard.points.{name}", 0.0, MOST)
                for name in FEATURES
                if name in points
            }
        ),
        soften=soften,
        offer=offer,
        hand_off=hand_off,
    )


def _chance(file: PolicyFile, table: Table, name: str) -> float:
    return file.number(table.get(name), f"scorecard.{name}", 0.01, 1.0)
