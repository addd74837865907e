"""Which kind of danger leads, when a conversation shows several."""

from typing import Final

from warmline.moments.rules.ground import speaks
from warmline.moments.state import MomentState

CAUSE_FIRST: Final = (
    "self-harm", "violence", "crash", "fire", "electrical", "gas", "flood", "missing-person",
    "trapped", "exposure", "stranded", "medical",
)  # fmt: skip
"""At equal evidence the cause leads, because the safety words that help are about the cause."""


def leading_kind(state: MomentState, threshold: float) -> str | None:
    """The kind of danger with the strongest evidence; None when there is none."""
    found = [
        (evidence.probability, evidence.has_cue, -CAUSE_FIRST.index(kind), kind)
        for kind, evidence in state.emergencies.items()
        if speaks(evidence, threshold)
    ]
    return max(found)[-1] if found else None
