"""Who can see a ticket is known at every moment: since when, and who let them."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.desk import audience, offers, people, tickets, turns
from bot.store import Row, Transaction
from bot.store.tables import viewers
from tests.desk.cast import (
    ANA,
    BEA,
    CARL,
    DANA,
    DEE,
    HARBOR,
    PRAIRIE,
    RUTH,
    accepted,
    asked,
    now,
    number,
    offered,
    person,
    settle,
)
from tests.desk.queues import NOW


@pytest.fixture(autouse=True)
def _everyone(tx: Transaction) -> None:
    settle(tx)


def seen_by(tx: Transaction, ticket: Row) -> list[str]:
    """Names, or partners, in order."""
    return [
        viewer.person.name if viewer.person else viewer.organization
        for viewer in audience.of(tx, ticket.id)
    ]


def test_who_asks_sees_it_by_their_own_doing(tx: Transaction) -> None:
    (viewer,) = audience.of(tx, asked(tx).id)
    assert (viewer.role, viewer.since_at, viewer.organization) == ("requester", NOW, "")
    assert viewer.person == viewer.added_by == person(tx, ANA)


def test_coordinators_who_have_it_are_named(tx: Transaction) -> None:
    ticket = tickets.take(tx, asked(tx), person(tx, DANA))
    ticket = tickets.assign(tx, ticket, person(tx, DANA), to=person(tx, RUTH))
    tickets.assign(tx, ticket, person(tx, RUTH), to=person(tx, DANA))
    assert seen_by(tx, ticket) == ["Ana", "Dana", "Ruth"]


def test_who_is_no_coordinator_any_more_sees_it_no_more(tx: Transaction) -> None:
    ticket = tickets.take(tx, asked(tx), person(tx, DANA))
    people.name_coordinators(tx, [RUTH])
    assert seen_by(tx, ticket) == ["Ana"]


def test_whoever_is_asked_sees_it_until_they_decline(tx: Transaction) -> None:
    ticket = asked(tx)
    first = offered(tx, ticket, BEA, HARBOR, DEE)
    assert seen_by(tx, ticket) == ["Ana", "Bea"]
    assert audience.of(tx, ticket.id)[1].added_by == person(tx, DANA)
    offers.decline(tx, first, person(tx, BEA), "busy")
    assert seen_by(tx, ticket) == ["Ana", "Harbor"]
    assert audience.of(tx, ticket.id)[1].person is None
    tx.now = NOW + 20 * 3_600_000
    turns.due(tx)
    assert seen_by(tx, ticket) == ["Ana", "Dee"]
    offers.take_back(tx, now(tx, ticket), person(tx, DANA))
    assert seen_by(tx, ticket) == ["Ana"]


def test_who_accepts_has_seen_it_since_they_were_asked(tx: Transaction) -> None:
    ticket = asked(tx)
    offer = offered(tx, ticket, BEA, HARBOR)
    tx.now += 1
    offers.accept(tx, offer, person(tx, BEA), "1.0")
    (_, viewer) = audience.of(tx, ticket.id)
    assert (viewer.person, viewer.role, viewer.since_at) == (person(tx, BEA), "expert", NOW)


def test_a_partner_s_channel_sees_it_beside_its_expert(tx: Transaction) -> None:
    ticket = accepted(tx, asked(tx), CARL, HARBOR)
    assert seen_by(tx, ticket) == ["Ana", "Harbor", "Carl"]
    tickets.remove_expert(tx, ticket, person(tx, ANA))
    assert seen_by(tx, ticket) == ["Ana"]


def test_what_was_is_kept(tx: Transaction) -> None:
    ticket = accepted(tx, asked(tx))
    tx.now += 7
    tickets.remove_expert(tx, ticket, person(tx, ANA))
    accepted(tx, ticket)
    rows = tx.execute(select(viewers).where(viewers.c.role == "expert")).all()
    assert [(row.since_at, row.until_at) for row in rows] == [(NOW, NOW + 7), (NOW + 7, None)]


def test_one_partner_s_going_leaves_the_other(tx: Transaction) -> None:
    ticket, bea = asked(tx), number(tx, BEA)
    for organization_id in (HARBOR, PRAIRIE, PRAIRIE):
        audience.add(tx, ticket.id, None, "partner", by=None, organization_id=organization_id)
    audience.add(tx, ticket.id, bea, "expert", by=None)
    audience.remove_organization(tx, ticket.id, HARBOR)
    assert seen_by(tx, ticket) == ["Ana", "Prairie", "Bea"]
    audience.remove(tx, ticket.id, bea)
    audience.remove_partners(tx, ticket.id)
    assert seen_by(tx, ticket) == ["Ana"]
    assert audience.of(tx, ticket.id)[0].added_by is not None
