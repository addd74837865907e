"""What the assistant has to say to one message, before anybody words it."""

from dataclasses import dataclass

UNKNOWN = "assistant.unknown"
WHICH = "assistant.which"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One earlier message of a conversation, as far as the assistant looks back."""

    text: str
    by_contact: bool = False
    notice: str | None = None
    """The wording key of a sentence of ours, as in `Message.notice`."""
    source: str | None = None
    """The article that an answer of ours stands in, as in `Message.source`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """
    One answer of the assistant: a passage of the firm's own, or a wording key.

    Exactly one of `text` and `notice` is set. Whoever words an answer anew keeps to `text`, names
    the same source, and leaves notices, which are worded by hand, alone.
    """

    is_helpful: bool
    """False when it did not know, had to ask back, or could only repeat itself."""
    text: str = ""
    """The passage, in the firm's words."""
    notice: str | None = None
    """A key of `handoff/words`: 'assistant.unknown', 'assistant.greeting', 'assistant.which'."""
    lead: str | None = None
    """A key too: one sentence to say before the passage, such as 'assistant.said-before'."""
    about: str = ""
    """The title that the lead or the notice speaks of."""
    source: str | None = None
    """The article: 'billing/direct-debit'."""
    title: str | None = None
    """The article's title, to be named as the source."""
    section: str = ""
    """The heading that the passage stands under; empty when the article has none but its title."""
    page: int | None = None
    """Of a PDF, counted from 1."""
    probability: float = 0.0
    """Calibrated, in [0, 1]: that the passage answers the question."""
    choices: tuple["Answer", ...] = ()
    """Two passages near each other; the notice then asks which one is meant."""
    labels: tuple[str, ...] = ()
    """What the choices are called in that question."""
    accepts_person: bool = False
    """The contact said yes to the offer of a person."""
