"""
Cuts the base vocabulary to the pieces that the supported languages use, and writes the tokenizer.

Kept are the special pieces, every piece seen in the texts given, all single characters of the
scripts in use, and then the best-scored pieces of those scripts until the budget is full. A piece
that goes is spelt by smaller pieces that stay, so nothing becomes unknown by the cut alone.
"""

import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

from warmline.training.base_weights import Pieces

SCRIPTS = ("LATIN", "CYRILLIC", "CJK", "HIRAGANA", "KATAKANA", "GREEK")
"""Scripts of the supported languages, by the first word of a character's Unicode name."""
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")


def build_tokenizer(texts: Sequence[str], scores: Sequence[float], unknown: int) -> Tokenizer:
    """Build a unigram tokenizer that treats text as the base encoder's own does."""
    vocabulary = list(zip(texts, (float(s) for s in scores), strict=True))
    tokenizer = Tokenizer(models.Unigram(vocabulary, unknown, False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(r"[\x00-\x08\x0B\x0E-\x1F\x7F\u008F\u009F]"), ""),
            normalizers.Replace(
                Regex(r"[\t\n\x0C\r\u1680\u200B-\u200F\u2028\u2029\u2581\uFEFF\uFFFD]"), " "
            ),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace("\u2581", prepend_scheme="always")
    return tokenizer


def is_supported(piece: str) -> bool:
    """Whether every letter of a piece is of a script in use."""
    letters = [c for c in piece if c.isalpha()]
    return all(unicodedata.name(c, "").split(" ")[0] in SCRIPTS for c in letters)


def choose_pieces(
    pieces: Pieces, shares: dict[int, float], *, budget: int, prior: float = 0.3
) -> list[int]:
    """
    Choose the pieces to keep, in the order of the base vocabulary.

    Args:
        pieces: the base vocabulary.
        shares: weighted share of each piece in the texts of the project.
        budget: rows that the artefact has room for.
        prior: weight of the base vocabulary's own unigram probability, which speaks for texts
            that the project has not seen.
    """
    special = {pieces.begin, pieces.pad, pieces.end, pieces.unknown}
    usable = [i for i, text in enumerate(pieces.texts) if i not in special and text != "<mask>"]
    worth = {
        i: shares.get(i, 0.0) + prior * math.exp(float(pieces.scores[i])) * is_supported(text)
        for i, text in ((i, pieces.texts[i]) for i in usable)
    }
    best = sorted(usable, key=lambda i: (not _is_letter(pieces.texts[i]), -worth[i]))
    return sorted(special | set(best[: budget - len(special)]))


def _is_letter(piece: str) -> bool:
    """Single characters that words fall back on; rare Han characters have to earn their row."""
    bare = piece.lstrip("\u2581")
    if len(bare) > 1 or not is_supported(piece):
        return False
    return not unicodedata.name(bare or " ", "").startswith("CJK UNIFIED")


def weigh_pieces(
    counts: Mapping[str, Counter[int]], weights: Mapping[str, float]
) -> dict[int, float]:
    """Average the share of each piece over the sources, by weight."""
    shares: dict[int, float] = {}
    total = sum(weights[source] for source in counts)
    for source, pieces in counts.items():
        scale = weights[source] / total / max(1, pieces.total())
        for piece, count in pieces.items():
            shares[piece] = shares.get(piece, 0.0) + scale * count
    return shares


def count_pieces(tokenizer: Tokenizer, texts: Iterable[str]) -> Counter[int]:
    """Count the pieces that a tokenizer uses for some texts."""
    counts: Counter[int] = Counter()
    for encoding in tokenizer.encode_batch_fast(list(texts), add_special_tokens=False):
        counts.update(encoding.ids)
    return counts
