"""Experts and partners are asked one after the other, and only those who may be."""

from __future__ import annotations

from itertools import product

import pytest
from sqlalchemy import update

from bot.desk import audience, experts, joining, network, offers, records, relay, tickets, turns
from bot.desk.errors import (
    MayNotSee,
    NoSuchOffer,
    NotAnExpert,
    NotForOthers,
    OfferOver,
    WrongStatus,
)
from bot.desk.masking import Masked
from bot.desk.offered import MOVES
from bot.desk.people import Member
from bot.desk.tickets import Request
from bot.store import Row, Transaction
from bot.store.tables import offers as rows
from tests.desk.cast import (
    ANA,
    BEA,
    CARL,
    CHANNELS,
    DANA,
    DEE,
    HARBOR,
    PRAIRIE,
    QUESTION,
    RUTH,
    accepted,
    all_is_posted,
    asked,
    card,
    closed,
    expert_s,
    is_redrawn,
    next_ts,
    now,
    number,
    offer_now,
    offered,
    own_thread,
    person,
    posted,
    readers,
    refused,
    settle,
    thread_of,
    words,
)

STATES = ("waiting", "open", "accepted", "declined", "expired", "withdrawn", "left")
EVENTS = sorted({event for _, event in MOVES.rules})
OVER = ("accepted", "declined", "expired", "withdrawn", "left")
MINUTE = 60_000
HOUR = 60 * MINUTE
OPENS = 1_796_047_200_000
"""Monday at nine in New York; it is Sunday evening."""


@pytest.fixture(autouse=True)
def _everyone(tx: Transaction) -> None:
    settle(tx)


# How far it is


@pytest.mark.parametrize(("state", "event"), list(product(STATES, EVENTS)))
def test_what_the_rules_name_happens_and_nothing_else(
    tx: Transaction, state: str, event: str
) -> None:
    offer = offered(tx, asked(tx), BEA)
    tx.execute(update(rows).values(state=state))
    entries, expected = len(MOVES.history(tx, offer.id)), MOVES.rules.get((state, event))
    moved = MOVES.move(tx, offer_now(tx, offer), event)
    after = offer_now(tx, offer)
    assert moved == (expected is not None)
    assert after.state == (expected or state)
    assert after.version - offer.version == len(MOVES.history(tx, offer.id)) - entries == moved


def test_every_state_that_the_rules_know_is_named() -> None:
    known = {state for state, _ in MOVES.rules} | set(MOVES.rules.values())
    assert known == {"", *STATES}


@pytest.mark.parametrize("state", OVER)
def test_what_is_over_can_t_be_answered_any_more(tx: Transaction, state: str) -> None:
    offer = offered(tx, asked(tx), BEA)
    tx.execute(update(rows).values(state=state))
    offer, bea = offer_now(tx, offer), person(tx, BEA)
    with refused(tx, OfferOver):
        offers.accept(tx, offer, bea, next_ts())
    with refused(tx, OfferOver):
        offers.decline(tx, offer, bea, "busy")
    with refused(tx, OfferOver):
        offers.suggest(tx, offer, bea, Masked("Carl"))
    with refused(tx, OfferOver):
        offers.ask_more(tx, offer, bea, Masked("which county?"))
    with refused(tx, OfferOver):
        turns.expire(tx, offer)
    with refused(tx, WrongStatus):
        offers.tell_more(tx, offer, person(tx, DANA), Masked("Travis"))
    offers.unreachable(tx, offer)
    assert offer_now(tx, offer).state == state


def test_whoever_is_late_is_told_what_became_of_it(tx: Transaction) -> None:
    offer = offered(tx, asked(tx), BEA)
    offers.unreachable(tx, offer)
    with pytest.raises(OfferOver) as over:
        offers.accept(tx, offer_now(tx, offer), person(tx, BEA), next_ts())
    assert over.value.state == "expired"


# Asking, one after the other


def test_the_first_is_asked_and_the_others_wait(tx: Transaction) -> None:
    ticket = asked(tx)
    first = offered(tx, ticket, BEA, HARBOR, DEE)
    assert _states(tx, ticket) == ["open", "waiting", "waiting"]
    assert (first.due_at, first.minutes) == (OPENS + 4 * HOUR, 240)
    assert (now(tx, ticket).state, now(tx, ticket).waits_on) == ("offered", "expert")
    assert _kinds(tx, thread_of(tx, first)) == [turns.OFFER]
    assert turns.QUEUE in tx.stirred


