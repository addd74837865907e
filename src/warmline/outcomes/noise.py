"""
Spoils a message as people and telephones spoil it: slips, missing marks, capitals, long openings.

Pure: chance comes in by argument, and a rate of 0 changes nothing. Each noise is made by rule and
so is kinder than life; what it costs the reader is measured in `robustness`.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from warmline.outcomes.traditional import TRADITIONAL

Change = Callable[[str, float, Random], str]
LATIN = ("en", "es", "de", "fr")

EMOJI = ("\U0001f642", "\U0001f64f", "\U0001f614", "\U0001f44b", "\U0001f4f1", "\u2728")
"""Mild ones: a skull or a fire would be a new message, not noise."""

SOUNDS_LIKE: Mapping[str, str] = {
    "their": "there", "there": "their", "you're": "your", "your": "you're", "too": "to",
    "week": "weak", "by": "buy", "its": "it's", "it's": "its", "then": "than", "hear": "here",
    "right": "rite",
    "break": "brake", "brakes": "breaks", "whole": "hole", "piece": "peace", "know": "no",
    "would have": "would of", "definitely": "definately", "received": "recieved", "you": "u",
    "receive": "recieve", "complaint": "complant", "emergency": "emergancy", "cancel": "cancle",
    "immediately": "imediately", "please": "plz", "people": "ppl", "because": "becuz", "are": "r",
    "tomorrow": "tommorow", "really": "realy", "address": "adress", "smoke": "smoak",
    "bleeding": "bleading", "breathing": "breatheing", "unconscious": "unconcious",
    "ambulance": "ambulence", "lawyer": "lawer", "speak": "speek", "human": "humen",
    "again": "agian", "waiting": "wating", "electricity": "electrisity", "flooding": "fluding",
    "callback": "call bak", "someone": "sumone", "through": "thru", "tonight": "tonite",
}  # fmt: skip
"""English words as the ear, or haste, spells them."""

SAME_SOUND: Mapping[str, str] = {
    "在": "再", "再": "在", "做": "作", "他": "她", "那": "哪", "哪": "那", "已": "以", "的": "得",
    "投诉": "投述", "客服": "克服", "人工": "人公", "转": "专", "取消": "取销", "电话": "电化",
    "律师": "律诗", "起火": "起伙", "着火": "着伙", "煤气": "没气", "漏": "露", "晕": "运",
    "流血": "流雪", "呼吸": "胡吸", "救命": "就命", "触电": "处电", "被困": "被捆", "孩子": "还子",
    "问题": "文题", "马上": "码上", "账单": "帐单", "合同": "和同", "医院": "一院", "起诉": "起述",
    "法院": "法园", "注销": "注消", "受伤": "受商", "失踪": "失宗", "自杀": "自刹", "车祸": "车货",
    "爆炸": "暴炸", "冒烟": "冒言", "应该": "因该", "知道": "只道", "什么": "神马", "退订": "退定",
    "回电": "回店", "师傅": "师付", "老人": "老仁", "楼": "搂", "钱": "前", "等": "灯",
}  # fmt: skip
"""Chinese words as a keyboard by sound offers them."""

CALM_BEFORE: Mapping[str, Sequence[str]] = {
    "en": ("Good morning.", "I have been a customer of yours for some years now.",
           "My customer number is on the letter you sent in spring, I have it here in front of me.",
           "Last month I changed the payment date, and that went without any trouble.",
           "I am writing from my phone, so please excuse the form."),
    "zh": ("早上好。", "我是你们的老客户了，用了好几年。",
           "客户编号在春天寄来的那封信上，我手边就有。",
           "上个月我改过一次扣款日期，办得很顺利。", "我是用手机写的，格式不太整齐，请见谅。"),
    "es": ("Buenos días.", "Soy cliente de ustedes desde hace unos años.",
           "Mi número de cliente está en la carta que me enviaron en primavera.",
           "El mes pasado cambié la fecha de pago y todo fue bien.", "Escribo desde el móvil."),
    "de": ("Guten Morgen.", "Ich bin seit einigen Jahren Kunde bei Ihnen.",
           "Meine Kundennummer steht auf dem Brief vom Frühjahr, ich habe ihn hier liegen.",
           "Letzten Monat habe ich das Zahldatum geändert, das ging gut.",
           "Ich schreibe vom Telefon aus."),
    "fr": ("Bonjour.", "Je suis client chez vous depuis quelques années.",
           "Mon numéro de client figure sur la lettre du printemps, je l'ai sous les yeux.",
           "Le mois dernier j'ai changé la date de prélèvement, tout s'est bien passé.",
           "J'écris depuis mon téléphone."),
}  # fmt: skip
"""Calm sentences that say nothing; the first is for a message of middle length."""

CALM_AFTER: Mapping[str, Sequence[str]] = {
    "en": ("Kind regards.", "The invoice for last month has been paid, by the way.",
           "My address has not changed, it is still the one on the contract.",
           "I usually read my mail in the evening.", "Have a good day."),
    "zh": ("谢谢。", "上个月的账单已经交了，顺便说一下。", "我的地址没有变，还是合同上那个。",
           "我一般晚上看邮件。", "祝工作顺利。"),
    "es": ("Un saludo.", "La factura del mes pasado ya está pagada, por cierto.",
           "Mi dirección no ha cambiado.", "Suelo leer el correo por la tarde.", "Buen día."),
    "de": ("Viele Grüße.", "Die Rechnung vom letzten Monat ist übrigens bezahlt.",
           "Meine Adresse hat sich nicht geändert.", "Ich lese meine Post meist abends.",
           "Einen schönen Tag noch."),
    "fr": ("Cordialement.", "La facture du mois dernier est payée, au passage.",
           "Mon adresse n'a pas changé.", "Je lis mes messages le soir.", "Bonne journée."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Noise:
    """One way to spoil a message."""

    name: str
    change: Change
    rate: float
    """Chance that a place is changed: a letter, a word, a mark, whatever the noise works on."""
    languages: tuple[str, ...] = ()
    """Where it can happen at all; empty for everywhere."""


def drop_letters(text: str, rate: float, draw: Random) -> str:
    """Leave out letters."""
    return _repeat_letters(text, rate, draw, times=0)


def double_letters(text: str, rate: float, draw: Random) -> str:
    """Type letters twice."""
    return _repeat_letters(text, rate, draw, times=2)


def _repeat_letters(text: str, rate: float, draw: Random, *, times: int) -> str:
    return "".join(c * times if c.isalpha() and draw.random() < rate else c for c in text)


def swap_letters(text: str, rate: float, draw: Random) -> str:
    """Exchange a letter with the next one."""
    letters = list(text)
    place = 0
    while place + 1 < len(letters):
        if "".join(letters[place : place + 2]).isalpha() and draw.random() < rate:
            letters[place : place + 2] = letters[place + 1], letters[place]
            place += 1
        place += 1
    return "".join(letters)


def mishear(text: str, rate: float, draw: Random) -> str:
    """Spell words as they sound, in English and in Chinese."""

    def heard(found: re.Match[str]) -> str:
        word = found[0]
        other = SOUNDS_LIKE.get(word.lower()) or SAME_SOUND[word]
        return other if draw.random() < rate else word

    return _HEARD.sub(heard, text)


_HEARD = re.compile(
    r"\b(?:" + "|".join(sorted(SOUNDS_LIKE, key=len, reverse=True)) + r")\b|"
    + "|".join(sorted(SAME_SOUND, key=len, reverse=True)),
    re.IGNORECASE,
)  # fmt: skip


def drop_marks(text: str, rate: float, draw: Random) -> str:
    """Leave out punctuation; a Chinese mark leaves a space, as people type one instead."""

    def without(mark: str) -> str:
        if not unicodedata.category(mark).startswith("P") or draw.random() >= rate:
            return mark
        return " " if ord(mark) > 0x2E80 else ""

    return "".join(map(without, text))


def shout(text: str, rate: float, draw: Random) -> str:
    """Write words in capitals."""
    return re.sub(r"\S+", lambda w: w[0].upper() if draw.random() < rate else w[0], text)


def whisper(text: str, rate: float, draw: Random) -> str:
    """Write words without capitals."""
    return re.sub(r"\S+", lambda w: w[0].lower() if draw.random() < rate else w[0], text)


def widen(text: str, rate: float, draw: Random) -> str:
    """Write Latin letters, digits and marks as wide as Chinese characters."""

    def wide(letter: str) -> str:
        if not "!" <= letter <= "~" or draw.random() >= rate:
            return letter
        return chr(ord(letter) + 0xFEE0)

    return "".join(map(wide, text))


def drop_accents(text: str, rate: float, draw: Random) -> str:
    """Write letters without their accents."""

    def bare(letter: str) -> str:
        return unicodedata.normalize("NFD", letter)[0] if draw.random() < rate else letter

    return "".join(map(bare, text))


def to_traditional(text: str, rate: float, draw: Random) -> str:
    """Write simplified Chinese in traditional characters."""
    return "".join(TRADITIONAL.get(c, c) if draw.random() < rate else c for c in text)


def add_emoji(text: str, rate: float, draw: Random) -> str:
    """Put mild emoji after sentences and at the end."""

    def decked(found: re.Match[str]) -> str:
        return found[0] + draw.choice(EMOJI) if draw.random() < rate else found[0]

    return re.sub(r"[.!?。！？]+|(?<=[^.!?。！？])$", decked, text)


def surround(text: str, language: str, sentences: int) -> str:
    """Put calm sentences before and after a message, none for languages that have none here."""
    between = "" if language == "zh" else " "
    before, after = CALM_BEFORE.get(language, ()), CALM_AFTER.get(language, ())
    return between.join([*before[:sentences], text, *after[:sentences]])


SLIP = 0.08
"""Chance per letter: about a slip in every second word, a hurried thumb."""

NOISES = (
    Noise("dropped letters", drop_letters, SLIP),
    Noise("swapped letters", swap_letters, SLIP),
    Noise("doubled letters", double_letters, SLIP),
    Noise("words by sound", mishear, 0.5, ("en", "zh")),
    Noise("no punctuation", drop_marks, 1.0),
    Noise("all capitals", shout, 1.0, LATIN),
    Noise("no capitals", whisper, 1.0, LATIN),
    Noise("no accents", drop_accents, 1.0, ("es", "de", "fr")),
    Noise("full width", widen, 1.0),
    Noise("traditional characters", to_traditional, 1.0, ("zh",)),
    Noise("emoji", add_emoji, 1.0),
)

LENGTHS: Mapping[str, int] = {"middle length": 1, "long": 5}
"""Calm sentences on each side of a message."""
