"""What can be measured from outside, in Prometheus's words. No label says whose or about what."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.desk.standing import Standing

CONTENT_TYPE = CONTENT_TYPE_LATEST
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Seconds; Slack gives up after three."""


@dataclass(slots=True)
class Timed:
    """A request under way; its outcome is set before it ends."""

    kind: str
    outcome: str = "error"


@dataclass(slots=True)
class Metrics:
    """The process's own counts, and the desk's as they stand when somebody looks."""

    registry: CollectorRegistry = field(default_factory=CollectorRegistry)
    requests: Histogram = field(init=False)
    searches: Counter = field(init=False)
    misses: Counter = field(init=False)
    spared: Counter = field(init=False)
    queued: Gauge = field(init=False)
    oldest: Gauge = field(init=False)
    resources: Gauge = field(init=False)
    tickets: Gauge = field(init=False)

    def __post_init__(self) -> None:
        registry = self.registry
        self.requests = Histogram(
            "liaison_request_seconds",
            "Time from a request's arrival to its answer.",
            ("kind", "outcome"),
            buckets=BUCKETS,
            registry=registry,
        )
        self.searches = Counter(
            "liaison_catalog_searches", "Searches of the library.", registry=registry
        )
        self.misses = Counter(
            "liaison_catalog_misses", "Searches that found nothing good.", registry=registry
        )
        self.spared = Counter(
            "liaison_questions_answered_by_library",
            "Questions to a person that the library answered before they were sent.",
            registry=registry,
        )
        self.queued = Gauge(
            "liaison_queue_depth",
            "Rows of the inbox and the outbox that are not done with.",
            ("queue", "state"),
            registry=registry,
        )
        self.oldest = Gauge(
            "liaison_queue_age_seconds",
            "How long the oldest of them has been there.",
            ("queue", "state"),
            registry=registry,
        )
        self.resources = Gauge(
            "liaison_catalog_resources", "Resources in the library.", registry=registry
        )

        self.tickets = Gauge(
            "liaison_tickets",
            "Tickets in each state; fewer than five are shown as none.",
            ("state",),
            registry=registry,
        )

    @contextmanager
    def timed(self, kind: str) -> Iterator[Timed]:
        """Measure a request."""
        request, began = Timed(kind), time.perf_counter()
        try:
            yield request
        finally:
            took = time.perf_counter() - began
            self.requests.labels(request.kind, request.outcome).observe(took)

    def searched(self, found: bool) -> None:  # noqa: FBT001 (the only thing there is to hear)
        """Count a search; of what was sought, nothing is kept."""
        self.searches.inc()
        if not found:
            self.misses.inc()

    def text(self, standing: Standing, resources: int) -> bytes:
        """Everything, in Prometheus's text format."""
        self.resources.set(resources)
        for (queue, state), (count, age) in standing.queues.items():
            self.queued.labels(queue, state).set(count)
            self.oldest.labels(queue, state).set(age)
        for state, count in standing.tickets.items():
            self.tickets.labels(state).set(count)
        return generate_latest(self.registry)
