"""
Times and durations as people say them, in the firm's time zone and the reader's language.
"""

from datetime import datetime, timedelta, tzinfo

from warmline.web.words import Words


def clock_time(at: datetime, zone: tzinfo) -> str:
    """'14:05'."""
    return at.astimezone(zone).strftime("%H:%M")


def day_time(at: datetime, now: datetime, zone: tzinfo, words: Words) -> str:
    """'today 18:00', 'tomorrow 10:00', 'Fri 27 Nov 18:00'."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    clock = local.strftime("%H:%M")
    days = (local.date() - today).days
    if days in (-1, 0, 1):
        return words(f"time.{('yesterday', 'today', 'tomorrow')[days + 1]}", clock=clock)
    return words(
        "time.day",
        clock=clock,
        day=local.day,
        month=words(f"time.month.{local.month}"),
        weekday=words(f"time.weekday.{local.isoweekday()}"),
    )


def exact_duration(length: timedelta, words: Words) -> str:
    """'40 s', '1 min 20 s': with the seconds, for what is counted in minutes."""
    seconds = max(0, int(length.total_seconds()))
    minutes, rest = divmod(seconds, 60)
    if not minutes:
        return words("time.seconds", number=seconds)
    if not rest:
        return words("time.minutes", number=minutes)
    return words("time.minutes_seconds", minutes=minutes, seconds=f"{rest:02d}")


def duration(length: timedelta, words: Words) -> str:
    """'40 s', '3 min', '1 h 05 min', '2 days', rounded down."""
    seconds = max(0, int(length.total_seconds()))
    if seconds < 60:
        return words("time.seconds", number=seconds)
    minutes = seconds // 60
    if minutes < 60:
        return words("time.minutes", number=minutes)
    hours = minutes // 60
    if hours < 24:
        return words("time.hours", number=hours, minutes=f"{minutes % 60:02d}")
    return words.count("time.days", hours // 24)
