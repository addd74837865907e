"""
Figures for Prometheus: counts by code, never text, never a name, never an id.

Counts come from the event table as it is followed; what stands now is asked at the time of asking.
"""

from collections.abc import Sequence
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from warmline.conversation.event import Event
from warmline.handoff.handoff import HandoffState
from warmline.ports import Reader, Store, Vectors
from warmline.reading.reading import Reading

LATENCY_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0)
"""Seconds, around the bar of 10 ms a message."""


class Metrics:
    """The figures of one server."""

    def __init__(self, store: Store) -> None:
        """Begin at zero."""
        self._store = store
        self.registry = CollectorRegistry()
        self.messages = Counter(
            "warmline_messages", "Messages stored.", ["author"], registry=self.registry
        )
        self.decisions = Counter(
            "warmline_decisions", "Decisions taken.", ["step"], registry=self.registry
        )
        self.events = Counter("warmline_events", "Events told.", ["name"], registry=self.registry)
        self.handoffs = Gauge(
            "warmline_handoffs", "Handoffs that are not over.", ["state"], registry=self.registry
        )
        self.promises = Gauge(
            "warmline_promises_owed", "Promises to keep.", ["state"], registry=self.registry
        )
        self.listeners = Gauge(
            "warmline_live_lines", "Open live lines of browsers.", registry=self.registry
        )
        self.reading_seconds = Histogram(
            "warmline_reading_seconds",
            "Time to read a batch of messages.",
            buckets=LATENCY_BUCKETS,
            registry=self.registry,
        )

    def count(self, event: Event) -> None:
        """Count what happened."""
        self.events.labels(event.name).inc()
        if event.name in ("message.received", "message.sent"):
            self.messages.labels(str(event.details.get("author"))).inc()
        if event.name == "decision.made":
            self.decisions.labels(str(event.details.get("step"))).inc()

    def text(self) -> bytes:
        """All figures, in the text format of Prometheus."""
        with self._store.view() as tx:
            unfinished = tx.handoffs.unfinished()
            owed = tx.promises.owed()
        for state in HandoffState:
            count = sum(handoff.state is state for handoff in unfinished)
            self.handoffs.labels(state.value).set(count)
        for state_name in ("open", "late"):
            self.promises.labels(state_name).set(sum(one.state == state_name for one in owed))
        return generate_latest(self.registry)


class TimedReader:
    """A reader whose time is measured; reads as the one within."""

    def __init__(self, reader: Reader, seconds: Histogram) -> None:
        """Measure a reader."""
        self._reader = reader
        self._seconds = seconds

    @property
    def is_degraded(self) -> bool:
        """Whether no model takes part."""
        return self._reader.is_degraded

    def read_many(
        self, texts: Sequence[str], languages: Sequence[str | None] | None = None
    ) -> list[Reading]:
        """Read n masked texts, in the order given."""
        start = perf_counter()
        readings = self._reader.read_many(texts, languages)
        self._seconds.observe(perf_counter() - start)
        return readings

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Sentence vectors, float32 [n, d]."""
        return self._reader.vectors(texts)
