"""What a requester says of how it went, once their ticket is closed: a face, and maybe words.

They may change it for as long as they could open the ticket again. Coordinators read it.
"""

from __future__ import annotations

from typing import Literal, get_args

from bot.desk import course, endings, records, tickets
from bot.desk.errors import TooLate, WrongStatus
from bot.desk.masking import Masked
from bot.desk.people import Person
from bot.store import Row, Transaction

Helped = Literal["yes", "partly", "no"]
ANSWERS: tuple[Helped, ...] = get_args(Helped)


def rate(tx: Transaction, ticket: Row, by: Person, helped: Helped) -> Row:
    """Keep whether it helped; the ticket after it. Raises WrongStatus, TooLate."""
    _must_be_asked(tx, ticket)
    return (
        ticket if ticket.helped == helped else tickets.move(tx, ticket, "rated", by, helped=helped)
    )


def comment(tx: Transaction, ticket: Row, by: Person, words: Masked | Literal[""]) -> Row:
    """Keep what they add to that; empty for nothing. The ticket after it. Raises as `rate`."""
    _must_be_asked(tx, ticket)
    if words == ticket.comment:
        return ticket
    return tickets.move(tx, ticket, "commented", by, comment=words)


def _must_be_asked(tx: Transaction, ticket: Row) -> None:
    if ticket.state != "closed":
        raise WrongStatus(ticket.state)
    if not course.may_reopen(ticket, tx.now):
        raise TooLate(course.REOPENED_DAYS)
    if not endings.was_asked(tx, records.requester_thread(tx, ticket)):
        raise WrongStatus(ticket.outcome)
