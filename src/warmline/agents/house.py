"""
The firm as the rest of Warmline needs to know it: name, languages, hours, inboxes.

Read once from `house.toml` in the firm's folder; whatever does not fit is refused with the field,
the value and what to write instead. Who works there is not said here (see `agents.agent`).
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

from warmline.agents.complaint_terms import DEFAULT_TERMS, ComplaintTerms, complaint_terms
from warmline.agents.hours import MIDNIGHT, WEEKDAYS, Hours, Span, weekdays
from warmline.agents.memory_terms import DEFAULT_MEMORY, MemoryTerms, build_memory_terms
from warmline.agents.service_levels import DEFAULT_SLA, SlaPolicy, build_sla
from warmline.conversation.conversation import InboxId
from warmline.errors import BodyMalformed, FieldInvalid, NotFound

OFFER_TIMEOUT = timedelta(seconds=45)
"""Long enough to finish a sentence elsewhere, short enough for two offers within two minutes."""

DIGEST_EVERY = timedelta(minutes=15)
"""Alarms are gathered for so long: often enough to act, too seldom to be a storm."""

NEEDED = ("order", "contract", "invoice", "case", "meter", "policy", "plate", "model")
"""Numbers that an inbox can ask for while the contact waits for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """One place where conversations arrive."""

    id: InboxId
    name: str
    language: str
    """BCP 47; spoken until the contact's own language is known."""
    skills: frozenset[str] = frozenset()
    """What an agent should know who takes a conversation from here."""
    shadow: bool = False
    """Decisions are made and shown, nothing is done."""
    sla: SlaPolicy = DEFAULT_SLA
    """Within which time the house means to answer here."""
    needed: tuple[str, ...] = ()
    """Of `NEEDED`: asked for while the contact waits, never before a person is sought."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """The firm that Warmline works for."""

    firm: str
    languages: tuple[str, ...]
    """BCP 47, the house's own first."""
    hours: Hours
    inboxes: tuple[Inbox, ...]
    offer_timeout: timedelta = OFFER_TIMEOUT
    country: str | None = None
    """ISO 3166 alpha-2, for emergency numbers when the contact's country is unknown."""
    complaints: ComplaintTerms = DEFAULT_TERMS
    """How fast complaints are answered, and where to turn who is not content."""
    memory: MemoryTerms = DEFAULT_MEMORY
    """How long is remembered what was learnt of a contact."""
    digest_every: timedelta = DIGEST_EVERY
    """How long alarms are gathered before they are told together."""

    def inbox(self, id: InboxId) -> Inbox:
        """
        One inbox.

        Raises:
            NotFound: there is none with this id.
        """
        for inbox in self.inboxes:
            if inbox.id == id:
                return inbox
        raise NotFound(what="inbox", id=id)


def default_house() -> House:
    """A house without a file: one English inbox, open on weekdays from 09:00 to 18:00 UTC."""
    return House(
        firm="Warmline",
        languages=("en", "zh"),
        hours=weekdays(ZoneInfo("UTC"), time(9), time(18)),
        inboxes=(Inbox(id=InboxId("main"), name="Main", language="en"),),
    )


def load_house(path: Path | None) -> House:
    """
    Read a firm's file; without one, the default house.

    Raises:
        BodyMalformed: the file is not TOML.
        FieldInvalid: a key or a value does not fit.
    """
    if path is None:
        return default_house()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BodyMalformed(
            what="house file", format="TOML", place=str(path), remedy=f"It says: {error}."
        ) from error
    return build_house(table)


def build_house(table: Mapping[str, object]) -> House:
    """
    Build a house from the table of its file.

    Raises:
        FieldInvalid: a key or a value does not fit.
    """
    known = {"firm", "languages", "country", "offer_timeout_seconds", "timezone", "hours"}
    known |= {"holidays", "inboxes", "service_levels", "digest_minutes", "complaints", "memory"}
    _refuse_unknown(table, known, "")
    sla = build_sla(table.get("service_levels", {}), field="service_levels")
    languages = tuple(_texts(table, "languages", ("en", "zh")))
    return House(
        firm=_text(table, "firm", "firm", None),
        languages=languages,
        hours=_hours(table),
        inboxes=_inboxes(table, languages, sla),
        offer_timeout=timedelta(seconds=_seconds(table)),
        digest_every=timedelta(minutes=_digest_minutes(table)),
        country=_country(table),
        complaints=complaint_terms(table.get("complaints", {})),
        memory=build_memory_terms(table.get("memory", {})),
    )


def _hours(table: Mapping[str, object]) -> Hours:
    name = _text(table, "timezone", "timezone", "UTC")
    try:
        timezone = ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        remedy = "Write a name of the time zone database, such as 'Europe/Madrid'."
        raise FieldInvalid(field="timezone", value=repr(name), remedy=remedy) from error
    weekly = {
        WEEKDAYS.index(day): _spans(f"hours.{day}", spans) for day, spans in _weekly(table).items()
    }
    if not any(weekly.values()):
        raise FieldInvalid(
            field="hours",
            value="empty",
            remedy='Give at least one day, such as monday = ["09:00-18:00"].',
        )
    return Hours(timezone=timezone, weekly=weekly, holidays=_holidays(table))


def _weekly(table: Mapping[str, object]) -> Mapping[str, object]:
    default = {day: ["09:00-18:00"] for day in WEEKDAYS[:5]}
    weekly = table.get("hours", default)
    if not isinstance(weekly, Mapping):
        raise FieldInvalid(
            field="hours", value=repr(weekly), remedy="Write a table with a list for each weekday."
        )
    _refuse_unknown(weekly, set(WEEKDAYS), "hours.")
    return weekly


