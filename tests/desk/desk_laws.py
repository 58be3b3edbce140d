"""What holds of tickets after every step, whoever did it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Table, or_, select

from bot.desk import audience, eligible, experts, people, records, relay, spoken
from bot.store import Row, Transaction
from bot.store.tables import log, messages, outbox, pending
from bot.store.tables import offers as offer_rows
from bot.store.tables import tickets as ticket_rows
from tests.desk.desk_model import WORD, Model

OPEN = ("waiting", "open")


def one_at_a_time(tx: Transaction, ticket: Row, model: Model) -> None:
    """One expert at most, the one who accepted; one who is asked at most, and nobody where it is
    not open to offers.
    """
    assert ticket.expert_id == model.experts[ticket.id]
    made = records.offers_of(tx, ticket.id)
    is_open = [offer for offer in made if offer.state == "open"]
    waiting = [offer for offer in made if offer.state == "waiting"]
    accepted = [offer for offer in made if offer.state == "accepted"]
    assert len(is_open) == (ticket.state == "offered")
    assert not waiting or ticket.state == "offered"
    assert len(accepted) == (ticket.expert_id is not None)
    if ticket.state != "closed":
        assert (ticket.state == "accepted") == (ticket.expert_id is not None)
    for offer in (*is_open, *waiting, *accepted):
        assert _is_allowed(tx, ticket, offer)


def _is_allowed(tx: Transaction, ticket: Row, offer: Row) -> bool:
    if offer.expert_id is None:
        return bool(ticket.visibility == "partner")
    return eligible.may_be_offered(ticket, experts.find(tx, offer.expert_id))


def it_waits_on_somebody(ticket: Row) -> None:
    """On nobody when it is closed; on an expert only where one is asked or on it."""
    assert (ticket.waits_on == "") == (ticket.state == "closed")
    if ticket.waits_on == "expert":
        assert ticket.state in ("offered", "accepted")
    if ticket.state == "closed":
        assert ticket.outcome


def all_who_can_see_are_named(tx: Transaction, ticket: Row) -> None:
    """And nobody else: who asks, who is asked, who is on it, and coordinators who took part."""
    seen = audience.of(tx, ticket.id)
    named = [(viewer.role, _who(viewer)) for viewer in seen if viewer.role != "coordinator"]
    can: set[tuple[str, object]] = {("requester", ticket.requester_id)}
    if ticket.expert_id is not None:
        can.add(("expert", ticket.expert_id))
    for offer in records.offers_of(tx, ticket.id):
        if offer.state in ("open", "accepted"):
            is_partner = offer.expert_id is None
            name = _partner(tx, offer) if is_partner else offer.expert_id
            can.add(("partner" if is_partner else "expert", name))
    assert len(named) == len(set(named))
    assert set(named) == can
    triage = {person.id for person in people.coordinators(tx)}
    took_part = {_who(viewer) for viewer in seen if viewer.role == "coordinator"}
    assert took_part <= triage
    assert ticket.assignee_id not in triage or ticket.assignee_id in took_part


def _who(viewer: audience.Viewer) -> object:
    return viewer.person.id if viewer.person else viewer.organization


def _partner(tx: Transaction, offer: Row) -> str:
    return experts.organization(tx, offer.organization_id).name


def copies_go_where_they_may(tx: Transaction, since: int, model: Model) -> int:
    """Words are queued only for those who may see them; the number of the last row looked at."""
    rows = tx.execute(select(outbox).where(outbox.c.seq > since).order_by(outbox.c.seq)).all()
    for row in rows:
        if row.kind != relay.RELAYED or row.target:
            continue
        text = spoken.written(tx, row).text
        for said in WORD.findall(text):
            word = model.words[said]
            assert row.thread_id in word.may_stand_in, (said, row.thread_id)
    return rows[-1].seq if rows else since


def no_words_are_where_they_should_not_be(tx: Transaction, model: Model) -> None:
    """None in the queue or in the log; none that is gone anywhere at all."""
    for table, column in ((outbox, outbox.c.data), (log, log.c.note)):
        found = tx.execute(select(table).where(column.contains("zq."))).first()
        assert found is None, found
    gone = model.gone()
    for table, names in _WORDS:
        columns = [table.c[name] for name in names]
        kept = tx.execute(select(*columns).where(or_(*(c.contains("zq.") for c in columns))))
        still = gone.intersection(WORD.findall(repr(kept.all())))
        assert not still, (table.name, still)


_WORDS: Collection[tuple[Table, tuple[str, ...]]] = (
    (ticket_rows, ("question", "topic", "role")),
    (offer_rows, ("words", "reason")),
    (messages, ("text",)),
    (pending, ("text",)),
)


def each_ticket(tx: Transaction) -> list[Row]:
    """Every ticket there is."""
    return [records.find(tx, row.id) for row in tx.execute(select(ticket_rows.c.id)).all()]
