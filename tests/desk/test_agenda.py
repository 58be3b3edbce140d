"""A coordinator's lists: what is in each, in which order, and what filters leave."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, Executable, insert, text, update

from bot.desk import agenda, offers, tickets
from bot.desk.agenda import FILTERS, LISTS, MINE, NOBODYS, PAGE, Agenda, Filters, ListName
from bot.store import Row, Transaction
from bot.store.tables import absences
from bot.store.tables import tickets as rows
from tests.desk.cast import (
    BEA,
    DANA,
    HARBOR,
    LUIS,
    RUTH,
    accepted,
    asked,
    now,
    number,
    offered,
    person,
    settle,
)
from tests.desk.cast import card as card_of
from tests.desk.queues import NOW

HOUR = 3600 * 1000
DAY = 24 * HOUR
HERE = datetime.fromtimestamp(NOW / 1000, ZoneInfo("America/New_York"))
"""A Sunday evening where the network is; in Greenwich it is Monday already."""
MIDNIGHT = int(HERE.replace(hour=23, minute=59, second=59, microsecond=0).timestamp() + 1) * 1000


@pytest.fixture
def desk(tx: Transaction) -> Transaction:
    """Dana and Ruth coordinate, Bea answers."""
    settle(tx)
    return tx


def look(
    tx: Transaction,
    listed: ListName = "needs",
    filters: Filters | None = None,
    page: int = 0,
) -> Agenda:
    return agenda.agenda(tx, person(tx, DANA), listed, filters or Filters(), page)


def ids(tx: Transaction, listed: ListName = "needs", filters: Filters | None = None) -> list[int]:
    return [line.ticket.id for line in look(tx, listed, filters).lines]


def why(tx: Transaction, ticket: Row, listed: ListName = "needs") -> str:
    return next(line.why for line in look(tx, listed).lines if line.ticket.id == ticket.id)


def put(tx: Transaction, ticket: Row, **values: object) -> Row:
    """A ticket as it will be once time has passed."""
    tx.execute(update(rows).where(rows.c.id == ticket.id).values(**values))
    return now(tx, ticket)


def later(tx: Transaction, ticket: Row) -> Row:
    """One that nothing presses."""
    return put(tx, ticket, due_at=NOW + 30 * DAY)


def day(after: int) -> str:
    return (HERE.date() + timedelta(days=after)).isoformat()


def take(tx: Transaction, ticket: Row, by: object = DANA) -> Row:
    return tickets.assign(tx, now(tx, ticket), person(tx, DANA), person(tx, by))  # type: ignore[arg-type]


def test_a_new_one_needs_every_coordinator(desk: Transaction) -> None:
    ticket = later(desk, asked(desk))
    assert ids(desk) == [ticket.id]
    assert why(desk, ticket) == "unassigned"


def test_what_another_has_does_not_need_me(desk: Transaction) -> None:
    take(desk, later(desk, asked(desk)), RUTH)
    assert ids(desk) == []


def test_what_somebody_has_who_is_away_needs_me(desk: Transaction) -> None:
    ticket = take(desk, asked(desk), RUTH)
    later(desk, ticket)
    desk.execute(absences.insert().values(person_id=number(desk, RUTH), since_at=NOW))
    assert why(desk, ticket) == "away"


def test_what_i_have_needs_me_while_it_waits_on_a_coordinator(desk: Transaction) -> None:
    ticket = later(desk, take(desk, asked(desk)))
    assert why(desk, ticket) == "mine"
    tickets.answered(desk, ticket, person(desk, DANA))
    assert ids(desk) == []
    assert ids(desk, "requesters") == [ticket.id]


def test_one_with_an_expert_needs_me_once_it_is_due(desk: Transaction) -> None:
    ticket = later(desk, accepted(desk, asked(desk)))
    assert ids(desk) == []
    assert ids(desk, "experts") == [ticket.id]
    put(desk, ticket, due_at=NOW - 1)
    assert why(desk, ticket) == "overdue"
    assert ids(desk, "due") == [ticket.id]


def test_what_is_overdue_comes_before_a_vote_that_is_near(desk: Transaction) -> None:
    soon = put(desk, asked(desk), due_at=NOW + HOUR)
    overdue = put(desk, asked(desk), due_at=NOW - 1)
    longer = put(desk, asked(desk), due_at=NOW - DAY)
    vote = put(desk, accepted(desk, asked(desk)), vote_on=day(2), due_at=NOW + 9 * DAY)
    far = put(desk, accepted(desk, asked(desk)), vote_on=day(9), due_at=NOW + 9 * DAY)
    assert ids(desk) == [longer.id, overdue.id, vote.id, soon.id]
    assert why(desk, vote) == "vote"
    assert why(desk, far, "experts") == ""


def test_the_rest_is_in_the_order_in_which_it_is_due(desk: Transaction) -> None:
    third = put(desk, asked(desk), due_at=NOW + 3 * DAY)
    first = put(desk, asked(desk), due_at=NOW - DAY)
    second = put(desk, asked(desk), due_at=NOW + HOUR)
    assert ids(desk) == [first.id, second.id, third.id]
    assert [line.why for line in look(desk).lines] == ["overdue", "due", "unassigned"]
    assert [line.is_overdue for line in look(desk).lines] == [True, False, False]


def test_what_came_back_says_so(desk: Transaction) -> None:
    ticket = asked(desk)
    offers.decline(desk, offered(desk, ticket, BEA), person(desk, BEA), "busy")
    later(desk, ticket)
    assert why(desk, ticket) == "came_back"


def test_whoever_it_waits_on_is_named(desk: Transaction) -> None:
    taken, asking = take(desk, asked(desk)), asked(desk)
    offered(desk, asking, BEA)
    on_it, nobodys = accepted(desk, asked(desk)), asked(desk)
    partner = asked(desk)
    offered(desk, partner, HARBOR)
    seen = {line.ticket.id: line.on for each in LISTS for line in look(desk, each).lines}
    assert seen == {
        taken.id: "Dana",
        asking.id: "Bea, Harbor",
        on_it.id: "Bea, Harbor",
        nobodys.id: "",
        partner.id: "Harbor",
    }


def test_each_says_where_its_card_stands(desk: Transaction) -> None:
    ticket = asked(desk)
    thread = card_of(desk, ticket)
    assert look(desk).lines[0].card == (thread.channel_id, thread.root_ts)


def test_closed_ones_are_in_no_list(desk: Transaction) -> None:
    tickets.close(desk, asked(desk), person(desk, DANA), "not_ours")
    assert [ids(desk, each) for each in LISTS] == [[], [], [], []]


FILTERED: dict[str, Filters] = {
    "kind": Filters(kind="school-resolution"),
    "topic": Filters(topic="schools"),
    "place": Filters(place="US-TX"),
    "age": Filters(age="7"),
    "whose": Filters(whose=MINE),
}


@pytest.mark.parametrize("name", FILTERED)
def test_a_filter_leaves_what_it_names(desk: Transaction, name: str) -> None:
    wanted = take(
        desk,
        put(
            desk,
            asked(desk, kind="school-resolution", topic="schools", place="US-TX/Austin"),
            opened_at=NOW - 8 * DAY,
        ),
    )
    asked(desk, LUIS, place="US-NY")
    assert ids(desk, filters=FILTERED[name]) == [wanted.id]
    assert look(desk, filters=FILTERED[name]).counts["needs"] == 1


def test_nobody_s_can_be_picked_out(desk: Transaction) -> None:
    take(desk, asked(desk))
    free = asked(desk)
    assert ids(desk, filters=Filters(whose=NOBODYS)) == [free.id]


def test_a_state_is_not_another_that_begins_like_it(desk: Transaction) -> None:
    asked(desk, place="US-TX")
    assert ids(desk, filters=Filters(place="US-T")) == []
    assert ids(desk, filters=Filters(place="US")) == []
    assert ids(desk, filters=Filters(place="%")) == []


def test_a_partner_s_are_those_they_are_on_and_those_they_are_asked(desk: Transaction) -> None:
    on_it, asking, channel = accepted(desk, asked(desk)), asked(desk), asked(desk)
    offered(desk, asking, BEA)
    offered(desk, channel, HARBOR)
    asked(desk)
    found = ids(desk, "experts", Filters(partner=HARBOR))
    assert sorted(found) == [on_it.id, asking.id, channel.id]
    assert ids(desk, "experts", Filters(partner="prairie")) == []


def test_a_filter_of_nothing_leaves_nothing(desk: Transaction) -> None:
    asked(desk)
    for name in FILTERS:
        assert ids(desk, filters=Filters(**{name: "zz"})) == []


def test_pages_are_turned_and_past_the_end_is_the_last(desk: Transaction) -> None:
    everyone = [asked(desk).id for _ in range(PAGE + 2)]
    first, second = look(desk), look(desk, page=1)
    shown = [line.ticket.id for line in (*first.lines, *second.lines)]
    assert sorted(shown) == everyone
    assert len(second.lines) == 2
    assert look(desk, page=99).page == 1
    assert look(desk, "experts", page=99).page == 0
    assert first.pages == 2


def test_the_day_ends_where_the_network_is(desk: Transaction) -> None:
    late = put(desk, asked(desk), due_at=MIDNIGHT - 1)
    put(desk, asked(desk), due_at=MIDNIGHT)
    assert ids(desk, "due") == [late.id]


STANDINGS = st.fixed_dictionaries(
    {
        "waits_on": st.sampled_from(["coordinator", "expert", "requester"]),
        "due_at": st.none() | st.integers(NOW - 3 * DAY, NOW + 3 * DAY),
        "vote_on": st.sampled_from(["", day(-1), day(0), day(3), day(4)]),
        "assignee": st.sampled_from([None, DANA, RUTH]),
        "kind": st.sampled_from(["general-assistance", "school-resolution"]),
    }
)


@settings(max_examples=50)
@given(standings=st.lists(STANDINGS, max_size=40), kind=st.sampled_from(["", "school-resolution"]))
def test_counts_are_of_what_the_pages_show(
    engine: Engine, standings: list[dict[str, Any]], kind: str
) -> None:
    with engine.connect() as connection, connection.begin() as begun:
        tx, filters = Transaction(connection, NOW), Filters(kind=kind)
        settle(tx)
        like_others(tx, asked(tx), standings)
        for listed in LISTS:
            first = look(tx, listed, filters)
            shown = [
                line.ticket.id
                for page in range(first.pages)
                for line in look(tx, listed, filters, page).lines
            ]
            assert len(shown) == len(set(shown)) == first.counts[listed]
        begun.rollback()


def like_others(tx: Transaction, ticket: Row, standings: list[dict[str, Any]]) -> None:
    """More tickets that are like one but for how they stand."""
    for nth, standing in enumerate(standings):
        whose = standing.pop("assignee")
        own = {"id": ticket.id + nth + 1, "handle": f"t-{nth}", "link_id": None}
        has_it = number(tx, whose) if whose else None
        tx.execute(
            insert(rows).values({**ticket._asdict(), **standing, **own, "assignee_id": has_it})
        )


def test_counting_and_paging_look_into_one_index_only(desk: Transaction) -> None:
    asked(desk)
    watching = Watching(desk.connection, desk.now)
    agenda.agenda(watching, person(desk, DANA), "needs", Filters(), 0)
    assert len(watching.asked) == 2
    for statement in watching.asked:
        plan = desk.connection.execute(text(f"EXPLAIN QUERY PLAN {statement}")).all()
        assert "COVERING INDEX ix_tickets_agenda" in str(plan)


class Watching(Transaction):
    """Notes what is asked of all open tickets."""

    def __init__(self, connection: Connection, now: int) -> None:
        super().__init__(connection, now)
        self.asked: list[str] = []

    def execute(self, statement: Executable, rows: list[dict[str, Any]] | None = None) -> Any:  # noqa: ANN401 (as it is there)
        said = str(statement.compile(compile_kwargs={"literal_binds": True}))  # type: ignore[attr-defined]
        if "tickets.state IN" in said:
            self.asked.append(said)
        return super().execute(statement, rows)