def _spans(field: str, spans: object) -> tuple[Span, ...]:
    if not isinstance(spans, list):
        raise FieldInvalid(field=field, value=repr(spans), remedy='Write ["09:00-18:00"].')
    built = tuple(_span(field, span) for span in spans)
    for earlier, later in pairwise(built):
        if earlier.closes == MIDNIGHT or later.opens < earlier.closes:
            raise FieldInvalid(
                field=field, value=repr(spans), remedy="Write the stretches in order, apart."
            )
    return built


def _span(field: str, text: object) -> Span:
    opens, _, closes = str(text).partition("-")
    try:
        closing = "00:00" if closes.strip() == "24:00" else closes.strip()
        span = Span(time.fromisoformat(opens.strip()), time.fromisoformat(closing))
        if span.closes != MIDNIGHT and span.closes <= span.opens:
            raise ValueError(closes)
    except ValueError as error:
        remedy = "Write opening and closing of the same day, such as '09:00-18:00'."
        raise FieldInvalid(field=field, value=repr(text), remedy=remedy) from error
    return span


def _holidays(table: Mapping[str, object]) -> frozenset[date]:
    days = table.get("holidays", [])
    if not isinstance(days, list) or not all(type(day) is date for day in days):
        raise FieldInvalid(
            field="holidays", value=repr(days), remedy="Write a list of dates: [2026-12-25]."
        )
    return frozenset(days)


def _inboxes(
    table: Mapping[str, object], languages: tuple[str, ...], sla: SlaPolicy
) -> tuple[Inbox, ...]:
    rows = table.get("inboxes", [])
    if not isinstance(rows, list) or not rows:
        raise FieldInvalid(
            field="inboxes", value=repr(rows), remedy="Give at least one [[inboxes]] with an id."
        )
    inboxes = tuple(
        _inbox(f"inboxes[{place}]", row, languages, sla) for place, row in enumerate(rows)
    )
    ids = [inbox.id for inbox in inboxes]
    for id in ids:
        if ids.count(id) > 1:
            raise FieldInvalid(field="inboxes.id", value=repr(id), remedy="Give each its own id.")
    return inboxes


def _inbox(place: str, row: object, languages: tuple[str, ...], sla: SlaPolicy) -> Inbox:
    if not isinstance(row, Mapping):
        raise FieldInvalid(field=place, value=repr(row), remedy="Write it as [[inboxes]].")
    known = {"id", "name", "language", "skills", "shadow", "service_levels", "needed"}
    _refuse_unknown(row, known, f"{place}.")
    id = _text(row, "id", f"{place}.id", None)
    shadow = row.get("shadow", False)
    if not isinstance(shadow, bool):
        raise FieldInvalid(field=f"{place}.shadow", value=repr(shadow), remedy="Write true/false.")
    return Inbox(
        id=InboxId(id),
        name=_text(row, "name", f"{place}.name", id),
        language=_text(row, "language", f"{place}.language", languages[0]),
        skills=frozenset(_texts(row, "skills", ())),
        shadow=shadow,
        sla=build_sla(row.get("service_levels", {}), field=f"{place}.service_levels", base=sla),
        needed=_needed(place, row),
    )


def _needed(place: str, row: Mapping[str, object]) -> tuple[str, ...]:
    needed = tuple(_texts(row, "needed", ()))
    for one in needed:
        if one not in NEEDED:
            remedy = f"Use some of: {', '.join(NEEDED)}."
            raise FieldInvalid(field=f"{place}.needed", value=repr(one), remedy=remedy)
    return needed


def _country(table: Mapping[str, object]) -> str | None:
    country = table.get("country")
    if country is None:
        return None
    if isinstance(country, str) and len(country) == 2 and country.isalpha() and country.isupper():
        return country
    raise FieldInvalid(
        field="country", value=repr(country), remedy="Write two capital letters, such as 'ES'."
    )


def _seconds(table: Mapping[str, object]) -> float:
    seconds = table.get("offer_timeout_seconds", OFFER_TIMEOUT.total_seconds())
    if isinstance(seconds, int | float) and not isinstance(seconds, bool) and 5 <= seconds <= 3600:
        return float(seconds)
    raise FieldInvalid(
        field="offer_timeout_seconds", value=repr(seconds), remedy="Write a number from 5 to 3600."
    )


def _digest_minutes(table: Mapping[str, object]) -> float:
    minutes = table.get("digest_minutes", DIGEST_EVERY / timedelta(minutes=1))
    if isinstance(minutes, int | float) and not isinstance(minutes, bool) and 1 <= minutes <= 1440:
        return float(minutes)
    raise FieldInvalid(
        field="digest_minutes", value=repr(minutes), remedy="Write a number from 1 to 1440."
    )


def _text(table: Mapping[str, object], key: str, field: str, default: str | None) -> str:
    text = table.get(key, default)
    if isinstance(text, str) and text.strip():
        return text.strip()
    raise FieldInvalid(
        field=field, value="missing" if text is None else repr(text), remedy="Write a short text."
    )


def _texts(table: Mapping[str, object], key: str, default: tuple[str, ...]) -> list[str]:
    texts = table.get(key, list(default))
    is_list = isinstance(texts, list) and all(isinstance(text, str) and text for text in texts)
    if isinstance(texts, list) and is_list and (texts or not default):
        return texts
    raise FieldInvalid(field=key, value=repr(texts), remedy='Write a list of texts, as ["en"].')


def _refuse_unknown(table: Mapping[str, object], known: set[str], prefix: str) -> None:
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, n=1) or sorted(known)
            raise FieldInvalid(
                field=f"{prefix}{key}", value="used", remedy=f"Did you mean '{near[0]}'?"
            )
