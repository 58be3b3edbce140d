"""Who answers, at which partner, and how much they are on."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.desk import experts, people, tickets
from bot.desk.errors import NotAnExpert
from bot.desk.experts import Expert, Organization
from bot.desk.people import Member, Person
from bot.store import Transaction
from bot.store.tables import organizations
from tests.desk.cast import (
    ANA,
    BEA,
    CARL,
    CHANNELS,
    DEE,
    HARBOR,
    PRAIRIE,
    accepted,
    asked,
    closed,
    number,
    person,
    refused,
    settle,
)
from tests.desk.queues import DAY, NOW

MIDNIGHT = 1_795_996_800_000
"""2026-11-30, 0:00 in Greenwich, in milliseconds since 1970."""


@pytest.fixture(autouse=True)
def _everyone(tx: Transaction) -> None:
    settle(tx)


# Partners


def test_a_partner_keeps_its_channel_unless_given_another(tx: Transaction) -> None:
    experts.keep_organization(tx, HARBOR, "Harbor Legal Aid")
    assert experts.organization(tx, HARBOR) == Organization(
        HARBOR, "Harbor Legal Aid", CHANNELS[HARBOR]
    )
    experts.keep_organization(tx, HARBOR, "Harbor", "C0NEW")
    assert experts.organization(tx, HARBOR).channel_id == "C0NEW"


@pytest.mark.parametrize(
    ("channel_id", "team_id"), [(CHANNELS[HARBOR], "T2"), ("", "T2"), ("C0NEW", "")]
)
def test_whose_channel_it_is_must_be_looked_up_anew_for_a_new_one(
    tx: Transaction, channel_id: str, team_id: str
) -> None:
    tx.execute(update(organizations).values(channel_team_id="T2"))
    experts.keep_organization(tx, HARBOR, "Harbor", channel_id)
    assert experts.organization(tx, HARBOR).channel_team_id == team_id


def test_a_partner_can_do_without_a_channel(tx: Transaction) -> None:
    experts.drop_channel(tx, HARBOR)
    assert experts.organization(tx, HARBOR).channel_id == ""
    assert experts.organization_of_channel(tx, CHANNELS[HARBOR]) is None


def test_partners_are_found_by_id_and_channel_and_listed_by_name(tx: Transaction) -> None:
    experts.keep_organization(tx, "z", "Alpha")
    assert [each.name for each in experts.organizations_all(tx)] == ["Alpha", "Harbor", "Prairie"]
    found = experts.organization_of_channel(tx, CHANNELS[PRAIRIE])
    assert found is not None
    assert found.id == PRAIRIE
    with pytest.raises(LookupError):
        experts.organization(tx, "nobody")


# Experts


def test_who_is_kept_is_listed_with_all_that_is_known_of_them(tx: Transaction) -> None:
    scopes = {"topics": ("287g", "schools"), "places": ("tx",), "languages": ("es",)}
    bea = experts.keep(tx, BEA, PRAIRIE, scopes=scopes, capacity=5, away_until=NOW + DAY)
    assert (bea.topics, bea.places, bea.languages) == (("287g", "schools"), ("tx",), ("es",))
    assert (bea.kinds, bea.capacity, bea.organization.id) == ((), 5, PRAIRIE)
    assert experts.find(tx, number(tx, BEA)) == bea
    assert "expert" in person(tx, BEA).roles


def test_who_is_listed_no_more_stays_known(tx: Transaction) -> None:
    experts.unlist(tx, number(tx, BEA))
    assert not experts.find(tx, number(tx, BEA)).is_listed
    assert [each.person.name for each in experts.listed(tx)] == ["Carl", "Dee"]
    assert [each.person.name for each in experts.known(tx)] == ["Bea", "Carl", "Dee"]
    assert [each.person.name for each in experts.of_organization(tx, HARBOR)] == ["Carl"]
    assert person(tx, BEA).roles == frozenset()
    experts.keep(tx, BEA, HARBOR)
    assert experts.find(tx, number(tx, BEA)).is_listed


def test_who_was_never_listed_is_no_expert(tx: Transaction) -> None:
    with refused(tx, NotAnExpert):
        experts.find(tx, number(tx, ANA))


def test_only_listed_experts_speak_for_their_partner(tx: Transaction) -> None:
    experts.unlist(tx, number(tx, CARL))
    speaks = {
        (member, organization_id): experts.is_listed_at(tx, number(tx, member), organization_id)
        for member in (ANA, BEA, CARL, DEE)
        for organization_id in CHANNELS
    }
    assert {pair for pair, is_listed in speaks.items() if is_listed} == {
        (BEA, HARBOR),
        (DEE, PRAIRIE),
    }


def test_an_expert_says_how_much_they_take_and_when_they_are_away(tx: Transaction) -> None:
    bea = experts.settle(tx, number(tx, BEA), 1, NOW + DAY)
    assert (bea.capacity, bea.away_until) == (1, NOW + DAY)
    assert (bea.is_away(NOW), bea.is_away(NOW + DAY)) == (True, False)
    assert not experts.settle(tx, number(tx, BEA), 1, None).is_away(NOW)
    experts.unlist(tx, number(tx, BEA))
    with refused(tx, NotAnExpert):
        experts.settle(tx, number(tx, BEA), 2, None)


def test_somebody_s_load_is_what_they_are_on(tx: Transaction) -> None:
    first, second = accepted(tx, asked(tx)), accepted(tx, asked(tx))
    accepted(tx, asked(tx), CARL)
    assert experts.find(tx, number(tx, BEA)).load == 2
    closed(tx, first)
    tickets.remove_expert(tx, second, person(tx, ANA))
    assert [each.load for each in experts.listed(tx)] == [0, 1, 0]


def test_their_words_go_under_their_name_and_partner() -> None:
    harbor = Organization(HARBOR, "Harbor")
    assert Expert(Person(1, "T1", "U1", "Bea"), harbor).shown == "Bea, Harbor"
    assert Expert(Person(1, "T1", "U1"), harbor).shown == "Harbor"


def test_who_is_away_until_a_day_is_back_on_it() -> None:
    noon = experts.morning_of("2026-11-30")
    assert (noon - MIDNIGHT, experts.day_of(noon)) == (DAY // 2, "2026-11-30")
    with pytest.raises(ValueError, match="isoformat"):
        experts.morning_of("tomorrow")


def test_two_people_of_one_id_in_two_teams_are_two_experts(tx: Transaction) -> None:
    other = Member("T2", BEA.user_id)
    experts.keep(tx, other, PRAIRIE)
    assert people.meet(tx, other).id != number(tx, BEA)
    assert experts.find(tx, number(tx, BEA)).organization.id == HARBOR
