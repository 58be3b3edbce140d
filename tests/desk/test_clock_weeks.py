"""Weeks of a desk on which anything may happen, over both changes of the clocks: nobody is told too
often, at night, or twice; nothing that is due is missed, also after days of downtime.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from bot.desk import course, network, nudges, people, records, tickets
from bot.desk.digest import DIGEST
from bot.desk.hours import DAY, HOUR
from bot.desk.silence import SILENT, WILL_CLOSE
from bot.desk.timing import NUDGES, REMINDED_DAYS
from bot.store import Row, Transaction
from bot.store.tables import absences, outbox
from bot.store.tables import nudges as nudge_rows
from bot.store.tables import tickets as rows
from tests.desk.cast import ANA, BEA, DANA, LUIS, RUTH, accepted, asked, now, number, person, settle
from tests.desk.clockwork import DISTURBS, answer, at, passes_until, reply, turn

BEGINNINGS = ("2026-02-27T10:00", "2026-10-23T10:00", "2026-12-18T10:00")
"""Before the clocks go forward, before they go back, before the holidays."""

Act = Callable[["Desk", int], None]


@dataclass
class Desk:
    """A desk in a story of its own, and what was done with it. `down` are times without Liaison;
    `left` is whether a coordinator was ever away.
    """

    tx: Transaction
    made: list[int] = field(default_factory=list)
    down: list[tuple[int, int]] = field(default_factory=list)
    left: bool = False

    def one(self, nth: int, *, waits_on: Sequence[str] = ("coordinator", "expert")) -> Row | None:
        """Some open ticket that waits on one of these."""
        found = [records.find(self.tx, each) for each in self.made]
        fitting = [ticket for ticket in found if ticket.waits_on in waits_on]
        return fitting[nth % len(fitting)] if fitting else None


def asks(desk: Desk, nth: int) -> None:
    """Somebody asks; some of it is for a vote, some is taken on by an expert."""
    needs = ("today", "week", "whenever", "vote")[nth % 4]
    soon = network.read(desk.tx).hours.day(desk.tx.now + (nth % 9) * DAY).isoformat()
    vote = {"vote_on": soon} if needs == "vote" else {}
    ticket = asked(desk.tx, (ANA, LUIS)[nth % 2], needed_by=needs, **vote)
    if nth % 3 == 0:
        accepted(desk.tx, tickets.take(desk.tx, now(desk.tx, ticket), person(desk.tx, DANA)), BEA)
    desk.made.append(ticket.id)


def answers(desk: Desk, nth: int) -> None:
    """Whoever holds a ticket answers it."""
    ticket = desk.one(nth)
    if ticket is not None:
        answer(desk.tx, ticket, BEA if ticket.expert_id else DANA)


def writes(desk: Desk, nth: int) -> None:
    """Somebody who asked writes again."""
    ticket = desk.one(nth, waits_on=("requester", "coordinator", "expert"))
    if ticket is not None:
        reply(desk.tx, ticket)


def promises(desk: Desk, nth: int) -> None:
    """A day is promised, or another than before."""
    ticket = desk.one(nth)
    if ticket is not None:
        on = network.read(desk.tx).hours.day(desk.tx.now + (nth % 6) * DAY).isoformat()
        tickets.promise(desk.tx, ticket, person(desk.tx, DANA), on)


def leaves(desk: Desk, nth: int) -> None:
    """A coordinator is away for a while."""
    desk.left = True
    gone = number(desk.tx, (DANA, RUTH)[nth % 2])
    desk.tx.execute(absences.delete())
    desk.tx.execute(
        absences.insert().values(
            person_id=gone, since_at=desk.tx.now, until_at=desk.tx.now + (nth % 5) * DAY
        )
    )


def changes(desk: Desk, nth: int) -> None:
    """The network's targets are others."""
    network.change(desk.tx, None, {"next_whenever": 60 * (1 + nth % 30)})


def falls_silent(desk: Desk, nth: int) -> None:
    """Liaison is down for days."""
    begin, desk.tx.now = desk.tx.now, desk.tx.now + (1 + nth % 6) * DAY
    desk.down.append((begin, desk.tx.now))


ACTS: Sequence[Act] = (
    *(asks, asks, asks, asks, answers, answers, answers),
    *(writes, promises, leaves, changes, falls_silent),
)

plans = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 99), st.integers(0, 40)),
    min_size=8,
    max_size=30,
)


def live(desk: Desk, plan: Sequence[tuple[Act, int, int]]) -> None:
    """Everything happens, hours apart, and then nothing for three weeks."""
    for act, nth, hours in plan:
        passes_until(desk.tx, desk.tx.now + hours * HOUR)
        act(desk, nth)
    passes_until(desk.tx, desk.tx.now + 21 * DAY)


# What holds


