"""Who may do what with a ticket, by workspace and person: looked up for each unit of work."""

from __future__ import annotations

from sqlalchemy import select

from bot.desk import people
from bot.desk.errors import NoSuchTicket, NotAllowed, NotForOthers
from bot.desk.people import Member, Person
from bot.store import Row, Transaction
from bot.store.tables import tickets


def for_coordinator(tx: Transaction, handle: str, by: Member) -> tuple[Row, Person]:
    """A ticket for a coordinator's hands. Raises NoSuchTicket, NotForOthers."""
    ticket, person = for_anyone_on_it(tx, handle, by)
    if not is_coordinator(person):
        raise NotForOthers
    return ticket, person


def for_requester(tx: Transaction, handle: str, by: Member) -> tuple[Row, Person]:
    """A ticket for its requester's hands. Raises NoSuchTicket, NotAllowed."""
    ticket, person = for_anyone_on_it(tx, handle, by)
    if ticket.requester_id != person.id:
        raise NotAllowed
    return ticket, person


def for_expert(tx: Transaction, handle: str, by: Member) -> tuple[Row, Person]:
    """A ticket for the hands of the expert who is on it. Raises NoSuchTicket, NotAllowed."""
    ticket, person = for_anyone_on_it(tx, handle, by)
    if ticket.expert_id != person.id:
        raise NotAllowed
    return ticket, person


def for_anyone_on_it(tx: Transaction, handle: str, by: Member) -> tuple[Row, Person]:
    """A ticket for someone who may know of it. Raises NoSuchTicket, which is also what is said
    of one that exists to who is not on it.
    """
    person = people.meet(tx, by)
    ticket = tx.execute(select(tickets).where(tickets.c.handle == handle)).one_or_none()
    if ticket is None or not (
        is_coordinator(person) or person.id in (ticket.requester_id, ticket.expert_id)
    ):
        raise NoSuchTicket
    return ticket, person


def is_coordinator(person: Person) -> bool:
    """Whether a person triages."""
    return "coordinator" in person.roles
