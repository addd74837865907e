"""
Durable work as a whole: the runner, the outbox that feeds it, and the round that looks who waits.

It knows no action: what is to be done comes in as `Duties`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Protocol

from warmline.jobs.duties import Duties
from warmline.jobs.outbox import Outbox, Store
from warmline.jobs.rounds import Rounds
from warmline.jobs.runner import Runner
from warmline.jobs.workflow import for_digest

# Who comes free is noticed at once by the deed that frees them; the round is for what no deed
# tells, such as the start of business hours.
ROUND = timedelta(seconds=5)
# The shortest interval is a minute; a digest comes at most so much after its interval began.
DIGEST_ROUND = timedelta(seconds=10)
EXECUTOR = "warmline"


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The time now, aware, UTC."""


class Worker:
    """Carries out what must happen later; one per process."""

    def __init__(
        self,
        store: Store,
        duties: Duties,
        clock: Clock,
        *,
        url: str,
        endpoints: Sequence[str] = (),
        executor_id: str = EXECUTOR,
        translates: bool = False,
        round_every: timedelta = ROUND,
        digest_every: timedelta | None = None,
    ) -> None:
        """
        Prepare; nothing runs before `start`.

        Args:
            store: the event table, the promises and the handoffs.
            duties: what can be carried out.
            clock: tells how long to wait.
            url: where DBOS keeps its tables.
            endpoints: ids of the webhooks' endpoints.
            executor_id: the same after a restart, another one for each server of several.
            translates: whether there is a translator to plan work for.
            round_every: how often to look who waits.
            digest_every: how long what is late is gathered; None gathers nothing.
        """
        self._clock = clock
        self._runner = Runner(duties, url=url, executor_id=executor_id)
        self._outbox = Outbox(
            store,
            lambda workflow: self._runner.submit(workflow, now=clock.now()),
            endpoints=endpoints,
            translates=translates,
        )
        self._rounds = Rounds(duties.match_waiting, every=round_every)
        self._digest_every = digest_every
        self._digests = Rounds(self._plan_digest, every=DIGEST_ROUND)
        self._planned = ""

    def start(self) -> None:
        """Go on with what was begun before, and follow what happens."""
        self._runner.start(self._clock.now())
        self._outbox.start()
        self._rounds.start()
        self._digests.start()

    def stop(self) -> None:
        """Stop cleanly; what has not ended goes on at the next start."""
        self._digests.stop()
        self._rounds.stop()
        self._outbox.stop()
        self._runner.stop()

    def _plan_digest(self) -> None:
        """Start the digest of this interval; the same one again does nothing."""
        if self._digest_every is None:
            return
        workflow = for_digest(self._clock.now(), self._digest_every)
        if workflow.id != self._planned:
            self._runner.submit(workflow, now=self._clock.now())
            self._planned = workflow.id

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run for the length of the block."""
        self.start()
        try:
            yield
        finally:
            self.stop()
