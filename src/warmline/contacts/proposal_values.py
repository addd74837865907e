"""
What goes with something to remember, in one form for all languages: a clock, a language, a person.

Pure reading of the few words that a pattern has caught; what is not understood gives nothing, and
then nothing is proposed.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final

from warmline.contacts.catalogue import ValueKind
from warmline.contacts.illness import names_illness

LONGEST: Final = 60
"""Code points of words that are kept as they were said."""

_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:\s*(?::|\.|h|点|时|uhr)\s*(?P<minute>\d{2})?)?\s*(?P<half>半)?"
    r"\s*(?P<part>[ap]\.?\s?m\b\.?|uhr)?",
    re.IGNORECASE,
)
_WORD_HOURS: Final = {
    word: hour
    for hour, words in {
        0: "midnight", 1: "one uno una eins ein 一", 2: "two dos zwei 二 两",
        3: "three tres drei 三",
        4: "four cuatro vier 四", 5: "five cinco fünf 五", 6: "six seis sechs 六",
        7: "seven siete sieben 七", 8: "eight ocho acht 八", 9: "nine nueve neun 九",
        10: "ten diez zehn 十", 11: "eleven once elf 十一",
        12: "twelve noon midday doce zwölf 十二 中午",
    }.items()
    for word in words.split()
}  # fmt: skip
_LATER = re.compile(
    r"\d\s?p\.?\s?m|evening|afternoon|night|tarde|noche|abend|nachmittag|下午|晚上?|傍晚",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\d\s?a\.?\s?m\b|morning|mañana|morgens|vormittag|上午|早上?|清早", re.IGNORECASE
)

LANGUAGES: Final[Mapping[str, str]] = {
    name: code
    for code, names in {
        "en": "english inglés ingles englisch 英语 英文",
        "zh": "chinese mandarin chino mandarín chinesisch 中文 普通话 汉语 国语 华语",
        "yue": "cantonese cantonés kantonesisch 粤语 广东话",
        "es": "spanish español espanol castellano spanisch 西班牙语",
        "de": "german alemán aleman deutsch 德语",
        "fr": "french francés frances französisch 法语",
        "pt": "portuguese portugués portugiesisch 葡萄牙语",
        "it": "italian italiano italienisch 意大利语",
        "pl": "polish polaco polnisch 波兰语",
        "ro": "romanian rumano rumänisch 罗马尼亚语",
        "uk": "ukrainian ucraniano ukrainisch 乌克兰语",
        "ru": "russian ruso russisch 俄语",
        "ar": "arabic árabe arabe arabisch 阿拉伯语",
        "tr": "turkish turco türkisch 土耳其语",
        "ja": "japanese japonés japanisch 日语 日文",
        "ko": "korean coreano koreanisch 韩语",
        "hi": "hindi 印地语", "ur": "urdu", "bn": "bengali", "pa": "punjabi", "ga": "irish",
        "cy": "welsh", "vi": "vietnamese 越南语", "so": "somali", "fa": "farsi persian persisch",
    }.items()
    for name in names.split()
}  # fmt: skip

RELATIONS: Final[Mapping[str, str]] = {
    name: relation
    for relation, names in {
        "daughter": "daughter hija tochter 女儿 闺女",
        "son": "son hijo sohn 儿子",
        "husband": "husband marido esposo mann ehemann 丈夫 老公 先生",
        "wife": "wife mujer esposa frau ehefrau 妻子 老婆 太太",
        "partner": "partner pareja partnerin lebensgefährte 爱人 伴侣 对象",
        "mother": "mother mum mom madre mutter 母亲 妈妈 妈",
        "father": "father dad padre vater 父亲 爸爸 爸",
        "sister": "sister hermana schwester 姐姐 妹妹 姐 妹",
        "brother": "brother hermano bruder 哥哥 弟弟 哥 弟",
        "grandchild": "grandson granddaughter grandchild nieto nieta enkel enkelin 孙子 孙女 外孙",
        "niece-or-nephew": "niece nephew sobrina sobrino nichte neffe 侄子 侄女 外甥",
        "friend": "friend amiga amigo freund freundin 朋友",
        "neighbour": "neighbour neighbor vecina vecino nachbar nachbarin 邻居",
        "carer": "carer caregiver nurse cuidadora cuidador pfleger pflegerin 护工 保姆 护理员",
        "representative": "lawyer solicitor guardian attorney nominee abogado abogada tutor anwalt "
        "betreuer betreuerin 律师 监护人 代理人",
        "interpreter": "interpreter translator intérprete dolmetscher 翻译",
    }.items()
    for name in names.split()
}  # fmt: skip


def read_value(kind: ValueKind, words: str, around: str) -> str | None:
    """
    The value that words stand for; None when they stand for none.

    Args:
        kind: what is looked for.
        words: as the pattern caught them.
        around: the sentence, for what part of the day is meant.
    """
    return _READERS[kind](words.strip(), around)


def _clock(words: str, around: str) -> str | None:
    found = _CLOCK.search(words)
    hour, minute = (None, 0) if found is None else (int(found["hour"]), _minute(found))
    if hour is None:
        spoken = sorted((name for name in _WORD_HOURS if name in words.casefold()), key=len)
        if not spoken:
            return None
        hour, minute = _WORD_HOURS[spoken[-1]], 30 if re.search("半|half", words) else 0
    if hour <= 12 and _LATER.search(words):
        hour = hour % 12 + 12
    elif 1 <= hour <= 6 and not _EARLIER.search(words) and not _EARLIER.search(around):
        hour += 12  # nobody is at work until six in the morning, or wants calls after two at night
    return f"{hour:02d}:{minute:02d}" if hour < 24 and minute < 60 else None


def _minute(found: re.Match[str]) -> int:
    return 30 if found["half"] else int(found["minute"] or 0)


def _language(words: str, around: str) -> str | None:
    del around
    return LANGUAGES.get(words.casefold())


def _relation(words: str, around: str) -> str | None:
    del around
    return RELATIONS.get(words.casefold())


def _words(words: str, around: str) -> str | None:
    del around
    kept = " ".join(words.split()).strip(" ,;:.'\"，、。")
    if not 2 <= len(kept) <= LONGEST or names_illness(kept) or "[" in kept:
        return None
    return kept


def _name(words: str, around: str) -> str | None:
    return _words(words, around)


_READERS: Final[Mapping[ValueKind, Callable[[str, str], str | None]]] = {
    "clock": _clock,
    "language": _language,
    "relation": _relation,
    "name": _name,
    "words": _words,
}
