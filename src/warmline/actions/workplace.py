"""What every deed needs: the store, the reader, the assistant, the clock, and the firm's rules."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from warmline.agents.house import House
from warmline.coaching.coach import Coach
from warmline.moments.policy import Policy
from warmline.ports import Assistant, Clock, LanguageModel, Reader, Store, Translator


@dataclass(frozen=True, slots=True, kw_only=True)
class Workplace:
    """One wired installation; built by `bootstrap`, handed to each action."""

    store: Store
    reader: Reader
    assistant: Assistant
    coach: Coach
    """Looks at replies while they are written."""
    clock: Clock
    new_id: Callable[[], str]
    """Unguessable ids."""
    policy: Policy
    house: House
    remind_before: timedelta
    """How long before its time a promise reminds its owner."""
    message_limit: int
    """The longest message that is taken, in code points."""
    writer: LanguageModel | None = None
    """Words briefs and drafts better, behind guards; none by default."""
    words_answers: bool = False
    """Whether the writer may word the assistant's answers to calm questions too."""
    translator: Translator | None = None
    """Says what was written in another language; none by default."""
