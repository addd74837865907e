"""
What a sentence claims: figures, days, names, links, denials, promises, deeds said to be done.

Each is found by form alone, in English and Chinese, and where little is needed in Spanish, German
and French, so that it can be looked for in what a sentence claims to stand on. Pure.
"""

import re
from typing import Final

from warmline.handoff.need import SENTENCE
from warmline.reading.cover import LINK
from warmline.reading.names import find_names

_NUMBER_WORDS: Final = {
    word: str(value)
    for value, words in enumerate(
        (
            "two 两 二 dos zwei deux", "three 三 tres drei trois", "four 四 cuatro vier quatre",
            "five 五 cinco fünf cinq", "six 六 seis sechs", "seven 七 siete sieben sept",
            "eight 八 ocho acht huit", "nine 九 nueve neun neuf", "ten 十 diez zehn dix",
            "eleven 十一 once elf onze", "twelve 十二 doce zwölf douze",
        ),
        start=2,
    )
    for word in words.split()
}  # fmt: skip
"""'One' is left out: it is a pronoun more often than a number."""
_SPELT: Final = re.compile(
    r"\b(?:" + "|".join(word for word in _NUMBER_WORDS if word[0] < "\u4e00") + r")\b|"
    r"(?:十[一二]|[两二三四五六七八九十])(?=个|天|小时|分钟|次|周|月|年|点|元|块|位|位数|期|笔|倍|成|折)",
    re.IGNORECASE,
)
_CLOCK: Final = re.compile(
    r"(?<![\d.:])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s*(?P<half>[ap])\.?m\b\.?|"
    r"(?<![\d.:])(?P<h24>\d{1,2})[:：](?P<m24>\d\d)(?!\d)|"
    r"(?P<part>下午|晚上|傍晚|上午|早上|凌晨|中午)(?P<han>\d{1,2})点(?P<hmin>半|\d{1,2})?分?",
    re.IGNORECASE,
)
_FIGURE: Final = re.compile(r"\d+(?:[.,\u202f ]\d{3})*(?:[.,]\d+)?")
_DAYS: Final = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|"
    r"september|october|november|december|today|tonight|tomorrow|yesterday|noon|midnight|"
    r"weekend|next week|this week|end of (?:the )?(?:day|week|month))s?\b|"
    r"(?:今天|今晚|明天|后天|昨天|前天|周末|下周|本周|这周|月底|月初|(?:周|星期)[一二三四五六日天])",
    re.IGNORECASE,
)
_DENIAL: Final = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|cannot|nunca|nicht|kein\w*|nie|pas|jamais)\b|"
    r"n['’]t\b|[不没未别勿非]",
    re.IGNORECASE,
)
_LACK: Final = re.compile(r"\b(?:without|sin|ohne|sans)\b|[无免]", re.IGNORECASE)
_FUNCTION_WORDS: Final = """
    i you we they he she it your our their his her my the this that these those a an there here if
    when while as so and but or in on at by for from to with without of after before since until
    please yes no not thanks thank today tomorrow then also now once each every all both some any
    what who which where why how most more only still just usted su el la los las un una si para en
    por con ya sie ihr wir ich es das der die bitte wenn und
"""
_STARTERS: Final = frozenset(_FUNCTION_WORDS.split())
_MONTHS: Final = (
    "january|enero|januar|janvier", "february|febrero|februar|février", "march|marzo|märz|mars",
    "april|abril|avril", "may|mayo|mai", "june|junio|juni|juin", "july|julio|juli|juillet",
    "august|agosto|août", "september|septiembre|septembre", "october|octubre|oktober|octobre",
    "november|noviembre|novembre", "december|diciembre|dezember|décembre",
)  # fmt: skip
_ONE: Final = re.compile(r"\b(?:an?|one|un[ae]?|eine?[nrms]?|first)\b|[一首]", re.IGNORECASE)
_STEMS: Final = (
    "refund|cancel|sent|send|book|arrang|approv|process|updat|chang|clos|credit|waiv|transfer|notif|"
    "regist|record|submit|open|creat|fix|repair|restor|dispatch|schedul|extend|remov|delet|reset|"
    "activat|unlock|escalat|contact|call|check|paid|pay|issu|appl|order|replac|confirm|forward|file|"
    "grant|reduc"
)
_PARTICIPLES: Final = (
    "refunded|cancell?ed|sent|booked|arranged|approved|processed|updated|closed|credited|waived|"
    "transferred|registered|submitted|fixed|repaired|restored|dispatched|scheduled|extended|removed|"
    "deleted|reset|activated|unlocked|escalated|paid|issued|ordered|replaced|confirmed|granted|"
    "reduced|accepted|guaranteed|won|entitled"
)
_HAN_DEEDS: Final = (
    "退款|退还|取消|发送|寄出|安排|预约|批准|处理|更新|修改|关闭|减免|转账|登记|提交|修复|恢复|派人|派出|延长|删除|"
    "重置|开通|解锁|升级|联系|核实|支付|赔付|更换|确认|到账|通过|办好|解决|免除"
)
_DONE: Final = re.compile(
    r"\b(?:i|we|our (?:team|colleagues?)|my colleagues?|a colleague)"
    r"(?:['’]ve|['’]m|['’]re| have| has| am| are)? (?:just |already |now |also )*"
    rf"(?:{_STEMS})\w*\b|"
    r"\b(?:i|we)(?:['’]ve| have) (?:just |already |now )*"
    r"(?!(?:read|seen|heard|understood|a|an|the|no|not|your|to|questions?)\b)[a-z]+|"
    r"\b(?:has|have|is|was|are|were) (?:just |already |now |been )*"
    rf"(?:{_PARTICIPLES})\b|"
    rf"(?:已经?|刚刚|刚才)(?:为您|帮您|给您|替您|将|把)?[^，。！？；]{{0,12}}?(?:{_HAN_DEEDS})|"
    rf"(?:为您|帮您|给您|替您)[^，。！？；]{{0,6}}?(?:{_HAN_DEEDS})(?:了|完毕|成功)|"
    r"(?:退款|申请|赔偿|订单|工单)[^，。！？；]{0,6}(?:成功|完成|已通过)|"
    r"\b(?:hemos|he) \w+(?:ado|ido|cho)\b|"
    r"\b(?:wir haben|ich habe)\b[^.!?]{0,60}\b\w*ge\w+(?:t|en)\b|"
    r"\b(?:nous avons|j['’]ai) \w+(?:é|i|u|is)\b",
    re.IGNORECASE,
)
_VOWS: Final = re.compile(
    r"\b(?:promis\w+|guarant\w+|agreed to|assur\w+|will|shall|['’]ll)\b|['’]ll\b|"
    r"承诺|答应|保证|一定会|将会|会在",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(r"(?<!\d)\+?\d(?:[ .()-]{0,2}\d){6,14}(?!\d)")
_ADDRESS: Final = re.compile(rf"(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)+|{LINK.pattern})", re.IGNORECASE)
_TOKEN: Final = re.compile(r"\[[a-z]+(?:-\d+)?\]")
_DECIMAL: Final = re.compile(r"[.,]\d{1,2}$")


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order, bullets and citations taken off."""
    whole = _ADDRESS.findall(text)
    # A dot in an address ends no sentence.
    bare = _ADDRESS.sub("\ufffc", text)
    put_back = iter(whole)
    found = (
        re.sub("\ufffc", lambda _: next(put_back), hit.group()) for hit in SENTENCE.finditer(bare)
    )
    plain = (re.sub(r"^[\s*•\-–>#]+|\s*\[\d{1,2}\](?=\W*$)", "", one).strip() for one in found)
    return [one for one in plain if re.search(r"[^\W_]", one)]


def figures(text: str) -> frozenset[str]:
    """Every figure in one form: 1,000 is 1000, 'two' is 2, 6 pm is 18:00."""
    found = set()
    rest = text
    for hit in _CLOCK.finditer(text):
        found.add(_clock(hit))
    rest = _CLOCK.sub(" ", rest)
    found |= {_plain(hit.group()) for hit in _FIGURE.finditer(rest)}
    found |= {_NUMBER_WORDS[hit.group().lower()] for hit in _SPELT.finditer(rest)}
    return frozenset(found)


def digits(text: str) -> frozenset[str]:
    """The figures that are written in digits, clock times apart."""
    rest = _CLOCK.sub(" ", text)
    return frozenset(_plain(hit.group()) for hit in _FIGURE.finditer(rest))


def readable(text: str) -> frozenset[str]:
    """Every figure that a translator may have written in digits: months and hours among them."""
    hours = {one.split(":")[0] for one in figures(text) if ":" in one}
    halves = {str(int(hour) % 12 or 12) for hour in hours}
    minutes = {str(int(one.split(":")[1])) for one in figures(text) if ":" in one}
    months = {
        str(place)
        for place, words in enumerate(_MONTHS, 1)
        if re.search(rf"\b(?:{words})\b", text, re.IGNORECASE)
    }
    ones = {"1"} if _ONE.search(text) else set()
    return figures(text) | digits(text) | hours | halves | minutes | months | ones


def days(text: str) -> frozenset[str]:
    """Words that name a day or a stretch of days."""
    return frozenset(hit.group().lower() for hit in _DAYS.finditer(text))


def links(text: str) -> frozenset[str]:
    """Addresses of the web and of mail, and telephone numbers, without their dress."""
    mails = re.findall(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", text)
    numbers = (re.sub(r"\D", "", hit.group()) for hit in _PHONE.finditer(text))
    webs = (re.sub(r"^https?://(?:www\.)?", "", hit.group().lower()) for hit in LINK.finditer(text))
    return frozenset(
        (*(one.lower() for one in mails), *numbers, *(one.rstrip("/.") for one in webs))
    )


def names(text: str) -> frozenset[str]:
    """Names of people, as far as their form shows them; a first word counts if it may be one."""
    found = {text[start:end].lower() for start, end in find_names(text)}
    first = re.match(r"\W*([A-Z][a-zà-ÿ]+)\b(?!['’])", text)
    if first and first[1].lower() not in _STARTERS:
        found.add(first[1].lower())
    return frozenset(found)


def tokens(text: str) -> frozenset[str]:
    """What stands for something masked."""
    return frozenset(_TOKEN.findall(text))


def denies(text: str) -> bool:
    """Whether something is denied or forbidden."""
    return _DENIAL.search(text) is not None


def lacks(text: str) -> bool:
    """Whether it speaks of something that is not there: without, 无."""
    return _LACK.search(text) is not None


def claims_deed(text: str) -> bool:
    """Whether it says that somebody of the house has done something."""
    return _DONE.search(text) is not None


def vows(text: str) -> bool:
    """Whether it speaks of something promised or to come."""
    return _VOWS.search(text) is not None


def _clock(hit: re.Match[str]) -> str:
    if hit["h24"] is not None:
        return f"{int(hit['h24'])}:{hit['m24']}"
    if hit["han"] is not None:
        hour, minute = int(hit["han"]), hit["hmin"] or "0"
        later = hit["part"] in ("下午", "晚上", "傍晚") and hour < 12
        return f"{hour + 12 * later}:{30 if minute == '半' else int(minute):02}"
    hour = int(hit["hour"]) % 12 + (12 if hit["half"].lower() == "p" else 0)
    return f"{hour}:{hit['minute'] or '00'}"


def _plain(figure: str) -> str:
    decimal = _DECIMAL.search(figure)
    whole = figure[: decimal.start()] if decimal else figure
    cents = decimal.group()[1:].rstrip("0") if decimal else ""
    bare = re.sub(r"\D", "", whole).lstrip("0") or "0"
    return f"{bare}.{cents}" if cents else bare