def test_a_partner_is_asked_in_its_channel(tx: Transaction) -> None:
    offer = offered(tx, asked(tx), HARBOR)
    thread = thread_of(tx, offer)
    assert (thread.channel_id, thread.person_id) == (CHANNELS[HARBOR], None)
    assert (offer.expert_id, offer.organization_id) == (None, HARBOR)
    assert _kinds(tx, thread) == [turns.PARTNER_OFFER]


def test_more_can_be_added_and_nobody_is_asked_twice(tx: Transaction) -> None:
    ticket = asked(tx)
    offered(tx, ticket, BEA)
    version = now(tx, ticket).version
    offers.make(tx, now(tx, ticket), person(tx, DANA), [number(tx, BEA)])
    assert now(tx, ticket).version == version
    offers.make(tx, now(tx, ticket), person(tx, DANA), [number(tx, BEA), HARBOR, HARBOR])
    assert _states(tx, ticket) == ["open", "waiting"]


def test_who_declined_can_be_asked_again(tx: Transaction) -> None:
    ticket = asked(tx)
    offers.decline(tx, offered(tx, ticket, BEA), person(tx, BEA), "busy")
    offered(tx, ticket, BEA)
    assert _states(tx, ticket) == ["declined", "open"]


def test_to_ask_nobody_changes_nothing(tx: Transaction) -> None:
    ticket = asked(tx)
    assert offers.make(tx, ticket, person(tx, DANA), []) == ticket


def test_only_listed_experts_and_partners_with_a_channel_are_asked(tx: Transaction) -> None:
    ticket, dana = asked(tx), person(tx, DANA)
    experts.unlist(tx, number(tx, DEE))
    experts.keep_organization(tx, "small", "Small")
    experts.keep(tx, CARL, "small")
    # The last is one of whom nobody could accept.
    for target in (number(tx, DEE), number(tx, RUTH), "small", PRAIRIE):
        with refused(tx, NotAnExpert):
            offers.make(tx, ticket, dana, [number(tx, BEA), target])
    with pytest.raises(LookupError):
        offers.make(tx, ticket, dana, ["nobody"])


def test_nobody_is_asked_to_answer_themselves(tx: Transaction) -> None:
    experts.keep(tx, ANA, HARBOR)
    ticket = asked(tx)
    with refused(tx, NotAnExpert):
        offers.make(tx, ticket, person(tx, DANA), [number(tx, ANA)])
    with refused(tx, NotAnExpert):
        offers.accept(tx, offered(tx, ticket, HARBOR), person(tx, ANA), next_ts())


@pytest.mark.parametrize(
    ("visibility", "chosen", "allowed"),
    [
        ("coordinator", None, ()),
        ("expert", None, (BEA, DEE)),
        ("expert", BEA, (BEA,)),
        ("partner", BEA, (BEA, DEE, HARBOR)),
    ],
)
def test_only_those_whom_its_requester_allows_are_asked(
    tx: Transaction, visibility: str, chosen: Member | None, allowed: tuple[Member | str, ...]
) -> None:
    chosen_id = number(tx, chosen) if chosen else None
    ticket = asked(tx, visibility=visibility, chosen_expert_id=chosen_id)
    for target in (BEA, DEE, HARBOR):
        asks = [target if isinstance(target, str) else number(tx, target)]
        if target in allowed:
            offers.make(tx, now(tx, ticket), person(tx, DANA), asks)
        else:
            with refused(tx, MayNotSee):
                offers.make(tx, now(tx, ticket), person(tx, DANA), asks)


@pytest.mark.parametrize("where", ["accepted", "closed"])
def test_a_ticket_that_somebody_is_on_or_that_is_closed_is_offered_to_nobody(
    tx: Transaction, where: str
) -> None:
    ticket = accepted(tx, asked(tx)) if where == "accepted" else closed(tx, asked(tx))
    with refused(tx, WrongStatus):
        offers.make(tx, ticket, person(tx, DANA), [number(tx, DEE)])


def _states(tx: Transaction, ticket: Row) -> list[str]:
    return [offer.state for offer in records.offers_of(tx, ticket.id)]


def _kinds(tx: Transaction, thread: Row) -> list[str]:
    head = joining.head_of(tx, thread.id)
    assert head is not None
    return [head.kind]


# Accepting


