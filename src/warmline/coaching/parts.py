"""
Which of the three parts of a good answer a reply has: affirm, understand, suggest; and the next
step with its time.

Affirm: the contact's feeling or trouble is heard. Understand: the matter itself is named, in the
contact's terms. Suggest: something concrete happens, or is to be done, next. A sentence that sends
the contact away, asks what is known, sells or blames makes no step.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from warmline.coaching.cues import Sentence
from warmline.coaching.exchange import content_words
from warmline.coaching.signs import Signs
from warmline.coaching.situation import Situation
from warmline.reading.cues import fold

ECHOES: Final = 2
"""Content words in common from which a reply clearly speaks of the same matter."""
NO_STEP: Final = frozenset(
    {"deflects", "shuts", "sales-push", "asks-secret", "help-not-ours", "blame", "denies-feeling"}
)
"""Labels of sentences that help nobody, whatever else stands in them."""

HEARD: Final = frozenset({"affirm.feeling", "affirm.owns"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What a reply has."""

    affirm: float
    """How clearly the contact's trouble is heard, in [0, 1]."""
    understand: float
    """How clearly the reply speaks of this matter, in [0, 1]."""
    timed: bool
    """Somebody of ours does something by a time that is said."""
    done: bool
    """Something has been done already."""
    coming: bool
    """Something happens at a time that is said, whoever does it."""
    will: bool
    """Somebody of ours does something."""
    instructions: int
    """Sentences from which the contact learns what to do."""
    due_at: datetime | None

    @property
    def suggests(self) -> bool:
        """Whether there is a concrete next step of any kind."""
        return self.done or self.timed or self.coming or self.will or self.instructions > 0


def find_parts(signs: Signs, situation: Situation) -> Parts:
    """Find the parts of a reply."""
    labelled = [(one, signs.labels_in(one)) for one in signs.sentences]
    firm = [(one, labels) for one, labels in labelled if not _is_no_step(one, labels, situation)]
    promised = [promise.start for promise in signs.promises]
    ours = [
        labels
        for one, labels in firm
        if labels & {"step.will", "hands-over"} or _holds(one, promised)
    ]
    due = [promise.due_at for promise in signs.promises if promise.due_at is not None]
    return Parts(
        affirm=_affirm(signs, labelled),
        understand=_understand(signs, situation),
        timed=any("time" in labels for labels in ours),
        done=any("step.done" in labels for _, labels in firm),
        coming=any(
            not one.is_question and _tells_when(signs, one, labels, situation)
            for one, labels in firm
        ),
        will=any("vague" not in labels or "time" in labels for labels in ours),
        instructions=sum(bool(labels & {"step.ask", "safety"}) for _, labels in firm),
        due_at=due[0] if due else None,
    )


def _is_no_step(sentence: Sentence, labels: frozenset[str], situation: Situation) -> bool:
    asked = {f"asks-for.{name}" for name in situation.known}
    asks_again = labels & asked and (sentence.is_question or "request" in labels)
    return bool(labels & NO_STEP) or bool(asks_again)


def _tells_when(
    signs: Signs, sentence: Sentence, labels: frozenset[str], situation: Situation
) -> bool:
    """A time to come: not a guess, not "two weeks" repeated to show that it was heard."""
    if labels & {"guess"} or (labels & HEARD and not labels & {"step.will", "step.done"}):
        return False
    said = fold(situation.said)
    return any(
        sentence.start <= start < sentence.end and fold(signs.plain[start:end]) not in said
        for start, end in signs.found.get("time", ())
    )


def _holds(sentence: Sentence, places: list[int]) -> bool:
    return any(sentence.start <= place < sentence.end for place in places)


def _affirm(signs: Signs, labelled: list[tuple[Sentence, frozenset[str]]]) -> float:
    """Twice said is heard; more adds nothing. A denied feeling is not affirmed."""
    feeling = sum(
        "affirm.feeling" in labels and not labels & {"denies-feeling", "shuts"}
        for _, labels in labelled
    )
    owns = signs.has("affirm.owns")
    return min(1.0, 0.65 * bool(feeling) + 0.15 * (feeling > 1) + 0.4 * owns)


def _understand(signs: Signs, situation: Situation) -> float:
    """What is said of such things in general echoes the words and understands nothing."""
    own = signs.own(with_lectures="why" in situation.questions)
    words = content_words(" ".join(one.text for one in own))
    echoes = len(words & situation.words)
    return min(1.0, 1.0 - math.exp(-echoes / ECHOES) + 0.25 * signs.has("restates"))
