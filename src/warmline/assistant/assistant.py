"""
The program that talks: it answers what the firm's articles answer, and otherwise says so.

It never argues, never invents and never says the same thing twice: an answer that it has given
before in this conversation did not help, so it says so and takes the next one, or admits that it
does not know. Between two answers that are near each other it asks once which is meant. Whether it
may speak at all, and how plainly, is decided elsewhere.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from warmline.assistant.answer import UNKNOWN, WHICH, Answer, Said
from warmline.assistant.choice import (
    Chosen,
    choose,
    labels_of,
    named_in,
    open_labels,
    question_before,
)
from warmline.assistant.knowledge import Passage, gist
from warmline.assistant.retrieval import Hit, Index, logit, probability, terms
from warmline.assistant.talk import ANSWERS, hear, says
from warmline.assistant.variation import OFFER, OFFERS

KNOWS_AT = 0.5
"""The probability from which it answers: a wrong answer costs about as much as a needless 'I
don't know', since the button to a person stands beside both."""

SURER_AT = 0.65
"""The probability that the next best must have after a wrong answer: two wrong ones tire twice."""

NEAR = 1.3
"""
Logits between the two best articles below which it asks which one is meant.

Among 77 topics of a bank that are near each other (the part of Banking77 for choosing) it asks one
time in five, and the first is right in 61 of 100, the second in 24 (benchmarks/scope.py).
"""

SAME_WORDS = 0.6
"""The share of a passage's words from which a message that names its article has said it."""


