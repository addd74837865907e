"""What another policy would change: its numbers in words, and the conversations that flip."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from warmline.moments.policy import Policy
from warmline.moments.policy_diff import Difference, Value, differences
from warmline.outcomes.trial import LATER, ONLY_OTHER, ONLY_THIS, SOONER, Flip, Trial
from warmline.web.report.both import Bilingual, has, reason, say, say_count
from warmline.web.report.sampled import together

FLIPS_SHOWN: Final = 100
"""Nobody reads more of them on a page."""
FLIPS_OPEN: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Flipped:
    """One row of the table of flips."""

    conversation: str
    kind: Bilingual
    message: int
    this: Bilingual
    other: Bilingual
    why: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The block."""

    title: Bilingual
    notes: tuple[Bilingual, ...]
    differences: tuple[Bilingual, ...]
    flips_head: Bilingual
    flips: tuple[Flipped, ...]
    is_open: bool
    """Whether the list of flips is short enough to stand open."""
    rest: Bilingual | None
    other_head: Bilingual


def compared_block(trial: Trial, policy: Policy, other: Policy) -> Compared:
    """What changes when the other policy decides."""
    counts, name = Counter(flip.kind for flip in trial.flips), other.version
    title = say("compare.title.moved", other=name, more=counts[ONLY_OTHER], fewer=counts[ONLY_THIS])
    timing = say(
        "compare.timing",
        sooner=counts[SOONER],
        later=counts[LATER],
        smaller=trial.smaller_changes,
    )
    shown = trial.flips[:FLIPS_SHOWN]
    rest = say("compare.flips_more", shown=len(shown), all=len(trial.flips))
    told = [in_words(one) for one in differences(policy, other)]
    return Compared(
        title=title if trial.flips else say("compare.title.same", other=name),
        notes=(timing,),
        differences=tuple(told) or (say("compare.identical"),),
        flips_head=say_count("compare.flips", len(trial.flips)),
        flips=tuple(_flipped(flip) for flip in shown),
        is_open=len(shown) <= FLIPS_OPEN,
        rest=rest if len(trial.flips) > len(shown) else None,
        other_head=say("table.other", policy=name),
    )


def in_words(one: Difference) -> Bilingual:
    """One difference as a sentence, with where it holds."""
    places = []
    if one.inbox is not None:
        places.append(say("compare.in_inbox", inbox=one.inbox))
    if one.hours is not None:
        places.append(say("compare.in_hours", hours=one.hours))
    what = meaning(one.section, one.key)
    if places:
        what = say("compare.where", what=what, places=together(places))
    return say(
        "compare.number",
        what=what,
        one=_value(one.one),
        other=_value(one.other),
        speaks=say(f"compare.speaks.{one.speaks}"),
    )


def meaning(section: str, key: str) -> Bilingual:
    """What a number or a switch of a policy means; its key when it is newer than the words."""
    if section == "rules":
        return say("compare.rule", reason=reason(key))
    name = f"{section}.{key}"
    return say(name) if has(name) else Bilingual(key, key)


def _value(value: Value) -> Bilingual:
    if value is None:
        return say("compare.unset")
    if isinstance(value, bool):
        return say("compare.on") if value else say("compare.off")
    return Bilingual(f"{value:g}", f"{value:g}")


def _flipped(flip: Flip) -> Flipped:
    reasons = [reason(code) for code in flip.reasons]
    return Flipped(
        conversation=flip.conversation,
        kind=say(f"compare.kind.{flip.kind}"),
        message=flip.message,
        this=say(f"short.{flip.this.value}"),
        other=say(f"short.{flip.other.value}"),
        why=together(reasons) if reasons else say("compare.same_reasons"),
    )
