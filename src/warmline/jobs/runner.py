"""
The only file that knows DBOS: starts a duty at its time, once, even if the process is killed.

A workflow that waits is a delayed row in a queue, so it holds no thread, and a restart while it
waits does not count as an attempt. DBOS has one instance and one registry for a process; both are
made by `start` and thrown away by `stop`.
"""

import logging
import sqlite3
from datetime import datetime, timedelta

from dbos import DBOS, DBOSConfig, SetEnqueueOptions, SetWorkflowID, WorkflowSerializationFormat
from sqlalchemy import make_url

from warmline.errors import StoreUnavailable
from warmline.jobs.duties import Duties
from warmline.jobs.retry import delay_after
from warmline.jobs.workflow import Workflow

log = logging.getLogger("warmline.jobs")

# Pinned: DBOS recovers only what the same version started, and an upgrade must not orphan what was
# promised before it. A change of what arguments mean gets a new duty name instead.
VERSION = "1"
KEPT_FOR = timedelta(days=30)
"""How long finished workflows are kept for whoever asks what happened."""
SWEPT_AT_ONCE = 1000
# A dead endpoint must not keep a promise waiting, so webhooks have a queue of their own.
QUEUES = {"translate": "warmline-translations", "deliver": "warmline-webhooks"}
QUEUE = "warmline"
AT_ONCE = 8
"""How many duties of one queue run side by side."""

Argument = str | int


class Runner:
    """Carries workflows out on DBOS."""

    def __init__(self, duties: Duties, *, url: str, executor_id: str) -> None:
        """
        Prepare; nothing is opened before `start`.

        Args:
            duties: what can be carried out.
            url: where DBOS keeps its tables.
            executor_id: the same after a restart, another one for each server of several.
        """
        self._duties = duties
        self._url = url
        self._executor_id = executor_id

    def start(self, now: datetime) -> None:
        """
        Open the tables and go on with what was begun before.

        Raises:
            StoreUnavailable: the database of durable work does not answer.
        """
        try:
            self._launch()
            _sweep(now - KEPT_FOR)
        except Exception as failure:
            self.stop()
            raise StoreUnavailable(reason=f"durable work: {type(failure).__name__}") from failure

    def _launch(self) -> None:
        # With a handler of ours DBOS adds none of its own, which would print to the console.
        if not logging.getLogger("dbos").handlers:
            logging.getLogger("dbos").addHandler(logging.NullHandler())
        _prefer_wal(self._url)
        config: DBOSConfig = {
            "name": "warmline",
            "system_database_url": self._url,
            "application_version": VERSION,
            "executor_id": self._executor_id,
            "log_level": "WARNING",
            "enable_otlp": False,
        }
        DBOS(config=config)

        # DBOS wants a function to mark, not a method.
        def carry_out(*, id: str, duty: str, arguments: list[Argument], attempt: int) -> str:
            return self._carry_out(id=id, duty=duty, arguments=arguments, attempt=attempt)

        # A restart in the middle of a duty is no fault of the duty: never give up for that.
        self._workflow = DBOS.workflow(
            name="carry_out",
            max_recovery_attempts=None,
            serialization_type=WorkflowSerializationFormat.PORTABLE,
        )(carry_out)
        DBOS.launch()
        for queue in (QUEUE, *QUEUES.values()):
            DBOS.register_queue(queue, worker_concurrency=AT_ONCE)

    def stop(self) -> None:
        """Let go; what has not ended goes on at the next start."""
        DBOS.destroy(destroy_registry=True)

    def submit(self, workflow: Workflow, *, now: datetime) -> None:
        """Start a workflow unless one with this id exists."""
        start_at = now if workflow.start_at is None else workflow.start_at
        self._enqueue(
            workflow.id,
            duty=workflow.duty,
            arguments=list(workflow.arguments),
            attempt=1,
            delay=start_at - now,
        )

    def _enqueue(
        self, id: str, *, duty: str, arguments: list[Argument], attempt: int, delay: timedelta
    ) -> None:
        seconds = delay.total_seconds()
        queue = QUEUES.get(duty, QUEUE)
        with (
            SetWorkflowID(id if attempt == 1 else f"{id}-attempt-{attempt}"),
            SetEnqueueOptions(delay_seconds=seconds if seconds > 0 else None),
        ):
            DBOS.enqueue_workflow(
                queue, self._workflow, id=id, duty=duty, arguments=arguments, attempt=attempt
            )

    def _carry_out(self, *, id: str, duty: str, arguments: list[Argument], attempt: int) -> str:
        """One attempt; a failure becomes the next attempt, a workflow of its own."""
        delay_seconds = DBOS.run_step({"name": duty}, self._attempt, duty, arguments, attempt)
        if delay_seconds is None:
            return "ended"
        delay = timedelta(seconds=delay_seconds)
        self._enqueue(id, duty=duty, arguments=arguments, attempt=attempt + 1, delay=delay)
        return "again"

    def _attempt(self, duty: str, arguments: list[Argument], attempt: int) -> float | None:
        try:
            self._duties.named(duty)(*arguments)
        except Exception as failure:
            delay = delay_after(attempt, failure)
            code = getattr(failure, "code", type(failure).__name__)
            level = logging.ERROR if delay is None else logging.WARNING
            outcome = "given up" if delay is None else "tried again later"
            log.log(level, "duty %s %s failed (%s), %s", duty, arguments, code, outcome)
            return None if delay is None else delay.total_seconds()
        return None


def _prefer_wal(url: str) -> None:
    """SQLite remembers this in the file: readers and writers of DBOS then do not wait."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        connection = sqlite3.connect(parsed.database)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.close()


def _sweep(before: datetime) -> None:
    """Delete what ended long ago, some at each start."""
    ended = DBOS.list_workflows(
        status=["SUCCESS", "ERROR", "CANCELLED"],
        completed_before=before.isoformat(),
        limit=SWEPT_AT_ONCE,
        load_input=False,
        load_output=False,
    )
    if ended:
        DBOS.delete_workflows([workflow.workflow_id for workflow in ended])
