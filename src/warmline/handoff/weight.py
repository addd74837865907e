"""
Whether a contact's message is heavy for whoever answers: by what the contact brought, nothing else.

Pure. It serves to spread what is heavy over the house; nothing is ever inferred of an agent.
"""

from collections.abc import Iterable, Mapping

from warmline.conversation.message import MessageId
from warmline.moments.decision import Decision, Step
from warmline.reading.reading import Reading

HEAVY_DISTRESS = 2 / 3
"""From here on distress is called high (DESIGN section 9)."""

HEAVY_ABUSE = 0.5
"""More likely than not. Mistreatment costs the next contact too: Yue, Wang and Groth 2017."""


def is_heavy(reading: Reading | None, decision: Decision | None) -> bool:
    """Whether one message brings danger, abuse or great distress."""
    if decision is not None and decision.step is Step.EMERGENCY:
        return True
    return reading is not None and (
        reading.distress > HEAVY_DISTRESS or reading.abuse >= HEAVY_ABUSE
    )


def has_been_heavy(
    readings: Mapping[MessageId, Reading], decisions: Mapping[MessageId, Decision]
) -> bool:
    """Whether any message of a conversation was heavy."""
    known: Iterable[MessageId] = {*readings, *decisions}
    return any(is_heavy(readings.get(id), decisions.get(id)) for id in known)
