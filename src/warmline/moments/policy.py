"""
What a house decides by: thresholds, counts and rule switches, from a file that is checked on load.

The defaults and their reasons stand in `policy.toml` beside this file. Every decision carries the
version of the policy that led to it. Rules of the family safety cannot be switched off.
"""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from types import MappingProxyType

from warmline.errors import PolicyInvalid

DEFAULT_PATH = Path(__file__).with_name("policy.toml")
SECTIONS = ("version", "thresholds", "counts", "rules", "inbox")
ALWAYS_ON = ("safety", "asked")
"""Families that no file can switch off: danger, and a person for whoever asks for one."""


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
    inboxes: Mapping[str, "Policy"] = field(default_factory=lambda: MappingProxyType({}))
    """What differs for some inboxes."""

    def for_inbox(self, inbox_id: str) -> "Policy":
        """The policy of one inbox: its own, or this one."""
        return self.inboxes.get(inbox_id, self)

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
        PolicyInvalid: a key or a value does not fit; names file, field, value and remedy.
    """
    shipped = _read(DEFAULT_PATH)
    known = known_rules or frozenset(_table(shipped.get("rules", {}), "rules", DEFAULT_PATH))
    base = _build(shipped, _ground(shipped), known, DEFAULT_PATH)
    if path is None:
        return base
    return _build(_read(path), base, known, path)


def _read(path: Path) -> Mapping[str, object]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as wrong:
        raise PolicyInvalid(
            path=path.name,
            field="the file",
            problem=f"cannot be read ({wrong.strerror})",
            remedy="Check the path and the rights.",
        ) from wrong
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise PolicyInvalid(
            path=path.name,
            field="the file",
            problem=f"is not valid TOML ({wrong})",
            remedy="Mend that line.",
        ) from wrong


def _ground(shipped: Mapping[str, object]) -> Policy:
    """A silent policy of the right shape, which the shipped file must fill completely."""
    for section, shape in (("thresholds", Thresholds), ("counts", Counts)):
        table = _table(shipped.get(section, {}), section, DEFAULT_PATH)
        for one in fields(shape):
            if one.name not in table:
                raise _invalid(DEFAULT_PATH, f"{section}.{one.name}", "is missing", "Add it.")
    return Policy(
        version="",
        thresholds=Thresholds(**{one.name: 1.0 for one in fields(Thresholds)}),
        counts=Counts(**{one.name: 1 for one in fields(Counts)}),
    )


def _build(table: Mapping[str, object], base: Policy, known: frozenset[str], path: Path) -> Policy:
    _refuse_unknown(table, SECTIONS, "", path)
    policy = _overlay(table, base, known, path=path)
    inboxes = dict(base.inboxes)
    for name, own in _table(table.get("inbox", {}), "inbox", path).items():
        where = f"inbox.{name}"
        own_table = _table(own, where, path)
        _refuse_unknown(own_table, ("thresholds", "counts", "rules"), where + ".", path)
        inboxes[name] = _overlay(own_table, policy, known, path=path, where=where + ".")
    version = table.get("version", "")
    if not isinstance(version, str):
        raise _invalid(path, "version", f"cannot be {version!r}", "Give a text.")
    named = version or _hash(policy, inboxes)
    inboxes = {name: replace(own, version=f"{named}/{name}") for name, own in inboxes.items()}
    return replace(policy, version=named, inboxes=MappingProxyType(inboxes))


def _overlay(
    table: Mapping[str, object],
    base: Policy,
    known: frozenset[str],
    *,
    path: Path,
    where: str = "",
) -> Policy:
    _refuse_locked(_table(table.get("rules", {}), where + "rules", path), where, path)
    section = partial(_section, table, path=path, where=where)
    ratios = section("thresholds", known=tuple(one.name for one in fields(Thresholds)))
    counts = section("counts", known=tuple(one.name for one in fields(Counts)))
    switches = section("rules", known=tuple(sorted(known)))
    thresholds = replace(
        base.thresholds,
        **{key: _ratio(value, f"{where}thresholds.{key}", path) for key, value in ratios.items()},
    )
    rules = dict(base.rules)
    rules |= {key: _switch(value, f"{where}rules.{key}", path) for key, value in switches.items()}
    numbers = {key: _count(value, f"{where}counts.{key}", path) for key, value in counts.items()}
    return replace(
        base,
        thresholds=thresholds,
        counts=replace(base.counts, **numbers),
        rules=MappingProxyType(rules),
        inboxes=MappingProxyType({}),
    )


def _section(
    table: Mapping[str, object], name: str, *, known: tuple[str, ...], path: Path, where: str
) -> Mapping[str, object]:
    section = _table(table.get(name, {}), where + name, path)
    _refuse_unknown(section, known, f"{where}{name}.", path)
    return section


def _refuse_locked(switches: Mapping[str, object], where: str, path: Path) -> None:
    for code in switches:
        if code.partition(".")[0] in ALWAYS_ON:
            remedy = "Rules of safety and of asking stay on; leave it out."
            raise _invalid(path, f"{where}rules.{code}", "cannot be switched", remedy)


def _table(value: object, where: str, path: Path) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise _invalid(path, where, f"cannot be {value!r}", f"Write a table: [{where}].")
    return value


def _refuse_unknown(
    table: Mapping[str, object], known: tuple[str, ...], where: str, path: Path
) -> None:
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, n=1, cutoff=0.5)
            remedy = f"Did you mean '{near[0]}'?" if near else f"Known keys: {', '.join(known)}."
            raise _invalid(path, where + key, "is not known", remedy)


def _ratio(value: object, where: str, path: Path) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise _invalid(path, where, f"cannot be {value!r}", "Give a number from 0 to 1.")
    return float(value)


def _count(value: object, where: str, path: Path) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise _invalid(path, where, f"cannot be {value!r}", "Give a whole number from 1 on.")
    return value


def _switch(value: object, where: str, path: Path) -> bool:
    if not isinstance(value, bool):
        raise _invalid(path, where, f"cannot be {value!r}", "Give true or false.")
    return value


def _invalid(path: Path, where: str, problem: str, remedy: str) -> PolicyInvalid:
    return PolicyInvalid(path=path.name, field=where, problem=problem, remedy=remedy)


def _hash(policy: Policy, inboxes: Mapping[str, Policy]) -> str:
    """The first eight hex digits over all that decides, so equal policies share a version."""

    def shape(one: Policy) -> list[object]:
        return [asdict(one.thresholds), asdict(one.counts), sorted(one.rules.items())]

    whole = [shape(policy), [[name, shape(own)] for name, own in sorted(inboxes.items())]]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:8]
