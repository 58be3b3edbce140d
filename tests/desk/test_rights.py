"""Who may do what on a ticket, role by role; who is not on it can't even tell that it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine, update

from bot.desk import access, conversation, experts, offers, people, rights, tickets, unplaced
from bot.desk.access import Key
from bot.desk.errors import (
    DeskError,
    NoSuchOffer,
    NoSuchTicket,
    NotAllowed,
    NotAnExpert,
    NotForOthers,
    WordsGone,
)
from bot.desk.masking import Masked
from bot.desk.people import Member, Person
from bot.store import Row, Transaction
from bot.store.tables import pending
from bot.store.tables import people as people_rows
from tests.desk.cast import (
    ANA,
    BEA,
    CARL,
    DANA,
    DEE,
    HARBOR,
    LUIS,
    NORA,
    OTTO,
    RUTH,
    accepted,
    all_is_posted,
    asked,
    card,
    closed,
    expert_s,
    next_ts,
    now,
    number,
    offered,
    own_thread,
    person,
    readers,
    settle,
    words,
)
from tests.desk.queues import NOW

Door = Callable[[Transaction, str, Member], tuple[Row, Person]]
Refusal = type[DeskError] | None

LEFT, GONE = Member("T1", "ULEFT"), Member("T1", "UGONE")
NAMESAKE = Member("T2", ANA.user_id)
FORMER = Member("T1", "UFORMER")

DOORS: dict[str, Door] = {
    "anyone": rights.for_anyone_on_it,
    "requester": rights.for_requester,
    "expert": rights.for_expert,
    "coordinator": rights.for_coordinator,
}
ON_IT: dict[Member, dict[str, Refusal]] = {
    ANA: {
        "anyone": None,
        "requester": None,
        "expert": NotAllowed,
        "coordinator": NotForOthers,
    },
    BEA: {
        "anyone": None,
        "requester": NotAllowed,
        "expert": None,
        "coordinator": NotForOthers,
    },
    RUTH: {
        "anyone": None,
        "requester": NotAllowed,
        "expert": NotAllowed,
        "coordinator": None,
    },
}
NOT_ON_IT = {
    "an expert who is asked on another ticket": DEE,
    "an expert of another ticket": CARL,
    "the requester of another ticket": LUIS,
    "an expert who was taken off": LEFT,
    "who was a coordinator": FORMER,
    "a member": NORA,
    "an outsider": OTTO,
    "one of the same id in another team": NAMESAKE,
    "one who was forgotten": GONE,
}


@pytest.fixture(scope="module")
def world(engine: Engine) -> Iterator[tuple[Transaction, Row]]:
    """A ticket with an expert on it, after others were; and others beside it. Made once."""
    with engine.connect() as connection, connection.begin() as begun:
        tx = Transaction(connection, NOW)
        settle(tx)
        experts.keep(tx, LEFT, HARBOR)
        ticket = tickets.remove_expert(tx, accepted(tx, asked(tx), LEFT), person(tx, RUTH))
        people.name_coordinators(tx, [DANA, RUTH, FORMER])
        ticket = tickets.take(tx, ticket, person(tx, FORMER))
        people.name_coordinators(tx, [DANA, RUTH])
        accepted(tx, asked(tx, LUIS), CARL)
        offered(tx, asked(tx, LUIS), DEE)
        yield tx, accepted(tx, ticket, BEA)
        begun.rollback()


@pytest.fixture
def tx(world: tuple[Transaction, Row]) -> Iterator[Transaction]:
    """What a test does is undone after it."""
    with world[0].connection.begin_nested() as begun:
        yield Transaction(world[0].connection, NOW)
        begun.rollback()


@pytest.fixture
def ticket(world: tuple[Transaction, Row]) -> Row:
    return world[1]


def refusal(rule: Callable[[], object]) -> Refusal:
    """What a rule refuses with, if it does."""
    try:
        rule()
    except DeskError as error:
        return type(error)
    return None


def shown(rule: Callable[[], object]) -> tuple[object, ...]:
    """All that somebody can tell of a refusal."""
    with pytest.raises(DeskError) as error:
        rule()
    return type(error.value), error.value.args, vars(error.value)


# Tickets


@pytest.mark.parametrize("member", ON_IT)
@pytest.mark.parametrize("door", DOORS)
def test_who_is_on_a_ticket_may_do_what_their_part_is(
    tx: Transaction, ticket: Row, member: Member, door: str
) -> None:
    opens = partial(DOORS[door], tx, ticket.handle, member)
    assert refusal(opens) is ON_IT[member][door]


@pytest.mark.parametrize("who", NOT_ON_IT)
@pytest.mark.parametrize("door", DOORS)
def test_who_is_not_on_it_is_told_what_is_said_of_one_that_is_not_there(
    tx: Transaction, ticket: Row, who: str, door: str
) -> None:
    told = shown(partial(DOORS[door], tx, ticket.handle, NOT_ON_IT[who]))
    assert told == shown(partial(DOORS[door], tx, "t-none", NOT_ON_IT[who]))
    assert told[0] is NoSuchTicket


@pytest.mark.parametrize("member", ON_IT)
def test_nobody_finds_one_that_is_not_there(tx: Transaction, member: Member) -> None:
    for door in DOORS.values():
        assert refusal(partial(door, tx, "t-none", member)) is NoSuchTicket


@pytest.mark.parametrize("where", ["closed", "reopened"])
def test_rights_stay_as_they_are_when_a_ticket_closes(
    tx: Transaction, ticket: Row, where: str
) -> None:
    ticket = closed(tx, ticket)
    if where == "reopened":
        ticket = tickets.reopen(tx, ticket, person(tx, ANA))
    for member, may in ON_IT.items():
        for name, door in DOORS.items():
            assert refusal(partial(door, tx, ticket.handle, member)) is may[name]


def test_who_is_asked_is_not_on_the_ticket_yet(tx: Transaction) -> None:
    ticket = asked(tx)
    offered(tx, ticket, BEA)
    for door in DOORS.values():
        assert refusal(partial(door, tx, ticket.handle, BEA)) is NoSuchTicket


def test_only_who_accepted_is_on_it_not_all_of_their_partner(tx: Transaction) -> None:
    ticket = accepted(tx, asked(tx), CARL, HARBOR)
    assert refusal(partial(rights.for_expert, tx, ticket.handle, CARL)) is None
    assert refusal(partial(rights.for_expert, tx, ticket.handle, BEA)) is NoSuchTicket


def test_who_is_forgotten_and_comes_back_is_somebody_else(tx: Transaction) -> None:
    ticket = accepted(tx, asked(tx))
    gone = [number(tx, ANA), number(tx, BEA)]
    forgotten = update(people_rows).where(people_rows.c.id.in_(gone))
    tx.execute(forgotten.values(team_id=None, user_id=None))
    for member in (ANA, BEA, Member("", "")):
        for door in DOORS.values():
            assert refusal(partial(door, tx, ticket.handle, member)) is NoSuchTicket
    assert now(tx, ticket).requester_id == gone[0]


# Offers

ALL = {**NOT_ON_IT, "who asks": ANA, "a coordinator": RUTH}


@pytest.mark.parametrize("who", ALL)
@pytest.mark.parametrize("to", [BEA, HARBOR])
def test_an_offer_is_no_one_else_s(tx: Transaction, to: Member | str, who: str) -> None:
    offer = offered(tx, asked(tx), to)
    told = shown(partial(offers.for_expert, tx, offer.handle, ALL[who]))
    assert told == shown(partial(offers.for_expert, tx, "f-none", ALL[who]))
    assert told[0] is NoSuchOffer


@pytest.mark.parametrize("who", ALL)
def test_only_coordinators_look_at_others_offers(tx: Transaction, who: str) -> None:
    offer = offered(tx, asked(tx), BEA)
    opens = partial(offers.for_coordinator, tx, offer.handle, ALL[who])
    if ALL[who] is RUTH:
        assert refusal(opens) is None
        return
    assert shown(opens) == shown(partial(offers.for_coordinator, tx, "f-none", ALL[who]))
    assert refusal(opens) is NotForOthers


def test_who_is_asked_may_answer(tx: Transaction) -> None:
    offer = offered(tx, asked(tx), BEA)
    assert offers.for_expert(tx, offer.handle, BEA) == (offer, person(tx, BEA))


# What needs more than being on it

EVERYONE = {**ALL, "the expert on it": BEA}


@pytest.mark.parametrize("who", EVERYONE)
def test_only_who_asks_lets_more_people_see(tx: Transaction, ticket: Row, who: str) -> None:
    ticket = tickets.let_see(tx, ticket, person(tx, ANA), "expert")
    by = person(tx, EVERYONE[who])
    expected = None if EVERYONE[who] is ANA else NotAllowed
    assert refusal(lambda: offers.let_see(tx, ticket, by, "partner")) is expected


@pytest.mark.parametrize("who", EVERYONE)
def test_only_coordinators_are_given_a_ticket(tx: Transaction, ticket: Row, who: str) -> None:
    to = person(tx, EVERYONE[who])
    expected = None if EVERYONE[who] is RUTH else NotForOthers
    assert refusal(lambda: tickets.assign(tx, ticket, person(tx, DANA), to=to)) is expected


@pytest.mark.parametrize("who", EVERYONE)
def test_only_requester_and_expert_speak_to_the_coordinators_alone(
    tx: Transaction, ticket: Row, who: str
) -> None:
    by = person(tx, EVERYONE[who])
    expected = None if EVERYONE[who] in (ANA, BEA) else NotAllowed
    aside = partial(conversation.aside, tx, ticket, by, Masked("in confidence"))
    assert refusal(aside) is expected


@pytest.mark.parametrize("who", EVERYONE)
def test_nobody_who_is_not_listed_accepts(tx: Transaction, who: str) -> None:
    listed = (BEA, CARL, DEE, LEFT)
    offer = offered(tx, asked(tx), HARBOR)
    by = person(tx, EVERYONE[who])
    expected = None if EVERYONE[who] in listed else NotAnExpert
    assert refusal(lambda: offers.accept(tx, offer, by, next_ts())) is expected


@pytest.mark.parametrize("who", EVERYONE)
def test_words_that_wait_are_their_writer_s_alone(tx: Transaction, ticket: Row, who: str) -> None:
    conversation.say(tx, words(ANA, own_thread(tx, closed(tx, ticket)), "one more thing"))
    handle = tx.execute(pending.select()).one().handle
    waiting = partial(unplaced.find, tx, handle, EVERYONE[who])
    if EVERYONE[who] is ANA:
        assert refusal(waiting) is None
        return
    assert shown(waiting) == shown(partial(unplaced.find, tx, "p-none", EVERYONE[who]))
    assert refusal(waiting) is WordsGone


@pytest.mark.parametrize("who", EVERYONE)
def test_what_opens_a_resource_is_for_who_was_let_in(tx: Transaction, who: str) -> None:
    access.keep_key(tx, "webinar", Key("https://webinars.test", "secret"))
    access.let_in(tx, number(tx, LUIS), "webinar", person(tx, DANA))
    key = access.key_for(tx, number(tx, EVERYONE[who]), "webinar")
    assert (key is not None) == (EVERYONE[who] is LUIS)


# Speaking

HEARD: dict[str, dict[Member, set[str]]] = {
    "their own": {ANA: {"card", "expert"}},
    "card": {},
    "expert": {BEA: {"card", "their own"}},
}


@pytest.mark.parametrize("who", EVERYONE)
@pytest.mark.parametrize("where", HEARD)
def test_in_each_thread_only_those_are_heard_whose_it_is(
    tx: Transaction, ticket: Row, where: str, who: str
) -> None:
    threads: dict[str, Any] = {
        "their own": own_thread(tx, ticket),
        "card": card(tx, ticket),
        "expert": expert_s(tx, ticket),
    }
    conversation.say(tx, words(EVERYONE[who], threads[where], "hear, hear"))
    all_is_posted(tx)
    told = HEARD[where].get(EVERYONE[who], set())
    assert readers(tx, "hear, hear") == {threads[name].id for name in told}
