"""
What the contact has given already and must not be asked for again.

Numbers with their kind, times at which it happened, what they tried, and what was masked: named,
never shown. Each with the message that it stands in. Pure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from warmline.conversation.message import Author, Message, MessageId

NUMBERS = {
    "order": r"order|parcel|tracking|shipment|订单|运单|快递|包裹|pedido|bestell\w*",
    "contract": (
        r"contract|customer|account|client|合同|客户|户|用户|contrato|vertrag\w*|kunden\w*"
    ),
    "invoice": r"invoice|bill|账单|发票|factura|rechnung\w*",
    "case": (
        r"reference|ref|case|ticket|claim|incident|complaint|工单|案件|报案|受理|投诉|referencia"
    ),
    "meter": r"meter|电表|水表|燃气表|contador|zähler\w*",
    "policy": r"policy|保单|póliza",
    "plate": r"(?:number |licen[cs]e )?plate|registration|车牌|matrícula|kennzeichen",
    "model": r"model|serial|型号|序列|机型|modelo|modell",
}
"""Words before a number, by what the number is."""

LABELLED = re.compile(
    "|".join(rf"(?P<{kind}>(?<![a-z])(?:{words}))" for kind, words in NUMBERS.items()),
    re.IGNORECASE,
)

VALUE = re.compile(
    r"\s*(?:number|no\.?|nr\.?|id|code|编?号码?|号|número|nummer)?\s*(?:is|es|ist|是|为|[:：=#])?\s*#?\s*"
    r"(?P<value>[A-Z0-9一-鿿]?[A-Z0-9][A-Z0-9/.-]{2,24})"
    r"(?![A-Z0-9/.-])(?!\s*(?:euros?|eur|€|pounds?|gbp|dollars?|usd|bucks|kwh|元|块|欧|镑|美元|度))",
    re.IGNORECASE,
)
"""A sum of money or a use is no number of a bill."""

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*"

SINCE = re.compile(
    r"\b(?:since|ever since|on|from) (?:about |around |the |last )?"
    r"(?:\d{1,2}(?::\d\d)?\s?(?:am|pm)|noon|midnight|yesterday|this morning|last (?:night|week|"
    r"month)|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: (?:morning|afternoon|evening|night))?|"
    rf"\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}|{_MONTH} \d{{1,2}})\b|"
    r"(?:从|自从?)?(?:昨天|前天|今天|上周[一二三四五六日天]?|周[一二三四五六日天]|\d+月\d+[日号])"
    r"(?:早上|上午|中午|下午|晚上)?(?:\d+点半?)?(?:起|开始|就|到现在)",
    re.IGNORECASE,
)

TRIED = re.compile(
    r"\b(?:I|we)(?:['’]ve| have)?(?: already| also| even)? (?:tried|restarted|rebooted|reset|"
    r"unplugged|"
    r"switched|checked|called|phoned|emailed|sent|uploaded|filled|followed|reinstalled|waited|"
    r"looked)\b[^.!?;\n]{0,90}|"
    r"(?:我?们?(?:已经|都|也)?)(?:试过|重启过?了?|检查过?了?|打过电话|打了.{1,4}电话|发过|提交过?了?|按.{1,8}做了|换过|查过|等了)"
    r"[^。！？，；\n]{0,24}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One thing that was given."""

    kind: str
    """A kind of number, a kind of mask, 'since' or 'tried'."""
    value: str | None
    """The words or the number; None when it was masked."""
    message_id: MessageId


def find_given(messages: Sequence[Message]) -> list[Given]:
    """What the contact gave, each thing once, in the order in which it came."""
    seen: set[tuple[str, str | None]] = set()
    found = []
    for message in messages:
        if message.author is not Author.CONTACT:
            continue
        for given in _in_message(message):
            key = (given.kind, given.value and given.value.casefold())
            if key not in seen:
                seen.add(key)
                found.append(given)
    return found


def _in_message(message: Message) -> Iterator[Given]:
    text = message.text
    masked = {mask.start for mask in message.masks}
    for found in LABELLED.finditer(text):
        value = VALUE.match(text, found.end())
        is_number = value is not None and any(sign.isdigit() for sign in value["value"])
        if value is not None and is_number and value.start("value") not in masked:
            number = value["value"].rstrip(".-/")
            yield Given(kind=found.lastgroup or "case", value=number, message_id=message.id)
    for mask in message.masks:
        yield Given(kind=mask.kind, value=None, message_id=message.id)
    for kind, pattern in (("since", SINCE), ("tried", TRIED)):
        for found in pattern.finditer(text):
            yield Given(kind=kind, value=found.group().strip(), message_id=message.id)
