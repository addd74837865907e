"""How a rule says its reason: the evidence turned into a weight, a message and a place."""

from warmline.moments.decision import Reason, Step
from warmline.moments.evidence import Evidence
from warmline.moments.state import MomentState


def shown(code: str, step: Step, evidence: Evidence) -> Reason:
    """A reason that one message shows."""
    return Reason(
        code=code,
        step=step,
        weight=1.0 if evidence.has_cue else evidence.probability,
        message_id=evidence.message_id,
        span=evidence.span,
        figure=None if evidence.has_cue else evidence.probability,
    )


def counted(code: str, step: Step, figure: float, *, state: MomentState, weight: float) -> Reason:
    """A reason that the course of the conversation shows."""
    return Reason(
        code=code,
        step=step,
        weight=min(1.0, max(0.0, weight)),
        message_id=state.last_message_id,
        figure=float(figure),
    )


def speaks(evidence: Evidence, threshold: float) -> bool:
    """Whether evidence is enough: a cue always is, a figure from its threshold on."""
    return evidence.has_cue or evidence.probability >= threshold
