"""
Turns messages, dialogue windows and reply pairs into the token ids that the model reads.

Training and the running reader share this file, so that both see a text in the same way. It knows
nothing of labels or of the model itself.
"""

from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer

BEGIN, PAD, END, UNKNOWN = 0, 1, 2, 3
WINDOW = 256
"""Most tokens of one input, begin and end included."""
TURN_TOKENS = 64
"""Most tokens of one turn inside a dialogue window."""
MOST_CHARACTERS = 4096
"""Characters looked at in a text: longer ones could not fit the window in any language."""

ROLE_MARKS = {"contact": "> ", "assistant": "< ", "agent": "< ", "system": "< "}


class Tokens:
    """The tokenizer of the artefact, with the window rules around it."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        """Take a tokenizer whose first four pieces are begin, pad, end and unknown."""
        self._tokenizer = tokenizer

    @classmethod
    def from_file(cls, path: Path) -> "Tokens":
        """Load the tokenizer that was saved with the artefact."""
        return cls(Tokenizer.from_file(str(path)))

    @property
    def piece_count(self) -> int:
        """How many ids there are."""
        return int(self._tokenizer.get_vocab_size())

    def messages(self, texts: Sequence[str]) -> list[list[int]]:
        """
        Give the ids of single messages.

        A message longer than the window keeps its first and last halves, because openings and
        closings carry most of the need.

        Shapes:
            n lists of 2 to 256 ids.
        """
        return [[BEGIN, *halves(ids, WINDOW - 2), END] for ids in self._bare(texts)]

    def places(self, text: str) -> list[tuple[int, int]]:
        """
        Give the place of every piece of a text.

        Units:
            Code points, end exclusive. Of a text that is too long to be read whole only the first
            characters are placed.
        """
        encoding = self._tokenizer.encode(
            without_halves(text[:MOST_CHARACTERS]), add_special_tokens=False
        )
        return [(int(start), int(end)) for start, end in encoding.offsets]

    def windows(self, windows: Sequence[Sequence[tuple[str, str]]]) -> list[list[int]]:
        """
        Give the ids of dialogue windows: the last turns that fit, oldest first.

        Args:
            windows: for each dialogue its turns so far, as (author, text).
        """
        return [self._window(turns) for turns in windows]

    def pairs(self, seekers: Sequence[str], replies: Sequence[str]) -> list[list[int]]:
        """Give the ids of a reply followed by what it replies to."""
        room = (WINDOW - 3) // 2
        return [
            [BEGIN, *halves(reply, room), END, *halves(seeker, room), END]
            for seeker, reply in zip(self._bare(seekers), self._bare(replies), strict=True)
        ]

    def _bare(self, texts: Sequence[str]) -> list[list[int]]:
        short = [shorten(text) for text in texts]
        return [e.ids for e in self._tokenizer.encode_batch_fast(short, add_special_tokens=False)]

    def _window(self, turns: Sequence[tuple[str, str]]) -> list[int]:
        marked = [ROLE_MARKS.get(author, "< ") + text for author, text in turns[-12:]]
        ids: list[int] = []
        for turn in reversed(self._bare(marked)):
            part = [*halves(turn, TURN_TOKENS), END]
            if len(part) + len(ids) + 1 > WINDOW:
                break
            ids = part + ids
        return [BEGIN, *(ids or [END])]


def halves(ids: list[int], room: int) -> list[int]:
    """Keep the first and the last half of ids that are too many."""
    if len(ids) <= room:
        return ids
    first = room // 2
    return ids[:first] + ids[first - room :]


def shorten(text: str) -> str:
    """
    Cut a text to the characters that could still matter, and replace what cannot be encoded.
    """
    if len(text) > MOST_CHARACTERS:
        text = text[: MOST_CHARACTERS // 2] + text[-MOST_CHARACTERS // 2 :]
    return without_halves(text)


def without_halves(text: str) -> str:
    """Replace lone surrogates, which cannot be written as UTF-8, by a question mark."""
    return text.encode("utf-8", "replace").decode("utf-8")
