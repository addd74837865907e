"""
An answer of the assistant worded by a language model: all of it stands on the passage, or none.

An agent reads a draft before it goes; nobody reads this. So one sentence without support, one
figure too few or too many, a promise or a deed, and the article's own words stand. Pure but for the
model that it is handed.
"""

import json
from dataclasses import replace
from typing import Final

from warmline.assistant.answer import Answer
from warmline.coaching.exchange import COMMON_HAN, content_words
from warmline.llm import claims
from warmline.llm.brief_words import Wording
from warmline.llm.support import Vectorize, check
from warmline.reading.cover import CoveredText, cover, uncover

MOST_TOKENS: Final = 300
LONGER_BY: Final = 1.5
"""A wording that is longer than the passage by more than half adds what does not stand there."""

INSTRUCTIONS: Final = {
    "en": (
        "Answer the customer's question in English in at most four short, plain sentences. Use "
        "only what stands in 'passage', with its own words, and leave out no figure, condition or "
        "warning. No greeting, no advice beside it, no promise, no question back."
    ),
    "zh": (
        "请用中文回答客户的问题，最多四句，简短明白。只用“passage”里的内容和说法，"
        "数字、条件、提醒一个都不要漏。不要问候，不要另加建议，不要承诺，不要反问。"
    ),
}


def word_answer(
    answer: Answer,
    question: str,
    model: Wording,
    vectorize: Vectorize,
    *,
    language: str,
) -> Answer:
    """
    Let a model word an answer to this question.

    Args:
        answer: of the assistant; anything but a helpful passage is given back as it is.
        question: masked.
        model: words covered material.
        vectorize: sentence vectors, for the check.
        language: of the conversation.

    Raises:
        LanguageModelFailed: the model gave nothing.
    """
    asked = INSTRUCTIONS.get(language.split("-")[0])
    if asked is None or not (answer.is_helpful and answer.text):
        return answer
    covered = cover([question, answer.text])
    shape = {"question": covered.texts[0], "passage": covered.texts[1]}
    material = CoveredText(json.dumps(shape, ensure_ascii=False, indent=1))
    worded = uncover(model.word(asked, material, most_tokens=MOST_TOKENS), covered.key)
    return checked_answer(answer, worded, vectorize)


def checked_answer(answer: Answer, worded: str, vectorize: Vectorize) -> Answer:
    """An answer in a model's words if all of them stand on its passage; else as it was."""
    passage = answer.text
    is_whole = claims.figures(worded) == claims.figures(passage) and claims.links(
        worded
    ) == claims.links(passage)
    if not is_whole or len(worded) > LONGER_BY * len(passage):
        return answer
    verdict = check(worded, claims.sentences(passage), vectorize)
    if verdict is None or verdict.dropped or not verdict.kept or _adds(worded, passage):
        return answer
    warnings = sum(claims.denies(one) for one in claims.sentences(passage))
    if sum(claims.denies(one.text) for one in verdict.kept) < warnings:
        return answer
    return replace(answer, text=" ".join(one.text for one in verdict.kept))


def _adds(worded: str, passage: str) -> bool:
    """Whether a word or a character with content stands in it that the passage does not have."""
    stems = {one for one in content_words(worded) if one.isascii()}
    if stems - content_words(passage):
        return True
    characters = {one for one in worded if "\u4e00" <= one <= "\u9fff"}
    return bool(characters - set(passage) - COMMON_HAN)