@pytest.mark.parametrize("via", ["", HARBOR])
def test_from_acceptance_on_expert_and_requester_hear_each_other(tx: Transaction, via: str) -> None:
    ticket = asked(tx)
    relay.say(tx, words(ANA, own_thread(tx, ticket), "before"))
    ticket = accepted(tx, ticket, via=via)
    theirs, own = expert_s(tx, ticket), own_thread(tx, ticket)
    relay.say(tx, words(ANA, own, "to them"))
    relay.say(tx, words(BEA, theirs, "to her"))
    internal = card(tx, ticket).id
    assert readers(tx, "before") == {internal}
    assert readers(tx, "to them") == {internal, theirs.id}
    assert readers(tx, "to her") == {internal, own.id}
    assert joining.shown_name(tx, theirs.id, number(tx, BEA)) == "Bea, Harbor"


def test_what_an_expert_wrote_before_they_accepted_stays_with_them(tx: Transaction) -> None:
    ticket = asked(tx)
    offer = offered(tx, ticket, BEA)
    early = next_ts()
    offers.accept(tx, offer, person(tx, BEA), next_ts())
    relay.say(tx, words(BEA, expert_s(tx, now(tx, ticket)), "early", ts=early))
    assert not readers(tx, "early")
    with pytest.raises(ValueError, match="time"):
        offers.accept(tx, offer, person(tx, BEA), "")


def test_who_accepts_is_on_it_and_the_others_are_asked_no_more(tx: Transaction) -> None:
    ticket = asked(tx)
    first = offered(tx, ticket, BEA, HARBOR)
    ticket = offers.accept(tx, first, person(tx, BEA), next_ts())
    assert (ticket.state, ticket.expert_id) == ("accepted", number(tx, BEA))
    assert (ticket.waits_on, _states(tx, ticket)) == ("expert", ["accepted", "withdrawn"])
    assert [row.thread_id for row in posted(tx, offers.JOINED)] == [first.thread_id]
    told = [row.thread_id for row in posted(tx, offers.TAKEN_ON)]
    assert told == [own_thread(tx, ticket).id]


def test_who_is_listed_no_more_can_t_accept(tx: Transaction) -> None:
    offer = offered(tx, asked(tx), BEA)
    experts.unlist(tx, number(tx, BEA))
    with refused(tx, NotAnExpert):
        offers.accept(tx, offer, person(tx, BEA), next_ts())
    with refused(tx, NotAnExpert):
        offers.accept(tx, offer, person(tx, RUTH), next_ts())


def test_of_two_who_accept_the_second_is_told_that_it_was_taken_back(tx: Transaction) -> None:
    ticket = asked(tx)
    offer = offered(tx, ticket, BEA)
    # As if another had been quicker by a way of their own.
    tickets.move(tx, now(tx, ticket), "accepted", person(tx, CARL), expert_id=number(tx, CARL))
    with refused(tx, OfferOver):
        offers.accept(tx, offer, person(tx, BEA), next_ts())


# Not accepting


def test_whoever_is_next_is_asked_when_one_declines(tx: Transaction) -> None:
    ticket = asked(tx)
    first = offered(tx, ticket, BEA, PRAIRIE)
    offers.decline(tx, first, person(tx, BEA), "busy", Masked("in court"))
    all_is_posted(tx)
    declined, second = records.offers_of(tx, ticket.id)
    assert (declined.state, declined.reason, declined.words) == ("declined", "busy", "in court")
    assert (second.state, thread_of(tx, second).channel_id) == ("open", CHANNELS[PRAIRIE])
    assert now(tx, ticket).state == "offered"


def test_who_left_while_others_were_asked_is_passed_over(tx: Transaction) -> None:
    ticket = asked(tx)
    first = offered(tx, ticket, BEA, DEE, HARBOR)
    experts.unlist(tx, number(tx, DEE))
    offers.decline(tx, first, person(tx, BEA), "busy")
    assert _states(tx, ticket) == ["declined", "withdrawn", "open"]


@pytest.mark.parametrize("to", [BEA, HARBOR])
def test_when_nobody_is_left_it_comes_back_and_the_coordinators_see_why(
    tx: Transaction, to: Member | str
) -> None:
    ticket = asked(tx)
    offer = offered(tx, ticket, to)
    offers.decline(tx, offer, person(tx, BEA), "conflict")
    ticket = now(tx, ticket)
    assert (ticket.state, ticket.waits_on) == ("taken", "coordinator")
    told = [row.thread_id for row in posted(tx, turns.CAME_BACK)]
    assert told == [card(tx, ticket).id]
    assert [viewer.role for viewer in audience.of(tx, ticket.id)] == ["requester"]


