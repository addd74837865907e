"""
The monthly figures of complaints: how many, how fast, with what outcome, about what, where.

Counted over the complaints received in one month of the house's own time zone, as they stand at a
given time; those that were set aside as no complaint are counted apart. Nothing here knows who
dealt with one: figures are about the house, never about an agent.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from warmline.agents.hours import Hours
from warmline.complaints.complaint import Complaint, ComplaintState, Outcome, Source
from warmline.errors import FieldInvalid


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthFigures:
    """One month of complaints."""

    month: str
    """'2026-11', in the house's time zone."""
    received: int
    """Those set aside are not in it."""
    received_before: int
    """In the month before."""
    set_aside: int
    heard: int
    """Of those received, noted by the assistant first."""
    acknowledged_in_time: int
    answered_in_time: int
    """Told a decision by the first date, not by an extended one."""
    answered_late: int
    open_in_time: int
    """Without a decision, the first date still ahead."""
    open_late: int
    """Without a decision, the first date passed."""
    withdrawn: int
    """Taken back before a decision was told."""
    extended: int
    open_in_all: int
    """Of whatever month, not ended."""
    late_in_all: int
    """Of whatever month, past the date that holds now."""
    median_days: float | None
    """Working days from receipt to the first decision told; None without one."""
    outcomes: Mapping[str, int]
    by_cause: Mapping[str, int]
    """None of a known cause yet counts as 'unassessed'."""
    by_inbox: Mapping[str, int]

    @property
    def due(self) -> int:
        """How many have an answer in time or too late, or should have one by now."""
        return self.answered_in_time + self.answered_late + self.open_late


def figures_of(
    complaints: Sequence[Complaint],
    *,
    month: str,
    hours: Hours,
    acknowledge_days: int,
    now: datetime,
) -> MonthFigures:
    """
    Count one month.

    Args:
        complaints: all, of whatever month.
        month: 'YYYY-MM'.
        hours: of the house: its time zone and its working days.
        acknowledge_days: working days within which receipt counts as confirmed in time.
        now: the time as of which they stand.

    Raises:
        FieldInvalid: it is no month.
    """
    first = month_of(month)
    before = date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
    counted = [one for one in complaints if one.state is not ComplaintState.SET_ASIDE]
    ours = [one for one in counted if _month(one, hours) == first]
    told = [one for one in ours if one.communicated_at is not None]
    waiting = [one for one in ours if one.communicated_at is None and one.is_open]
    return MonthFigures(
        month=month,
        received=len(ours),
        received_before=sum(_month(one, hours) == before for one in counted),
        set_aside=sum(_month(one, hours) == first for one in complaints) - len(ours),
        heard=sum(one.source is Source.HEARD for one in ours),
        acknowledged_in_time=sum(_is_acknowledged(one, hours, acknowledge_days) for one in ours),
        answered_in_time=sum(_first_told(one) <= one.first_due_at for one in told),
        answered_late=sum(_first_told(one) > one.first_due_at for one in told),
        open_in_time=sum(one.first_due_at >= now for one in waiting),
        open_late=sum(one.first_due_at < now for one in waiting),
        withdrawn=len(ours) - len(told) - len(waiting),
        extended=sum(one.extensions > 0 for one in ours),
        open_in_all=sum(one.is_open for one in complaints),
        late_in_all=sum(one.is_late(now) for one in complaints),
        median_days=_median(working_days(one.received_at, _first_told(one), hours) for one in told),
        outcomes=_counted((one.outcome for one in ours if one.outcome), Outcome),
        by_cause=_ranked(one.cause or "unassessed" for one in ours),
        by_inbox=_ranked(one.inbox_id for one in ours),
    )


def month_of(month: str) -> date:
    """
    The first day of a month.

    Raises:
        FieldInvalid: it is no month.
    """
    try:
        if len(month) != len("2026-11"):
            raise ValueError(month)
        return date.fromisoformat(f"{month}-01")
    except ValueError as error:
        remedy = "Write year and month, such as '2026-11'."
        raise FieldInvalid(field="month", value="this", remedy=remedy) from error


def working_days(start: datetime, end: datetime, hours: Hours) -> int:
    """Working days after the day of the start, up to the day of the end; 0 on the same day."""
    first, last = start.astimezone(hours.timezone).date(), end.astimezone(hours.timezone).date()
    days = range(first.toordinal() + 1, last.toordinal() + 1)
    return sum(hours.is_working_day(date.fromordinal(day)) for day in days)


def _month(complaint: Complaint, hours: Hours) -> date:
    return complaint.received_at.astimezone(hours.timezone).date().replace(day=1)


def _first_told(complaint: Complaint) -> datetime:
    return complaint.communicated_at or complaint.received_at


def _is_acknowledged(complaint: Complaint, hours: Hours, days: int) -> bool:
    at = complaint.acknowledged_at
    return at is not None and working_days(complaint.received_at, at, hours) <= days


def _median(days: Iterable[int]) -> float | None:
    known = list(days)
    return float(median(known)) if known else None


def _counted(found: Iterable[Outcome], known: Iterable[Outcome]) -> Mapping[str, int]:
    counts = Counter(found)
    return {one.value: counts[one] for one in known if counts[one]}


def _ranked(found: Iterable[str]) -> Mapping[str, int]:
    """The most frequent first, the alphabet among equals."""
    counts = Counter(found)
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
