"""
The line to a remote reader: patience and words of `connectors.line` for readings.

An outage of the reader costs one message its limit, and not each of them.
"""

from collections.abc import Callable
from datetime import timedelta
from time import monotonic
from typing import Final

from warmline.connectors.line import Line, Manner
from warmline.errors import ReaderFailed

REST: Final = timedelta(seconds=10)
"""How long a line rests after a silence: one message in so long pays for trying again."""
LARGEST_ANSWER: Final = 16_000_000
"""Bytes; a batch of readings with long vectors is about half a megabyte."""

MANNER: Final = Manner(
    failed=lambda place, reason, remedy: ReaderFailed(reader=place, reason=reason, remedy=remedy),
    check_token="Check 'reader_token': it must be the key that the remote reader asks for.",
    check_url="Check 'reader_url', and the log of the remote reader.",
    check_server="Check that the remote reader runs and can be reached from here.",
    largest_answer=LARGEST_ANSWER,
    rest=REST,
)


class ReaderLine(Line):
    """A line that raises `ReaderFailed`."""

    def __init__(
        self,
        url: str,
        *,
        token: str,
        limit: timedelta,
        now: Callable[[], float] = monotonic,
    ) -> None:
        """
        Prepare; nothing is sent before `send`.

        Args:
            url: where to POST.
            token: shown as a bearer token; empty for none.
            limit: for one exchange, from the look-up of the name to the last byte.
            now: seconds of a clock that never goes back, for the rest.
        """
        super().__init__(url, token=token, limit=limit, manner=MANNER, now=now)
