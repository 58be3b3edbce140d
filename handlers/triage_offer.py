"""A coordinator asks experts and partners, in an order, each with a time to answer."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk import digest, experts, network, offered, offers, records, rights
from bot.desk.errors import WrongStatus
from bot.desk.experts import Organization
from bot.desk.past import Target
from bot.desk.people import Member
from bot.i18n import Texts
from bot.store import Row, Transaction
from handlers import ids, payloads, proposing
from handlers.desk import Desk
from handlers.proposing import Known
from handlers.views import triage_forms
from handlers.views.blocks import View


@dataclass(frozen=True, slots=True)
class Plan:
    """What is known of a ticket and of whom it could be offered to; `minutes` is the working time
    that each has to answer.
    """

    known: Known
    partners: list[Organization]
    minutes: int


@dataclass(frozen=True, slots=True)
class Offers:
    """The listeners."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(ids.CARD_ASK_EXPERT)(self.choose)
        app.view(ids.OFFER_FORM)(self.ask)

    async def choose(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Whom to ask, the best first."""
        click = payloads.click(body)
        _ = await self.desk.texts(click.actor)
        plan = await self.desk.run(_plan, click.value, click.actor)
        await self.desk.answers.show(click, self._form(click.value, plan, _), _)
        await ack()

    async def ask(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form, sent: the first one is asked at once."""
        form = payloads.submission(body)
        to = triage_forms.read_targets(form.values.get(ids.OFFER_TO, ""))
        given = form.values.get(ids.OFFER_MINUTES, "")
        minutes = int(given) if given else None
        # An expert who was only listed so far is written to in their own language all the same.
        for member in await self.desk.run(_members, to):
            await self.desk.directory.person(member)
        await self.desk.once(form.key, _make, form.step.handle, form.actor, to, minutes)
        self.desk.home.renew(form.actor)
        return await ack(response_action="clear")

    def _form(self, handle: str, plan: Plan, _: Texts) -> View:
        names, visibility = self.desk.shelf.names(), plan.known.facts.visibility
        return triage_forms.offer_form(
            handle, plan.known.matches, plan.partners, names, _, visibility=visibility
        )


def _plan(tx: Transaction, handle: str, by: Member) -> Plan:
    ticket, _person = rights.for_coordinator(tx, handle, by)
    if ticket.state in ("accepted", "closed"):
        raise WrongStatus(ticket.state)
    made = records.offers_of(tx, ticket.id)
    known = proposing.read(tx, ticket, made, triage_forms.MOST_CHOICES)
    out = known.facts.avoided
    # The best of those outside stands for their partner's channel already.
    proposed = {each.target for each in known.matches if each.is_outside}
    partners = _partners(tx, made, out | proposed) if ticket.visibility == "partner" else []
    return Plan(known, partners, network.read(tx).offer_minutes)


def _partners(tx: Transaction, made: list[Row], out: Set[Target]) -> list[Organization]:
    """Those with a channel who may be asked in it, and are not being asked already."""
    asked = {
        offer.organization_id
        for offer in made
        if offer.expert_id is None and offer.state in offered.OPEN
    }
    known = experts.organizations_all(tx)
    return [each for each in known if each.channel_id and each.id not in asked | out]


def _members(tx: Transaction, to: list[int | str]) -> list[Member]:
    found = [experts.find(tx, target).person for target in to if isinstance(target, int)]
    return [Member(person.team_id, person.user_id) for person in found]


def _make(
    tx: Transaction, handle: str, by: Member, to: list[int | str], minutes: int | None
) -> None:
    ticket, person = rights.for_coordinator(tx, handle, by)
    digest.redraw(tx, offers.make(tx, ticket, person, to, minutes=minutes))