def said(tx: Transaction, *kinds: str) -> dict[str, list[Row]]:
    """What of some kinds was posted, in order, to each person by name."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in tx.execute(
        select(outbox)
        .where(outbox.c.kind.in_(kinds), outbox.c.target.is_(None))
        .order_by(outbox.c.seq)
    ):
        person_id = row.reader_id or json.loads(row.data)["person"]
        found[people.find(tx, person_id).name].append(row)
    return found


def nobody_is_told_too_often(tx: Transaction) -> None:
    known = network.read(tx)
    for name, told in said(tx, *DISTURBS).items():
        times = [row.created_at for row in told]
        for first, last in zip(times, times[known.nudges_a_week :], strict=False):
            assert last - first > nudges.WEEK, name
        for one, next_one in pairwise(times):
            assert known.hours.between(one, next_one) >= nudges.PAUSE * 60_000, name


def nobody_is_told_at_night(tx: Transaction) -> None:
    hours = network.read(tx).hours
    for told in said(tx, *DISTURBS, DIGEST, SILENT).values():
        for row in told:
            assert hours.is_open(row.created_at)
            assert not hours.is_quiet(row.created_at)


def nobody_is_told_twice(tx: Transaction) -> None:
    digests = Counter(
        (name, row.data[:22]) for name, all_ in said(tx, DIGEST).items() for row in all_
    )
    assert set(digests.values()) <= {1}
    for ticket_id in tx.execute(select(rows.c.id)).scalars():
        steps = Counter(
            (row.person_id, _held_since(tx, ticket_id, row.at))
            for row in tx.execute(select(nudge_rows).where(nudge_rows.c.ticket_id == ticket_id))
        )
        assert all(times == 1 for times in steps.values())


def _held_since(tx: Transaction, ticket_id: int, at_: int) -> int:
    """When what somebody was nudged about began: who holds it changed, or a day was promised."""
    begun = [
        entry.at
        for entry in course.MOVES.history(tx, ticket_id)
        if entry.at <= at_ and (entry.event in ("promised", "asked") or "waits_on" in entry.note)
    ]
    return max(begun)


def nothing_is_missed(desk: Desk) -> None:
    tx = desk.tx
    for ticket in tx.execute(select(rows)).all():
        assert ticket.look_at is None or ticket.look_at > tx.now
        if ticket.state == "closed":
            continue
        assert ticket.look_at is not None or ticket.nudges >= NUDGES
        if ticket.waits_on != "requester":
            is_told = nudges.last_about(tx, ticket.id, 0) is not None
            waits_for_room = ticket.look_at is not None and ticket.nudges == 0
            assert ticket.due_at is not None
            assert is_told or waits_for_room or ticket.due_at > tx.now


def silence_is_told_before(tx: Transaction) -> None:
    for name, closed in said(tx, SILENT).items():
        warned = said(tx, WILL_CLOSE)[name]
        for row in closed:
            ticket_id = json.loads(row.data)["about"][0][0]
            before = [
                each.sent_at
                for each in warned
                if json.loads(each.data)["about"][0][0] == ticket_id
                and each.created_at < row.created_at
            ]
            assert before
            assert row.created_at >= max(before) + REMINDED_DAYS * DAY
            words = [
                entry.at
                for entry in course.MOVES.history(tx, ticket_id)
                if entry.event in ("answered", "followed_up")
            ]
            assert row.created_at >= max(words) + network.read(tx).silent_days * DAY


def each_morning_has_its_digest(desk: Desk) -> None:
    """When work begins; later only where Liaison or its reader was away then."""
    tx, known = desk.tx, network.read(desk.tx)
    told = {row.created_at for all_ in said(tx, DIGEST).values() for row in all_}
    for moment in told:
        opens = known.hours.opening(known.hours.day(moment))
        was_down = any(begin <= (opens or 0) <= end for begin, end in desk.down)
        assert moment == opens or was_down or desk.left


LAWS: Sequence[Callable[[Desk], None]] = (
    lambda desk: nobody_is_told_too_often(desk.tx),
    lambda desk: nobody_is_told_at_night(desk.tx),
    lambda desk: nobody_is_told_twice(desk.tx),
    lambda desk: silence_is_told_before(desk.tx),
    nothing_is_missed,
    each_morning_has_its_digest,
)


@pytest.mark.parametrize("beginning", BEGINNINGS)
# Each takes a second or more: one that fails is told as it is.
@settings(max_examples=4, phases=(Phase.explicit, Phase.generate))
@given(plan=plans)
def test_over_weeks_the_laws_of_the_clock_hold(
    engine: Engine, beginning: str, plan: Sequence[tuple[Act, int, int]]
) -> None:
    with engine.connect() as connection, connection.begin() as begun:
        desk = Desk(Transaction(connection, at(beginning)))
        settle(desk.tx)
        live(desk, plan)
        for law in LAWS:
            law(desk)
        begun.rollback()


def test_with_and_without_downtime_the_same_is_done_in_the_end(tx: Transaction) -> None:
    ends = []
    for is_down in (False, True):
        nested = tx.connection.begin_nested()
        desk = Desk(Transaction(tx.connection, at(BEGINNINGS[0])))
        settle(desk.tx)
        for nth in range(6):
            asks(desk, nth)
        turn(desk.tx)
        answers(desk, 1)
        answers(desk, 2)
        if is_down:
            desk.tx.now += 9 * DAY
        passes_until(desk.tx, at(BEGINNINGS[0]) + 40 * DAY)
        ends.append([records.find(desk.tx, each).state for each in desk.made])
        assert {each.nudges for each in desk.tx.execute(select(rows)) if each.waits_on} <= {2}
        nested.rollback()
    assert ends[0] == ends[1]
