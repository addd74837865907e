"""
Fold the turns of a conversation into the moment's state: pure, one pass, no thresholds.

What a later message undoes is undone here: an ask that was taken back or met, a danger that is
over, a matter that is solved. Words decide that (cues), never a model's figure alone, so that no
model can talk an emergency away.
"""

from collections.abc import Mapping, Sequence

from warmline.conversation.message import Author
from warmline.moments import signals
from warmline.moments.distress import course_of, settle
from warmline.moments.evidence import Evidence, first_span, stronger
from warmline.moments.record import Record
from warmline.moments.state import Ask, MomentState
from warmline.moments.turn import Turn
from warmline.reading.labels import ASKS, EMERGENCY_KINDS, NEEDS, VULNERABILITY
from warmline.reading.reading import Cue, Reading

NOTICED = 0.5  # a calibrated probability above one half is more likely true than not
SPOKEN_AGAIN = 0.8  # in a message that also calls off a danger, the model must be this sure
SARCASM = 0.6  # "solved" from somebody this distressed is not believed, except about danger
KEPT_LEVELS = 7  # no rule looks further back
NEED_KEPT = 0.75  # what was needed a turn ago counts three quarters


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
        self.reads: list[float] = []
        self.likeness: list[float] = []
        self.emergencies: dict[str, Evidence] = {}
        self.asks: dict[str, Ask] = {}
        self.signals: dict[str, Evidence] = {}
        self.needs: dict[str, float] = {}
        self.abuse: Evidence | None = None
        self.anger_at_entry = 0.0
        self.repeats = self.failures = self.failures_before = self.failures_in_all = 0
        self.is_with_agent = self.is_solved = self.has_answer = False
        self.last: Turn | None = None
        self.thanks = 0.0

    def take(self, turn: Turn) -> None:
        """Move on by one turn."""
        if turn.author is Author.CONTACT:
            if turn.reading is not None:
                self.hear(turn, turn.reading)
        elif turn.author is Author.ASSISTANT:
            self.answered(turn)
        elif turn.author is Author.AGENT:
            self.met_by_agent()
        elif turn.notice in signals.RESET_NOTICES:
            self.reset()

    def answered(self, turn: Turn) -> None:
        """An answer of the assistant: does it leave an ask open, does it fail?"""
        self.is_with_agent, self.has_answer = False, True
        self.failures_before = self.failures
        self.failures = 0 if turn.is_helpful else self.failures + 1
        self.failures_in_all += not turn.is_helpful
        for name, ask in self.asks.items():
            self.asks[name] = Ask(evidence=ask.evidence, times=ask.times, ignored=ask.ignored + 1)

    def met_by_agent(self) -> None:
        """A person speaks: who asked for one has one."""
        self.is_with_agent, self.has_answer = True, False
        self.failures = self.failures_before = self.repeats = 0
        self.likeness = [0.0] * len(self.likeness)
        for name in ("person", "callback"):
            self.asks.pop(name, None)

    def hear(self, turn: Turn, reading: Reading) -> None:
        """A message of the contact."""
        cues = _by_label(reading)
        is_over = _is_over(cues)
        self.is_solved = is_over and reading.distress < SARCASM
        if self.is_solved:
            self.reset_to_solved()
        if is_over or signals.WITHDRAWN_EMERGENCY in cues:
            self.emergencies.clear()
        self.last = turn
        self.note_danger(turn, reading, cues)
        self.note_asks(turn, reading, cues)
        self.note_signals(turn, reading, cues)
        self.note_person(turn, reading, cues)
        self.note_distress(reading, cues)

    def reset_to_solved(self) -> None:
        """Start anew with the message that solves."""
        self.reset()
        self.is_solved = True

    def note_danger(self, turn: Turn, reading: Reading, cues: Mapping[str, list[Cue]]) -> None:
        """Keep each kind of danger with its strongest evidence."""
        off = _end_of(cues, {signals.WITHDRAWN_EMERGENCY, *signals.SOLVED})
        kinds = reading.emergency_kinds
        likely = max(EMERGENCY_KINDS, key=lambda kind: kinds.get(kind, 0.0))
        for kind in EMERGENCY_KINDS:
            own = [cue for cue in cues.get(f"emergency.{kind}", ()) if cue.start >= off]
            figure = max(kinds.get(kind, 0.0), reading.emergency if kind == likely else 0.0)
            if own or (figure > 0 and (off == 0 or figure >= SPOKEN_AGAIN)):
                found = self.evidence(turn, figure, own)
                self.emergencies[kind] = stronger(self.emergencies.get(kind), found)

    def note_asks(self, turn: Turn, reading: Reading, cues: Mapping[str, list[Cue]]) -> None:
        """Keep what is asked for, until it is taken back or met."""
        for name in ASKS:
            off = _end_of(cues, {signals.withdrawn(name)})
            if off:
                self.asks.pop(name, None)
            own = [cue for cue in cues.get(f"asks.{name}", ()) if cue.start >= off]
            figure = reading.asks.get(name, 0.0)
            if not own and (off or figure <= 0.0):
                continue
            found, before = self.evidence(turn, figure, own), self.asks.get(name)
            is_asked = bool(own) or figure >= NOTICED
            self.asks[name] = Ask(
                evidence=stronger(before.evidence if before else None, found),
                times=(before.times if before else 0) + is_asked,
                ignored=before.ignored if before else 0,
            )

    def note_signals(self, turn: Turn, reading: Reading, cues: Mapping[str, list[Cue]]) -> None:
        """Keep stakes, friction and the like; hear what is said of the last answer."""
        for label, own in cues.items():
            if label.partition(".")[0] in signals.FAMILIES:
                found = self.evidence(turn, 1.0, own)
                self.signals[label] = stronger(self.signals.get(label), found)
        is_useless = any(label in signals.UNHELPFUL for label in cues)
        if is_useless and self.failures == 0 and self.has_answer:
            self.failures = self.failures_before + 1
            self.failures_in_all += 1
        self.has_answer = False
        self.repeats += (signals.REPEATING in cues) + (signals.LOOP in cues)
        self.likeness.append(0.0 if self.is_with_agent else turn.similar)
        own = cues.get("abuse", [])
        if own or reading.abuse > 0:
            self.abuse = stronger(self.abuse, self.evidence(turn, reading.abuse, own))

    def note_person(self, turn: Turn, reading: Reading, cues: Mapping[str, list[Cue]]) -> None:
        """Keep what the person needs and what makes it harder for them."""
        for driver in VULNERABILITY:
            figure = reading.vulnerability.get(driver, 0.0)
            own = cues.get(f"vulnerability.{driver}", [])
            own = own or (cues.get(signals.BEREAVEMENT, []) if driver == "life-event" else [])
            if own or figure > 0:
                found = self.evidence(turn, figure, own)
                self.vulnerability[driver] = stronger(self.vulnerability.get(driver), found)
        for need in NEEDS:
            before = self.needs.get(need, 0.0) * NEED_KEPT
            self.needs[need] = max(before, reading.needs.get(need, 0.0))

    def note_distress(self, reading: Reading, cues: Mapping[str, list[Cue]]) -> None:
        """Move the course of distress on."""
        feelings = reading.feelings
        warm = max(feelings.get("gratitude", 0.0), feelings.get("relief", 0.0))
        has_words = any(label in signals.THANKS for label in cues)
        has_words = has_words or signals.WITHDRAWN_EMERGENCY in cues
        self.thanks = max(warm, 1.0 if has_words else 0.0)
        before = self.levels[-1] if self.levels else 0.0
        is_thankful = self.thanks >= NOTICED and reading.distress < SARCASM
        self.levels.append(settle(before, reading.distress, is_thankful=is_thankful))
        self.reads.append(reading.distress)
        if len(self.reads) == 1:
            anger = max(feelings.get("anger", 0.0), reading.basic.get("anger", 0.0))
            self.anger_at_entry = anger

    def evidence(self, turn: Turn, figure: float, cues: Sequence[Cue]) -> Evidence:
        """What one message shows."""
        return Evidence(
            probability=figure,
            message_id=turn.message_id,
            turn=len(self.reads),
            span=first_span(cues),
            has_cue=bool(cues),
        )

    def state(self) -> MomentState:
        """The frozen value."""
        reading = self.last.reading if self.last else None
        return MomentState(
            record=self.record,
            last_message_id=self.last.message_id if self.last else None,
            turns=len(self.reads),
            is_degraded=reading is not None and reading.degraded,
            is_with_agent=self.is_with_agent,
            is_solved=self.is_solved,
            distress=course_of(self.levels, self.reads),
            levels=tuple(self.levels[-KEPT_LEVELS:]),
            anger_at_entry=self.anger_at_entry,
            valence=reading.valence if reading else 0.0,
            thanks=self.thanks,
            emergencies=dict(self.emergencies),
            asks=dict(self.asks),
            signals=dict(self.signals),
            vulnerability=dict(self.vulnerability),
            needs=dict(self.needs),
            abuse=self.abuse,
            likeness=tuple(self.likeness),
            repeats=self.repeats,
            failures=self.failures,
            failures_in_all=self.failures_in_all,
        )


def _by_label(reading: Reading) -> dict[str, list[Cue]]:
    """The cues by label; a label of three parts counts for its first two as well."""
    found: dict[str, list[Cue]] = {}
    for cue in reading.cues:
        short = ".".join(cue.label.split(".")[:2])
        for label in {cue.label, short, signals.ALSO.get(cue.label, short)}:
            found.setdefault(label, []).append(cue)
    return found


def _is_over(cues: Mapping[str, list[Cue]]) -> bool:
    """Whether words say that the matter is over, and no others contradict them."""
    end = _end_of(cues, signals.SOLVED)
    if not end or any(label in signals.CONTRADICTS_SOLVED for label in cues):
        return False
    return not any(cue.start >= end for cue in cues.get("asks.person", ()))


def _end_of(cues: Mapping[str, list[Cue]], labels: set[str] | frozenset[str]) -> int:
    """Where the last cue of some labels ends; 0 when there is none."""
    return max((cue.end for label in labels for cue in cues.get(label, ())), default=0)
