"""What the assistant says to one question: words, their article, and whether it knew."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer of the assistant."""

    text: str
    is_helpful: bool
    """False when it did not know."""
    source: str | None = None
    """The article: 'billing/direct-debit'; None when it did not know."""
    title: str | None = None
    """The article's title, to be named as the source."""
    probability: float = 0.0
    """Calibrated, in [0, 1]: that the article answers the question."""
