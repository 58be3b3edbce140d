"""Partners' shared channels: what follows when one moves, or may not be written to any more."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select, update

from bot.desk import experts, offered, offers, outbox, people, records, tickets
from bot.desk.outbox import Address
from bot.store import Row, Transaction
from bot.store.tables import inbox, organizations, threads
from bot.store.tables import offers as offer_rows
from bot.store.tables import outbox as outbox_rows

PARTED = "partner_parted"


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner as its channel is judged by: `channel_id` is where it is reached now, `team_id`
    its team there as Slack said it, empty until then; `expert_team_ids` are its experts' teams.
    """

    id: str
    name: str
    channel_id: str
    team_id: str = ""
    expert_team_ids: frozenset[str] = frozenset()
    has_experts: bool = False


def at_channel(tx: Transaction, channel_id: str) -> Partner | None:
    """The partner whose channel this is, or was when something was offered there."""
    here = organizations.c.channel_id == channel_id
    row = tx.execute(select(organizations).where(here).order_by(organizations.c.id)).first()
    row = (
        row
        or tx.execute(
            select(organizations)
            .join(offer_rows, offer_rows.c.organization_id == organizations.c.id)
            .join(threads, threads.c.id == offer_rows.c.thread_id)
            .where(offer_rows.c.expert_id.is_(None), threads.c.channel_id == channel_id)
            .order_by(offer_rows.c.id.desc())
        ).first()
    )
    if row is None:
        return None
    listed = experts.of_organization(tx, row.id)
    return Partner(
        row.id,
        row.name,
        row.channel_id,
        row.channel_team_id,
        frozenset(each.person.team_id for each in listed),
        bool(listed),
    )


def is_shared_with(tx: Transaction, partner: Partner, team_id: str) -> None:
    """Keep which team of the partner's Slack says is in its channel."""
    tx.execute(
        update(organizations)
        .where(organizations.c.id == partner.id, organizations.c.channel_id == partner.channel_id)
        .values(channel_team_id=team_id)
    )


def moved(tx: Transaction, old_id: str, new_id: str) -> bool:
    """A channel has another id now: partners, threads, and what is under way follow. Whether any
    did.
    """
    followed = 0
    for table in (organizations, threads, outbox_rows):
        followed += tx.execute(
            update(table).where(table.c.channel_id == old_id).values(channel_id=new_id)
        ).rowcount
    # Said before the move, and not handled yet.
    tx.execute(
        update(inbox)
        .where(inbox.c.state == "waiting", inbox.c.lane.startswith(f"{old_id}:"))
        .values(
            lane=func.replace(inbox.c.lane, old_id, new_id),
            body=func.replace(inbox.c.body, f'"{old_id}"', f'"{new_id}"'),
        )
    )
    return bool(followed)


def cut_off(tx: Transaction, partner: Partner, channel_id: str, why: str) -> None:
    """Nothing may be posted in a channel any more: what is offered there comes back, tickets go on
    without the partner, and what waits to be posted there is given up. `why` is a word of ours.
    """
    rows = tx.execute(
        select(offer_rows, threads.c.link_id)
        .join(threads, threads.c.id == offer_rows.c.thread_id)
        .where(offer_rows.c.expert_id.is_(None), threads.c.channel_id == channel_id)
        .order_by(offer_rows.c.id)
    ).all()
    for offer in rows:
        if offer.state == "open":
            offers.unreachable(tx, offer)
        elif offer.state == "accepted":
            _part(tx, offer, partner, why)
    outbox.abandon(tx, [offer.thread_id for offer in rows], f"channel {why}")


def _part(tx: Transaction, offer: Row, partner: Partner, why: str) -> None:
    ticket = records.find(tx, offer.ticket_id)
    if ticket.link_id != offer.link_id or ticket.state == "closed":
        return
    offered.leave(tx, ticket.id, None, offered.UNREACHABLE)
    ticket = tickets.remove_expert(tx, ticket, None)
    own, card = records.requester_thread(tx, ticket), records.card_thread(tx, ticket)
    told = [Address(thread_id=own.id, reader_id=ticket.requester_id)]
    if card is not None:
        told.append(Address(thread_id=card.id))
    else:
        told += [Address(reader_id=person.id) for person in people.coordinators(tx)]
    data = {"ticket": ticket.id, "partner": partner.id, "why": why}
    for to in told:
        outbox.post(tx, PARTED, to, cause=f"offer:{offer.id}:parted", data=data)
