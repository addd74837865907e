"""When to try again after a failure, and when to give up: pure."""

from datetime import timedelta

from warmline.errors import WarmlineError

FIRST_DELAY = timedelta(seconds=2)
LONGEST_DELAY = timedelta(hours=1)
# Doubling from 2 s reaches an hour at the twelfth; the rest bring the whole to about a day, long
# enough for somebody to notice and mend an endpoint or a database.
ATTEMPTS = 34
# These say that the same call would fail the same way for ever.
HOPELESS = frozenset({"invalid", "missing", "refused"})


def delay_after(attempt: int, failure: Exception) -> timedelta | None:
    """
    How long to wait before the next attempt; None to give up.

    Args:
        attempt: which one failed, from 1.
        failure: what it failed with.
    """
    if isinstance(failure, WarmlineError) and failure.kind in HOPELESS:
        return None
    if attempt >= ATTEMPTS:
        return None
    doubled: timedelta = FIRST_DELAY * (1 << min(attempt - 1, 30))
    return min(doubled, LONGEST_DELAY)
