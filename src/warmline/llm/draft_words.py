"""
A draft worded by a language model: what may stay of it before an agent reads it.

The firm's passage and approved phrases are all that a sentence may stand on; the contact's own
words only where a sentence gives them back. A promise that is not on record, a figure or a link of
somebody else's, and a deed said to be done never stay. Nothing is sent by this. Pure but for the
model that it is handed.
"""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from warmline.coaching.drafting import Draft
from warmline.coaching.exchange import ContextTurn, content_words
from warmline.contacts.promises import FoundPromise
from warmline.llm import claims
from warmline.llm.brief_words import Wording
from warmline.llm.support import Vectorize, check, contradiction
from warmline.reading.cover import CoveredText, cover, uncover

LAST_TURNS: Final = 8
MOST_TOKENS: Final = 400
MOST_SENTENCES: Final = 8
GIVEN_BACK_AT: Final = 0.6
"""Share of content words that are the contact's own, from which a sentence gives them back."""
LANGUAGES: Final = {"en": "English", "zh": "Chinese", "es": "Spanish", "de": "German"}
"""Those in which deeds and promises are found; in others nobody could check a draft."""

INSTRUCTIONS: Final = (
    "You draft a reply that a customer service agent will read, change and send, or not. Write in "
    "{language}, warm, plain and short: at most six sentences, no list, no heading, no exclamation "
    "mark, no stock phrase. 'sources' holds the firm's own words: facts, figures, times and steps "
    "come from there alone. 'conversation' shows what was said, oldest first; show in one sentence "
    "that it was understood. Never say that something has been done, never promise anything that "
    "'sources' does not promise, never ask for passwords or card numbers. {written}"
)
_GIVES_BACK: Final = re.compile(
    r"^(?:so )?(?:you(?:['’]ve| have)? (?:wrote|written|said|told|asked|mentioned|describe)|"
    r"i (?:understand|see|read|hear)\b|it sounds|that sounds|from what you|as you (?:wrote|said)|"
    r"您(?:说|写|提到|问|反映|刚才)|我(?:明白|理解|看到|了解)|听起来|看到您|"
    r"usted |entiendo|veo que|sie (?:schreiben|fragen|sagen)|ich (?:verstehe|sehe|lese))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTask:
    """All that a draft may be made from."""

    plain: Draft
    """Composed without a model; it stands when nothing better is left."""
    passage: str
    """The firm's own answer; empty when no article answers."""
    phrases: Sequence[str]
    """Approved, filled in."""
    turns: Sequence[ContextTurn]
    written: str
    """The agent's words so far."""
    language: str
    names: Sequence[str]
    """Of people in the record."""
    owed: frozenset[datetime]
    """When what was promised already falls due."""


def word_draft(
    task: DraftTask,
    model: Wording,
    vectorize: Vectorize,
    promises_in: Callable[[str], Sequence[FoundPromise]],
) -> Draft:
    """
    Let a model word a draft, and keep what may stay of it.

    Args:
        task: what it may be made from.
        model: words covered material.
        vectorize: sentence vectors, for the check.
        promises_in: finds promises as the desk does before sending.

    Returns:
        The plain draft with nothing changed where nothing better is left.

    Raises:
        LanguageModelFailed: the model gave nothing.
    """
    primary = task.language.split("-")[0]
    if primary not in LANGUAGES or not sources_of(task):
        return task.plain
    material, key = _material(task)
    written = "The agent has begun already; go on from there." if task.written.strip() else ""
    asked = INSTRUCTIONS.format(language=LANGUAGES[primary], written=written)
    worded = uncover(model.word(asked, material, most_tokens=MOST_TOKENS), key)
    return guarded(worded, task, vectorize, promises_in)


def guarded(
    worded: str,
    task: DraftTask,
    vectorize: Vectorize,
    promises_in: Callable[[str], Sequence[FoundPromise]],
) -> Draft:
    """What may stay of words that a model gave; the plain draft when nothing may."""
    sources = sources_of(task)
    allowed = task.owed | {
        one.due_at for text in sources for one in promises_in(text) if one.due_at is not None
    }
    kept: list[str] = []
    dropped: list[str] = []
    for sentence in claims.sentences(worded):
        why = _forbidden(sentence, promises_in, allowed) or _unsupported(sentence, task, vectorize)
        if why is None and len(kept) < MOST_SENTENCES:
            kept.append(sentence)
        else:
            dropped.append(why or "length")
    if not kept:
        return replace(task.plain, dropped=tuple(dropped))
    joint = "" if task.language.startswith("zh") else " "
    return replace(task.plain, text=joint.join(kept), is_worded=True, dropped=tuple(dropped))


def sources_of(task: DraftTask) -> list[str]:
    """The firm's own sentences."""
    return [one for text in (task.passage, *task.phrases) for one in claims.sentences(text)]


def _forbidden(
    sentence: str,
    promises_in: Callable[[str], Sequence[FoundPromise]],
    allowed: frozenset[datetime],
) -> str | None:
    if claims.claims_deed(sentence):
        return "deed"
    if any(one.due_at is None or one.due_at not in allowed for one in promises_in(sentence)):
        return "promise"
    return None


def _unsupported(sentence: str, task: DraftTask, vectorize: Vectorize) -> str | None:
    sources = sources_of(task)
    verdict = check(sentence, sources, vectorize)
    if verdict is not None and verdict.kept:
        return None
    why = "words" if verdict is None or not verdict.dropped else verdict.dropped[0]
    return None if _gives_back(sentence, task, sources) else why


def _gives_back(sentence: str, task: DraftTask, sources: Sequence[str]) -> bool:
    """Whether it says in the contact's own words what they wrote, and claims nothing beside it."""
    opening = _GIVES_BACK.search(sentence)
    if opening is None:
        return False
    said = " ".join(turn.text for turn in task.turns if turn.author.value == "contact")
    wanted = content_words(sentence[opening.end() :])
    share = len(wanted & content_words(said)) / len(wanted) if wanted else 0.0
    hard = contradiction(sentence, " ".join((*sources, *task.names)))
    return share >= GIVEN_BACK_AT and hard in (None, "denial", "day")


def _material(task: DraftTask) -> tuple[CoveredText, dict[str, str]]:
    turns = list(task.turns)[-LAST_TURNS:]
    texts = [*sources_of(task), *(turn.text for turn in turns), task.written]
    covered = cover(texts, task.names)
    count = len(texts) - len(turns) - 1
    shape = {
        "sources": covered.texts[:count],
        "conversation": [
            {"from": turn.author.value, "text": text}
            for turn, text in zip(turns, covered.texts[count:-1], strict=True)
        ],
        "begun": covered.texts[-1],
    }
    return CoveredText(json.dumps(shape, ensure_ascii=False, indent=1)), dict(covered.key)
