"""
What contacts are told, worded by hand for each language, and times as people say them.

The sentences stand in `words/<language>.toml`, the numbers to call in `words/numbers.toml`. A
language without a file hears English. Nothing here decides what is told or when.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cache
from importlib.resources import files

LANGUAGES = ("en", "zh", "es", "de")
"""Languages with a file of their own, the fallback first."""

FAMILIES = ("asked", "button", "friction", "feeling", "stakes", "safety")
"""Why a person comes in, as far as the words to the contact differ by it."""

FAMILY_OF = {
    "asked.button": "button",
    "safety.money-in-danger": "stakes",
    "safety.reader-degraded": "friction",
    "learned.scorecard": "feeling",
    "learned.judgement": "feeling",
}
"""Reasons whose words to the contact are not those of their own family: no life is in danger."""

SERVICE_OF_KIND = {
    "medical": "ambulance",
    "fire": "fire",
    "flood": "fire",
    "gas": "fire",
    "electrical": "fire",
    "crash": "ambulance",
    "trapped": "fire",
    "violence": "police",
    "self-harm": "ambulance",
    "missing-person": "police",
    "exposure": "ambulance",
    "stranded": "police",
}
"""Whom to call for each kind of danger, where a country has a number for each service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """All that can be said in one language."""

    sentences: Mapping[str, str]
    reasons: Mapping[str, str]
    weekdays: tuple[str, ...]
    """Monday first."""
    months: tuple[str, ...]


def say(key: str, language: str, **fields: object) -> str:
    """
    One notice in the contact's language.

    Args:
        key: as in the word files: 'handoff.accepted', 'safety.gas'.
        language: BCP 47; the region does not matter.
        fields: what the sentence needs: `name`, `due`, `firm`, `place`, `minutes`, `number`;
            without a `number`, the local emergency number is spoken of.

    Raises:
        KeyError: there is no such sentence, or it needs a field that is missing.
    """
    sentences = words(language).sentences
    # A danger notice must never fail for want of a country.
    return sentences[key].format(**{"number": sentences["number.local"]} | fields)


def has(key: str) -> bool:
    """Whether there is such a sentence."""
    return key in words(LANGUAGES[0]).sentences


def change_key(change: str, reason_code: str) -> str:
    """
    The key for a change of a handoff, by the family of its reason where the words differ.

    Args:
        change: requested, offered, accepted, still-looking, promised.busy, promised.away,
            promised.out-of-hours, returned or wrapped-up.
        reason_code: of the handoff.
    """
    by_family = f"handoff.{change}.{family(reason_code)}"
    return by_family if has(by_family) else f"handoff.{change}"


def promised_change(code: str) -> str:
    """The change to be told when there was no match, by the code of `Match.none`."""
    busy_or_hours = {"everyone-busy": "busy", "out-of-hours": "out-of-hours"}
    return f"promised.{busy_or_hours.get(code, 'away')}"


def family(reason_code: str) -> str:
    """The family of a reason; one that is not known is friction."""
    first = reason_code.partition(".")[0]
    return FAMILY_OF.get(reason_code, first if first in FAMILIES else "friction")


def why(reason_code: str, language: str) -> str:
    """A reason in about five words, for the queue."""
    reasons = words(language).reasons
    return reasons.get(reason_code) or reasons[family(reason_code)]


def say_danger(kind: str, language: str, *, country: str | None) -> str:
    """
    What to do first in danger, the number to call in front.

    Args:
        kind: one of the emergency kinds; an unknown one gets the general words.
        language: BCP 47.
        country: ISO 3166 alpha-2, of the contact or the house; None when unknown.
    """
    key = f"safety.{kind}" if has(f"safety.{kind}") else "safety.any"
    number = emergency_number(kind, country) or say("number.local", language)
    said = say(key, language, number=number)
    line = helpline(country) if kind == "self-harm" else None
    if kind != "self-harm":
        return said
    if line is None:
        return f"{said}{say('safety.self-harm.no-line', language)}"
    return f"{said}{say('safety.self-harm.line', language, helpline=line)}"


def emergency_number(kind: str, country: str | None) -> str | None:
    """The number to call in a country for a kind of danger; None when it is not known."""
    numbers = _numbers().get(country or "")
    if numbers is None:
        return None
    return numbers.get(SERVICE_OF_KIND.get(kind, "any")) or numbers.get("any")


def helpline(country: str | None) -> str | None:
    """A country's line for people who think of ending their life; None when it is not known."""
    return _numbers().get(country or "", {}).get("helpline")


def due_phrase(due_at: datetime, language: str, *, now: datetime, timezone: tzinfo) -> str:
    """
    A due time as people say it: 'today before 18:00', '明天（周二）10:00前'.

    Args:
        due_at: the time, aware.
        language: BCP 47.
        now: when it is said.
        timezone: of the house, in which the clock is read.
    """
    local, today = due_at.astimezone(timezone), now.astimezone(timezone).date()
    days = (local.date() - today).days
    key = {0: "time.today", 1: "time.tomorrow"}.get(days, "time.date")
    vocabulary = words(language)
    return say(
        key,
        language,
        clock=f"{local:%H:%M}",
        weekday=vocabulary.weekdays[local.weekday()],
        day=local.day,
        month=vocabulary.months[local.month - 1],
    )


@cache
def words(language: str) -> Words:
    """The words of a language, or of English when it has none."""
    primary = language.replace("_", "-").split("-")[0].lower()
    table = _table(primary if primary in LANGUAGES else LANGUAGES[0])
    return Words(
        sentences=table["say"],
        reasons=table["why"],
        weekdays=tuple(table["calendar"]["weekdays"]),
        months=tuple(table["calendar"]["months"]),
    )


@cache
def _numbers() -> Mapping[str, Mapping[str, str]]:
    numbers: Mapping[str, Mapping[str, str]] = _table("numbers")["countries"]
    return numbers


def _table(name: str) -> dict[str, dict]:  # type: ignore[type-arg]
    text = files("warmline.handoff").joinpath("words", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
