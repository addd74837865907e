"""
Where people are named in a text: by title, by kinship, by their own word, by a capital letter.

Made for covering before a text leaves the house, so it rather takes a word too many: a covered word
comes back afterwards, a name that was sent does not. It does not say who somebody is.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

Span = tuple[int, int]

_NAME: Final = (
    r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ'’-]+(?: (?:de |da |van |von |der )?[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ'’-]+){0,2}"
)
_KIN: Final = (
    r"mother|mum|mom|father|dad|husband|wife|partner|son|daughter|brother|sister|baby|child|grand\w+|"
    r"aunt|uncle|cousin|friend|neighbou?r|colleague|flatmate|landlord|carer|nurse|boss|"
    r"madre|padre|mam[áa]|pap[áa]|marido|mujer|esposa?|hij[ao]|herman[ao]|abuel[ao]|vecin[ao]|amig[ao]|"
    r"Mutter|Vater|Mann|Frau|Sohn|Tochter|Bruder|Schwester|Oma|Opa|Nachbar(?:in)?|Freund(?:in)?|"
    r"m[èe]re|p[èe]re|mari|femme|fils|fille|fr[èe]re|s(?:oe|œ)ur|voisine?|amie?"
)
_SPACED: Final = (
    re.compile(
        r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Herrn?|Frau|Señora?|Sra?|Don|Doña|Monsieur|Madame|Mme|Mlle)"
        rf"\.? (?P<name>{_NAME})"
    ),
    re.compile(
        rf"\b(?i:{_KIN}),? (?:(?i:is |was )?(?i:called |named |llamad[oa] |namens |nomm[ée]e? ))?"
        rf"(?P<name>{_NAME})"
    ),
    re.compile(
        r"\b(?i:name is|i am|i['’]m|this is|call me|named|called|nombre es|me llamo|soy|"
        r"hei(?:ß|ss)e|name ist|ich bin|appelle|je suis|name ?:|nombre ?:|nom ?:)\s+"
        rf"(?P<name>{_NAME})"
    ),
    re.compile(
        r"(?i:\b(?:my name is|me llamo|mi nombre es|ich hei(?:ß|ss)e|mein name ist|"
        r"je m['’]appelle))\s+(?P<name>[^\W\d_]+(?:[ -][^\W\d_]+)?)"
    ),
    re.compile(
        r"(?i:\b(?:regards|thanks|cheers|sincerely|saludos|gr(?:ü|ue)(?:ß|ss)en?|cordialement)),?\s+"
        rf"(?P<name>{_NAME})\W*\Z"
    ),
)
_CAPITAL: Final = re.compile(rf"(?<=[a-zß-öø-ÿ0-9,;:] )(?P<name>{_NAME})")
_FIRST: Final = re.compile(
    r"(?:\A|(?<=[.!?] )|(?<=\n))(?P<name>[A-Z][a-zß-öø-ÿ]+)"
    r"(?='s |’s | (?:is|was|has|had|will|can|needs|fell|said|says|lives|died|called|told|works|"
    r"uses|and I|and my|passed|wants|went|cannot|can't)\b)"
)
_NO_NAMES: Final = """
i i'm i've i'd i'll the this that these those it he she we they you my your our his her their there
what who which when where why how nobody nothing everything everyone somebody something all one
monday tuesday wednesday thursday friday saturday sunday january february march april may june july
august september october november december internet power today tomorrow yesterday english chinese
spanish german french ok okay
"""
_NO_NAME: Final = frozenset(_NO_NAMES.split())
_GERMAN: Final = re.compile(r"\b(?:der|die|das|und|ist|nicht|ich|wir|Sie|ein|eine|mit|auf)\b")
_SURNAME: Final = (
    "(?:欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余于杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤])"
)
_HAN_KIN: Final = (
    "妈妈?|母亲|爸爸?|父亲|老公|丈夫|老婆|妻子|爱人|儿子|女儿|奶奶|爷爷|外婆|外公|姥姥|姥爷|哥哥?|姐姐?|弟弟?|"
    "妹妹?|孩子|同事|朋友|邻居|室友|房东|同学|婆婆|公公|岳母|岳父|孙子|孙女"
)
_END: Final = r"(?=[，。！？、；：,.!?\s（(今昨前在被住的说和要用有是病也都没不跟去来]|\Z)"
_HAN: Final = (
    re.compile(
        rf"(?P<name>{_SURNAME}[\u4e00-\u9fff]{{0,2}}?)"
        r"(?=先生|女士|小姐|太太|医生|大夫|老师|经理|师傅|阿姨|叔叔|律师|主任|工程师)"
    ),
    re.compile(
        r"(?:我叫|本人|名字是|名叫|叫做|姓名[:：是为]?|户主[:：是]?|联系人[:：是]?|收件人[:：是]?|开户人[:：是]?)"
        rf"\s*(?P<name>{_SURNAME}[\u4e00-\u9fff]{{1,2}})"
    ),
    re.compile(rf"我是(?P<name>{_SURNAME}[\u4e00-\u9fff]{{1,2}}){_END}"),
    re.compile(
        rf"(?:{_HAN_KIN})(?:名?叫|是|，|：)?"
        rf"(?P<name>{_SURNAME}[\u4e00-\u9fff]{{1,2}}|[小阿][\u4e00-\u9fff]){_END}"
    ),
)


def find_names(text: str, known: Iterable[str] = ()) -> list[Span]:
    """
    Where somebody is named.

    Args:
        text: in any language; English, Chinese, Spanish, German and French are known best.
        known: names that the record holds; each is found wherever it stands.

    Units:
        spans are code points into the text, end exclusive; without overlap, in order.
    """
    found = {hit.span("name") for hit in _named(text)}
    words = {text[start:end] for start, end in found} | {name for name in known if name.strip()}
    parts = {part for word in words for part in (word, *word.split()) if len(part) > 1}
    for part in sorted(parts, key=len, reverse=True):
        found |= {hit.span() for hit in re.finditer(_bounded(part), text, re.IGNORECASE)}
    return _apart(found)


def _named(text: str) -> Iterator[re.Match[str]]:
    for pattern in (*_SPACED, *_HAN):
        yield from pattern.finditer(text)
    # Every noun of German has a capital letter; there only what points to a person counts.
    if len(_GERMAN.findall(text)) < 2:
        for pattern in (_CAPITAL, _FIRST):
            for hit in pattern.finditer(text):
                if hit["name"].replace("’", "'").lower() not in _NO_NAME:
                    yield hit


def _bounded(word: str) -> str:
    """A pattern for a word that stands alone; Chinese has no spaces to stand between."""
    is_han = "\u4e00" <= word[0] <= "\u9fff"
    letter = "[0-9A-Za-zÀ-ɏ_]"
    return re.escape(word) if is_han else rf"(?<!{letter}){re.escape(word)}(?!{letter})"


def _apart(spans: set[Span]) -> list[Span]:
    """Without overlap: the longest of those that begin together, the first of those that cross."""
    apart: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart
