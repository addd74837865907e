"""
Whether an answer of the assistant helped, judged by its words alone.

An answer fails when it says that it does not know or understand, asks to say it again in other
words, or repeats what was already said here. Only the assistant's turns are looked at: what agents
write is never read. Word lists: our own, by hand.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

SAME_AT: Final = 0.9
"""Above this likeness, two answers say the same; a changed name or number stays above it."""
WINDOW: Final = 600
"""Code points compared; answers that begin alike for so long are alike."""
RECENT: Final = 20
"""So many earlier answers are compared."""
SHORT: Final = 12
"""Letters below which a repeat, such as 'You're welcome', is good manners."""

_FAILURES: Final = {
    "en": r"""
        \b(?:i'?m|i\ am|we'?re|we\ are)\ (?:so\ |very\ |really\ )?(?:sorry|afraid)\b[^.!?]{0,40}
          \b(?:don'?t|didn'?t|do\ not|did\ not|can'?t|cannot|couldn'?t|unable|not\ able)\b
        | \b(?:i|we)\ (?:still\ |really\ )?
          (?:don'?t|didn'?t|do\ not|did\ not|can'?t|cannot|couldn'?t|could\ not)
          \ (?:quite\ |fully\ |really\ )?
          (?:understand|know|get\ that|catch\ that|follow|recogni[sz]e
          |find\ (?:any|an|a|that|the)(?:thing|where)?\b)
        | \b(?:not\ sure|unsure)\ (?:what\ you|how\ to\ help|i\ (?:understand|follow))
        | \b(?:rephrase|reword)\b
        | \b(?:say|ask|put|write|type|phrase)\ (?:that|it|this|your\ question)
          \ (?:again|differently|(?:in\ )?(?:an)?other\ (?:words?|way))
        | \b(?:i|we)\ (?:have\ no|don'?t\ have\ (?:an?y?|that|enough))
          \ (?:answer|information|article|details?)
        | \bno\ (?:results?|matching\ (?:articles?|answers?))\b
        | \b(?:beyond|outside)\ (?:what\ i\ can|my\ (?:abilities|scope|knowledge))
        | \bi'?m\ (?:only\ a|just\ a|still\ learning)\b
        | \b(?:choose|select|pick)\ (?:one\ of|from)\ the\ (?:following|options|menu)\b
    """,
    "zh": r"""
        (?:没有?|沒有?|未能|无法|無法|不能|不太|不|沒太|没太)(?:完全|太|能|有|很)?
          (?:理解|明白|听懂|聽懂|看懂|听清|识别|識別|懂)(?!的)
        | (?:不|还不|還不)(?:太)?(?:知道|清楚|确定|確定)(?:您|你|怎|该|該|如何|这|這|答案|[。，,]|$)
        | (?:换|換)(?:一?种|一?種|个|個|一个|一個)?(?:说法|說法|方式|问法|問法|句话|表述|表达)
        | (?:重新|再)(?:描述|表述|表达|說明|说明|说一遍|說一遍|说一次|输入|輸入|提问|提問)
        | (?:没有?|沒有?|未|暂未|暫未|无法|無法)(?:能)?(?:找到|查到|查询到|搜索到)
          [^。!?！？]{0,12}(?:答案|内容|內容|结果|結果|信息|资料|資料|问题|文章|记录)
        | (?:暂时|暫時|目前)?(?:无法|無法|不能|没办法|回答不了)(?:回答|解答|处理|處理|解决|解決)
        | (?:超出|不在)[^。]{0,8}(?:范围|範圍|能力)
        | (?:还在|還在|正在|努力)(?:努力)?(?:学习|學習)中?
        | 请(?:从|在)?(?:以下|下面|下列)[^。]{0,10}(?:选择|选项)
    """,
    "es": r"""
        \bno\ (?:te\ |le\ |lo\ |la\ |os\ )?(?:he\ )?
          (?:entiend|entend|comprend|sé\b|se\ qué|reconozc)
        | \b(?:reformul|parafrase)\w*
        | \bno\ (?:encuentro|he\ encontrado|dispongo|tengo\ (?:esa|la)?)
        | \b(?:de|con)\ otr[ao]s?\ (?:manera|forma|palabras)
    """,
    "de": r"""
        \b(?:nicht|leider\ nicht)\ (?:ganz\ |richtig\ )?
          (?:verstanden|verstehen|beantworten|gefunden)
        | \b(?:verstehe|weiß|weiss|kenne)\ (?:ich\ )?(?:das\ |es\ |die\ antwort\ |sie\ )?
          (?:leider\ )?nicht
        | \banders\ (?:formulieren|ausdrücken|sagen) | \bumformulieren | \bkeine\ antwort\b
        | \bmit\ anderen\ worten\b
    """,
    "fr": r"""
        \bn'?(?:e\ |'|ai\ )(?:vous\ |te\ |le\ |la\ )?(?:comprends?|sais|ai|trouve|connais)?\ ?
          pas\ ?(?:bien\ )?(?:compris|comprendre|trouvé|la\ réponse|répondre)
        | \bje\ ne\ (?:sais|comprends)\ pas | \breformul\w* | \bautre(?:s)?\ (?:mots?|façon|manière)
    """,
}
_PATTERNS: Final = {
    language: re.compile(pattern, re.IGNORECASE | re.VERBOSE)
    for language, pattern in _FAILURES.items()
}
_NOISE = re.compile(r"[\W_]+")


def is_helpful(text: str, language: str, said: Sequence[str]) -> bool:
    """
    Tell whether an assistant's answer was of any use.

    Args:
        text: the answer.
        language: BCP 47; the words of English and Chinese are looked for in any case.
        said: the assistant's earlier answers in this conversation.
    """
    plain = text[: 4 * WINDOW].replace("\u2019", "'")
    for name in dict.fromkeys((language.split("-")[0], "en", "zh")):
        if name in _PATTERNS and _PATTERNS[name].search(plain):
            return False
    return not any(_says_the_same(text, earlier) for earlier in said[-RECENT:])


def _says_the_same(answer: str, earlier: str) -> bool:
    one, other = _core(answer), _core(earlier)
    if min(len(one), len(other)) < SHORT:
        return False
    if one == other:
        return True
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return (
        matcher.real_quick_ratio() >= SAME_AT
        and matcher.quick_ratio() >= SAME_AT
        and matcher.ratio() >= SAME_AT
    )


def _core(text: str) -> str:
    """Letters and figures only, lower case: marks and spaces do not make an answer new."""
    return _NOISE.sub("", text[: 2 * WINDOW].lower())[:WINDOW]
