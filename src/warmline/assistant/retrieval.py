"""
Finding the passage that answers a question: by meaning, by words, or by both.

Likeness by meaning is a dot product of sentence vectors; likeness by words is Okapi BM25 over
words (Latin scripts) and pairs of characters (Han), scaled by the score that the passage would
give to itself. Without a model only the words count. Nothing here knows how an answer is worded.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from warmline.assistant.knowledge import Passage

K1 = 1.2
B = 0.75
"""Robertson and Zaragoza 2009, The Probabilistic Relevance Framework: the usual middle values."""

FULL = 1.6
"""What one term scores at most when it stands in the heading and once below it, before its idf."""

_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[\u3400-\u9fff]+", re.IGNORECASE)
_STOP_WORDS = (
    "a an and any are as at be been by can could do does did for from get got have has how i if "
    "in is it its me my of on or our please so that the their them then there this to us was we "
    "were what when where which who why will with would you your "
    "的 了 吗 呢 吧 啊 我 你 您 们 是 在 有 和 就 都 怎么 什么 请问 可以"
)
_STOP = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage that may answer, with both likenesses."""

    passage: Passage
    meaning: float
    """Cosine, in [-1, 1]; 0 without a model."""
    words: float
    """Share of the question's weighted words that the passage holds, in [0, 1]."""


def terms(text: str) -> list[str]:
    """Words without endings for Latin scripts, pairs of characters for Han; stop words left out."""
    found: list[str] = []
    for token in _TOKEN.findall(text.lower()):
        if token[0] >= "\u3400":
            pairs = [token[at : at + 2] for at in range(len(token) - 1)] or [token]
            found.extend(pair for pair in pairs if pair not in _STOP)
        elif token not in _STOP:
            found.append(_stem(token))
    return found


def _stem(word: str) -> str:
    """Cut the commonest English endings, so that 'bills' meets 'bill' and 'paying' meets 'pay'."""
    for ending in ("ingly", "edly", "ing", "ies", "ied", "es", "ed", "ly", "s", "'s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + ("y" if ending in ("ies", "ied") else "")
    return word


class Index:
    """Passages with what is needed to compare them with a question; built once."""

    def __init__(self, passages: Sequence[Passage], vectors: NDArray[np.float32]) -> None:
        """
        Index n passages.

        Shapes:
            vectors float32 [2 n, d]: of each passage first how it is asked, then all that is
            said; d is 0 without a model.
        """
        self.passages = tuple(passages)
        self._vectors = vectors
        self._counts = [Counter(terms(passage.lines[1])) for passage in passages]
        self._asked = [set(terms(passage.lines[0])) for passage in passages]
        self._lengths = [sum(counts.values()) for counts in self._counts]
        self._mean = sum(self._lengths) / max(len(self._lengths), 1) or 1.0
        holding = Counter(term for counts in self._counts for term in counts)
        n = len(self.passages)
        self._idf = {
            term: math.log(1 + (n - held + 0.5) / (held + 0.5)) for term, held in holding.items()
        }
        self._idf_unseen = math.log(1 + (n + 0.5) / 0.5)

    @property
    def has_meanings(self) -> bool:
        """Whether passages can be found by what they mean, and not by their words alone."""
        return self._vectors.size > 0 or not self.passages

    def search(self, question: str, vector: NDArray[np.float32], *, language: str) -> list[Hit]:
        """
        All passages of a language, best first.

        Shapes:
            vector float32 [d] of the question, unit length; d may be 0.
        """
        asked = Counter(terms(question))
        meanings = self._meanings(vector)
        hits = [
            Hit(passage=passage, meaning=meanings[at], words=self._words(asked, at))
            for at, passage in enumerate(self.passages)
            if passage.language == language
        ]
        return sorted(hits, key=lambda hit: -(hit.meaning + 0.5 * hit.words))

    def _meanings(self, vector: NDArray[np.float32]) -> list[float]:
        if vector.size == 0 or self._vectors.size == 0:
            return [0.0] * len(self.passages)
        both = (self._vectors @ vector).reshape(-1, 2)
        return [float(value) for value in both.max(axis=1)]

    def _words(self, asked: Counter[str], at: int) -> float:
        """BM25 of the question over BM25 of a passage that is asked in the same words."""
        best = FULL * sum(self._idf.get(term, self._idf_unseen) for term in asked)
        if best == 0:
            return 0.0
        norm = K1 * (1 - B + B * self._lengths[at] / self._mean)
        score = 0.0
        for term in asked:
            held = self._counts[at][term] + (2 if term in self._asked[at] else 0)
            score += self._idf.get(term, 0.0) * held * (K1 + 1) / (held + norm)
        return min(score / best, 1.0)
