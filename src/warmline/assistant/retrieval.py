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

WORDS_SHARE = 0.28
"""
What a share of words weighs beside a cosine, in the order of the hits as in their probability.

Between 0.2 and 0.35 the right article comes first as often as by meaning alone or more often, and
what no article answers stands lower; measured by benchmarks/scope.py on the parts for choosing.
"""

MEANING_WEIGHT, BIAS = 19.0, -11.5
WORDS_ALONE_WEIGHT, BIAS_ALONE = 6.0, -2.2
"""Logistic weights over cosine and share of words; measured by benchmarks/assistant.py."""

MOST_HITS = 50
"""Nobody looks further down."""

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


def logit(hit: Hit) -> float:
    """How sure it is that a passage answers the question, as the logarithm of the odds."""
    if hit.meaning == 0.0:
        return WORDS_ALONE_WEIGHT * hit.words + BIAS_ALONE
    return MEANING_WEIGHT * (hit.meaning + WORDS_SHARE * hit.words) + BIAS


def probability(hit: Hit) -> float:
    """That a passage answers the question, in [0, 1]."""
    return 1 / (1 + math.exp(-logit(hit)))


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
        self._words = _Words(self.passages)
        languages = sorted({passage.language for passage in passages})
        self._of = {
            language: np.array([passage.language == language for passage in passages])
            for language in languages
        }

    @property
    def has_meanings(self) -> bool:
        """Whether passages can be found by what they mean, and not by their words alone."""
        return self._vectors.size > 0 or not self.passages

    def search(
        self,
        question: str,
        vector: NDArray[np.float32],
        *,
        language: str,
        most: int = MOST_HITS,
    ) -> list[Hit]:
        """
        The passages of a language that are likest the question, best first.

        Args:
            question: the words.
            vector: of the question.
            language: primary tag.
            most: how many at most.

        Shapes:
            vector float32 [d] of the question, unit length; d may be 0.
        """
        spoken = self._of.get(language)
        if spoken is None:
            return []
        words = self._words.shares(question)
        meanings = self._meanings(vector)
        scores = np.where(spoken, meanings + WORDS_SHARE * words, -np.inf)
        # A stable sort keeps the order of the articles where nothing tells two apart.
        best = np.argsort(-scores, kind="stable")[: min(most, int(spoken.sum()))]
        return [
            Hit(passage=self.passages[at], meaning=float(meanings[at]), words=float(words[at]))
            for at in best
        ]

    def _meanings(self, vector: NDArray[np.float32]) -> NDArray[np.float32]:
        if vector.size == 0 or self._vectors.size == 0:
            return np.zeros(len(self.passages), dtype=np.float32)
        both = (self._vectors @ vector).reshape(-1, 2)
        likest: NDArray[np.float32] = both.max(axis=1)
        return likest


class _Words:
    """Who holds which term how often: an inverted list for each term, so that search is fast."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        counts = [Counter(terms(passage.lines[1])) for passage in passages]
        asked = [set(terms(passage.lines[0])) for passage in passages]
        lengths = np.array([sum(one.values()) for one in counts], dtype=np.float64)
        mean = (lengths.mean() if len(lengths) else 0.0) or 1.0
        norms = K1 * (1 - B + B * lengths / mean)
        lists: dict[str, list[tuple[int, int]]] = {}
        for at, one in enumerate(counts):
            for term, count in one.items():
                # What stands in the heading counts thrice: it is how the firm hears the question.
                held = count + (2 if term in asked[at] else 0)
                lists.setdefault(term, []).append((at, held))
        self._size = n = len(counts)
        self._idf = {
            term: math.log(1 + (n - len(found) + 0.5) / (len(found) + 0.5))
            for term, found in lists.items()
        }
        self._idf_unseen = math.log(1 + (n + 0.5) / 0.5)
        self._gains = {
            term: _gains(np.array(found), norms, self._idf[term]) for term, found in lists.items()
        }

    def shares(self, question: str) -> NDArray[np.float64]:
        """
        BM25 of the question over BM25 of a passage that is asked in the same words, in [0, 1].

        Shapes:
            float64 [n].
        """
        asked = set(terms(question))
        found = np.zeros(self._size)
        # In the order of the words, not of their hashes: sums of floats depend on it.
        for term in sorted(asked):
            if term in self._gains:
                places, gains = self._gains[term]
                found[places] += gains
        best = FULL * sum(self._idf.get(term, self._idf_unseen) for term in sorted(asked))
        shares: NDArray[np.float64] = np.minimum(found / best, 1.0) if best else found
        return shares


def _gains(
    found: NDArray[np.int64], norms: NDArray[np.float64], idf: float
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Of one term: the passages that hold it, and what it adds to each."""
    places, held = found[:, 0], found[:, 1].astype(np.float64)
    return places, idf * held * (K1 + 1) / (held + norms[places])
