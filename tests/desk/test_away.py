"""Coordinators go away and come back, and tickets with them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from bot.desk import away, duty, handovers, network, people, records, rights, tickets
from bot.desk.errors import (
    AlreadyAssigned,
    IsAway,
    NotForOthers,
    StandInNeeded,
    WrongStatus,
)
from bot.desk.masking import Masked
from bot.desk.people import Member
from bot.store import Row, Transaction
from bot.store.tables import absences
from bot.store.tables import tickets as ticket_rows
from tests.desk.cast import (
    ANA,
    DANA,
    RUTH,
    asked,
    card,
    is_redrawn,
    now,
    number,
    person,
    posted,
    settle,
)
from tests.desk.queues import NOW

DAY = 24 * 3600 * 1000
NORA = Member("T1", "UNORA")
ALL = (DANA, RUTH, NORA)


@pytest.fixture
def desk(tx: Transaction) -> Transaction:
    """Three coordinators: Dana, Ruth and Nora."""
    settle(tx)
    people.learned(tx, NORA, name="Nora", locale="en-US")
    people.name_coordinators(tx, ALL)
    return tx


def at(tx: Transaction, days: float) -> Transaction:
    """The same desk, some days later."""
    return Transaction(tx.connection, int(NOW + days * DAY))


def held(tx: Transaction, by: Member) -> Row:
    """A new ticket that somebody has."""
    return tickets.assign(tx, asked(tx), person(tx, by), person(tx, by))


def leave(tx: Transaction, who: Member, stand_in: Member | None, days: float | None = 7) -> None:
    until_at = None if days is None else int(tx.now + days * DAY)
    number_of = number(tx, stand_in) if stand_in else None
    away.leave(tx, person(tx, who), until_at, number_of)


def holder(tx: Transaction, ticket: Row) -> str:
    found = records.find(tx, ticket.id).assignee_id
    return people.find(tx, found).name if found else ""


def told(tx: Transaction, kind: str) -> dict[str, int]:
    """Who was told, and of how many tickets."""
    return {
        people.find(tx, row.reader_id).name: json.loads(row.data)["count"]
        for row in posted(tx, kind)
    }


# Going


def test_what_somebody_has_goes_to_their_stand_in(desk: Transaction) -> None:
    mine, other, free = held(desk, DANA), held(desk, NORA), asked(desk)
    leave(desk, DANA, RUTH)
    assert [holder(desk, each) for each in (mine, other, free)] == ["Ruth", "Nora", ""]
    assert is_redrawn(desk, card(desk, mine).id)


def test_the_stand_in_is_told_once_of_how_many(desk: Transaction) -> None:
    for _ in range(3):
        held(desk, DANA)
    leave(desk, DANA, RUTH)
    assert told(desk, away.STANDS_IN) == {"Ruth": 3}


def test_what_is_closed_stays_where_it_was(desk: Transaction) -> None:
    ticket = held(desk, DANA)
    tickets.close(desk, ticket, person(desk, DANA), "by_coordinator")
    leave(desk, DANA, RUTH)
    assert holder(desk, ticket) == "Dana"


def test_a_new_one_is_nobody_s_yet(desk: Transaction) -> None:
    leave(desk, DANA, RUTH)
    ticket = asked(desk)
    away.due(desk)
    assert holder(desk, ticket) == ""


def test_one_that_is_reopened_meanwhile_goes_to_the_stand_in(desk: Transaction) -> None:
    ticket = held(desk, DANA)
    tickets.close(desk, ticket, person(desk, DANA), "by_coordinator")
    leave(desk, DANA, RUTH)
    tickets.reopen(desk, now(desk, ticket), person(desk, ANA))
    assert [each.name for each in duty.on_hand(desk, now(desk, ticket))] == ["Ruth"]
    away.due(desk)
    assert holder(desk, ticket) == "Ruth"


def test_a_stand_in_must_be_named_while_another_is_there(desk: Transaction) -> None:
    with pytest.raises(StandInNeeded):
        leave(desk, DANA, None)


def test_the_last_one_goes_without(desk: Transaction) -> None:
    ticket = held(desk, NORA)
    leave(desk, DANA, RUTH)
    leave(desk, RUTH, NORA)
    leave(desk, NORA, None)
    assert holder(desk, ticket) == "Nora"
    assert {each.name for each in duty.on_hand(desk, ticket)} == {"Dana", "Ruth", "Nora"}


@pytest.mark.parametrize("stand_in", [DANA, ANA, RUTH])
def test_nobody_stands_in_who_is_away_or_no_coordinator_or_the_same(
    desk: Transaction, stand_in: Member
) -> None:
    leave(desk, RUTH, NORA)
    with pytest.raises(IsAway):
        leave(desk, DANA, stand_in)


def test_only_coordinators_go(desk: Transaction) -> None:
    with pytest.raises(NotForOthers):
        leave(desk, ANA, RUTH)


def test_another_stand_in_takes_over_from_the_first(desk: Transaction) -> None:
    ticket = held(desk, DANA)
    leave(desk, DANA, RUTH)
    later = at(desk, 1)
    leave(later, DANA, NORA)
    assert holder(later, ticket) == "Nora"
    assert told(later, away.STANDS_IN) == {"Ruth": 1, "Nora": 1}
    away.come_back(at(desk, 2), person(desk, DANA))
    assert holder(later, ticket) == "Dana"


def test_the_network_s_stand_in_is_proposed_first(desk: Transaction) -> None:
    network.change(desk, None, {"stand_in": number(desk, RUTH)})
    assert [each.name for each in duty.candidates(desk, number(desk, DANA))] == ["Ruth", "Nora"]
    assert duty.usual_stand_in(desk, number(desk, RUTH)) is None
    leave(desk, RUTH, NORA)
    assert duty.usual_stand_in(desk, number(desk, DANA)) is None


# Coming back


def test_what_the_stand_in_still_holds_comes_back(desk: Transaction) -> None:
    kept, closed, own = held(desk, DANA), held(desk, DANA), held(desk, RUTH)
    leave(desk, DANA, RUTH)
    tickets.close(desk, now(desk, closed), person(desk, RUTH), "by_coordinator")
    away.come_back(at(desk, 1), person(desk, DANA))
    assert [holder(desk, each) for each in (kept, closed, own)] == ["Dana", "Ruth", "Ruth"]
    assert told(desk, away.IS_BACK) == {"Dana": 1, "Ruth": 1}


def test_it_comes_back_by_its_date_and_once(desk: Transaction) -> None:
    ticket = held(desk, DANA)
    leave(desk, DANA, RUTH, days=7)
    assert away.due(desk) == NOW + 7 * DAY
    assert away.due(at(desk, 6.9)) == NOW + 7 * DAY
    assert holder(desk, ticket) == "Ruth"
    assert away.due(at(desk, 7)) is None
    assert away.due(at(desk, 8)) is None
    assert holder(desk, ticket) == "Dana"
    assert told(desk, away.IS_BACK) == {"Dana": 1, "Ruth": 1}
    assert len(posted(desk, away.IS_BACK)) == 2


def test_without_a_date_it_waits_for_them(desk: Transaction) -> None:
    ticket = held(desk, DANA)
    leave(desk, DANA, RUTH, days=None)
    assert away.due(at(desk, 300)) is None
    assert holder(desk, ticket) == "Ruth"


def test_who_was_not_away_does_not_come_back(desk: Transaction) -> None:
    away.come_back(desk, person(desk, DANA))
    assert posted(desk, away.IS_BACK) == []


def test_what_was_handed_on_by_hand_stays_there(desk: Transaction) -> None:
    ticket = held(desk, DANA)
    leave(desk, DANA, RUTH)
    away.hand_over(desk, now(desk, ticket), person(desk, RUTH), person(desk, NORA))
    away.come_back(at(desk, 1), person(desk, DANA))
    assert holder(desk, ticket) == "Nora"
    assert told(desk, away.IS_BACK) == {"Dana": 0, "Ruth": 0}


def test_it_stays_there_though_the_stand_in_has_it_again(desk: Transaction) -> None:
    ticket = held(desk, DANA)
    leave(desk, DANA, RUTH)
    away.hand_over(desk, now(desk, ticket), person(desk, RUTH), person(desk, NORA))
    leave(desk, NORA, RUTH)
    away.come_back(at(desk, 1), person(desk, DANA))
    assert holder(desk, ticket) == "Ruth"
    away.come_back(at(desk, 2), person(desk, NORA))
    assert holder(desk, ticket) == "Nora"


def test_so_many_go_and_come_in_one_go(desk: Transaction, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(away, "AT_ONCE", 2)
    mine = [held(desk, DANA) for _ in range(5)]
    leave(desk, DANA, RUTH)
    assert [holder(desk, each) for each in mine].count("Ruth") == 2
    assert _rounds(desk) == 2
    away.come_back(at(desk, 1), person(desk, DANA))
    assert [holder(desk, each) for each in mine].count("Dana") == 2
    assert _rounds(at(desk, 1)) == 2
    assert {holder(desk, each) for each in mine} == {"Dana"}
    assert told(desk, away.STANDS_IN) == {"Ruth": 5}
    assert told(desk, away.IS_BACK) == {"Dana": 5, "Ruth": 5}


def _rounds(tx: Transaction) -> int:
    rounds = 1
    while away.due(tx) == tx.now:
        rounds += 1
    return rounds


# A chain, a circle, a role that is taken


def test_in_a_chain_each_gets_back_what_is_theirs(desk: Transaction) -> None:
    dana_s, ruth_s = held(desk, DANA), held(desk, RUTH)
    leave(desk, DANA, RUTH)
    leave(desk, RUTH, NORA)
    assert (holder(desk, dana_s), holder(desk, ruth_s)) == ("Nora", "Nora")
    away.come_back(at(desk, 1), person(desk, DANA))
    assert (holder(desk, dana_s), holder(desk, ruth_s)) == ("Dana", "Nora")
    away.come_back(at(desk, 2), person(desk, RUTH))
    assert (holder(desk, dana_s), holder(desk, ruth_s)) == ("Dana", "Ruth")


def test_in_a_chain_the_one_between_may_come_back_first(desk: Transaction) -> None:
    dana_s = held(desk, DANA)
    leave(desk, DANA, RUTH)
    leave(desk, RUTH, NORA)
    away.come_back(at(desk, 1), person(desk, RUTH))
    assert holder(desk, dana_s) == "Ruth"
    away.come_back(at(desk, 2), person(desk, DANA))
    assert holder(desk, dana_s) == "Dana"


def test_a_circle_is_nobody_s_but_of_all_who_are_there(desk: Transaction) -> None:
    """No rule makes one; should there ever be one, it ends."""
    ticket = held(desk, DANA)
    for who, stand_in in ((DANA, RUTH), (RUTH, DANA)):
        values = {
            "person_id": number(desk, who),
            "stand_in_id": number(desk, stand_in),
            "since_at": NOW,
        }
        desk.execute(absences.insert().values(**values))
    assert away.due(desk) is None
    assert [each.name for each in duty.on_hand(desk, ticket)] == ["Nora"]


def test_two_who_stand_in_for_each_other_in_turn(desk: Transaction) -> None:
    people.name_coordinators(desk, (DANA, RUTH))
    dana_s, ruth_s = held(desk, DANA), held(desk, RUTH)
    leave(desk, DANA, RUTH)
    leave(desk, RUTH, None)
    away.come_back(at(desk, 1), person(desk, DANA))
    assert (holder(desk, dana_s), holder(desk, ruth_s)) == ("Dana", "Ruth")
    assert [each.name for each in duty.on_hand(at(desk, 1), ruth_s)] == ["Dana"]
    with pytest.raises(IsAway):
        leave(at(desk, 1), DANA, RUTH)


def test_who_is_no_coordinator_any_more_gets_nothing_back(desk: Transaction) -> None:
    ticket = held(desk, DANA)
    leave(desk, DANA, RUTH)
    people.name_coordinators(desk, (RUTH, NORA))
    assert away.due(at(desk, 7)) is None
    assert holder(desk, ticket) == "Ruth"
    assert posted(desk, away.IS_BACK) == []
    people.name_coordinators(desk, ALL)
    assert duty.absence(at(desk, 7), number(desk, DANA)) is None


def test_a_stand_in_who_is_none_any_more_leaves_it_to_all(desk: Transaction) -> None:
    ticket = held(desk, DANA)
    leave(desk, DANA, RUTH)
    people.name_coordinators(desk, (DANA, NORA))
    assert [each.name for each in duty.on_hand(desk, now(desk, ticket))] == ["Nora"]
    tickets.take(desk, now(desk, ticket), person(desk, NORA))
    away.come_back(at(desk, 1), person(desk, DANA))
    assert holder(desk, ticket) == "Nora"


# By hand


def test_handing_over_is_noted_and_told_with_a_note(desk: Transaction) -> None:
    ticket = held(desk, DANA)
    dana, ruth = person(desk, DANA), person(desk, RUTH)
    away.hand_over(desk, ticket, dana, ruth, Masked("You know this city"))
    [row] = posted(desk, away.HANDED_OVER)
    noted = handovers.find(desk, json.loads(row.data)["handover"])
    assert row.reader_id == ruth.id
    assert (noted.from_id, noted.to_id, noted.words) == (dana.id, ruth.id, "You know this city")
    assert not noted.is_for_a_while
    assert "city" not in row.data


def test_nothing_is_handed_to_who_is_away(desk: Transaction) -> None:
    ticket = held(desk, DANA)
    leave(desk, RUTH, NORA)
    with pytest.raises(IsAway):
        away.hand_over(desk, ticket, person(desk, DANA), person(desk, RUTH))


def test_taking_it_oneself_tells_nobody(desk: Transaction) -> None:
    ticket = held(desk, DANA)
    away.hand_over(desk, ticket, person(desk, RUTH), person(desk, RUTH))
    assert holder(desk, ticket) == "Ruth"
    assert posted(desk, away.HANDED_OVER) == []


def test_what_is_somebody_s_who_is_away_is_their_stand_in_s_to_take(desk: Transaction) -> None:
    ticket = held(desk, DANA)
    values = {"person_id": number(desk, DANA), "stand_in_id": number(desk, RUTH), "since_at": NOW}
    desk.execute(absences.insert().values(**values))
    with pytest.raises(AlreadyAssigned):
        tickets.take(desk, ticket, person(desk, NORA))
    tickets.take(desk, ticket, person(desk, RUTH))
    assert holder(desk, ticket) == "Ruth"


def test_who_has_it_for_another_is_known(desk: Transaction) -> None:
    ticket, own = held(desk, DANA), held(desk, NORA)
    leave(desk, DANA, RUTH)
    leave(desk, RUTH, NORA)
    assert handovers.first_giver(desk, now(desk, ticket)) == number(desk, DANA)
    assert handovers.first_giver(desk, now(desk, own)) is None
    away.come_back(at(desk, 1), person(desk, DANA))
    assert handovers.first_giver(desk, now(desk, ticket)) is None


# The law


NAMES = st.sampled_from(ALL)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("leave"), NAMES, st.one_of(st.none(), NAMES)),
        st.tuples(st.just("back"), NAMES, st.none()),
        st.tuples(st.just("holds"), NAMES, st.none()),
        st.tuples(st.just("takes"), NAMES, st.none()),
        st.tuples(st.just("hands"), NAMES, NAMES),
        st.tuples(st.just("closes"), NAMES, st.none()),
        st.tuples(st.just("reopens"), NAMES, st.none()),
        st.tuples(st.just("role"), NAMES, st.none()),
        st.tuples(st.just("day"), st.none(), st.none()),
    ),
    max_size=14,
)


@given(STEPS)
def test_a_ticket_is_in_the_hands_of_somebody_there_or_of_all(
    engine: Engine, steps: list[tuple[str, Member, Member | None]]
) -> None:
    with engine.connect() as connection, connection.begin() as begun:
        tx = Transaction(connection, NOW)
        settle(tx)
        people.name_coordinators(tx, ALL)
        for name, who, other in steps:
            if name == "day":
                tx.now += DAY
            else:
                _do(tx, name, who, other)
            _check_hands(tx)
            _until_done(tx)
            _check_hands(tx)
            _check_nobody_keeps_what_another_should_have(tx)
        begun.rollback()


def _do(tx: Transaction, name: str, who: Member, other: Member | None) -> None:
    rows = tx.execute(select(ticket_rows).order_by(ticket_rows.c.id)).all()
    by = person(tx, who)
    with tx.connection.begin_nested() as nested:
        try:
            _act(tx, name, who, other, rows[len(rows) // 2] if rows else None)
        except (IsAway, StandInNeeded, NotForOthers, AlreadyAssigned, WrongStatus):
            nested.rollback()
    assert by.id


def _act(tx: Transaction, name: str, who: Member, other: Member | None, ticket: Row | None) -> None:
    by = person(tx, who)
    if name == "leave":
        leave(tx, who, other, days=2)
    elif name == "back":
        away.come_back(tx, by)
    elif name == "role":
        kept = [each for each in ALL if each != who]
        people.name_coordinators(tx, kept if rights.is_coordinator(by) else ALL)
    elif name == "holds" and rights.is_coordinator(by):
        held(tx, who)
    elif ticket is not None:
        _on(tx, name, by, other, ticket)


def _on(tx: Transaction, name: str, by: people.Person, other: Member | None, ticket: Row) -> None:
    if name == "takes":
        tickets.take(tx, ticket, by)
    elif name == "hands" and other is not None:
        away.hand_over(tx, ticket, by, person(tx, other))
    elif name == "closes":
        tickets.close(tx, ticket, by, "by_coordinator")
    elif name == "reopens":
        tickets.reopen(tx, ticket, by)


def _until_done(tx: Transaction) -> None:
    for _ in range(10):
        if away.due(tx) != tx.now:
            return
    raise AssertionError("it never ends")


def _check_hands(tx: Transaction) -> None:
    """Whoever is turned to is there, unless nobody is."""
    everyone = {each.id for each in people.coordinators(tx)}
    is_there = {each.id for each in everyone_there(tx)}
    for ticket in records.open_ones(tx):
        hands = {each.id for each in duty.on_hand(tx, ticket)}
        assert hands <= (is_there or everyone)
        assert hands or not everyone
        assert hands == {ticket.assignee_id} or len(hands) == 1 or hands == (is_there or everyone)


def everyone_there(tx: Transaction) -> list[people.Person]:
    return duty.present(tx)


def _check_nobody_keeps_what_another_should_have(tx: Transaction) -> None:
    """Once the clock was there: what somebody away has, nobody who is there stands in for."""
    gone = duty.stand_ins(tx)
    for ticket in records.open_ones(tx):
        if ticket.assignee_id in gone:
            assert duty.in_place_of(tx, ticket.assignee_id) is None
