"""What the assistant has to say to one message, before anybody words it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """
    One answer of the assistant: a passage of the firm's own, or a wording key.

    Exactly one of `text` and `notice` is set.
    """

    is_helpful: bool
    """False when it did not know, or could only repeat itself."""
    text: str = ""
    """The passage, in the firm's words."""
    notice: str | None = None
    """'assistant.unknown', 'assistant.greeting', 'assistant.thanks' or 'assistant.goodbye'."""
    source: str | None = None
    """The article: 'billing/direct-debit'."""
    title: str | None = None
    """The article's title, to be named as the source."""
    probability: float = 0.0
    """Calibrated, in [0, 1]: that the passage answers the question."""
