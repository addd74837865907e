"""
Whether the parts of an artefact fit each other and the contract of readings.

A graph that lacks a head would otherwise be found out at somebody's message. Whether the files are
whole is not asked here but by their hashes, in `onnx_reader`, which also makes the probe.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from warmline.errors import ModelMissing
from warmline.reading.labels import ASKS, BASIC, EMERGENCY_KINDS, FEELINGS, NEEDS, VULNERABILITY

NEEDED: Final = (
    *(f"feelings.{label}" for label in FEELINGS),
    *(f"basic.{label}" for label in BASIC),
    *("valence", "arousal", "distress", "emergency", "abuse", "satisfaction"),
    *(f"emergency.kinds.{label}" for label in EMERGENCY_KINDS),
    *(f"vulnerability.{label}" for label in VULNERABILITY),
    *(f"needs.{label}" for label in NEEDS),
    *(f"asks.{label}" for label in ASKS),
)
"""The columns that a card must name, in any order; more may follow."""


def check_fit(columns: Sequence[str], given: int, folder: Path) -> None:
    """
    Let pass a graph that gives what its card names, and a card that names what readings need.

    Args:
        columns: as the card names them, in the graph's order.
        given: how many columns the graph gave for a probe.
        folder: what an error names.

    Raises:
        ModelMissing: they do not fit.
    """
    if given != len(columns):
        reason = f"its graph gives {given} columns, its card names {len(columns)}"
        raise ModelMissing(path=folder, reason=reason)
    for column in NEEDED:
        if column not in columns:
            raise ModelMissing(path=folder, reason=f"the column '{column}' is missing")
