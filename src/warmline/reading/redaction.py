"""
Masks what identifies or pays: cards, accounts, phones, e-mail, addresses, national ids.

Numbers are validated, not guessed: check digits by python-stdnum, numbering plans by phonenumbers,
and words nearby where a number alone proves nothing. A neutral token such as `[phone]` stands in
the place, so that the sentence keeps its meaning. The masked text is what is read and stored.
"""

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from typing import Final

import phonenumbers
from stdnum import iban, luhn
from stdnum.cn import ric
from stdnum.us import ssn

PASSES: Final = 8
"""A mask can lay bare another match; honest texts settle after two passes."""
CONTEXT: Final = 28
"""Code points before a number in which a word tells what it is."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """
    A token that stands for something masked.

    Units:
        start and end are code points into the masked text, end exclusive.
    """

    kind: str
    """card, account, phone, email, address or id."""
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """A text without personal numbers and addresses; every other span refers to this text."""

    text: str
    masks: tuple[Mask, ...]


_TOKEN = re.compile(r"\[(card|account|phone|email|address|id)\]")
# One code point for one, so that places in the plain text are places in the text as given.
_PLAIN: Final = str.maketrans(
    {chr(0xFF01 + step): chr(0x21 + step) for step in range(94)}
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
    | dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000", " ")
)

_EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+\u00c0-\u024f-]{1,64}@"
    r"[A-Za-z0-9\u00c0-\u024f-]{1,63}(?:\.[A-Za-z0-9\u00c0-\u024f-]{1,63}){1,6}"
)
_DIGITS = re.compile(r"(?<![0-9A-Za-z.])[0-9](?:[ -]?[0-9]){11,18}(?![0-9A-Za-z])")
_LONG_ID = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_SSN = re.compile(r"(?<![0-9-])[0-9]{3}-[0-9]{2}-[0-9]{4}(?![0-9-])")
_BARE_SSN = re.compile(r"(?<![0-9])[0-9]{9}(?![0-9])")
_NINO = re.compile(
    r"(?<![A-Za-z0-9])(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?"
    r"[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D](?![A-Za-z0-9])",
    re.IGNORECASE,
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[0-9]{2}(?: ?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])")
_CODE = re.compile(r"(?<![0-9])[0-9]{3,4}(?![0-9])")
_SORT_CODE = re.compile(r"(?<![0-9-])[0-9]{2}[- ][0-9]{2}[- ][0-9]{2}(?![0-9-])")
_ACCOUNT = re.compile(r"(?<![0-9A-Za-z])[0-9](?:[ -]?[0-9]){5,22}(?![0-9A-Za-z])")
_PHONE = re.compile(
    r"(?<![0-9A-Za-z.,:/_#*+-])(?:\+|00)?\(?[0-9]{1,5}\)?(?:[ .-]{0,2}\(?[0-9]{1,5}\)?){1,6}"
    r"(?![0-9A-Za-z/:]|[.,][0-9])"
)

_CARD_WORD = re.compile(
    r"card|visa|mastercard|amex|卡号|银行卡|信用卡|储蓄卡|銀行卡|卡號|转账|汇款|打款", re.I
)
_CODE_WORD = re.compile(
    r"(?:cvv2?|cvc2?|security code|card code|安全码|安全碼|校验码)"
    r"\W{0,4}(?:is|number|是|为|:)?\W{0,4}$",
    re.I,
)
_BANK_WORD = re.compile(
    r"sort[ -]?code|routing|\bbank\b|\biban\b|\bbic\b|account (?:no|num)\w*.{0,12}(?:bank|sort)"
    r"|银行|开户|账号|帐号|对公账户|銀行|帳號"
    r"|bankverbindung|kontonummer|cuenta bancaria|compte bancaire",
    re.I,
)
_SSN_WORD = re.compile(r"\bssn\b|social security", re.I)
_PHONE_WORD = re.compile(
    r"\b(?:phone|mobile|cell|tel|telephone|call|ring|text|whats ?app|fax|number is|reach me"
    r"|tel[eé]fono|m[oó]vil|handy|telefon|rufen|t[eé]l[eé]phone|portable)\b"
    r"|电话|手机|电活|致电|联系|打给|拨打|回电|微信|電話|手機|聯絡|座机|热线",
    re.I,
)
_OTHER_NUMBER = re.compile(
    r"\b(?:order|ref|reference|invoice|ticket|case|claim|policy|meter|tracking|serial|booking"
    r"|parcel|imei|account|customer|confirmation|transaction|reading|id)\b[^.!?\n]{0,14}$"
    r"|(?:订单|单号|编号|保单|户号|表号|工单|运单|流水|快递|查询码|验证码|序列|订單|訂單|單號|客户号"
    r"|读数|金额|车牌|案件)[^。！？\n]{0,8}$",
    re.I,
)
_DATE = re.compile(
    r"(?:19|20)\d\d[-. ](?:0?[1-9]|1[0-2])[-. ](?:0?[1-9]|[12]\d|3[01])(?![0-9])"
    r"|(?:0?[1-9]|[12]\d|3[01])[-. ](?:0?[1-9]|1[0-2])[-. ](?:19|20)\d\d(?![0-9])"
)
_GROUPED = re.compile(r"\(?0?[0-9]{2,5}\)?(?:[ .-]{1,2}[0-9]{2,5}){1,4}")
_REGIONS: Final = ("CN", "GB", "US", "DE", "ES", "FR")

_STREETS = (
    r"street|road|avenue|lane|crescent|terrace|boulevard|close|court|gardens|grove|mews|square"
    r"|drive|way|place|parade|highway|st|rd|ave|ln|blvd|dr|hwy"
)
_NOT_A_NAME = (
    r"(?:on|in|of|off|at|to|the|from|by|and|or|for|my|your|a|an|is|are|per|ago|more|hours?|hrs?"
    r"|min(?:ute)?s?|days?|weeks?|months?|years?|miles?|km|metres?|meters?|yards?|feet|people|kids"
    r"|cars?|times?|am|pm|percent|pounds|dollars|euros?|degrees|lanes?|way|house on|bedroom)\b"
)
_ADDRESSES: Final = (
    re.compile(
        r"(?<![0-9A-Za-z.,:])(?:(?:flat|apt\.?|apartment|unit|room|suite) ?\w{1,5},? )?"
        r"[0-9]{1,5}[A-Za-z]?,? (?:(?!" + _NOT_A_NAME + r")[A-Za-z'-]{2,20} ){1,3}"
        r"(?:" + _STREETS + r")\b\.?(?! (?:from|ago|away|to work))"
        r"(?:,? (?:flat|apt\.?|apartment|unit|#) ?\w{1,5})?"
        r"(?:,? [A-Za-z][A-Za-z'-]{1,20}){0,2}?"
        r"(?:,? (?:[A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2}"
        r"|[A-Z]{2} [0-9]{5}(?:-[0-9]{4})?)\b)?",
        re.I,
    ),
    re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][ABD-HJLNP-UW-Z]{2}(?![A-Za-z0-9])"),
    re.compile(
        r"\b[A-ZÄÖÜ][a-zäöüß-]{1,24}(?:straße|strasse|str\.|weg|platz|allee|gasse|damm|ufer)"
        r" [0-9]{1,4}(?: ?[a-z])?\b(?:,? [0-9]{5} [A-ZÄÖÜ][a-zäöüß]{1,24})?"
    ),
    re.compile(
        r"\b(?:calle|c/|avenida|avda\.?|paseo|plaza) ?(?:(?:de|del|la|las|los|el) ){0,2}"
        r"[A-Za-zÁÉÍÓÚÑáéíóúñ]{2,20}(?: [A-Za-zÁÉÍÓÚÑáéíóúñ]{2,20}){0,2}"
        r",? ?(?:n[º°o]\.? ?)?[0-9]{1,4}\b",
        re.I,
    ),
    re.compile(
        r"(?<![0-9])[0-9]{1,4}(?: bis| ter)?,? (?:rue|avenue|boulevard|chemin|impasse|allée|quai)"
        r" [A-Za-zÀ-ÿ' -]{2,40}(?:,? [0-9]{5} [A-ZÀ-Ý][a-zà-ÿ-]{1,24})?",
        re.I,
    ),
)
_HAN_ANCHOR = re.compile(
    r"(?:路|街|大道|巷|弄|胡同|道|村)[0-9一二三四五六七八九十百]{1,5}号"
    r"|[0-9A-Za-z]{1,4}(?:栋|幢|座|号楼|棟)(?:[0-9一二三四五六七八九十]{1,3}单元)?[0-9]{1,5}(?:室|号|房)?"
    r"|[0-9一二三四五六七八九十]{1,3}(?:单元|單元)[0-9]{2,5}(?:室|号|房)?"
)
_HAN_BEFORE = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]{0,24}$")
_HAN_BREAK = re.compile(
    r"地址是?|住在|住址|寄到|送到|位于|就是|我在|家在|到了?|[在住是寄送到我家的去往来]"
)
_HAN_AFTER = re.compile(
    r"(?:[\u4e00-\u9fff]{0,8}?[0-9A-Za-z一二三四五六七八九十]{1,5}(?:栋|幢|座|号楼|单元|室|层|楼|号|房)){0,4}"
)


def redact(text: str, *, kinds: Container[str] | None = None) -> Redacted:
    """
    Mask what identifies or pays.

    Masking twice gives the same as masking once; a token that stands in the text already counts
    as a mask.

    Args:
        text: as written.
        kinds: which kinds to mask; None means all.

    Units:
        spans of masks are code points into the masked text, end exclusive.

    Source:
        Luhn: ISO/IEC 7812-1; IBAN: ISO 13616; resident ids: GB 11643-1999, all by python-stdnum.
        Phone numbers: libphonenumber's numbering plans. Words nearby: our own, by hand.
    """
    for _ in range(PASSES):
        found = _spans(text.translate(_PLAIN))
        spans = [one for one in found if kinds is None or one[1] in kinds]
        if not spans:
            break
        text = _masked(text, spans)
    return Redacted(
        text=text,
        masks=tuple(
            Mask(kind=token.group(1), start=token.start(), end=token.end())
            for token in _TOKEN.finditer(text)
        ),
    )


def find_personal(text: str) -> list[tuple[Span, str]]:
    """
    Where something stands that identifies or pays, and of what kind; without overlap, in order.

    Units:
        spans are code points into the text as given, end exclusive.
    """
    return _spans(text.translate(_PLAIN))


def _masked(text: str, spans: list[tuple[Span, str]]) -> str:
    parts: list[str] = []
    last = 0
    for (start, end), kind in spans:
        parts += (text[last:start], f"[{kind}]")
        last = end
    return "".join((*parts, text[last:]))


def _spans(plain: str) -> list[tuple[Span, str]]:
    """What is to be masked, without overlap; earlier finders go before later ones."""
    taken = bytearray(len(plain))
    spans: list[tuple[Span, str]] = []
    for kind, find in _FINDERS:
        for start, end in find(plain):
            if start < end and not any(taken[start:end]):
                taken[start:end] = b"\x01" * (end - start)
                spans.append(((start, end), kind))
    return sorted(spans)


def _before(plain: str, start: int) -> str:
    return plain[max(0, start - CONTEXT) : start]


def _emails(plain: str) -> Iterator[Span]:
    if "@" in plain:
        for hit in _EMAIL.finditer(plain):
            yield hit.start(), hit.end()


def _national_ids(plain: str) -> Iterator[Span]:
    for hit in _LONG_ID.finditer(plain):
        if ric.is_valid(hit.group()):
            yield hit.span()
    for hit in _SSN.finditer(plain):
        if ssn.is_valid(hit.group()):
            yield hit.span()
    for hit in _BARE_SSN.finditer(plain):
        if _SSN_WORD.search(_before(plain, hit.start())) and ssn.is_valid(hit.group()):
            yield hit.span()
    for hit in _NINO.finditer(plain):
        yield hit.span()


def _cards(plain: str) -> Iterator[Span]:
    for hit in _DIGITS.finditer(plain):
        number = re.sub("[ -]", "", hit.group())
        before = _before(plain, hit.start())
        is_named = _CARD_WORD.search(before) and 13 <= len(number) <= 19 and number[0] in "23456"
        is_checked = _is_issued(number) and luhn.is_valid(number)
        if is_named or (is_checked and not _OTHER_NUMBER.search(before)):
            yield hit.span()
    for hit in _CODE.finditer(plain):
        if _CODE_WORD.search(_before(plain, hit.start())):
            yield hit.span()


def _is_issued(number: str) -> bool:
    """Whether a card network gives out such numbers: Visa, Mastercard, Amex, JCB, UnionPay..."""
    length = len(number)
    if number[0] == "4":
        return length in (13, 16, 19)
    if number[:2] in ("34", "37"):
        return length == 15
    if number[:2] in ("30", "36", "38"):
        return length == 14
    return number[0] in "2356" and 16 <= length <= 19


def _accounts(plain: str) -> Iterator[Span]:
    for hit in _IBAN.finditer(plain):
        end = _iban_end(plain, hit)
        if end is not None:
            yield hit.start(), end
    for hit in _SORT_CODE.finditer(plain):
        if _BANK_WORD.search(_before(plain, hit.start())):
            yield hit.span()
    for hit in _ACCOUNT.finditer(plain):
        before = plain[max(0, hit.start() - 2 * CONTEXT) : hit.start()]
        around = before + " " + plain[hit.end() : hit.end() + CONTEXT // 2]
        if _BANK_WORD.search(around) and not _PHONE_WORD.search(before):
            yield hit.span()


def _iban_end(plain: str, hit: re.Match[str]) -> int | None:
    """Where a valid IBAN ends: words after it may have been taken for more of it."""
    for end in range(hit.end(), hit.start() + 14, -1):
        at_border = end == len(plain) or not plain[end].isalnum()
        if at_border and iban.is_valid(plain[hit.start() : end]):
            return end
    return None


def _phones(plain: str) -> Iterator[Span]:
    for hit in _PHONE.finditer(plain):
        candidate = hit.group()
        digits = sum(letter.isdigit() for letter in candidate)
        if 7 <= digits <= 15 and _is_phone(candidate, digits, _before(plain, hit.start())):
            yield hit.span()


def _is_phone(candidate: str, digits: int, before: str) -> bool:
    if candidate.startswith(("+", "00")):
        return _is_valid_number("+" + candidate.lstrip("+0"), None)
    if _DATE.fullmatch(candidate):
        return False
    is_named = _PHONE_WORD.search(before) is not None
    if not is_named and _OTHER_NUMBER.search(before):
        return False
    if is_named:
        return any(_is_valid_number(candidate, region) for region in _REGIONS) or digits >= 10
    if digits == 11 and re.match(r"1[3-9]", candidate):
        return _is_valid_number(candidate, "CN")
    if candidate.startswith(("0", "(0")) and digits >= 10:
        return any(_is_valid_number(candidate, region) for region in ("GB", "CN", "DE", "FR"))
    if digits == 10 and _GROUPED.fullmatch(candidate) and re.match(r"\(?[2-9]", candidate):
        return _is_valid_number(candidate, "US")
    return False


def _is_valid_number(candidate: str, region: str | None) -> bool:
    try:
        number = phonenumbers.parse(candidate, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number)


def _addresses(plain: str) -> Iterator[Span]:
    for pattern in _ADDRESSES:
        for hit in pattern.finditer(plain):
            yield hit.span()
    last = 0
    for hit in _HAN_ANCHOR.finditer(plain):
        if hit.start() < last:
            continue
        start = _han_start(plain, hit.start(), last)
        after = _HAN_AFTER.match(plain, hit.end(), min(len(plain), hit.end() + 60))
        last = after.end() if after else hit.end()
        yield start, last


def _han_start(plain: str, anchor: int, not_before: int) -> int:
    """Where the written address begins: after the word that leads to it."""
    before = _HAN_BEFORE.search(plain, max(not_before, anchor - 24), anchor)
    if before is None:
        return anchor
    start = before.start()
    for leading in _HAN_BREAK.finditer(plain, start, anchor):
        start = leading.end()
    return start


_FINDERS: Final[tuple[tuple[str, Callable[[str], Iterator[Span]]], ...]] = (
    ("email", _emails),
    ("id", _national_ids),
    ("account", _accounts),
    ("card", _cards),
    ("phone", _phones),
    ("address", _addresses),
)
