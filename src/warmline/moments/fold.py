"""
Fold the turns of a conversation into the moment's state: pure, one pass, no thresholds.

What a later message undoes is undone here: an ask that was taken back or met, a danger that is
over, a matter that is solved, work that a person has done and handed back. Words decide that
(cues), never a model's figure alone, so that no model can talk an emergency away; and who spoke of
wanting to die is not well because the matter is solved.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from warmline.conversation.message import Author
from warmline.moments import signals
from warmline.moments.called import called_in, is_far
from warmline.moments.called import is_over as is_over_by_sign
from warmline.moments.distress import course_of, settle
from warmline.moments.evidence import Evidence, beside, convinces, first_span
from warmline.moments.record import Record
from warmline.moments.state import Ask, MomentState
from warmline.moments.turn import Turn
from warmline.moments.weighing import FAINT, SURE_KIND, weighed
from warmline.reading.labels import ASKS, EMERGENCY_KINDS, NEEDS, VULNERABILITY
from warmline.reading.reading import Cue, Reading

NOTICED = 0.5  # a calibrated probability above one half is more likely true than not
SPOKEN_AGAIN = 0.8  # in a message that also calls off a danger, the model must be this sure
SARCASM = 0.6  # "solved" from somebody this distressed is not believed, except about danger
NEED_KEPT = 0.75  # what was needed a turn ago counts three quarters
NEED_TURNS = 8  # further back less than a tenth is left
KEPT_LEVELS = 7  # no rule looks further back

Cues = Mapping[str, Sequence[Cue]]
_NO_CUES: Cues = {}
_ASKED = tuple((name, f"asks.{name}", signals.withdrawn(name)) for name in ASKS)
_HARD = tuple((driver, f"vulnerability.{driver}") for driver in VULNERABILITY)
_HARD_LABELS = frozenset((*(label for _, label in _HARD), signals.BEREAVEMENT))
_OVER = signals.SOLVED | {signals.WITHDRAWN_EMERGENCY}


def fold(turns: Sequence[Turn], record: Record) -> MomentState:
    """
    Fold turns, oldest first, into the state that rules judge.

    Args:
        turns: all turns since the last stored resolution, or all of an archive's conversation.
        record: what the house remembers of the contact.
    """
    course = Folding(record)
    for turn in turns:
        course.take(turn)
    return course.state()


@dataclass(slots=True)
class _Open:
    """An ask that is open: its strongest evidence, how often, and since which answer."""

    evidence: Evidence
    times: int
    answers_before: int


class Folding:
    """The fold itself, for those who want the state after every turn: `take`, then `state`."""

    def __init__(self, record: Record) -> None:
        """Start with nothing said."""
        self.record = record
        self.vulnerability: dict[str, Evidence] = {}
        self.reset()

    def reset(self) -> None:
        """Forget what asks for something; facts about the person stay."""
        self.levels: list[float] = []
        self.heard: list[Turn] = []
        self.likeness: list[float] = []
        self.emergencies: dict[str, Evidence] = {}
        self.asks: dict[str, _Open] = {}
        self.signals: dict[str, Evidence] = {}
        self.told_hardship: set[str] = set()
        self.abuse: Evidence | None = None
        self.repeats = self.failures = self.failures_before = self.failures_in_all = 0
        self.answers = 0
        self.is_with_agent = self.is_solved = self.has_answer = False
        self.thanks = 0.0

    def take(self, turn: Turn) -> None:
        """Move on by one turn."""
        if turn.author is Author.CONTACT:
            if turn.reading is not None:
                self._hear(turn, turn.reading)
        elif turn.author is Author.ASSISTANT:
            self._answered(turn)
        elif turn.author is Author.AGENT:
            self._met_by_agent()
        elif turn.notice in signals.RESET_NOTICES:
            self.reset()

    def _answered(self, turn: Turn) -> None:
        """An answer of the assistant: it may fail, and it may talk past an ask."""
        if self.is_with_agent and turn.notice is None:
            self._handed_back()
        self.is_with_agent, self.has_answer = False, True
        self.answers += 1
        self.failures_before = self.failures
        self.failures = 0 if turn.is_helpful else self.failures + 1
        self.failures_in_all += not turn.is_helpful

    def _met_by_agent(self) -> None:
        """A person speaks: who asked for one has one."""
        self.is_with_agent, self.has_answer = True, False
        self.failures = self.failures_before = self.repeats = 0
        self.likeness = [0.0] * len(self.likeness)
        for name in ("person", "callback"):
            self.asks.pop(name, None)

    def _handed_back(self) -> None:
        """A person has done their work; only danger outlasts it until words or a notice end it."""
        dangers, is_with_agent = self.emergencies, self.is_with_agent
        self.reset()
        self.emergencies, self.is_with_agent = dangers, is_with_agent

    def _call_off(self) -> None:
        """A danger is over, but a wish to die that stood in words is nothing that is over."""
        wish = self.emergencies.get(signals.STAYING)
        self.emergencies = {signals.STAYING: wish} if wish and wish.has_cue else {}

    def _hear(self, turn: Turn, reading: Reading) -> None:
        """A message of the contact."""
        cues = _by_label(reading.cues) if reading.cues else _NO_CUES
        is_over = bool(cues) and _is_over(cues)
        is_solved = is_over and reading.distress < SARCASM
        if is_over or signals.WITHDRAWN_EMERGENCY in cues:
            self._call_off()
        if is_solved or (self.is_with_agent and _is_content(reading, cues)):
            self._handed_back()
            self.is_with_agent = self.is_with_agent and not is_solved
        self.is_solved = is_solved
        self.heard.append(turn)
        if is_over_by_sign(reading):
            self.asks.clear()
            if self.emergencies and is_far(reading):
                kept = self.emergencies.items()
                self.emergencies = {kind: one for kind, one in kept if kind in signals.LASTING}
        self._note_danger(turn, reading, cues)
        self._note_asks(turn, reading, cues)
        if turn.accepts_person:
            self.asks["person"] = _Open(_accepted(turn, len(self.heard) - 1), 1, self.answers)
        self._note_person(turn, reading, cues)
        self._note_friction(turn, cues)
        if cues:
            self._note_signals(turn, cues)
        self._note_distress(reading, cues)

    def _note_danger(self, turn: Turn, reading: Reading, cues: Cues) -> None:
        """Keep each kind of danger with its strongest evidence."""
        off = _end_of(cues, _OVER) if cues else 0
        kinds = reading.emergency_kinds
        if max(reading.emergency, *reading.emergency_kinds.values(), 0.0) >= FAINT:
            self._note_figures(turn, reading, SPOKEN_AGAIN if off else FAINT)
        for label in cues:
            if label.startswith("emergency."):
                kind = label.partition(".")[2]
                since = 0 if kind == signals.STAYING else off
                said = [cue for cue in cues[label] if cue.start >= since]
                if said and kind in EMERGENCY_KINDS:
                    figure = kinds.get(kind, 0.0)
                    self._keep(self.emergencies, kind, turn, figure=figure, cues=said)

    def _note_figures(self, turn: Turn, reading: Reading, least: float) -> None:
        """Keep what the model's figures say of each kind."""
        for kind, figure, own in weighed(reading):
            if figure >= (FAINT if kind == signals.STAYING and own >= SURE_KIND else least):
                self._keep(self.emergencies, kind, turn, figure=figure)

    def _note_asks(self, turn: Turn, reading: Reading, cues: Cues) -> None:
        """Keep what is asked for, until it is taken back or met."""
        figures = reading.asks
        if not cues and max(figures.values(), default=0.0) < FAINT:
            return
        if not cues:
            for name, figure in figures.items():
                if figure >= FAINT:
                    self._ask(name, turn, figure, ())
            return
        is_nobody = signals.NOBODY in cues
        for name, label, taken_back in _ASKED:
            figure, off = figures.get(name, 0.0), 0
            if figure < FAINT and label not in cues and taken_back not in cues and not is_nobody:
                continue
            said = cues.get(label, ())
            if name == "person" and signals.MENTIONED_PERSON in cues:
                said, figure = beside(said, cues[signals.MENTIONED_PERSON]), 0.0
            if taken_back in cues or (name == "callback" and is_nobody):
                back = (*cues.get(taken_back, ()), *cues.get(signals.NOBODY, ()))
                off = max(cue.end for cue in back)
                self.asks.pop(name, None)
                said = [cue for cue in said if cue.start >= off]
            if said or (not off and figure >= FAINT):
                self._ask(name, turn, figure, said)

    def _ask(self, name: str, turn: Turn, figure: float, said: Sequence[Cue]) -> None:
        is_asked = bool(said) or figure >= NOTICED
        before = self.asks.get(name)
        if before is None:
            found = self._evidence(turn, figure, said)
            self.asks[name] = _Open(found, int(is_asked), self.answers)
            return
        if convinces(before.evidence, figure, said):
            before.evidence = self._evidence(turn, figure, said)
        before.times += is_asked

    def _note_person(self, turn: Turn, reading: Reading, cues: Cues) -> None:
        """Keep what makes it harder for the person, and insults."""
        figures = reading.vulnerability
        if not _HARD_LABELS.isdisjoint(cues) or max(figures.values(), default=0.0) >= FAINT:
            for driver, label in _HARD:
                said = cues.get(label, ())
                if driver == "life-event":
                    said = said or cues.get(signals.BEREAVEMENT, ())
                figure = figures.get(driver, 0.0)
                if said or figure >= FAINT:
                    if said or figure >= NOTICED:
                        self.told_hardship.add(driver)
                    self._keep(self.vulnerability, driver, turn, figure=figure, cues=said)
        said = cues.get("abuse", ())
        if (said or reading.abuse >= FAINT) and convinces(self.abuse, reading.abuse, said):
            self.abuse = self._evidence(turn, reading.abuse, said)

    def _note_friction(self, turn: Turn, cues: Cues) -> None:
        """Hear what is said of the last answer, and whether the contact says it again."""
        is_useless = not signals.UNHELPFUL.isdisjoint(cues)
        if is_useless and self.failures == 0 and self.has_answer:
            self.failures = self.failures_before + 1
            self.failures_in_all += 1
        self.has_answer = False
        self.repeats += (signals.REPEATING in cues) + (signals.LOOP in cues)
        self.likeness.append(0.0 if self.is_with_agent else turn.similar)

    def _note_signals(self, turn: Turn, cues: Cues) -> None:
        """Keep the cues of stakes, friction and the like."""
        for label, said in cues.items():
            if _is_signal(label):
                self._keep(self.signals, label, turn, figure=1.0, cues=said)

    def _note_distress(self, reading: Reading, cues: Cues) -> None:
        """Move the course of distress on."""
        feelings = reading.feelings
        has_words = not signals.COOLING.isdisjoint(cues)
        warm = max(feelings.get("gratitude", 0.0), feelings.get("relief", 0.0))
        self.thanks = 1.0 if has_words else warm
        before = self.levels[-1] if self.levels else 0.0
        is_thankful = self.thanks >= NOTICED and reading.distress < SARCASM
        self.levels.append(settle(before, reading.distress, is_thankful=is_thankful))

    def _keep(
        self,
        kept: dict[str, Evidence],
        name: str,
        turn: Turn,
        *,
        figure: float,
        cues: Sequence[Cue] = (),
    ) -> None:
        """Keep evidence under a name, unless what is there convinces more."""
        if convinces(kept.get(name), figure, cues):
            kept[name] = self._evidence(turn, figure, cues)

    def _evidence(self, turn: Turn, figure: float, cues: Sequence[Cue]) -> Evidence:
        """What one message shows."""
        return Evidence(
            probability=figure,
            message_id=turn.message_id,
            turn=len(self.heard) - 1,
            span=first_span(cues),
            has_cue=bool(cues),
        )

    def state(self) -> MomentState:
        """The frozen value."""
        readings = [turn.reading for turn in self.heard if turn.reading is not None]
        last = readings[-1] if readings else None
        return MomentState(
            record=self.record,
            last_message_id=self.heard[-1].message_id if self.heard else None,
            turns=len(readings),
            is_degraded=last is not None and last.degraded,
            is_with_agent=self.is_with_agent,
            is_solved=self.is_solved,
            distress=course_of(self.levels, [reading.distress for reading in readings]),
            levels=tuple(self.levels[-KEPT_LEVELS:]),
            anger_at_entry=_anger(readings[0]) if readings else 0.0,
            valence=last.valence if last else 0.0,
            thanks=self.thanks,
            emergencies=dict(self.emergencies),
            asks={name: self._asked(ask) for name, ask in self.asks.items()},
            signals=dict(self.signals),
            vulnerability=dict(self.vulnerability),
            told_hardship=frozenset(self.told_hardship),
            needs=_needs(readings[-NEED_TURNS:]),
            abuse=self.abuse,
            likeness=tuple(self.likeness),
            repeats=self.repeats,
            failures=self.failures,
            failures_in_all=self.failures_in_all,
            called=called_in(readings),
        )

    def _asked(self, ask: _Open) -> Ask:
        ignored = self.answers - ask.answers_before
        return Ask(evidence=ask.evidence, times=ask.times, ignored=ignored)


