"""Who can be reached where: experts behind Slack Connect, and what became of what was offered."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.desk import experts, offers, past, people, records, turns
from bot.desk.errors import Outside
from bot.desk.hours import DAY
from bot.desk.past import LATE_DAYS, Lately
from bot.desk.people import Member
from bot.store import Row, Transaction
from bot.store.tables import offers as rows
from bot.store.tables import organizations
from handlers import proposing
from tests.desk.cast import (
    ANA,
    BEA,
    CARL,
    HARBOR,
    PRAIRIE,
    accepted,
    asked,
    now,
    number,
    offer_now,
    offered,
    person,
    settle,
)

PAULA = Member("T2", "UPAULA")
"""An expert of Prairie's, in its own workspace."""


@pytest.fixture(autouse=True)
def _everyone(tx: Transaction) -> None:
    settle(tx)
    people.learned(tx, PAULA, name="Paula", locale="en-US")
    experts.keep(tx, PAULA, PRAIRIE, scopes={"topics": ("schools",)})


def without_channel(tx: Transaction) -> None:
    tx.execute(update(organizations).where(organizations.c.id == PRAIRIE).values(channel_id=""))


def proposed(tx: Transaction, ticket: Row) -> list[int | str]:
    """Who is proposed, the best first."""
    made = records.offers_of(tx, ticket.id)
    return [match.target for match in proposing.read(tx, now(tx, ticket), made, 100).matches]


def lately(tx: Transaction, who: Member | str) -> Lately:
    target = who if isinstance(who, str) else number(tx, who)
    return past.lately(tx).get(target, Lately())


@pytest.mark.parametrize(
    ("visibility", "partner_s", "channel"),
    [("partner", "channel", "open"), ("expert", "channel", "hidden"), ("partner", "none", "")],
)
def test_who_is_outside_is_offered_nothing_in_a_talk_with_the_bot(
    tx: Transaction, visibility: str, partner_s: str, channel: str
) -> None:
    if partner_s == "none":
        without_channel(tx)
    ticket = asked(tx, visibility=visibility)
    with pytest.raises(Outside) as caught:
        offered(tx, ticket, PAULA)
    assert (caught.value.partner, caught.value.channel) == ("Prairie", channel)
    assert records.offers_of(tx, ticket.id) == []


def test_in_their_partner_s_channel_they_are_asked_and_accept(tx: Transaction) -> None:
    ticket = accepted(tx, asked(tx), PAULA, PRAIRIE)
    assert ticket.expert_id == number(tx, PAULA)


def test_an_offer_that_waits_for_who_is_outside_is_passed_over(tx: Transaction) -> None:
    ticket = asked(tx)
    first, waiting = offered(tx, ticket, BEA), offered(tx, ticket, CARL)
    tx.execute(update(rows).where(rows.c.id == waiting.id).values(expert_id=number(tx, PAULA)))
    offers.decline(tx, first, person(tx, BEA), "busy")
    assert offer_now(tx, waiting).state == "withdrawn"
    assert now(tx, ticket).waits_on == "coordinator"


def test_their_partner_s_channel_is_proposed_in_their_place(tx: Transaction) -> None:
    ticket = asked(tx, topic="schools")
    assert proposed(tx, ticket)[0] == PRAIRIE
    assert number(tx, PAULA) not in proposed(tx, ticket)
    offered(tx, ticket, PRAIRIE)
    assert PRAIRIE not in proposed(tx, ticket)


def test_nobody_is_proposed_in_their_place_where_there_is_no_channel(tx: Transaction) -> None:
    without_channel(tx)
    ticket = asked(tx, topic="schools")
    assert not {PRAIRIE, number(tx, PAULA)} & set(proposed(tx, ticket))


def test_a_requester_can_t_choose_who_is_outside(tx: Transaction) -> None:
    choosable = [each.id for each in proposing.choosable(tx, number(tx, ANA))]
    assert number(tx, BEA) in choosable
    assert number(tx, PAULA) not in choosable


def test_what_waits_for_an_answer_is_counted_and_what_waits_for_its_turn_is_not(
    tx: Transaction,
) -> None:
    first = offered(tx, asked(tx), BEA, CARL)
    offered(tx, asked(tx), BEA)
    offered(tx, asked(tx), HARBOR)
    assert lately(tx, BEA).unanswered == 2
    assert lately(tx, HARBOR).unanswered == 1
    assert lately(tx, CARL) == Lately()
    offers.decline(tx, first, person(tx, BEA), "busy")
    assert lately(tx, BEA).unanswered == 1


def test_what_ran_out_is_counted_for_a_while(tx: Transaction) -> None:
    offer = offered(tx, asked(tx), BEA)
    turns.expire(tx, offer)
    assert lately(tx, BEA) == Lately(expired=1, newest=offer.id)
    later = Transaction(tx.connection, offer_now(tx, offer).due_at + (LATE_DAYS + 1) * DAY)
    assert lately(later, BEA) == Lately(newest=offer.id)


def test_among_equals_the_one_who_was_asked_last_comes_last(tx: Transaction) -> None:
    bea, carl, dee = proposed(tx, asked(tx, visibility="expert"))
    first = offered(tx, asked(tx), BEA)
    offers.decline(tx, first, person(tx, BEA), "busy")
    assert proposed(tx, asked(tx, visibility="expert")) == [carl, dee, bea]
