"""Cutting the vocabulary, on a vocabulary of a dozen pieces."""

import numpy as np

from warmline.training.base_weights import Pieces
from warmline.training.vocabulary import build_tokenizer, choose_pieces

TEXTS = (
    "<s>",
    "<pad>",
    "</s>",
    "<unk>",
    "\u2581",
    "h",
    "e",
    "l",
    "o",
    "\u2581he",
    "llo",
    "\u2581hello",
)
SCORES = np.array([0, 0, 0, 0, -3, -6, -6, -6, -6, -5, -5, -4], np.float32)
PIECES = Pieces(TEXTS, SCORES, begin=0, end=2, pad=1, unknown=3, rewrites={})


def pieces_of(kept: list[int], text: str) -> list[str]:
    """Tokenise a text with the pieces kept."""
    tokenizer = build_tokenizer([TEXTS[i] for i in kept], [float(SCORES[i]) for i in kept], 3)
    return tokenizer.encode(text, add_special_tokens=False).tokens


def test_special_pieces_keep_the_first_four_rows() -> None:
    """The ids that the runtime adds by number stay what they are."""
    assert choose_pieces(PIECES, {}, budget=9)[:4] == [0, 1, 2, 3]


def test_a_word_whose_piece_went_is_spelt_by_smaller_ones() -> None:
    """Cutting makes texts longer, never unknown."""
    everything = list(range(len(TEXTS)))
    assert pieces_of(everything, "hello") == ["\u2581hello"]
    without_word = [i for i in everything if TEXTS[i] not in {"\u2581hello", "llo"}]
    assert pieces_of(without_word, "hello") == ["\u2581he", "l", "l", "o"]


def test_line_breaks_and_control_marks_do_not_reach_the_model() -> None:
    """They are blanks or nothing, as in the base encoder."""
    everything = list(range(len(TEXTS)))
    assert pieces_of(everything, "hello\n\x01hello") == ["\u2581hello", "\u2581hello"]


def test_pieces_in_use_go_before_pieces_with_a_good_score() -> None:
    """With one free row, the piece that the texts use gets it."""
    singles = 4 + 5
    kept = choose_pieces(PIECES, {10: 0.9}, budget=singles + 1)
    assert 10 in kept
    assert 11 not in kept
