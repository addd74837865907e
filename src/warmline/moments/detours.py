"""
Whether an answer of the assistant led nowhere, as its own words show.

Live, the assistant says itself whether it knew; an archive of another house's bot holds only its
words. They are a program's words: what people answer is never judged here. The phrases are written
by hand from how bots excuse themselves; an answer that repeats an earlier one is a detour too.
"""

import re
from collections.abc import Sequence
from typing import Final

LIKE_BEFORE: Final = 0.8  # share of common letter triples from which an answer says the same again
LONG_ENOUGH: Final = 18  # letters, a Han character for three; "You are welcome" may come twice
POINTER_AT_MOST: Final = 160  # letters; a longer text that names a page usually says something too

_LOST: Final = re.compile(
    r"""
    \b(?:did\s?n[o']t|do\s?n[o']t|could\s?n[o']t|can(?:no|')t)t?\s(?:quite\s|fully\s|really\s)?
      (?:understand|catch|get\sthat|follow|recogni[sz]e)
    | \bnot\s(?:quite\s)?sure\s(?:I\s(?:understand|follow|got)|what\syou\smean)
    | \b(?:rephras|reword)
    | \bsay\sthat\s(?:again|differently|another\sway) | \bin\sother\swords\?
    | \b(?:do\snot|don't)\shave\s(?:an\sanswer|(?:any\s|that\s)?information|an\sarticle)
    | \bI(?:'m|\sam)\s(?:still\slearning|(?:just|only)\sa\s(?:bot|virtual|program|chatbot))
    | \b(?:can(?:no|')t|unable\sto|not\sable\sto)\s(?:help|assist)(?:\syou)?\swith\s(?:that|this)
    | \b(?:choose|select|pick)\s(?:one\sof|from|an?\soption) | \bdid\syou\smean\b
    | \bI\s(?:do\snot|don't)\sknow\b | \bno\sresults\b | \btry\sagain\slater
    | 没(?:有|能)?(?:听懂|看懂|理解|明白|听明白|识别) | 不(?:太|是很)?(?:理解|明白|懂)您
    | 换(?:个|一种|种)(?:说法|方式|问法) | 请(?:您)?(?:重新|再次?)(?:描述|输入|表述|说一遍|提问)
    | (?:暂时?|还)?(?:无法|不能)(?:回答|识别|理解|解答) | 猜您想问 | 您(?:是不是|可能)?(?:想问|要问)
    | 请(?:您)?(?:选择|回复)(?:以下|下列|数字|序号|对应) | 还在学习 | 没有?找到(?:相关|答案|您)
    | 请(?:您)?稍[后候]再试 | 不知道(?:该)?怎么回答 | 超出了?.{0,6}(?:范围|能力)
    | \bno\s(?:te|le|lo|la|os)?\s?(?:he\s)?(?:entend|entiend|comprend) | \breformul
    | \bno\spuedo\sayudar\w*\scon | \b(?:elige|elija|seleccion[ae])\suna | \bno\ssé\b
    | \bnicht\s(?:ganz\s)?verstanden | \banders\s(?:formulieren|ausdrücken)
    | \b(?:dabei|damit|hier|dazu)\s(?:leider\s)?nicht\s(?:weiter)?helfen | \bverstehe\s\w+\snicht
    | \bwählen\sSie\s(?:bitte\s)?(?:eine|aus) | \bweiß\sich\s(?:leider\s)?nicht
    | \bwhich\s(?:one|of\s(?:these|them))\s(?:do|did)\syou\smean | \b(?:took|got)\syou\swrong
    | \bno\sanswer\sthat\sfits | \brun\sout\sof\sanswers | \bI\sknow\sno\smore\b
    | 我不清楚 | 没有?找到合适 | 理解错了 | 您(?:指|说|问)的是哪 | 能答的都答了 | 没有更多了
    | \bno\slo\ssé\b | \bentendido\smal | \ba\scuál\sse\srefiere | \bsin\suna\srespuesta\sque
    | \bno\stengo\smás\srespuestas
    | \bfalsch\sverstanden | \bwelche[nrs]?\smeinen\ssie\b | \bmehr\sweiß\sich\snicht
    | \bkeine\santwort(?:en\smehr|,\sdie\spasst)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_POINTER: Final = re.compile(
    r"""
    \b(?:visit|see|check|read|browse|consult)\s(?:out\s)?(?:our|the|this)\s
      (?:\w+\s){0,2}(?:faq|help|website|page|article|support)
    | \bhere\s(?:is|are)\s(?:some|an|a\sfew)\s(?:helpful\s)?(?:article|link|resource)
    | \b(?:message|call|request|feedback)\sis\s(?:very\s)?important\sto\sus
    | (?:查看|参考|前往|点击|访问|登录|搜索).{0,6}(?:帮助中心|常见问题|官网|链接|帮助页)
    | \b(?:consult|visit)[ae]\s(?:nuestr\w+|la)\s(?:\w+\s){0,2}(?:página|sección|web|ayuda)
    | \b(?:besuchen|lesen|schauen)\sSie\s.{0,20}(?:faq|hilfe|webseite|seite)
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_detour(text: str, earlier: Sequence[str]) -> bool:
    """
    Whether an answer led nowhere: lost, only pointing elsewhere, or said before.

    Args:
        text: what the assistant said.
        earlier: what it had said in this conversation before.
    """
    if _LOST.search(text):
        return True
    if len(text) <= POINTER_AT_MOST and _POINTER.search(text):
        return True
    mine = _triples(text)
    return _length(text) >= LONG_ENOUGH and any(
        _overlap(mine, _triples(other)) >= LIKE_BEFORE for other in earlier
    )


def _length(text: str) -> int:
    return sum(3 if "\u4e00" <= letter <= "\u9fff" else letter.isalnum() for letter in text)


def _triples(text: str) -> frozenset[str]:
    letters = "".join(letter for letter in text.lower() if letter.isalnum())
    return frozenset(letters[i : i + 3] for i in range(max(1, len(letters) - 2)))


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient."""
    return 2 * len(one & other) / (len(one) + len(other))
