"""What an expert has in Home, and what they say there of what they answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk import experts, own, people, records
from bot.desk.experts import Expert
from bot.desk.people import Member, Person
from bot.i18n import Texts
from bot.store import Row, Transaction
from catalog import Catalog
from handlers import ids, payloads, staff_fields, staff_units
from handlers.desk import Desk
from handlers.places import Unclear
from handlers.shipped_names import shipped_names
from handlers.staff_fields import Values
from handlers.staffing import menus
from handlers.views import expert_home as views
from handlers.views.blocks import Block, View
from handlers.views.expert_home import OFFERS, ON, Theirs, Waiting
from handlers.views.own_rows import Reading, Spot
from handlers.views.staff_forms import Menus, not_for_form, scopes_form

Said = TypeVar("Said")
Form = Callable[[Expert, Menus, Texts], View]


@dataclass(frozen=True, slots=True)
class ExpertHome:
    """The listeners. Each form is an expert's own: whose, is asked when it is sent."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(ids.SCOPES_CHANGE)(self.ask_scopes)
        app.view(ids.SCOPES_FORM)(self.keep_scopes)
        app.action(ids.NOT_FOR_CHANGE)(self.ask_not_for)
        app.view(ids.NOT_FOR_FORM)(self.keep_not_for)

    async def ask_scopes(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for what they answer."""
        await self._open(ack, body, scopes_form)

    async def keep_scopes(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The same form, sent."""
        return await self._keep(ack, body, staff_fields.scopes, experts.answer)

    async def ask_not_for(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for what they don't want to be sent."""
        await self._open(ack, body, not_for_form)

    async def keep_not_for(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The same form, sent. What is offered to them already stays offered: they can decline."""
        return await self._keep(ack, body, staff_fields.not_for, experts.spare)

    async def _open(self, ack: AsyncAck, body: dict[str, Any], form: Form) -> None:
        click = payloads.click(body)
        expert, _now = await self.desk.run(staff_units.own, click.actor)
        _ = await self.desk.texts(click.actor)
        view = form(expert, menus(self.desk.shelf.catalog, (), expert, _), _)
        await self.desk.answers.show(click, view, _)
        await ack()

    async def _keep(
        self,
        ack: AsyncAck,
        body: dict[str, Any],
        read: Callable[[Values, Catalog, Texts], Said],
        keep: Callable[[Transaction, int, Said], Expert],
    ) -> BoltResponse:
        """A form that was sent: a place that can't be told is said at its field."""
        form = payloads.submission(body)
        _ = await self.desk.texts(form.actor)
        try:
            said = read(form.values, self.desk.shelf.catalog, _)
        except Unclear as unclear:
            return await ack(response_action="errors", errors=unclear.errors)
        await self.desk.once(form.key, _as_theirs, form.actor, keep, said)
        self.desk.home.renew(form.actor)
        return await ack()


def in_home(tx: Transaction, person: Person, workspace: Callable[[], str] = str) -> list[Block]:
    """What is offered to an expert, what they are on, and, while they are listed, what they say of
    themselves. `workspace` gives the workspace's address in Slack, empty while it isn't known.
    """
    reading = Reading(shipped_names(), person.texts, workspace())
    blocks = views.expert_home(_theirs(tx, person), reading)
    expert = staff_units.listed(tx, person)
    return [*blocks, *(views.settings(expert, tx.now, reading) if expert else ())]


def _theirs(tx: Transaction, person: Person) -> Theirs:
    waiting, some = records.offers_to(tx, person.id), own.on(tx, person.id, ON)
    return Theirs(
        [_waiting(tx, offer) for offer in waiting[:OFFERS]],
        len(waiting),
        [(ticket, spot(records.expert_thread(tx, ticket))) for ticket in some.tickets],
        some.total,
    )


def _waiting(tx: Transaction, offer: Row) -> Waiting:
    ticket = records.find(tx, offer.ticket_id)
    return Waiting(offer, ticket, spot(own.thread(tx, offer.thread_id)))


def spot(thread: Row | None) -> Spot:
    """Where a thread stands."""
    return Spot(thread.channel_id, thread.root_ts) if thread is not None else Spot()


def _as_theirs(
    tx: Transaction, by: Member, keep: Callable[[Transaction, int, Said], Expert], said: Said
) -> None:
    """An expert says something of themselves. Raises NotAnExpert."""
    keep(tx, people.meet(tx, by).id, said)