def _anger(reading: Reading) -> float:
    return max(reading.feelings.get("anger", 0.0), reading.basic.get("anger", 0.0))


def _needs(readings: Sequence[Reading]) -> dict[str, float]:
    """What is missing most, recent messages counting more."""
    needs = dict.fromkeys(NEEDS, 0.0)
    for age, reading in enumerate(reversed(readings)):
        for need in NEEDS:
            needs[need] = max(needs[need], reading.needs.get(need, 0.0) * NEED_KEPT**age)
    return needs


def _by_label(found: Sequence[Cue]) -> dict[str, list[Cue]]:
    """The cues by label; a label of three parts counts for its first two as well."""
    by_label: dict[str, list[Cue]] = {}
    for cue in found:
        for label in _meanings(cue.label):
            by_label.setdefault(label, []).append(cue)
    return by_label


@cache
def _meanings(label: str) -> tuple[str, ...]:
    """The labels that one label stands for; there are as many as in the lists of cues."""
    short = ".".join(label.split(".")[:2])
    also = signals.ALSO.get(label, short)
    return tuple(dict.fromkeys((label, short, also, signals.IMPLIES.get(short, short))))


def _accepted(turn: Turn, place: int) -> Evidence:
    """Who takes up the person that was offered has asked for one, with the whole message."""
    return Evidence(
        probability=1.0, message_id=turn.message_id, turn=place, span=None, has_cue=True
    )


@cache
def _is_signal(label: str) -> bool:
    return label.partition(".")[0] in signals.FAMILIES


def _is_over(cues: Cues) -> bool:
    """Whether words say that the matter is over, and no others contradict them."""
    end = _end_of(cues, signals.SOLVED)
    if not end and signals.THANKS in cues:
        end = _end_of(cues, signals.GRIEVANCE_OVER)
    if not end or not signals.CONTRADICTS_SOLVED.isdisjoint(cues):
        return False
    return not any(cue.start >= end for cue in cues.get("asks.person", ()))


def _is_content(reading: Reading, cues: Cues) -> bool:
    """Whether somebody whom a person has just served says no more than thanks."""
    is_thankful = not signals.COOLING.isdisjoint(cues)
    return (
        is_thankful
        and reading.distress < SARCASM
        and signals.CONTRADICTS_SOLVED.isdisjoint(cues)
        and "asks.person" not in cues
    )


def _end_of(cues: Cues, labels: frozenset[str]) -> int:
    """Where the last cue of some labels ends; 0 when there is none."""
    if labels.isdisjoint(cues):
        return 0
    return max((cue.end for label in labels for cue in cues.get(label, ())), default=0)
