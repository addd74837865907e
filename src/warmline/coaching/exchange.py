"""What is coached: the turns so far and the reply that somebody is about to send."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from warmline.conversation.message import Author


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextTurn:
    """One turn before the reply."""

    author: Author
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A reply with the turns that it answers, oldest first."""

    context: tuple[ContextTurn, ...]
    reply: str
    language: str | None = None
    """BCP 47, as known from elsewhere; found from the texts when None."""

    @property
    def contact_texts(self) -> tuple[str, ...]:
        """All that the contact wrote."""
        return tuple(turn.text for turn in self.context if turn.author is Author.CONTACT)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The contact's turns since somebody last spoke to them; else their last one."""
        own: list[str] = []
        for turn in reversed(self.context):
            if turn.author is Author.CONTACT:
                own.append(turn.text)
            elif own and turn.author is not Author.SYSTEM:
                break
        return tuple(reversed(own))

    @property
    def our_texts(self) -> tuple[str, ...]:
        """What was said on our side; looked at for facts, never for feelings."""
        ours = (Author.AGENT, Author.ASSISTANT)
        return tuple(turn.text for turn in self.context if turn.author in ours)


def content_words(text: str) -> frozenset[str]:
    """
    The words that carry content: stems of longer words, and pairs of Chinese characters.

    Crude on purpose: it only asks whether a reply speaks of the same matter.
    """
    return frozenset(_latin_stems(text)) | frozenset(_han_pairs(text))


def _latin_stems(text: str) -> Sequence[str]:
    words = "".join(letter if letter.isalnum() and ord(letter) < 0x3000 else " " for letter in text)
    return [
        word[:6]
        for word in words.lower().split()
        if (len(word) > 3 and word not in COMMON) or (any(map(str.isdigit, word)) and len(word) > 1)
    ]


def _han_pairs(text: str) -> Sequence[str]:
    han = [letter if "\u4e00" <= letter <= "\u9fff" else " " for letter in text]
    pairs = ("".join(pair) for pair in pairwise(han))
    return [pair for pair in pairs if " " not in pair and not (set(pair) & COMMON_HAN)]


COMMON_HAN = frozenset(
    "的了是我你您们在有和就不也都还这那吗呢吧啊给把被到得着过会能要请没很再又说个么怎什"
)
"""Characters too common to show that two texts speak of the same."""
COMMON_WORDS = """
that this with have from your they them what when will would been were about there their please
thank thanks sorry just can't don't didn't which could should because than then some very much
more also only into over after before still again even being does doing done here like want
need know tell told said says make made take took back help time today aber auch dass eine einen
einem einer nicht noch oder sich sind wird wurde haben habe ihnen ihre ihren bitte danke wenn
weil schon sehr mehr kann können para pero como esto esta este está usted ustedes porque cuando
donde tengo tiene gracias favor hola
"""
COMMON = frozenset(COMMON_WORDS.split())
