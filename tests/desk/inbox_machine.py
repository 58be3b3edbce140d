"""The inbox beside a model of it."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from sqlalchemy import Engine

from bot.desk import inbox, keys
from bot.desk.inbox import ATTEMPTS, Arrival, Turn
from bot.store import Row, Transaction
from tests.desk.queues import DAY, Queue, shown

LANES = ("D0ANA:1.1", "D0ANA:2.1", "C0ALL:1.1")
OUTCOMES = st.sampled_from(("handled", "failed", "failed", "put off"))
PUT_OFF = 60_000
SEEN = ("state", "attempts", "ready_at", "body", "lane", "ts")


@dataclass(slots=True)
class Event:
    """An event as the model knows it."""

    key: str
    lane: str
    ts: str
    body: str | None
    ready_at: int
    received_at: int
    state: str = "waiting"
    attempts: int = 0


class InboxMachine(Queue):
    """Deliveries, the worker, coordinators, crashes and time, in any order."""

    moves = inbox.MOVES

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.events: dict[int, Event] = {}
        self.known: dict[str, int] = {}
        self.in_hand: dict[str, int] = {}

    @rule(event=st.integers(0, 60), message=st.integers(0, 40), lane=st.sampled_from(LANES))
    def an_event_is_delivered(self, event: int, message: int, lane: str) -> None:
        """Again, for the first time, or as another event about the same message."""
        names = (f"event:{event}", f"message:{message}")
        arrival = Arrival("message", f"body {event}", Turn(lane, f"{message}.000000"), names)
        # A key is forgotten after a week and a day; what is still to be dealt with is not.
        there = {each.key for each in self.events.values()}
        is_new = not self.known.keys() & set(names) and names[0] not in there
        assert self.do(inbox.accept, arrival) is is_new
        assert self.stirred is is_new
        for name in names:
            self.known.setdefault(name, self.now)
        if is_new:
            (number,) = {row.id for row in self.rows()} - self.events.keys()
            self.events[number] = Event(
                names[0], lane, arrival.turn.ts, arrival.body, self.now, self.now
            )

    @rule(limit=st.integers(1, 3))
    def the_worker_takes_what_is_due(self, limit: int) -> None:
        """The first of each lane that is not busy, by Slack's time."""
        taken = self.do(inbox.due, limit, tuple(self.in_hand))
        assert [event.id for event in taken] == self._due()[:limit]
        for event in taken:
            assert event.body == self.events[event.id].body
            self.in_hand[event.lane] = event.id

    @precondition(lambda self: self.in_hand)
    @rule(data=st.data(), outcome=OUTCOMES)
    def it_is_dealt_with(self, data: st.DataObject, outcome: str) -> None:
        lane = data.draw(st.sampled_from(sorted(self.in_hand)))
        self._end(self.in_hand.pop(lane), outcome)

    @rule(outcomes=st.lists(OUTCOMES, min_size=1, max_size=8))
    def the_worker_works_for_a_while(self, outcomes: list[str]) -> None:
        for outcome in outcomes:
            self.now += 40_000
            self.the_worker_takes_what_is_due(1)
            for number in list(self.in_hand.values()):
                self._end(number, outcome)
            self.in_hand.clear()

    @precondition(lambda self: self.events)
    @rule(data=st.data())
    def a_coordinator_has_it_tried_again(self, data: st.DataObject) -> None:
        event = self.events[number := self._pressed(data)]
        assert self.do(inbox.retry, number) is (event.state == "poison")
        if event.state == "poison":
            event.state, event.attempts, event.ready_at = "waiting", 0, self.now

    @precondition(lambda self: self.events)
    @rule(data=st.data())
    def a_coordinator_gives_it_up(self, data: st.DataObject) -> None:
        event = self.events[number := self._pressed(data)]
        assert self.do(inbox.drop, number) is (event.state == "poison")
        if event.state == "poison":
            event.state, event.body = "dropped", None

    @rule()
    def the_process_ends_and_another_begins(self) -> None:
        """What was in hand is only in the database."""
        self.in_hand.clear()

    @rule(days=st.sampled_from((0, 0, 0, 9)))
    def it_is_tidied(self, days: int) -> None:
        self.now += days * DAY
        self.do(inbox.tidy)
        self.do(keys.tidy)
        old = self.now - inbox.KEPT_DAYS * DAY
        self.known = {key: at for key, at in self.known.items() if at >= old}
        for number, event in list(self.events.items()):
            if event.state in ("done", "dropped") and event.received_at < old:
                del self.events[number]

    def check(self, tx: Transaction, rows: list[Row]) -> None:
        """Each row is as the model has it, and the worker and the coordinators are told so."""
        found = {row.id: shown(row, SEEN) for row in rows}
        assert found == {number: shown(event, SEEN) for number, event in self.events.items()}
        assert all((row.body is None) == (row.state in ("done", "dropped")) for row in rows)
        later = [row.ready_at for row in rows if row.state == "waiting" and row.ready_at > tx.now]
        assert inbox.next_at(tx) == min(later, default=None)
        poisoned = {row.id for row in rows if row.state == "poison"}
        assert {each.id for each in inbox.poisoned(tx, 100)} == poisoned

    def teardown(self) -> None:
        """Whatever happened, all of it can be dealt with, each lane by Slack's time."""
        super().teardown()
        self.in_hand.clear()
        for number, event in self.events.items():
            if event.state == "poison":
                self.do(inbox.retry, number)
        self.now += DAY
        handled: dict[str, list[str]] = {lane: [] for lane in LANES}
        while taken := self.do(inbox.due, 100):
            for each in taken:
                handled[each.lane].append(self.events[each.id].ts)
                self.do(inbox.handled, each.id)
        assert all(times == sorted(times) for times in handled.values())
        assert {row.state for row in self.rows()} <= {"done", "dropped"}

    def _due(self) -> list[int]:
        firsts: dict[str, int] = {}
        for number, event in sorted(self.events.items(), key=lambda item: (item[1].ts, item[0])):
            if event.state == "waiting":
                firsts.setdefault(event.lane, number)
        return sorted(
            number
            for lane, number in firsts.items()
            if lane not in self.in_hand and self.events[number].ready_at <= self.now
        )

    def _pressed(self, data: st.DataObject) -> int:
        """Most of what is pressed is set aside still; an old button may be pressed as well."""
        poison = [number for number, event in self.events.items() if event.state == "poison"]
        number: int = data.draw(
            st.sampled_from(poison or list(self.events)) | st.sampled_from(list(self.events))
        )
        return number

    def _end(self, number: int, outcome: str) -> None:
        event = self.events[number]
        if outcome == "handled":
            self.do(inbox.handled, number)
            event.state, event.body = "done", None
        elif outcome == "put off":
            self.do(inbox.put_off, number, PUT_OFF)
            event.ready_at = self.now + PUT_OFF
        else:
            self._fail(number, event)
        # Whatever became of it, the next of its lane may be due now.
        assert self.stirred

    def _fail(self, number: int, event: Event) -> None:
        event.attempts += 1
        given_up = event.attempts == ATTEMPTS
        assert self.do(inbox.failed, number, "TypeError at relay.py:1") is given_up
        if given_up:
            event.state = "poison"
            return
        found = next(row.ready_at for row in self.rows() if row.id == number)
        assert 250 <= found - self.now <= 1_000 * 2**event.attempts
        event.ready_at = found
