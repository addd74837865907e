"""
The moment: all that a decision may look at, as one frozen value.

Folding turns into it is `fold.py`; judging it is `rules/` and `decide.py`. Only what happened since
the last resolution counts, except vulnerability and the record.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from warmline.conversation.message import MessageId
from warmline.moments.called import Called
from warmline.moments.distress import Distress
from warmline.moments.evidence import Evidence
from warmline.moments.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Something that the contact asks for and has not got."""

    evidence: Evidence
    times: int = 1
    """In how many messages it was asked."""
    ignored: int = 0
    """How many answers of the assistant came after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MomentState:
    """A conversation as it stands after its last turn."""

    record: Record = field(default_factory=Record)
    last_message_id: MessageId | None = None
    """The contact's last message."""
    turns: int = 0
    """Turns of the contact since the last resolution."""
    is_degraded: bool = False
    """The last message was read without a model."""
    is_with_agent: bool = False
    """A person spoke last on our side."""
    is_solved: bool = False
    """The last message says that the matter is over."""
    distress: Distress = field(default_factory=Distress)
    levels: tuple[float, ...] = ()
    """Smoothed distress after each of the last turns."""
    anger_at_entry: float = 0.0
    """In the first message since the last resolution."""
    valence: float = 0.0
    """Of the last message, in [-1, 1]."""
    thanks: float = 0.0
    """Gratitude or relief in the last message, in [0, 1]."""
    emergencies: Mapping[str, Evidence] = field(default_factory=dict)
    """By kind, not withdrawn."""
    asks: Mapping[str, Ask] = field(default_factory=dict)
    """By ask, neither withdrawn nor met."""
    signals: Mapping[str, Evidence] = field(default_factory=dict)
    """By cue label of the families stakes, friction, relation and feeling."""
    vulnerability: Mapping[str, Evidence] = field(default_factory=dict)
    """By driver, over the whole conversation."""
    told_hardship: frozenset[str] = frozenset()
    """The drivers that were told of since the last resolution."""
    needs: Mapping[str, float] = field(default_factory=dict)
    """By level, recent turns counting more."""
    abuse: Evidence | None = None
    likeness: tuple[float, ...] = ()
    """Of each turn of the contact with an earlier one, in [0, 1]."""
    repeats: int = 0
    """Turns in which the contact says that they repeat themselves."""
    failures: int = 0
    """Useless answers of the assistant in a row, up to now."""
    failures_in_all: int = 0
    called: Called = field(default_factory=Called)
    """What the messages call for since the last resolution."""
    reckoned: dict[str, float] = field(
        default_factory=dict, init=False, compare=False, repr=False, hash=False
    )
    """Filled by `features.features_of` when first asked: several rules look at the same figures."""
