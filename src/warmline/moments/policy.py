"""
What a house decides by: thresholds, counts and rule switches, from a file that is checked on load.

The defaults and their reasons stand in `policy.toml` beside this file. A file may differ by inbox
and by the hour; what stands closer wins: the house, its hours, the inbox, the inbox's hours. Every
decision carries the version of the policy that led to it. Rules of safety and of asking cannot be
switched off, and no number may make danger harder to hear than the shipped one does.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from warmline.moments.policy_changes import Changes, InboxChanges, Stretch
from warmline.moments.policy_checks import ALWAYS_ON, NUMBERS, Known, PolicyFile, parse, read_text
from warmline.moments.policy_scorecard import scorecard_in
from warmline.moments.scorecard import Scorecard

DEFAULT_PATH = Path(__file__).with_name("policy.toml")
SECTIONS = ("version", *NUMBERS, "scorecard", "inbox", "hours")
GUARDED = ("emergency",)
"""Thresholds that a file may lower but not raise: the safety floor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Calibrated probabilities and levels, each in [0, 1], from which a rule speaks."""

    emergency: float
    person: float
    person_maybe: float
    callback: float
    complaint: float
    legal: float
    cancel: float
    repeat_contact: float
    abuse: float
    vulnerability: float
    need: float
    distress_soften: float
    distress_offer: float
    distress_hand_off: float
    distress_lasting: float
    rise_per_turn: float
    anger_at_entry: float
    likeness: float
    judged_soften: float
    judged_offer: float
    judged_hand_off: float
    judged_words: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How often something must happen before a rule speaks; each 1 or more."""

    failures_offer: int
    failures_hand_off: int
    repeats_soften: int
    repeats_offer: int
    repeats_hand_off: int
    ignored_hand_off: int
    earlier_contacts_offer: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One valid policy."""

    version: str
    thresholds: Thresholds
    counts: Counts
    rules: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    """Switches by reason code; a code that is missing is on."""
    inboxes: Mapping[str, InboxChanges] = field(default_factory=lambda: MappingProxyType({}))
    """What differs for some inboxes."""
    hours: tuple[Stretch, ...] = ()
    """What differs at some hours, in every inbox."""
    scorecard: Scorecard | None = None
    """What labels taught, for every inbox; the rule `learned.scorecard` switches it by inbox."""

    def for_(self, inbox_id: str | None, local: datetime | None = None) -> "Policy":
        """
        The policy of one inbox at one time, with nothing left to choose.

        Args:
            inbox_id: None when it is not known; then what holds for every inbox.
            local: the time in the house's zone; None when it is not known.
        """
        own = self.inboxes.get(inbox_id) if inbox_id is not None else None
        general = _covering(self.hours, local)
        special = _covering(own.hours, local) if own is not None else []
        if own is None and not general:
            return self
        layers = [one.changes for one in general]
        if own is not None:
            layers += [own.changes, *(one.changes for one in special)]
        place = "" if own is None else f"/{inbox_id}"
        times = "".join(f"@{one.name}" for one in (*general, *special))
        return replace(_laid(self, layers), version=f"{self.version}{place}{times}")

    def has_on(self, code: str) -> bool:
        """Whether the rule with this reason code may speak."""
        return code.partition(".")[0] in ALWAYS_ON or self.rules.get(code, True)


def load_policy(path: Path | None = None, *, known_rules: frozenset[str] | None = None) -> Policy:
    """
    Load a policy; what a file leaves out stands as in the shipped one.

    Args:
        path: a TOML file; None for the shipped policy.
        known_rules: the codes that may be switched; None for those of the shipped rules file.

    Raises:
        PolicyInvalid: a key or a value does not fit; names file, line, field, value and remedy.
    """
    shipped = parse(read_text(DEFAULT_PATH), DEFAULT_PATH)
    rules = shipped.get("rules")
    switches = known_rules or frozenset(rules if isinstance(rules, Mapping) else ())
    known = Known(
        thresholds=tuple(one.name for one in fields(Thresholds)),
        counts=tuple(one.name for one in fields(Counts)),
        rules=tuple(sorted(switches)),
        ceilings={},
    )
    file = PolicyFile(DEFAULT_PATH, known)
    base = _build(file, _ground(file))
    if path is None:
        return base
    numbers = asdict(base.thresholds)
    guarded = replace(known, ceilings={name: numbers[name] for name in GUARDED})
    return _build(PolicyFile(path, guarded), base)


def _ground(shipped: PolicyFile) -> Policy:
    """A silent policy of the right shape, which the shipped file must fill completely."""
    for section, shape in (("thresholds", Thresholds), ("counts", Counts)):
        table = shipped.section(shipped.table, section, "")
        for one in fields(shape):
            if one.name not in table:
                raise shipped.invalid(f"{section}.{one.name}", "is missing", "Add it.")
    return Policy(
        version="",
        thresholds=Thresholds(**{one.name: 1.0 for one in fields(Thresholds)}),
        counts=Counts(**{one.name: 1 for one in fields(Counts)}),
    )


def _build(file: PolicyFile, base: Policy) -> Policy:
    file.refuse_unknown(file.table, SECTIONS, "")
    policy = replace(
        _laid(base, [file.changes(file.table, "")]),
        inboxes=MappingProxyType({**base.inboxes, **file.inboxes()}),
        hours=base.hours + file.hours(file.table, ""),
        scorecard=scorecard_in(file) or base.scorecard,
    )
    return replace(policy, version=file.version() or _hash(policy))


def _covering(hours: Iterable[Stretch], local: datetime | None) -> list[Stretch]:
    return [] if local is None else [one for one in hours if one.covers(local)]


def _laid(policy: Policy, layers: Iterable[Changes]) -> Policy:
    """A policy with changes laid over it, later ones on top, and none left to choose."""
    for one in layers:
        policy = replace(
            policy,
            thresholds=replace(policy.thresholds, **one.thresholds),
            counts=replace(policy.counts, **one.counts),
            rules=MappingProxyType({**policy.rules, **one.rules}),
        )
    return replace(policy, inboxes=MappingProxyType({}), hours=())


def _hash(policy: Policy) -> str:
    """The first eight hex digits over all that decides, so equal policies share a version."""
    whole = [
        asdict(policy.thresholds),
        asdict(policy.counts),
        sorted(policy.rules.items()),
        [[name, own.to_json()] for name, own in sorted(policy.inboxes.items())],
        [one.to_json() for one in policy.hours],
        policy.scorecard and policy.scorecard.to_json(),
    ]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:8]