def test_without_a_card_it_comes_back_all_the_same(tx: Transaction) -> None:
    ticket = tickets.ask(tx, ANA, Request(Masked(QUESTION), visibility="partner"))
    offer = offered(tx, ticket, BEA)
    offers.suggest(tx, offer, person(tx, BEA), Masked("Dee"))
    assert now(tx, ticket).state == "taken"
    assert not posted(tx, turns.CAME_BACK)
    assert not posted(tx, offers.SUGGESTED)


def test_whom_an_expert_suggests_the_coordinators_hear(tx: Transaction) -> None:
    ticket = asked(tx)
    offers.suggest(tx, offered(tx, ticket, BEA), person(tx, BEA), Masked("Dee knows"))
    (offer,) = records.offers_of(tx, ticket.id)
    assert (offer.state, offer.reason, offer.words) == ("declined", "suggested", "Dee knows")
    assert [row.thread_id for row in posted(tx, offers.SUGGESTED)] == [card(tx, ticket).id]


def test_whom_slack_can_t_reach_holds_up_nobody(tx: Transaction) -> None:
    ticket = asked(tx)
    offers.unreachable(tx, offered(tx, ticket, BEA, DEE))
    assert _states(tx, ticket) == ["declined", "open"]


def test_an_answer_after_its_ticket_went_another_way_moves_nothing_more(tx: Transaction) -> None:
    ticket = asked(tx)
    offer = offered(tx, ticket, BEA, DEE)
    tickets.move(tx, now(tx, ticket), "came_back", None, waits_on="coordinator")
    offers.decline(tx, offer, person(tx, BEA), "busy")
    assert _states(tx, ticket) == ["declined", "waiting"]


# Time


def test_who_is_asked_has_as_long_as_the_network_says(tx: Transaction) -> None:
    network.change(tx, None, {"offer_minutes": 90})
    assert offered(tx, asked(tx), BEA).due_at == OPENS + 90 * MINUTE


def test_at_night_nobody_is_asked_because_another_was_silent(tx: Transaction) -> None:
    ticket = asked(tx)
    offered(tx, ticket, BEA, DEE)
    tx.now = OPENS + 15 * HOUR
    assert turns.due(tx) == OPENS + 24 * HOUR
    assert _states(tx, ticket) == ["open", "waiting"]


def test_after_days_away_it_ends_a_few_at_a_time(tx: Transaction) -> None:
    for _number in range(turns.AT_ONCE + 1):
        offered(tx, asked(tx), BEA)
    tx.now = OPENS + 48 * HOUR
    due_at = turns.due(tx)
    assert due_at is not None
    assert due_at <= tx.now
    assert len(records.offers_to(tx, number(tx, BEA))) == 1
    assert turns.due(tx) is None


def test_silence_is_an_answer_after_a_while(tx: Transaction) -> None:
    ticket, other = asked(tx), asked(tx)
    offered(tx, ticket, BEA, DEE)
    tx.now = OPENS + HOUR
    offered(tx, other, CARL)
    assert turns.due(tx) == OPENS + 4 * HOUR
    tx.now = OPENS + 4 * HOUR
    assert turns.due(tx) == OPENS + 5 * HOUR
    assert _states(tx, ticket) == ["expired", "open"]
    tx.now += 25 * HOUR
    assert turns.due(tx) is None
    assert (_states(tx, ticket), _states(tx, other)) == (["expired"] * 2, ["expired"])
    assert now(tx, ticket).state == "taken"


# Asking more before answering


def test_an_expert_can_ask_before_they_answer_and_the_requester_hears_nothing(
    tx: Transaction,
) -> None:
    ticket = asked(tx)
    offer = offered(tx, ticket, BEA)
    offers.ask_more(tx, offer, person(tx, BEA), Masked("which county?"))
    offers.tell_more(tx, offer, person(tx, DANA), Masked("Travis"))
    wants, told = posted(tx, offers.WANTS_MORE), posted(tx, offers.TOLD_MORE)
    internal = card(tx, ticket).id
    assert [row.thread_id for row in (*wants, *told)] == [internal, internal]
    assert readers(tx, "which county?") == set()
    assert readers(tx, "Travis") == {offer.thread_id}


