"""
Which of the contact's own sentences says best what they need.

The last message is often 'hello??'; the need stands earlier. A sentence is weighed by what was read
in its message, by the cues inside it, and by its own form; greetings, calls for a person and bare
sighs weigh nothing. Pure.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from warmline.conversation.message import Author, Message, MessageId
from warmline.reading.reading import Reading

SENTENCE = re.compile(r"[^.!?。！？\n…]+(?:[.!?](?=\d)[^.!?。！？\n…]*)*[.!?。！？…]*")

EMPTY = re.compile(
    r"^\W*(?:(?:hello|hi|hey|hallo|hola|good (?:morning|afternoon|evening)|thanks?|thank you|"
    r"ok(?:ay)?|"
    r"yes|no|sure|please|what|anyone|anybody|is anyone|there|are you|still|listen|well|so|you|bot|"
    r"robot|useless|come on|seriously|great|fine|bye|again|right|really|wow|unbelievable)\b\W*)+$|"
    r"^\W*(?:你好|您好|喂|在吗|在不在|有人吗|谢谢|好的|嗯+|哦+|是的?|对|不是|请问|哈喽|嗨|呵呵|算了|急|快点|"
    r"人呢|说话|回话|怎么不说话|无语|什么鬼)+\W*$",
    re.IGNORECASE,
)

ASKS_PERSON = re.compile(
    r"\b(?:human|person|agent|someone real|real (?:someone|people)|representative|supervisor|"
    r"operator|manager|colleague|speak (?:to|with)|talk (?:to|with)|somebody|someone)\b|"
    r"人工|真人|客服|活人|转接|主管",
    re.IGNORECASE,
)

WANTS = re.compile(
    r"\b(?:I (?:need|want|would like|can['’]?t|cannot|don['’]t|have (?:no|been|not|to)|haven['’]t|"
    r"still|am|"
    r"was|paid|ordered|sent|got|never|lost)|my|our|we (?:have|are|need|can['’]?t)|when|why|how|"
    r"where|"
    r"which|what|refund|charged|broken|not work|doesn['’]t work|without|out since|because)\b|"
    r"我(?:要|想|需要|的|们|家|还|没|不|已经|被|交|付|买)|什么时候|为什么|怎么|多久|能不能|"
    r"退|扣|坏|停电|停水|漏|没收到|不能|无法|一直",
    re.IGNORECASE,
)

FAVOURS = {"complaint": 0.8, "cancel": 0.8, "legal": 0.6, "callback": 0.4, "repeat-contact": 0.3}
"""How much each ask says of the need; an ask for a person says nothing of it."""

LONGEST = 160
"""Characters of a quoted need: what is taken in at a glance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One sentence of the contact, word for word."""

    text: str
    message_id: MessageId
    start: int
    end: int


def choose_need(messages: Sequence[Message], readings: Mapping[MessageId, Reading]) -> Need | None:
    """
    The sentence that says best what is needed; None when nothing was said yet.

    Args:
        messages: of the conversation, oldest first.
        readings: of the contact's messages.
    """
    said = [message for message in messages if message.author is Author.CONTACT]
    weighed = [
        (
            0.2 * place / len(said) + _weight(message, (start, end), readings.get(message.id)),
            message,
            start,
        )
        for place, message in enumerate(said)
        for start, end in _sentences(message.text)
    ]
    if not weighed:
        return None
    _, message, start = max(weighed, key=lambda one: one[0])
    end = next(end for begin, end in _sentences(message.text) if begin == start)
    return Need(text=_shown(message.text[start:end]), message_id=message.id, start=start, end=end)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    for found in SENTENCE.finditer(text):
        start = found.start() + len(found.group()) - len(found.group().lstrip())
        end = start + len(found.group().strip())
        if end > start:
            yield start, end


def _weight(message: Message, span: tuple[int, int], reading: Reading | None) -> float:
    start, end = span
    sentence = message.text[start:end]
    weight = _form(sentence)
    if reading is None:
        return weight
    weight += 2.0 * reading.emergency + 0.5 * reading.distress
    weight += sum(share * reading.asks.get(ask, 0.0) for ask, share in FAVOURS.items())
    inside = [cue for cue in reading.cues if start <= cue.start < end]
    weight += sum(0.6 for cue in inside if cue.label not in ("asks.person", "abuse"))
    return weight + sum(3.0 for cue in inside if cue.label.startswith("emergency."))


def _form(sentence: str) -> float:
    """What the form alone tells, without a model."""
    if EMPTY.match(sentence):
        return -5.0
    words = len(sentence.split()) + len(re.findall(r"[\u4e00-\u9fff]", sentence)) / 1.6
    weight = min(words, 14) / 14 - max(0.0, words - 32) / 32
    weight += 0.6 if WANTS.search(sentence) else 0.0
    weight += 0.3 if re.search(r"[?？]\s*$", sentence) and words > 4 else 0.0
    weight += 0.3 if re.search(r"\d", sentence) else 0.0
    return weight - (1.5 if ASKS_PERSON.search(sentence) and words < 14 else 0.0)


def _shown(sentence: str) -> str:
    """The sentence, cut between words when it is long."""
    if len(sentence) <= LONGEST:
        return sentence
    cut = max(sentence.rfind(mark, 0, LONGEST) for mark in (" ", "，", ",", "、"))
    return f"{sentence[: cut if cut > LONGEST // 2 else LONGEST].rstrip(' ,，、')} …"
