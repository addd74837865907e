"""
The program that talks: it answers what the firm's articles answer, and otherwise says so.

It never argues, never invents and never says the same thing twice: an answer that it has given
before in this conversation did not help, so it takes the next one or admits that it does not know.
Whether it may speak at all is decided elsewhere.
"""

import math
import re
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from warmline.assistant.answer import Answer
from warmline.assistant.knowledge import Passage
from warmline.assistant.retrieval import Hit, Index

KNOWS_AT = 0.5
"""The probability from which it answers: a wrong answer costs about as much as a needless 'I
don't know', since the button to a person stands beside both."""

MEANING_WEIGHT, WORDS_WEIGHT, BIAS = 15.9, 4.5, -9.9
WORDS_ALONE_WEIGHT, BIAS_ALONE = 6.0, -2.2
"""Logistic weights over cosine and share of words; measured by benchmarks/assistant.py."""

_TALK: dict[str, re.Pattern[str]] = {
    "assistant.thanks": re.compile(
        r"^\W*(ok(ay)?|great|perfect|super|好的?|行|嗯)?\W*"
        r"(thanks?( you)?( so much| very much| a lot)?|thank u|thx|ta|cheers|much appreciated|"
        r"谢谢(您|你|啦|了)?|多谢|感谢|谢了|辛苦了?|gracias|danke( schön)?|vielen dank|merci)\W*"
        r"((that|it) (worked|helped|helps)|got it|好的|明白了?|解决了)?\W*$",
        re.IGNORECASE,
    ),
    "assistant.greeting": re.compile(
        r"^\W*(hi|hello|hey|good (morning|afternoon|evening)|hi there|hello there|anybody there|"
        r"您好|你好|在吗|在不在|有人吗|早上好|下午好|晚上好|hola|hallo|guten tag|bonjour)"
        r"\W*(啊|呀|您好|你好|在吗)?\W*$",
        re.IGNORECASE,
    ),
    "assistant.goodbye": re.compile(
        r"^\W*(bye( bye)?|goodbye|that'?s all|that is all|nothing else|no that'?s it|"
        r"再见|拜拜|没有?了|没事了|就这些|没别的了?)\W*$",
        re.IGNORECASE,
    ),
}


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

    def answer(self, question: str, *, language: str, said: Sequence[str]) -> Answer:
        """
        Answer one message.

        Args:
            question: the masked message.
            language: BCP 47; articles of another language are not used.
            said: the assistant's own earlier words in this conversation.
        """
        talk = small_talk(question)
        if talk is not None:
            return Answer(is_helpful=True, notice=talk, probability=1.0)
        hits = self.hits(question, language=language)
        known = [hit for hit in hits if probability(hit) >= KNOWS_AT]
        fresh = [hit for hit in known if not any(hit.passage.text in words for words in said)]
        if not fresh:
            return Answer(is_helpful=False, notice="assistant.unknown")
        best = fresh[0]
        return Answer(
            is_helpful=best is known[0],
            text=best.passage.text,
            source=best.passage.article,
            title=best.passage.title,
            probability=probability(best),
        )

    def hits(self, question: str, *, language: str) -> list[Hit]:
        """All passages of the language, best first."""
        base = language.partition("-")[0]
        spoken = base if base in self._languages else "en"
        vector = self._vectorizer.vectors([question])[0]
        if vector.size and not self.index.has_meanings:
            # A remote reader that was down when this server started has come up since.
            self.index = Index(self.index.passages, self._vectorizer.vectors(self._lines))
        return self.index.search(question, vector, language=spoken)


class SilentAssistant:
    """A firm without articles: small talk is answered, everything else is not known."""

    def answer(self, question: str, *, language: str, said: Sequence[str]) -> Answer:
        """Answer one message."""
        del language, said
        talk = small_talk(question)
        return Answer(is_helpful=talk is not None, notice=talk or "assistant.unknown")


def small_talk(text: str) -> str | None:
    """The wording key of a greeting, thanks or goodbye, when the message is nothing else."""
    if len(text) > 60:
        return None
    return next((key for key, pattern in _TALK.items() if pattern.match(text)), None)


def probability(hit: Hit) -> float:
    """That a passage answers the question, in [0, 1]."""
    if hit.meaning == 0.0:
        logit = WORDS_ALONE_WEIGHT * hit.words + BIAS_ALONE
    else:
        logit = MEANING_WEIGHT * hit.meaning + WORDS_WEIGHT * hit.words + BIAS
    return 1 / (1 + math.exp(-logit))