def test_without_a_card_nobody_would_hear_the_question(tx: Transaction) -> None:
    ticket = tickets.ask(tx, ANA, Request(Masked(QUESTION), visibility="partner"))
    offer = offered(tx, ticket, BEA)
    with refused(tx, NoSuchOffer):
        offers.ask_more(tx, offer, person(tx, BEA), Masked("which county?"))
    offers.tell_more(tx, offer, person(tx, DANA), Masked("Travis"))
    assert readers(tx, "Travis") == {offer.thread_id}


# Taking back


def test_what_is_offered_can_be_taken_back(tx: Transaction) -> None:
    ticket = asked(tx)
    shown = thread_of(tx, offered(tx, ticket, BEA, HARBOR))
    ticket = offers.take_back(tx, now(tx, ticket), person(tx, RUTH))
    assert (ticket.state, _states(tx, ticket)) == ("taken", ["withdrawn"] * 2)
    assert is_redrawn(tx, shown.id)
    by = {MOVES.history(tx, offer.id)[-1].actor_id for offer in records.offers_of(tx, ticket.id)}
    assert by == {number(tx, RUTH)}
    with refused(tx, WrongStatus):
        offers.take_back(tx, ticket, person(tx, RUTH))


def test_who_may_see_it_no_more_is_asked_no_more(tx: Transaction) -> None:
    ticket = asked(tx)
    offered(tx, ticket, HARBOR, BEA)
    ticket = offers.let_see(tx, now(tx, ticket), person(tx, ANA), "expert")
    assert (ticket.state, _states(tx, ticket)) == ("offered", ["withdrawn", "open"])
    ticket = offers.let_see(tx, ticket, person(tx, ANA), "coordinator")
    assert (ticket.state, _states(tx, ticket)) == ("taken", ["withdrawn"] * 2)
    assert ticket.waits_on == "coordinator"


@pytest.mark.parametrize(
    ("via", "visibility", "stays"),
    [
        ("", "expert", True),
        ("", "coordinator", False),
        (HARBOR, "expert", False),
    ],
)
def test_who_may_see_it_no_more_is_on_it_no_more(
    tx: Transaction, via: str, visibility: str, *, stays: bool
) -> None:
    ticket = accepted(tx, asked(tx), via=via)
    ticket = offers.let_see(tx, ticket, person(tx, DANA), visibility)  # type: ignore[arg-type]
    assert (ticket.expert_id is not None) == stays
    assert ticket.state == ("accepted" if stays else "taken")


def test_to_let_more_people_see_takes_nothing_from_anybody(tx: Transaction) -> None:
    ticket = asked(tx, visibility="expert")
    offered(tx, ticket, BEA)
    ticket = offers.let_see(tx, now(tx, ticket), person(tx, ANA), "partner")
    assert (ticket.visibility, _states(tx, ticket)) == ("partner", ["open"])


# Finding


def test_an_offer_is_for_who_it_is_made_to(tx: Transaction) -> None:
    offer = offered(tx, asked(tx), BEA, DEE)
    (_, second) = records.offers_of(tx, offer.ticket_id)
    assert offers.for_expert(tx, offer.handle, BEA)[0].id == offer.id
    for handle, member in ((offer.handle, DEE), (second.handle, DEE), ("f-none", BEA)):
        with refused(tx, NoSuchOffer):
            offers.for_expert(tx, handle, member)


def test_a_coordinator_finds_every_offer_and_nobody_else_any(tx: Transaction) -> None:
    offer = offered(tx, asked(tx), BEA)
    assert offers.for_coordinator(tx, offer.handle, DANA)[0].id == offer.id
    with refused(tx, NoSuchOffer):
        offers.for_coordinator(tx, "f-none", DANA)
    for handle in (offer.handle, "f-none"):
        with refused(tx, NotForOthers):
            offers.for_coordinator(tx, handle, BEA)


def test_an_expert_s_offers_are_those_that_wait_for_them(tx: Transaction) -> None:
    first, second = offered(tx, asked(tx), BEA), offered(tx, asked(tx), BEA, DEE)
    offers.decline(tx, first, person(tx, BEA), "busy")
    assert [offer.id for offer in records.offers_to(tx, number(tx, BEA))] == [second.id]
    assert records.offers_to(tx, number(tx, DEE)) == []
    assert records.offer_in(tx, second.thread_id) == second
    assert records.offer_in(tx, 10_000) is None
    with pytest.raises(NoSuchOffer):
        records.offer(tx, 10_000)
