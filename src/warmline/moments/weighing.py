"""
How likely each kind of danger is, by all that the model says of it in one message.

Two heads speak: danger at all, and each kind of it. The kind that is likeliest carries the danger
that the first has found. The call for an emergency adds nothing to the two on turns kept aside.
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
    danger, kinds = reading.emergency, reading.emergency_kinds
    likely = max(kinds, key=kinds.__getitem__, default="")
    for kind, own in kinds.items():
        if own < FAINT and kind != likely:
            continue
        if kind == likely:
            both = middle(own, danger)
            yield kind, max(own, both) if own >= SURE_KIND else both, own
        else:
            gate = min(own, middle(own, danger))
            yield kind, max(own, gate) if own >= SURE_KIND else gate, own
