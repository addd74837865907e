"""
Whether a sentence stands on its sources: claim by claim, by its words, and by its meaning.

A figure, a day, a name, a link or a token must stand in the sources; a denial needs a source that
denies, and a source that denies may not be turned round; then enough of the words must be there, or
the meaning must be close. Where meaning cannot be compared, nothing is taken for supported. Pure.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from warmline.coaching.exchange import content_words
from warmline.llm import claims

ALIKE_AT: Final = 0.72
"""Cosine from which two sentences say the same: the likeness of `policy.toml`, same vectors."""
WORDS_AT: Final = 0.6
"""Share of a sentence's content words that stand in its best sources, when the meaning is near."""
NEAR_AT: Final = 0.35
"""Below this cosine shared words are an accident."""
FEW_WORDS_AT: Final = 0.45
"""Share of words that even a paraphrase with a close meaning keeps: names that were slipped into a
sentence of ours leave less."""
BEST: Final = 2
"""A sentence may bring two sources together, not more."""

Vectors = NDArray[np.float32]
Vectorize = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True, kw_only=True)
class Supported:
    """A sentence that may stay, and what it stands on."""

    text: str
    sources: tuple[int, ...]
    """Places of its sources, the best first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of the sentences of a text."""

    kept: tuple[Supported, ...]
    dropped: tuple[str, ...]
    """Why each of the others was dropped: link, token, figure, day, name, deed, promise, denial or
    words."""


def check(text: str, sources: Sequence[str], vectorize: Vectorize) -> Verdict | None:
    """
    Check a text against its sources, sentence by sentence.

    Args:
        text: as a model worded it.
        sources: what it may stand on, one statement each.
        vectorize: sentence vectors of unit length, float32 [n, d].

    Returns:
        None when the check cannot run, because there are no vectors or no sources.
    """
    found = claims.sentences(text)
    if not sources or not found:
        return None
    vectors = vectorize([*found, *sources])
    if vectors.shape[1] == 0:
        return None
    alike = vectors[: len(found)] @ vectors[len(found) :].T
    kept: list[Supported] = []
    dropped: list[str] = []
    for sentence, row in zip(found, alike, strict=True):
        best, share, near = _best(sentence, sources, row)
        together = " ".join(sources[place] for place in best)
        why = contradiction(sentence, together) or _too_far(share, near)
        if why is None:
            kept.append(Supported(text=sentence, sources=best))
        else:
            dropped.append(why)
    return Verdict(kept=tuple(kept), dropped=tuple(dropped))


def contradiction(sentence: str, source: str) -> str | None:
    """What of a sentence does not stand in its source; None when all of it does."""
    if claims.links(sentence) - claims.links(source):
        return "link"
    if claims.tokens(sentence) - claims.tokens(source):
        return "token"
    if claims.figures(sentence) - claims.figures(source):
        return "figure"
    if claims.days(sentence) - claims.days(source):
        return "day"
    lower = source.lower()
    if any(name not in lower for name in claims.names(sentence)):
        return "name"
    if claims.claims_deed(sentence) and not claims.claims_deed(source):
        return "deed"
    if claims.vows(sentence) and not claims.vows(source):
        return "promise"
    turned = claims.denies(sentence) != claims.denies(source)
    return "denial" if turned or (claims.lacks(sentence) and not claims.lacks(source)) else None


def _best(
    sentence: str, sources: Sequence[str], row: NDArray[np.float32]
) -> tuple[tuple[int, ...], float, float]:
    """The sources that carry most of a sentence, their share of its words, the best cosine."""
    wanted = content_words(sentence)
    shares = [_share(wanted, content_words(source)) for source in sources]
    order = sorted(range(len(sources)), key=lambda place: (-shares[place], -float(row[place])))
    best = order[:1]
    for place in order[1:BEST]:
        both = content_words(" ".join(sources[one] for one in (*best, place)))
        if _share(wanted, both) > shares[best[0]]:
            best.append(place)
    joined = content_words(" ".join(sources[place] for place in best))
    closest = int(np.argmax(row))
    near = float(max(row[place] for place in best))
    if float(row[closest]) >= ALIKE_AT > near:
        return (closest,), shares[closest], float(row[closest])
    return tuple(best), _share(wanted, joined), near


def _share(wanted: frozenset[str], there: frozenset[str]) -> float:
    return len(wanted & there) / len(wanted) if wanted else 0.0


def _too_far(share: float, near: float) -> str | None:
    by_meaning = near >= ALIKE_AT and share >= FEW_WORDS_AT
    by_words = share >= WORDS_AT and near >= NEAR_AT
    return None if by_meaning or by_words else "words"