class Vectorizer(Protocol):
    """Makes sentence vectors; the reader does."""

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, float32 [n, d]; d is 0 without a model."""


class ArticleAssistant:
    """Answers from passages; one per firm, built once."""

    def __init__(self, passages: Sequence[Passage], vectorizer: Vectorizer) -> None:
        """Index the passages."""
        self._vectorizer = vectorizer
        self._lines = [line for passage in passages for line in passage.lines]
        self.index = Index(passages, vectorizer.vectors(self._lines))
        self._languages = {passage.language for passage in passages}

    def answer(self, question: str, *, language: str, said: Sequence[Said]) -> Answer:
        """
        Answer one message.

        Args:
            question: the masked message.
            language: BCP 47; articles of another language are not used.
            said: the conversation before it, both sides, oldest first.
        """
        labels = open_labels(said)
        if labels:
            chosen = choose(question, labels)
            if chosen is not Chosen.UNCLEAR:
                return self._chosen(chosen, labels, language, said)
        simple = small_talk(question, said)
        if simple is not None:
            return simple
        talk = hear(question)
        if talk.kind in ("repair", "other"):
            return self._repaired(language, said)
        return self._found(self.hits(talk.question, language=language), said)

    def hits(self, question: str, *, language: str) -> list[Hit]:
        """The likest passages of the language, best first."""
        base = language.partition("-")[0]
        spoken = base if base in self._languages else "en"
        vector = self._vectorizer.vectors([question])[0]
        if vector.size and not self.index.has_meanings:
            # A remote reader that was down when this server started has come up since.
            self.index = Index(self.index.passages, self._vectorizer.vectors(self._lines))
        return self.index.search(question, vector, language=spoken)

    def _found(self, hits: Sequence[Hit], said: Sequence[Said]) -> Answer:
        """Answer from the best passage that was not quoted yet, or ask which of two is meant."""
        known = [hit for hit in hits if probability(hit) >= KNOWS_AT]
        fresh = [hit for hit in known if not _was_said(hit.passage, said)]
        if not known:
            return Answer(is_helpful=False, notice=UNKNOWN)
        if not fresh:
            title = known[0].passage.title
            return Answer(is_helpful=False, notice="assistant.said-all", about=title)
        if fresh[0] is not known[0]:
            title = known[0].passage.title
            return _quoted(fresh[0], is_helpful=False, lead="assistant.said-before", about=title)
        return _which(fresh, said) or _quoted(fresh[0])

    def _chosen(
        self, chosen: Chosen, labels: Sequence[str], language: str, said: Sequence[Said]
    ) -> Answer:
        """Quote what was meant, by the question that stood before the question back."""
        if chosen is Chosen.NEITHER:
            return Answer(is_helpful=False, notice="assistant.repair")
        asked = question_before(said)
        found = [self._best_under(label, asked, language) for label in labels]
        answers = [_quoted(hit) for hit in found if hit is not None]
        if len(answers) < len(labels):  # the articles have changed since
            return Answer(is_helpful=False, notice=UNKNOWN)
        if chosen is Chosen.BOTH:
            return Answer(is_helpful=True, choices=tuple(answers), labels=tuple(labels))
        return answers[0 if chosen is Chosen.FIRST else 1]

    def _best_under(self, label: str, asked: str, language: str) -> Hit | None:
        """The best passage for a question among those that are called so."""
        hits = self.hits(asked, language=language)
        return next(
            (hit for hit in hits if label in (hit.passage.title, hit.passage.heading)), None
        )

    def _repaired(self, language: str, said: Sequence[Said]) -> Answer:
        """The answer before was not it: the other choice, the next best, or ask anew."""
        unclear = Answer(is_helpful=False, notice="assistant.repair")
        asked = _last_question(said)
        if not asked:
            return unclear
        hits = self.hits(asked, language=language)
        offered = next((one for one in reversed(said) if one.notice == WHICH), None)
        labels = named_in(offered.text) if offered is not None else ()
        known = [
            hit
            for hit in hits
            if (probability(hit) >= SURER_AT or hit.passage.title in labels)
            and not _was_said(hit.passage, said)
        ]
        if not known:
            return unclear
        was_named = known[0].passage.title in labels
        return _quoted(known[0], is_helpful=was_named, lead="assistant.repair-next")


class SilentAssistant:
    """A firm without articles: small talk is answered, everything else is not known."""

    def answer(self, question: str, *, language: str, said: Sequence[Said]) -> Answer:
        """Answer one message."""
        del language
        simple = small_talk(question, said)
        return simple or Answer(is_helpful=False, notice=UNKNOWN)


def small_talk(text: str, said: Sequence[Said]) -> Answer | None:
    """The answer to a greeting, thanks and the like, when the message is nothing else."""
    last = next((one for one in reversed(said) if not one.by_contact), None)
    if last is not None and last.notice in OFFERS and says(text, "yes"):
        return Answer(is_helpful=True, notice=OFFER, accepts_person=True)
    kind = hear(text).kind
    if last is not None and last.notice is not None and says(text, "no"):
        kind = "acknowledged"  # no answer of ours is meant by it
    elif kind is None and (says(text, "acknowledged") or says(text, "yes")):
        kind = "acknowledged"
    if kind is None and any(says(text, place) for place in ("first", "second", "both", "neither")):
        # A number without a question of ours before it says nothing yet.
        return Answer(is_helpful=False, notice="assistant.repair")
    if kind in (None, "repair", "other"):
        return None
    return Answer(is_helpful=True, notice=f"assistant.{kind}", probability=1.0)


def _which(fresh: Sequence[Hit], said: Sequence[Said]) -> Answer | None:
    """Ask back, when another article is near the best and we have not just asked."""
    best = fresh[0]
    other = next((hit for hit in fresh if hit.passage.article != best.passage.article), None)
    if other is None or logit(best) - logit(other) >= NEAR or open_labels(said):
        return None
    labels = labels_of(best.passage, other.passage)
    if any(set(labels) == set(named_in(one.text)) for one in said if one.notice == WHICH):
        return None
    return Answer(
        is_helpful=False,
        notice=WHICH,
        choices=(_quoted(best), _quoted(other)),
        labels=labels,
    )


def _quoted(
    hit: Hit, *, is_helpful: bool = True, lead: str | None = None, about: str = ""
) -> Answer:
    passage = hit.passage
    return Answer(
        is_helpful=is_helpful,
        text=passage.text,
        lead=lead,
        about=about,
        source=passage.article,
        title=passage.title,
        section="" if passage.heading == passage.title else passage.heading,
        page=passage.page,
        probability=probability(hit),
    )


def _was_said(passage: Passage, said: Sequence[Said]) -> bool:
    """Whether a passage was quoted already: whole, in short, or in other words."""
    short = gist(passage.text)
    return any(
        short in one.text or (one.source == passage.article and _is_worded(passage, one.text))
        for one in said
        if not one.by_contact
    )


def _is_worded(passage: Passage, text: str) -> bool:
    held = set(terms(passage.text))
    return len(held & set(terms(text))) >= SAME_WORDS * len(held)


def _last_question(said: Sequence[Said]) -> str:
    """The contact's last message that asks something, not counting replies to our question back."""
    for at in range(len(said) - 1, -1, -1):
        one = said[at]
        if not one.by_contact or open_labels(said[:at]):
            continue
        talk = hear(one.text)
        if talk.kind is None and not any(says(one.text, kind) for kind in ANSWERS):
            return talk.question
    return ""
