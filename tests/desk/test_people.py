"""Who takes part, and as what."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.desk import people
from bot.desk.people import Member
from bot.store import Store, Transaction
from bot.store.tables import roles
from tests.empty import empty_desk

ANA, DANA = Member("T1", "U1"), Member("T1", "U2")
STRANGER = Member("T2", "U1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(empty_desk(tmp_path / "desk.db"))
    yield store
    store.close()


async def test_a_person_is_the_pair_of_team_and_user(store: Store) -> None:
    ana = await store.run(people.meet, ANA)
    assert (await store.run(people.meet, ANA)).id == ana.id
    assert (await store.run(people.meet, STRANGER)).id != ana.id


async def test_what_slack_says_is_learned(store: Store) -> None:
    await store.run(people.learned, ANA, name="Ana Rivera", locale="es-LA")
    ana = await store.run(people.meet, ANA)
    assert (ana.name, ana.reads) == ("Ana Rivera", "es")


async def test_a_chosen_language_outweighs_slack_s(store: Store) -> None:
    await store.run(people.learned, ANA, name="Ana", locale="es-LA")
    assert (await store.run(people.choose_language, ANA, "en")).reads == "en"
    assert (await store.run(people.choose_language, ANA, "")).reads == "es"


async def test_coordinators_are_those_of_the_settings(store: Store) -> None:
    await store.run(people.name_coordinators, [ANA, DANA])
    await store.run(people.name_coordinators, [DANA])
    named = await store.run(people.coordinators)
    assert [person.user_id for person in named] == ["U2"]
    assert not (await store.run(people.meet, ANA)).roles


def appoint(tx: Transaction) -> None:
    """At the desk, not by the settings."""
    person_id = people.meet(tx, ANA).id
    tx.execute(
        insert(roles).values(
            person_id=person_id, role="coordinator", from_settings=False, since_at=tx.now
        )
    )


async def test_who_was_made_one_at_the_desk_stays_one(store: Store) -> None:
    await store.run(appoint)
    await store.run(people.name_coordinators, [ANA, DANA])
    await store.run(people.name_coordinators, [])
    assert (await store.run(people.meet, ANA)).roles == {"coordinator"}


async def test_nobody_has_a_number_that_was_not_given(store: Store) -> None:
    with pytest.raises(LookupError):
        await store.run(people.find, 7)
