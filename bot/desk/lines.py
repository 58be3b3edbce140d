"""A ticket as a line of a coordinator's lists: why it needs somebody, and who it waits on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import and_, select

from bot.desk import duty, network
from bot.desk.people import Person
from bot.desk.timing import is_overdue
from bot.store import Row, Transaction
from bot.store.tables import experts, offers, organizations, people, threads

Reason = Literal["vote", "overdue", "due", "came_back", "unassigned", "mine", "away", ""]
"""Why a ticket needs somebody; `away` is that its coordinator is not there."""

NEAR_DAYS = 3
"""How many days before a vote it is near."""

_NO = ("", "")
_REFUSED = ("declined", "expired")


@dataclass(frozen=True, slots=True)
class Line:
    """A ticket in a list. `why` is why it needs somebody; `on` names who it waits on, empty for the
    one who asked and where nobody is known; `card` is where its card stands, a channel and a time,
    both empty where it stands nowhere; `is_overdue` is that whoever it waits on should have spoken.
    """

    ticket: Row
    why: Reason
    on: str = ""
    card: tuple[str, str] = ("", "")
    is_overdue: bool = False


class Look:
    """Who looks, and when: what is near, due and theirs depends on it."""

    def __init__(self, tx: Transaction, person: Person) -> None:
        zone = ZoneInfo(network.read(tx).zone)
        today = datetime.fromtimestamp(tx.now / 1000, tz=zone).date()
        tomorrow = datetime.combine(today + timedelta(days=1), time(), tzinfo=zone)
        self.now = tx.now
        self.person_id = person.id
        self.day_ends_at = int(tomorrow.timestamp() * 1000)
        self.today = today.isoformat()
        self.near = (today + timedelta(days=NEAR_DAYS)).isoformat()
        # What another coordinator has who is there is theirs to mind.
        self.others = [each.id for each in duty.there(tx) if each.id != person.id]

    def why(self, ticket: Row, came_back: set[int]) -> Reason:
        """The first of the reasons why it needs somebody."""
        if ticket.waits_on == "requester":
            return ""
        reasons: dict[Reason, bool] = {
            "vote": self.today <= ticket.vote_on <= self.near,
            "overdue": is_overdue(ticket, self.now),
            "due": ticket.due_at is not None and ticket.due_at < self.day_ends_at,
            "came_back": ticket.id in came_back,
            "unassigned": ticket.assignee_id is None and ticket.waits_on == "coordinator",
            "mine": ticket.assignee_id == self.person_id and ticket.waits_on == "coordinator",
            "away": ticket.assignee_id not in self.others and ticket.waits_on == "coordinator",
        }
        return next((reason for reason, holds in reasons.items() if holds), "")


def read(
    tx: Transaction, look: Look, shown: Sequence[Row], partners: Mapping[str, str]
) -> list[Line]:
    """Tickets as lines, in their order. `partners` are all partners' names, by id."""
    made = _offers(tx, shown)
    came_back, cards = _came_back(shown, made), _cards(tx, shown)
    names = _names(tx, shown, made, partners)
    return [
        Line(
            *(ticket, look.why(ticket, came_back), names[ticket.id]),
            *(cards.get(ticket.link_id, _NO), is_overdue(ticket, look.now)),
        )
        for ticket in shown
    ]


def _offers(tx: Transaction, shown: Sequence[Row]) -> list[Row]:
    found: list[Row] = tx.execute(
        select(offers)
        .where(offers.c.ticket_id.in_([ticket.id for ticket in shown]))
        .order_by(offers.c.id)
    ).all()
    return found


def _came_back(shown: Sequence[Row], made: Sequence[Row]) -> set[int]:
    """The tickets that a coordinator has again, because everyone who was asked would not."""
    refused = {offer.ticket_id for offer in made if offer.state in _REFUSED}
    return {ticket.id for ticket in shown if ticket.state == "taken"} & refused


def _cards(tx: Transaction, shown: Sequence[Row]) -> dict[int, tuple[str, str]]:
    """Where the cards of tickets stand, by link."""
    links = [ticket.link_id for ticket in shown if ticket.link_id is not None]
    is_card = and_(~threads.c.speaks, threads.c.hears, threads.c.person_id.is_(None))
    found = tx.execute(
        select(threads.c.link_id, threads.c.channel_id, threads.c.root_ts)
        .where(threads.c.link_id.in_(links), is_card)
        .order_by(threads.c.id.desc())
    )
    return {each.link_id: (each.channel_id, each.root_ts) for each in found if each.root_ts}


def _names(
    tx: Transaction, shown: Sequence[Row], made: Sequence[Row], partners: Mapping[str, str]
) -> dict[int, str]:
    """Who each ticket waits on, by name; empty for the one who asked."""
    asked = {offer.ticket_id: offer for offer in made if offer.state == "open"}
    on = {ticket.id: _on(ticket, asked.get(ticket.id)) for ticket in shown}
    known = _people(tx, {each for each in on.values() if isinstance(each, int)})
    names: dict[int, str] = {}
    for ticket in shown:
        one = on[ticket.id]
        if isinstance(one, int):
            names[ticket.id] = _called(known[one], is_expert=ticket.waits_on == "expert")
        else:
            names[ticket.id] = partners.get(one or "", "")
    return names


def _on(ticket: Row, offer: Row | None) -> int | str | None:
    """A person by our number, or a partner by its id."""
    on: int | str | None = None
    if ticket.waits_on == "coordinator":
        on = ticket.assignee_id
    elif ticket.waits_on == "expert" and ticket.expert_id is not None:
        on = ticket.expert_id
    elif ticket.waits_on == "expert" and offer is not None:
        on = offer.organization_id if offer.expert_id is None else offer.expert_id
    return on


def _people(tx: Transaction, person_ids: Collection[int]) -> dict[int, Row]:
    """People's names, and those of the partners that they answer for, in one reading."""
    works_at = people.outerjoin(experts).outerjoin(organizations)
    found = tx.execute(
        select(people.c.id, people.c.name, organizations.c.name.label("partner"))
        .select_from(works_at)
        .where(people.c.id.in_(person_ids))
    )
    return {each.id: each for each in found}


def _called(person: Row, *, is_expert: bool) -> str:
    said = [person.name, person.partner if is_expert else ""]
    return ", ".join(filter(None, said))
