"""A failure is tried again for about a day, unless trying is useless."""

from datetime import timedelta

import pytest

from warmline.errors import NotDelivered, NotFound, StoreUnavailable, WriteConflict
from warmline.jobs.retry import ATTEMPTS, FIRST_DELAY, LONGEST_DELAY, delay_after

GONE = NotFound(what="promise", id="promise-1")


@pytest.mark.parametrize(
    "failure",
    [
        StoreUnavailable(reason="locked"),
        WriteConflict(what="promise", id="promise-1"),
        NotDelivered(delivery="crm-1", reason="status 500"),
        ZeroDivisionError(),
    ],
)
def test_delays_grow_up_to_an_hour(failure: Exception) -> None:
    """Each delay is at least as long as the one before."""
    delays = [delay_after(attempt, failure) for attempt in range(1, ATTEMPTS)]
    assert delays[0] == FIRST_DELAY
    assert delays[-1] == LONGEST_DELAY
    kept = [delay for delay in delays if delay is not None]
    assert kept == sorted(kept)
    assert len(kept) == ATTEMPTS - 1
    assert timedelta(hours=20) < sum(kept, timedelta()) < timedelta(hours=30)


def test_the_last_attempt_is_the_last() -> None:
    """Nothing is tried for ever."""
    assert delay_after(ATTEMPTS, StoreUnavailable(reason="locked")) is None


def test_what_is_gone_is_not_tried_again() -> None:
    """A promise that was forgotten cannot be reminded of tomorrow either."""
    assert delay_after(1, GONE) is None
