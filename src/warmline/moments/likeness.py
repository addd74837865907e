"""
Whether a contact asks the same again: likeness in meaning, by sentence vectors.

Short answers ("yes", an order number) are alike without being a question, so they never count.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ASKS_SOMETHING_LATIN = 4  # words; "yes please" is no question
ASKS_SOMETHING_HAN = 6  # characters

Vectors = NDArray[np.float32]


def likeness(vector: Vectors, earlier: Vectors) -> float:
    """
    The highest cosine with an earlier message, in [0, 1]; 0 without vectors.

    Shapes:
        vector float32 [d]; earlier float32 [n, d]; d or n may be 0.
    """
    if vector.size == 0 or earlier.size == 0:
        return 0.0
    return float(np.clip((earlier @ vector).max(), 0.0, 1.0))


def course_of_likeness(texts: Sequence[str], vectors: Vectors) -> list[float]:
    """
    The likeness of each message with those before it.

    Shapes:
        texts n; vectors float32 [n, d].
    """
    counted = np.array([may_repeat(text) for text in texts], dtype=bool)
    return [
        likeness(vectors[i], vectors[:i][counted[:i]]) if counted[i] else 0.0
        for i in range(len(texts))
    ]


def may_repeat(text: str) -> bool:
    """Whether a message says enough to be the same question as another."""
    han = sum("\u4e00" <= letter <= "\u9fff" for letter in text)
    return han >= ASKS_SOMETHING_HAN or len(text.split()) >= ASKS_SOMETHING_LATIN
