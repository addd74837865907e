"""
What the model and the cues found in one message: a frozen value, and its public JSON shape.

Whether something must be done about it is not answered here (see `moments`). The shape is a public
contract: DESIGN section 4 and docs/reference/reading.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from warmline.reading.labels import (
    ASKS,
    BASIC,
    CALLS,
    EMERGENCY_KINDS,
    FEELINGS,
    NEEDS,
    SIGNS,
    VULNERABILITY,
)


def zeros(labels: tuple[str, ...]) -> dict[str, float]:
    """A silent head: each label at zero."""
    return dict.fromkeys(labels, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """
    A word or pattern of a hand-written list that was found in the text.

    Units:
        start and end are code points into the text as given, end exclusive.
    """

    label: str
    """The head and label that it raises: 'asks.person', 'emergency.gas'."""
    start: int
    end: int
    source: str
    """The list that it stands in: 'cues/en'."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one message holds. Every probability is calibrated, in [0, 1]."""

    language: str
    """BCP 47; 'und' when the text tells nothing."""
    model: str
    """The reader that made it: 'reader-1.0', or 'cues' without a model."""
    degraded: bool = False
    """True when no model took part, so silence proves nothing."""
    feelings: Mapping[str, float] = field(default_factory=lambda: zeros(FEELINGS))
    feelings_present: tuple[str, ...] = ()
    basic: Mapping[str, float] = field(default_factory=lambda: zeros(BASIC))
    basic_present: tuple[str, ...] = ()
    distress: float = 0.0
    """In [0, 1]: how the person sounds to a careful reader."""
    valence: float = 0.0
    """In [-1, 1]."""
    arousal: float = 0.0
    """In [-1, 1]."""
    emergency: float = 0.0
    """The probability that life or health is in danger now."""
    emergency_kinds: Mapping[str, float] = field(default_factory=lambda: zeros(EMERGENCY_KINDS))
    vulnerability: Mapping[str, float] = field(default_factory=lambda: zeros(VULNERABILITY))
    needs: Mapping[str, float] = field(default_factory=lambda: zeros(NEEDS))
    asks: Mapping[str, float] = field(default_factory=lambda: zeros(ASKS))
    abuse: float = 0.0
    signs: Mapping[str, float] = field(default_factory=lambda: zeros(SIGNS))
    """How the message stands to what came before it, and what is at stake."""
    calls: Mapping[str, float] = field(default_factory=lambda: zeros(CALLS))
    """The chance that the message, read alone, calls for each step or a higher one."""
    cues: tuple[Cue, ...] = ()

    def to_json(self, *, id: str | None = None) -> dict[str, object]:
        """The public shape, figures rounded to four places, keys in the order of the contract."""
        head: dict[str, object] = {} if id is None else {"id": id}
        return head | {
            "language": self.language,
            "model": self.model,
            "degraded": self.degraded,
            "feelings": _rounded(self.feelings),
            "feelings_present": list(self.feelings_present),
            "basic": _rounded(self.basic),
            "basic_present": list(self.basic_present),
            "distress": round(self.distress, 4),
            "valence": round(self.valence, 4),
            "arousal": round(self.arousal, 4),
            "emergency": {
                "probability": round(self.emergency, 4),
                "kinds": _rounded(self.emergency_kinds),
            },
            "vulnerability": _rounded(self.vulnerability),
            "needs": _rounded(self.needs),
            "asks": _rounded(self.asks),
            "abuse": round(self.abuse, 4),
            "signs": _rounded(self.signs),
            "calls": _rounded(self.calls),
            "cues": [
                {"label": cue.label, "start": cue.start, "end": cue.end, "source": cue.source}
                for cue in self.cues
            ],
        }

    @classmethod
    def from_json(cls, shape: Mapping[str, object]) -> "Reading":
        """
        Build a reading back from its public shape, as stored.

        Raises:
            KeyError: the shape lacks a key of the contract.
        """
        emergency = _mapping(shape["emergency"])
        cues = shape["cues"]
        assert isinstance(cues, list)
        return cls(
            language=str(shape["language"]),
            model=str(shape["model"]),
            degraded=bool(shape["degraded"]),
            feelings=_floats(shape["feelings"]),
            feelings_present=tuple(map(str, _list(shape["feelings_present"]))),
            basic=_floats(shape["basic"]),
            basic_present=tuple(map(str, _list(shape["basic_present"]))),
            distress=_float(shape["distress"]),
            valence=_float(shape["valence"]),
            arousal=_float(shape["arousal"]),
            emergency=_float(emergency["probability"]),
            emergency_kinds=_floats(emergency["kinds"]),
            vulnerability=_floats(shape["vulnerability"]),
            needs=_floats(shape["needs"]),
            asks=_floats(shape["asks"]),
            abuse=_float(shape["abuse"]),
            # Readings stored before these heads were learnt have none of them.
            signs=_floats(shape.get("signs") or zeros(SIGNS)),
            calls=_floats(shape.get("calls") or zeros(CALLS)),
            cues=tuple(Cue(**cue) for cue in cues),
        )


def _rounded(head: Mapping[str, float]) -> dict[str, float]:
    return {label: round(value, 4) for label, value in head.items()}


def _mapping(value: object) -> Mapping[str, object]:
    assert isinstance(value, Mapping)
    return value


def _list(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


def _float(value: object) -> float:
    assert isinstance(value, int | float)
    return float(value)


def _floats(value: object) -> dict[str, float]:
    return {label: _float(number) for label, number in _mapping(value).items()}
