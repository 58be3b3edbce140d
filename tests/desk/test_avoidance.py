"""Partners that a requester avoids, and requests that experts don't want: what then is offered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk import avoidance, experts, offers, past, records, routing, tickets
from bot.desk.errors import Avoided, OfferOver, Spared
from bot.desk.past import Past
from bot.store import Transaction
from tests.desk.cast import (
    ANA,
    BEA,
    CARL,
    DEE,
    HARBOR,
    LUIS,
    PRAIRIE,
    accepted,
    asked,
    next_ts,
    now,
    number,
    offer_now,
    offered,
    person,
    refused,
    settle,
)
from tests.desk.cast import closed as closed_by_coordinator


@pytest.fixture(autouse=True)
def cast(tx: Transaction) -> None:
    settle(tx)


def avoid(tx: Transaction, *partners: str) -> None:
    offers.avoid(tx, person(tx, ANA), partners)


def states(tx: Transaction, ticket_id: int) -> list[str]:
    return [offer.state for offer in records.offers_of(tx, ticket_id)]


def test_what_is_no_partner_is_not_kept(tx: Transaction) -> None:
    avoid(tx, HARBOR, "nobody", "")
    assert avoidance.of(tx, number(tx, ANA)) == {HARBOR}


def test_only_whom_they_did_not_avoid_before_is_new(tx: Transaction) -> None:
    ana = number(tx, ANA)
    assert avoidance.keep(tx, ana, [HARBOR]) == {HARBOR}
    assert avoidance.keep(tx, ana, [HARBOR, PRAIRIE]) == {PRAIRIE}
    assert avoidance.keep(tx, ana, [PRAIRIE]) == frozenset()
    assert avoidance.of(tx, ana) == {PRAIRIE}


@pytest.mark.parametrize("target", [BEA, HARBOR])
def test_neither_their_people_nor_their_channel_can_be_asked(
    tx: Transaction, target: object
) -> None:
    ticket = asked(tx)
    avoid(tx, HARBOR)
    with refused(tx, Avoided):
        offered(tx, ticket, target)  # type: ignore[arg-type]  # a member, or a partner's id


def test_of_those_who_wait_theirs_go_and_the_others_keep_their_turn(tx: Transaction) -> None:
    ticket = asked(tx)
    offered(tx, ticket, BEA, DEE, CARL, HARBOR)
    avoid(tx, HARBOR)
    assert states(tx, ticket.id) == ["withdrawn", "open", "withdrawn", "withdrawn"]
    assert now(tx, ticket).state == "offered"


def test_when_nobody_is_left_it_comes_back(tx: Transaction) -> None:
    ticket = asked(tx)
    offered(tx, ticket, HARBOR)
    avoid(tx, HARBOR)
    after = now(tx, ticket)
    assert (after.state, after.waits_on) == ("taken", "coordinator")


def test_what_others_asked_is_not_touched(tx: Transaction) -> None:
    ticket = asked(tx, LUIS)
    offered(tx, ticket, BEA)
    avoid(tx, HARBOR)
    assert states(tx, ticket.id) == ["open"]


def test_who_is_on_it_stays(tx: Transaction) -> None:
    ticket = accepted(tx, asked(tx))
    avoid(tx, HARBOR)
    assert now(tx, ticket).expert_id == number(tx, BEA)


def test_who_came_to_such_a_partner_meanwhile_cannot_accept(tx: Transaction) -> None:
    ticket = asked(tx)
    offer = offered(tx, ticket, DEE)
    avoid(tx, HARBOR)
    experts.keep(tx, DEE, HARBOR)
    with refused(tx, OfferOver):
        offers.accept(tx, offer, person(tx, DEE), next_ts())
    assert offer_now(tx, offer).state == "open"


def test_who_wants_no_such_request_cannot_be_asked(tx: Transaction) -> None:
    experts.keep(tx, BEA, HARBOR, not_for=("place:US-TX",))
    ticket = asked(tx, place="US-TX/Austin")
    with refused(tx, Spared):
        offered(tx, ticket, BEA)


def test_whom_the_requester_chose_can(tx: Transaction) -> None:
    experts.keep(tx, BEA, HARBOR, not_for=("place:US-TX",))
    ticket = asked(tx, place="US-TX", visibility="expert", chosen_expert_id=number(tx, BEA))
    assert offered(tx, ticket, BEA).state == "open"


def test_their_turn_is_passed_over_once_they_said_so(tx: Transaction) -> None:
    ticket = asked(tx, topic="detainers")
    first = offered(tx, ticket, BEA, DEE, CARL)
    experts.spare(tx, number(tx, DEE), ("topic:detainers",))
    offers.decline(tx, offer_now(tx, first), person(tx, BEA), "busy")
    assert states(tx, ticket.id) == ["declined", "withdrawn", "open"]


def test_saying_what_they_answer_leaves_the_rest(tx: Transaction) -> None:
    experts.keep(tx, BEA, HARBOR, capacity=7, not_for=("topic:schools",))
    scopes = dict.fromkeys(experts.SCOPES, ()) | {"topics": ("detainers",)}
    after = experts.answer(tx, number(tx, BEA), scopes)
    assert (after.topics, after.capacity, after.not_for) == (("detainers",), 7, ("topic:schools",))


def test_what_they_answered_and_whom_it_helped_is_counted_by_topic(tx: Transaction) -> None:
    for topic, outcome, helped in (
        ("detainers", "by_expert", "yes"),
        ("detainers", "by_expert", "no"),
        ("detainers", "by_resource", ""),
        ("schools", "by_expert", "yes"),
    ):
        ticket = accepted(tx, asked(tx, topic=topic))
        tickets.close(tx, now(tx, ticket), person(tx, BEA), outcome)  # type: ignore[arg-type]
        tickets.retime(tx, now(tx, ticket), helped=helped)
    closed_by_coordinator(tx, accepted(tx, asked(tx, topic="detainers"), CARL))
    assert past.on_topic(tx, "detainers") == {number(tx, BEA): Past(2, 1)}
    assert past.on_topic(tx, "") == {}


def test_candidates_are_as_the_list_says(tx: Transaction) -> None:
    experts.keep(tx, BEA, HARBOR, scopes={"topics": ("schools",)}, not_for=("kind:x",))
    experts.unlist(tx, number(tx, CARL))
    accepted(tx, asked(tx), DEE)
    names = experts.Candidate._fields
    found = sorted(experts.candidates(tx, "T1"), key=lambda each: each.id)
    known = sorted(experts.listed(tx), key=lambda each: each.id)
    assert [[getattr(each, name) for name in names] for each in found] == [
        [getattr(each, name) for name in names] for each in known
    ]
    assert [each.id for each in known] == [number(tx, BEA), number(tx, DEE)]


@given(
    st.lists(st.sampled_from(("detainers", "schools")), unique=True),
    st.sampled_from(("", "schools")),
)
def test_a_topic_is_spared_exactly_where_it_is_named(topics: list[str], topic: str) -> None:
    not_for = routing.entries("topic", topics)
    assert routing.is_spared(not_for, "k", topic, "US-TX") == (topic in topics)
    assert routing.named(not_for, "topic") == tuple(topics)
    assert routing.named(not_for, "place") == ()


def test_a_state_stands_for_its_cities_and_not_a_city_for_its_state() -> None:
    assert routing.is_spared(("place:US-TX",), "k", "t", "US-TX/Austin")
    assert not routing.is_spared(("place:US-TX/Austin",), "k", "t", "US-TX")
    assert not routing.is_spared(("place:US-TX/Austin",), "k", "t", "US-TX/Dallas")
