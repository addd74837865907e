"""
A brief worded by a language model: a few sentences, each of which stands on lines of the brief.

The brief itself is composed without a model and stays beside it. A sentence without support is
dropped; where nothing is left, or nothing can be checked, the plain brief stands alone.
"""

from collections.abc import Iterator, Sequence
from typing import Final, Protocol

from warmline.handoff.brief import Brief, Statement
from warmline.llm.support import Vectorize, check
from warmline.reading.cover import CoveredText, cover, joined, uncover

MOST_SENTENCES: Final = 4
"""Read in five of the fifteen seconds that a brief may take."""
MOST_TOKENS: Final = 300
FEWEST_LINES: Final = 2
"""One line needs no shorter wording."""

INSTRUCTIONS: Final = {
    "en": (
        "You help a customer service colleague who takes over a conversation. Write at most four "
        "short sentences in English that sum up the numbered lines of the material. Use only what "
        "stands there and the words that stand there. Copy figures, days and times as they are. "
        "No advice, no guesses, no promise, no greeting, no list."
    ),
    "zh": (
        "您在帮助一位接手对话的客服同事。请用中文写最多四句短句，概括材料中的编号行。"
        "只用材料里的内容和说法，数字、日期、时间照抄。"
        "不要建议，不要猜测，不要承诺，不要问候，不要列表。"
    ),
}


class Wording(Protocol):
    """What is needed of a language model."""

    def word(self, instructions: str, material: CoveredText, *, most_tokens: int) -> str:
        """Words for covered material."""


def word_brief(
    brief: Brief,
    model: Wording,
    vectorize: Vectorize,
    *,
    language: str,
    names: Sequence[str],
) -> tuple[Statement, ...]:
    """
    Let a model sum up a brief, and keep what stands on it.

    Args:
        brief: composed from the record.
        model: words covered material.
        vectorize: sentence vectors, for the check.
        language: of the agent.
        names: of people in the record.

    Returns:
        Sentences with the line that each stands on; empty when the plain brief stands alone.

    Raises:
        LanguageModelFailed: the model gave nothing.
    """
    lines = list(lines_of(brief))
    is_danger = brief.mood is not None and brief.mood.word == "in-danger"
    # In danger nobody waits for a wording; across languages the check compares the wrong words.
    is_foreign = _primary(brief.language) != _primary(language)
    if (
        is_danger
        or is_foreign
        or len(lines) < FEWEST_LINES
        or _primary(language) not in INSTRUCTIONS
    ):
        return ()
    covered = cover([line.text for line in lines], names)
    numbered = (CoveredText(f"{place}. {text}") for place, text in enumerate(covered.texts, 1))
    worded = model.word(INSTRUCTIONS[_primary(language)], joined(numbered), most_tokens=MOST_TOKENS)
    verdict = check(uncover(worded, covered.key), [line.text for line in lines], vectorize)
    if verdict is None:
        return ()
    return tuple(
        Statement(
            text=one.text,
            source_id=lines[one.sources[0]].source_id,
            source=lines[one.sources[0]].source,
            at=lines[one.sources[0]].at,
        )
        for one in verdict.kept[:MOST_SENTENCES]
    )


def lines_of(brief: Brief) -> Iterator[Statement]:
    """Every line of a brief that a sentence may stand on."""
    if brief.need is not None:
        yield Statement(text=brief.need.text, source_id=brief.need.message_id)
    if brief.mood is not None:
        yield Statement(text=brief.mood.text, source_id=brief.mood.message_id)
    for promise in brief.promises:
        yield Statement(text=promise.what, source_id=promise.promise_id, source="promise")
    yield from (*brief.facts, *brief.tried, *brief.not_again, *brief.cautions)


def _primary(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()
