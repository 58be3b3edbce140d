"""Resources opened by request: who may, who asked, and what becomes of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, insert, select
from sqlalchemy import update as change

from bot.desk import access, outbox, people, records, tickets
from bot.desk.access import Key
from bot.desk.errors import WrongStatus
from bot.desk.masking import Masked
from bot.desk.people import Member, Person
from bot.desk.tickets import Request
from bot.store import Row, Transaction
from bot.store.tables import outbox as outbox_rows
from bot.store.tables import roles, secrets
from tests.desk.queues import NOW

ANA, RUTH, DANA = Member("T1", "U1"), Member("T1", "U2"), Member("T1", "U3")
ARCHIVE, OTHER = "archive", "other"
KEY = Key("https://videos.example.org", "open sesame")


@pytest.fixture
def dana(tx: Transaction) -> Person:
    """The coordinator."""
    people.name_coordinators(tx, [DANA])
    return people.meet(tx, DANA)


@pytest.fixture
def ana(tx: Transaction) -> Person:
    """Asks."""
    return people.learned(tx, ANA, name="Ana", locale="en-US")


def ask(tx: Transaction, resource_id: str = ARCHIVE, member: Member = ANA) -> Row:
    request = Request(Masked("Please"), kind=access.KIND, resource_id=resource_id)
    return access.ask(tx, member, request, "C1")


def posted(tx: Transaction, kind: str) -> list[Row]:
    rows: list[Row] = tx.execute(
        select(outbox_rows).where(outbox_rows.c.kind == kind, outbox_rows.c.target.is_(None))
    ).all()
    return rows


def rewritings(tx: Transaction, row: Row) -> int:
    return len(tx.execute(select(outbox_rows).where(outbox_rows.c.target == row.id)).all())


def arrived(tx: Transaction) -> None:
    """Whatever was to be posted stands in Slack."""
    tx.execute(change(outbox_rows).values(state="sent"))


def test_a_key_is_for_who_was_let_in(tx: Transaction, ana: Person, dana: Person) -> None:
    access.keep_key(tx, ARCHIVE, KEY)
    assert access.key_for(tx, ana.id, ARCHIVE) is None
    access.let_in(tx, ana.id, ARCHIVE, dana)
    assert access.key_for(tx, ana.id, ARCHIVE) == KEY


def test_a_key_opens_one_resource(tx: Transaction, ana: Person, dana: Person) -> None:
    access.keep_key(tx, ARCHIVE, KEY)
    access.keep_key(tx, OTHER, KEY)
    access.let_in(tx, ana.id, OTHER, dana)
    assert access.key_for(tx, ana.id, ARCHIVE) is None
    assert access.open_to(tx, ana.id) == [OTHER]


def test_a_coordinator_who_was_not_let_in_is_not_told_it(tx: Transaction, dana: Person) -> None:
    access.keep_key(tx, ARCHIVE, KEY)
    assert access.key_for(tx, dana.id, ARCHIVE) is None


def test_a_revoked_one_is_told_it_no_longer(tx: Transaction, ana: Person, dana: Person) -> None:
    access.keep_key(tx, ARCHIVE, KEY)
    access.let_in(tx, ana.id, ARCHIVE, dana)
    assert access.revoke(tx, ana.id, ARCHIVE)
    assert not access.revoke(tx, ana.id, ARCHIVE)
    assert access.key_for(tx, ana.id, ARCHIVE) is None
    grant = access.grant_of(tx, ana.id, ARCHIVE)
    assert grant is not None
    assert (grant.by, grant.granted_at, grant.revoked_at) == (dana, NOW, NOW)


def test_a_new_key_replaces_the_old_one(tx: Transaction) -> None:
    access.keep_key(tx, ARCHIVE, KEY)
    access.keep_key(tx, ARCHIVE, Key("https://new.example.org", ""))
    [row] = tx.execute(select(secrets)).all()
    assert (row.address, row.password) == ("https://new.example.org", "")


def test_those_let_in_are_listed_by_name(tx: Transaction, dana: Person) -> None:
    for name in ("Zoe", "Abe", "Max"):
        person = people.learned(tx, Member("T1", name), name=name, locale="")
        access.let_in(tx, person.id, ARCHIVE, dana)
    names = [grant.person.name for grant in access.let_in_to(tx, ARCHIVE, 2)]
    assert names == ["Abe", "Max"]
    assert [grant.person.name for grant in access.let_in_to(tx, ARCHIVE, 2, 2)] == ["Zoe"]
    assert access.count(tx, ARCHIVE) == 3


def test_a_request_stands_below_its_card(tx: Transaction) -> None:
    ticket = ask(tx)
    card = records.card_thread(tx, ticket)
    [letter] = posted(tx, access.ASKED)
    assert card is not None
    assert letter.thread_id == card.id


def test_where_no_channel_is_it_goes_to_each_coordinator(tx: Transaction, dana: Person) -> None:
    ruth = people.meet(tx, RUTH)
    people.give_role(tx, ruth.id, "coordinator")
    access.ask(tx, ANA, Request(Masked("Please"), kind=access.KIND, resource_id=ARCHIVE))
    assert {row.reader_id for row in posted(tx, access.ASKED)} == {dana.id, ruth.id}


def test_a_request_that_waits_is_not_made_again(tx: Transaction) -> None:
    ticket = ask(tx)
    assert ask(tx).id == ticket.id
    assert ask(tx, OTHER).id != ticket.id
    assert ask(tx, member=RUTH).id != ticket.id


def test_a_coordinator_s_question_does_not_make_it_answered(tx: Transaction, dana: Person) -> None:
    ticket = ask(tx)
    tickets.answered(tx, ticket, dana)
    assert ask(tx).id == ticket.id


def test_a_question_about_it_is_no_request_for_access(tx: Transaction, ana: Person) -> None:
    question = Request(Masked("Is there one on bail?"), kind=access.KIND, resource_id=ARCHIVE)
    ticket = tickets.ask(tx, ANA, question, "C1")
    assert access.pending(tx, ana.id, ARCHIVE) is None
    assert ask(tx).id != ticket.id
    assert records.find(tx, ticket.id).state == "received"


def test_who_was_let_in_and_asks_again_has_another_request(
    tx: Transaction, ana: Person, dana: Person
) -> None:
    first = ask(tx)
    access.admit(tx, first, dana)
    access.revoke(tx, ana.id, ARCHIVE)
    second = ask(tx)
    assert second.id != first.id
    assert records.find(tx, first.id).outcome == "by_resource"
    assert access.pending(tx, ana.id, ARCHIVE) is not None


def test_to_be_let_in_is_an_answer(tx: Transaction, ana: Person, dana: Person) -> None:
    ticket = ask(tx)
    assert access.admit(tx, ticket, dana)
    assert access.is_let_in(tx, ana.id, ARCHIVE)
    after = records.find(tx, ticket.id)
    assert (after.state, after.waits_on, after.answered_at) == ("received", "requester", NOW)
    [letter] = posted(tx, access.GIVEN)
    assert letter.thread_id == records.requester_thread(tx, ticket).id


def test_to_be_let_in_twice_is_as_once(tx: Transaction, ana: Person, dana: Person) -> None:
    ticket = ask(tx)
    access.admit(tx, ticket, dana)
    assert not access.admit(tx, records.find(tx, ticket.id), people.meet(tx, RUTH))
    assert len(posted(tx, access.GIVEN)) == 1
    grant = access.grant_of(tx, ana.id, ARCHIVE)
    assert grant is not None
    assert grant.by == dana


def test_who_is_in_already_is_answered_all_the_same(
    tx: Transaction, ana: Person, dana: Person
) -> None:
    ticket = ask(tx)
    access.let_in(tx, ana.id, ARCHIVE, dana)
    assert access.admit(tx, ticket, dana)
    assert len(posted(tx, access.GIVEN)) == 1


def test_a_closed_request_lets_nobody_in(tx: Transaction, ana: Person, dana: Person) -> None:
    ticket = tickets.close(tx, ask(tx), ana, "withdrawn")
    with pytest.raises(WrongStatus):
        access.admit(tx, ticket, dana)
    assert not access.is_let_in(tx, ana.id, ARCHIVE)


def test_what_was_posted_follows(tx: Transaction, ana: Person, dana: Person) -> None:
    access.admit(tx, ask(tx), dana)
    arrived(tx)
    access.revoke(tx, ana.id, ARCHIVE)
    [asked], [given_] = posted(tx, access.ASKED), posted(tx, access.GIVEN)
    assert (rewritings(tx, asked), rewritings(tx, given_)) == (1, 1)


def test_the_first_key_is_news_to_requests_and_the_next_is_not(tx: Transaction) -> None:
    ask(tx)
    arrived(tx)
    [asked] = posted(tx, access.ASKED)
    access.keep_key(tx, ARCHIVE, KEY)
    assert rewritings(tx, asked) == 1
    arrived(tx)
    access.keep_key(tx, ARCHIVE, KEY)
    assert rewritings(tx, asked) == 1


steps = st.lists(st.sampled_from(["ask", "admit", "revoke", "close", "key"]), max_size=12)


@given(steps)
def test_whatever_happens_the_last_word_counts(engine: Engine, happened: list[str]) -> None:
    """Open is who was let in after they were last revoked; one request waits at most."""
    with engine.connect() as connection, connection.begin() as begun:
        tx = Transaction(connection, NOW)
        dana, ana = people.meet(tx, DANA), people.meet(tx, ANA)
        tx.execute(
            insert(roles).values(
                person_id=dana.id, role="coordinator", from_settings=False, since_at=NOW
            )
        )
        is_in = has_key = False
        for step in happened:
            newest = next(iter(records.open_of(tx, ana.id)), None)
            if step == "ask":
                ask(tx)
            elif step == "key":
                access.keep_key(tx, ARCHIVE, KEY)
                has_key = True
            elif step == "revoke":
                access.revoke(tx, ana.id, ARCHIVE)
                is_in = False
            elif newest is not None and step == "admit":
                access.admit(tx, newest, dana)
                is_in = True
            elif newest is not None:
                tickets.close(tx, newest, ana, "withdrawn")
            assert access.is_let_in(tx, ana.id, ARCHIVE) == is_in
            assert (access.key_for(tx, ana.id, ARCHIVE) is not None) == (is_in and has_key)
            waiting = [
                each
                for each in records.open_of(tx, ana.id)
                if not outbox.caused(tx, f"access:{each.id}:given")
            ]
            assert len(waiting) <= 1
        begun.rollback()
