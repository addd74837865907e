"""The load by hour of the day and the people it needs, with everything that is assumed."""

from dataclasses import dataclass

from warmline.outcomes.staffing import Promise, staff_needed
from warmline.outcomes.trial import Trial
from warmline.web.report.blocks import Column, share_of
from warmline.web.report.both import Bilingual, say, say_count


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """One hour of the day."""

    label: str
    a_day: str
    staff: int
    most: int
    staff_most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """The block; without times it says so, and what to do."""

    title: Bilingual
    notes: tuple[Bilingual, ...]
    columns: tuple[Column, ...] = ()
    hours: tuple[Hour, ...] = ()


def load_block(trial: Trial, promise: Promise, *, is_busy_given: bool) -> Load:
    """When first hand-offs come in, and how many people keep the promise."""
    if not trial.timed:
        return Load(title=say("hours.title_none"), notes=(say("hours.none"),))
    means, mosts = trial.mean_arrivals(), trial.most_arrivals()
    if not trial.arrivals:
        return Load(title=say("hours.title_even"), notes=(_scope(trial),))
    peak = max(range(24), key=lambda hour: (means[hour], -hour))
    staff = [staff_needed(mean, promise) for mean in means]
    hours = tuple(
        Hour(
            label=f"{hour:02}:00",
            a_day=f"{means[hour]:.2f}",
            staff=staff[hour],
            most=mosts[hour],
            staff_most=staff_needed(mosts[hour], promise),
        )
        for hour in range(24)
    )
    people = say_count("hours.people", staff[peak])
    return Load(
        title=say("hours.title", from_hour=peak, to_hour=peak + 1, people=people),
        notes=(_scope(trial), *_assumptions(trial, promise, is_busy_given=is_busy_given)),
        columns=tuple(
            Column(
                label=f"{hour}",
                value=f"{means[hour]:.1f}",
                height=share_of(means[hour], max(means)),
            )
            for hour in range(24)
        ),
        hours=hours,
    )


def _scope(trial: Trial) -> Bilingual:
    everything = f"{trial.conversations:,}"
    return say("hours.note", days=f"{trial.days:,}", timed=f"{trial.timed:,}", all=everything)


def _assumptions(trial: Trial, promise: Promise, *, is_busy_given: bool) -> tuple[Bilingual, ...]:
    share, seconds = f"{promise.share:.0%}", f"{promise.within_seconds:g}"
    minutes = f"{promise.busy_seconds / 60:.1f}".removesuffix(".0")
    if is_busy_given:
        busy = say("hours.busy_given", minutes=minutes)
    elif trial.measured_minutes is not None:
        busy = say("hours.busy_measured", minutes=minutes, count=f"{len(trial.lengths):,}")
    else:
        busy = say("hours.busy_assumed", minutes=minutes)
    promised = say("hours.promise", share=share, seconds=seconds)
    return (promised, busy, say("hours.erlang"), say("hours.average"))
