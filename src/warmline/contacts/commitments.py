"""
Where a text commits us to something, in languages that write spaces.

One way of looking, a grammar for each language (`commitments_en`, `_es`, `_de`): strong patterns
bind us with or without a time, timed ones only with it, and vetoes tell what only sounds like a
promise: hopes, offers, questions, conditions on the contact, reports of what others said.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from warmline.contacts.promise_times import SpokenTime

MOST_TRIGGERS = 12
"""Looked at in a sentence; no honest one has more, and a hostile one costs no more."""

_LED = re.compile(r"[,\s]*\b(?:and|y|und)(?:\s+(?:on|el|la|am|by|esta|este))?\s+$", re.IGNORECASE)

BOUNDARY = re.compile(r"[,;:–—()]|\s-\s")


@dataclass(frozen=True)
class Grammar:
    """The patterns of one language, without capturing groups."""

    strong: str
    """Binds with or without a time."""
    timed: str
    """Binds with a time only."""
    weak_deed: str
    """After a trigger: an inner act such as checking, which is no promise without another."""
    not_deed: str
    """After a trigger: being glad, needing, knowing: binds to nothing."""
    veto_before: str
    """Between the beginning of the clause and the deed."""
    veto_after: str
    """After the deed, in the same sentence."""
    condition: str
    """Makes all of the sentence depend on what the contact does first."""
    tag: str
    """A question at the end of a sentence that leaves it a promise."""
    and_deed: str
    """Begins a second deed after 'and'."""
    not_time_before: str
    """Before a time that belongs to something else."""
    lends: str
    """A trigger that only gives its time to the next one."""
    policy: str
    """A sentence about how things are in general."""
    denial: str
    """In a clause of its own: its time is that of something that will not be."""
    disclaimed: str
    """The sentence says that it is not in our hands, or tells another's word."""
    finding: str
    """Makes all of the sentence depend on what others find or allow first."""
    not_time_after: str = r"(?!)"
    """After a time that names something: 'the 7:40 train'."""
    leads_with_object: bool = False
    """Whether what is promised often stands before the verb: 'Die Gutschrift überweisen wir'."""

    @cached_property
    def unbinding(self) -> str:
        """What leaves a whole sentence without a promise."""
        return "|".join((self.policy, self.condition, self.finding, self.disclaimed))

    @cached_property
    def trigger(self) -> re.Pattern[str]:
        """Any trigger; the group tells which kind."""
        return re.compile(
            rf"(?<!\w)(?:(?P<strong>{self.strong})|(?P<timed>{self.timed}))", re.IGNORECASE
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One commitment, with its time when there is one."""

    start: int
    end: int
    time: SpokenTime | None


def commitments(sentence: str, times: Sequence[SpokenTime], grammar: Grammar) -> list[Commitment]:
    """
    Find what a sentence commits us to.

    Args:
        sentence: one sentence with its full stop or question mark.
        times: said in it, with positions in the sentence.
        grammar: of its language.
    """
    if _is_question(sentence, grammar) or _has(grammar.unbinding, sentence):
        return []
    times = [one for one in times if not _belongs_elsewhere(sentence, one, grammar)]
    triggers = list(islice(grammar.trigger.finditer(sentence), MOST_TRIGGERS))
    bound = [found for found in triggers if _binds(sentence, found, grammar)]
    times = [one for one in times if not _is_denied(sentence, one, bound, grammar)]
    # 'Give me 20 minutes and I'll call' lends its time to the deed that follows.
    bound = [one for one in bound[:-1] if not _has(grammar.lends, one.group())] + bound[-1:]
    found_all: list[Commitment] = []
    for place, found in enumerate(bound):
        left = found_all[-1].end if found_all else 0
        right = _right(sentence, bound[place + 1 :], times)
        within = [one for one in times if one.start >= left and one.end <= right]
        found_all += [
            _with_object(sentence, one, left, grammar)
            for one in _of_trigger(sentence, found, within, right=right, grammar=grammar)
        ]
    if all(one.time is None for one in found_all):
        return found_all[-1:]
    # 'We'll close it, and Ana will write by noon': a deed with its own clause stands beside it.
    return [one for one in found_all if one.time is not None or _stands_alone(sentence, one)]


def _stands_alone(sentence: str, one: Commitment) -> bool:
    """Whether a deed without a time ends where the next clause begins with 'and' and a subject."""
    return re.match(r"[,;]\s*(?:and|y|und)\s", sentence[one.end :], re.IGNORECASE) is not None


def _with_object(sentence: str, one: Commitment, left: int, grammar: Grammar) -> Commitment:
    """In a language that puts the object first, what is promised begins with its clause."""
    if not grammar.leads_with_object:
        return one
    clause = [left, *(found.end() for found in BOUNDARY.finditer(sentence, left, one.start))][-1]
    return replace(one, start=clause + len(sentence[clause:]) - len(sentence[clause:].lstrip()))


def _right(sentence: str, later: Sequence[re.Match[str]], times: Sequence[SpokenTime]) -> int:
    """Where the next deed begins: 'y el viernes te llamo' brings its time with it."""
    if not later:
        return len(sentence)
    start = later[0].start()
    for time in times:
        led = _LED.search(sentence, 0, time.start)
        if led is not None and not sentence[time.end : start].strip():
            return led.start()
    return start


def _of_trigger(
    sentence: str,
    found: re.Match[str],
    times: Sequence[SpokenTime],
    *,
    right: int,
    grammar: Grammar,
) -> Iterator[Commitment]:
    after = [one for one in times if one.end > found.start()]
    before = [one for one in times if one.end <= found.start()]
    if not after and before:
        chosen = before[-1]
        yield Commitment(start=chosen.start, end=_close(sentence, right), time=chosen)
        return
    if not after:
        is_weak = _has(rf"^\W*(?:{grammar.weak_deed})", sentence[found.end() :])
        if found["strong"] and not is_weak and not _has(grammar.weak_deed, found.group()):
            yield Commitment(start=found.start(), end=_close(sentence, right), time=None)
        return
    start = found.start()
    for time, end in _split(sentence, after, right, grammar):
        deed = sentence[start:end]
        if not (_has(rf"\b(?:{grammar.weak_deed})\b", deed) and end < right):
            yield Commitment(start=start, end=_close(sentence, end), time=time)
        start = end


def _split(
    sentence: str, times: Sequence[SpokenTime], right: int, grammar: Grammar
) -> Iterator[tuple[SpokenTime, int]]:
    """The deeds of one trigger that have a time each: 'write today and call tomorrow'."""
    chosen = times[0]
    for later in times[1:]:
        between = sentence[chosen.end : later.start]
        second = re.search(rf"[,\s]*(?<!\w)(?:{grammar.and_deed})", between, re.IGNORECASE)
        if second is not None:
            yield chosen, chosen.end + second.start()
            chosen = later
        elif re.fullmatch(r"\W*(?:or|oder|o|at the latest|spätestens)\b.{0,20}", between, re.I):
            chosen = later
    yield chosen, right


def _binds(sentence: str, found: re.Match[str], grammar: Grammar) -> bool:
    before = sentence[: found.start()]
    clause = BOUNDARY.split(before)[-1]
    after = sentence[found.end() :]
    is_idle = found["timed"] and _has(rf"^[\s\W]*(?:{grammar.not_deed})\b", after)
    return not (
        is_idle
        or _has(grammar.veto_before, f"{clause} {found.group()}")
        or _has(grammar.veto_after, after)
    )


def _is_question(sentence: str, grammar: Grammar) -> bool:
    if not sentence.rstrip().endswith("?"):
        return False
    return not _has(rf"(?:{grammar.tag})\s*\?\s*$", sentence)


def _belongs_elsewhere(sentence: str, time: SpokenTime, grammar: Grammar) -> bool:
    return _has(rf"(?:{grammar.not_time_before})\s*$", sentence[: time.start]) or _has(
        rf"^(?:['’]s\b|{grammar.not_time_after})", sentence[time.end :]
    )


def _is_denied(
    sentence: str, time: SpokenTime, bound: Sequence[re.Match[str]], grammar: Grammar
) -> bool:
    """Whether a time stands in a clause that denies something and promises nothing."""
    marks = list(BOUNDARY.finditer(sentence))
    start = max((one.end() for one in marks if one.end() <= time.start), default=0)
    end = min((one.start() for one in marks if one.start() >= time.end), default=len(sentence))
    if any(start <= one.start() < end for one in bound):
        return False
    return _has(grammar.denial, sentence[start:end])


def _close(sentence: str, right: int) -> int:
    kept = sentence[:right].rstrip(" \t\n,;:–—.!?。")
    return len(re.sub(r"[\s,]+(?:and|but|so|und|aber|y|pero)$", "", kept, flags=re.IGNORECASE))


def _has(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None
