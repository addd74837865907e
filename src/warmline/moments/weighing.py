"""
How likely each kind of danger is, by all that the model says of it in one message.

Three heads speak: danger at all, each kind of it, and the call for an emergency. A kind that is
likeliest carries the danger that the first has found; the call may raise it, and lowers nothing.
"""

from collections.abc import Iterator
from typing import Final

from warmline.moments.evidence import middle
from warmline.reading.reading import Reading

FAINT: Final = 0.05  # below this a figure is the noise of a calibrated head, and is not kept
SURE_KIND: Final = 0.9  # below this a kind only names the danger that the first head has found


def weighed(reading: Reading) -> Iterator[tuple[str, float, float]]:
    """
    Weigh what the model says of each kind against what it says of danger at all.

    Returns:
        kind, its figure, and what its own head says; the likeliest kind and those above `FAINT`.
    """
    danger, call = reading.emergency, reading.calls.get("emergency", 0.0)
    kinds = reading.emergency_kinds
    likely = max(kinds, key=kinds.__getitem__, default="")
    for kind, own in kinds.items():
        if own < FAINT and kind != likely:
            continue
        if kind == likely:
            both = middle(own, danger)
            figure = max(own, both) if own >= SURE_KIND else both
            yield kind, max(figure, middle(figure, call)), own
        else:
            gate = min(own, middle(own, danger))
            yield kind, max(own, gate) if own >= SURE_KIND else gate, own
