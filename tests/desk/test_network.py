"""What a network decides for itself: what it is at first, what it may be, and how it changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.desk import network
from bot.desk.network import Network, Unacceptable
from bot.store import Transaction
from bot.store.tables import settings
from bot.store.tables import tickets as rows
from tests.desk.cast import ANA, DANA, asked, closed, now, person, settle
from tests.desk.queues import NOW


@pytest.fixture(autouse=True)
def _everyone(tx: Transaction) -> None:
    settle(tx)


def test_at_first_it_works_as_most_do(tx: Transaction) -> None:
    assert network.read(tx) == Network()


def test_what_is_changed_stays_so_and_the_rest_as_it_was(tx: Transaction) -> None:
    after = network.change(tx, person(tx, DANA), {"zone": "America/Phoenix", "first_today": 60})
    assert network.read(tx) == after
    assert after == Network(zone="America/Phoenix", first_today=60)


def test_each_change_is_logged_with_whose_it_was(tx: Transaction) -> None:
    network.change(tx, person(tx, DANA), {"first_today": 60, "zone": Network().zone})
    network.change(tx, None, {"first_today": 90})
    told = [(entry.note, entry.actor_id) for entry in network.history(tx)]
    assert told == [('{"first_today": 60}', person(tx, DANA).id), ('{"first_today": 90}', None)]


def test_what_stays_as_it_was_is_no_change(tx: Transaction) -> None:
    network.change(tx, None, {"first_today": Network().first_today})
    assert network.history(tx) == []
    assert tx.execute(select(settings)).all() == []


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"zone": "America/Nowhere"}, "zone"),
        ({"days": ()}, "days"),
        ({"days": (7,)}, "days"),
        ({"opens": time(17), "closes": time(9)}, "closes"),
        ({"opens": time(9), "closes": time(9)}, "closes"),
        ({"quiet_from": time(8), "quiet_until": time(18)}, "quiet_until"),
        ({"country": "XX"}, "country"),
        ({"subdivision": "XX"}, "subdivision"),
        ({"country": "", "subdivision": "TX"}, "subdivision"),
        ({"first_today": 0}, "first_today"),
        ({"nudges_a_week": -1}, "nudges_a_week"),
        ({"silent_days": 1}, "silent_days"),
        ({"language": "fr"}, "language"),
        ({"triage_channel": "general"}, "triage_channel"),
        ({"colour": "blue"}, "colour"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(
    tx: Transaction, values: Mapping[str, Any], name: str
) -> None:
    with pytest.raises(Unacceptable) as refused:
        network.change(tx, None, values)
    assert refused.value.name == name
    assert network.read(tx) == Network()


def test_a_subdivision_goes_with_its_country(tx: Transaction) -> None:
    network.change(tx, None, {"country": "CA", "subdivision": "ON"})
    with pytest.raises(Unacceptable):
        network.change(tx, None, {"country": "US"})
    network.change(tx, None, {"country": "US", "subdivision": "TX"})


def test_what_is_no_longer_known_is_left_aside(tx: Transaction) -> None:
    tx.execute(
        settings.insert().values(name="of_a_later_version", value=json.dumps(1), changed_at=NOW)
    )
    assert network.read(tx) == Network()


@given(st.sets(st.integers(0, 6), min_size=1).map(tuple))
def test_days_come_back_in_order(days: tuple[int, ...]) -> None:
    assert network.acceptable({"days": days}).days == tuple(sorted(days))


# Tickets


def test_with_other_targets_every_open_ticket_is_looked_at(tx: Transaction) -> None:
    one, other = asked(tx), asked(tx, ANA)
    over = closed(tx, asked(tx))
    tx.stirred.clear()
    network.change(tx, None, {"first_whenever": 60})
    assert {now(tx, one).look_at, now(tx, other).look_at} == {NOW}
    assert now(tx, over).look_at == over.look_at
    assert network.QUEUE in tx.stirred


def test_with_another_language_none_is(tx: Transaction) -> None:
    asked(tx)
    before = tx.execute(select(rows)).all()
    network.change(tx, None, {"language": "es", "offer_minutes": 60})
    assert tx.execute(select(rows)).all() == before
