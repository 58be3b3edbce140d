"""What else a coordinator does with a ticket: what it is about, who may see it, how it ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk import offers, people, tickets
from bot.desk.errors import NoSuchTicket, WrongStatus
from bot.desk.people import Member, Person
from bot.desk.tickets import Outcome, Visibility
from bot.i18n import Texts
from bot.store import Row, Transaction
from handlers import ids, payloads
from handlers.desk import Desk
from handlers.places import Unclear, read_place, stored
from handlers.views import notices, triage_more
from handlers.views.blocks import View
from handlers.views.triage_more import ACTS, FORMS, URGENT, ActName, FormName

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Opened:
    """A ticket, and the coordinators to whom it could be handed."""

    ticket: Row
    others: list[Person]


@dataclass(frozen=True, slots=True)
class More:
    """The listeners."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        forms = re.compile(f"^{ids.MORE_FORM}:({'|'.join(FORMS)})$")
        app.action(ids.CARD_MORE)(self.menu)
        app.action(forms)(self.form)
        app.view(forms)(self.save)
        app.action(re.compile(f"^{ids.MORE_ACT}:({'|'.join(ACTS)})$"))(self.act)

    async def menu(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """All that can be done."""
        click = payloads.click(body)
        _ = await self.desk.texts(click.actor)
        opened = await self.desk.run(_open, click.value, click.actor)
        await self.desk.answers.show(click, triage_more.menu(opened.ticket, _), _)
        await ack()

    async def form(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for one of them."""
        click = payloads.click(body)
        _ = await self.desk.texts(click.actor)
        opened = await self.desk.run(_open, click.value, click.actor)
        name = cast("FormName", click.action_id.rpartition(":")[2])
        await self.desk.answers.show(click, self._form(name, opened, _), _)
        await ack()

    async def save(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """A form, sent."""
        form = payloads.submission(body)
        _ = await self.desk.texts(form.actor)
        name = cast("FormName", form.step.name)
        try:
            values = self._read(name, form.values, _)
        except Unclear as unclear:
            return await ack(response_action="errors", errors=unclear.errors)
        await self.desk.once(form.key, _do, _SAVED[name], form.step.handle, form.actor, values)
        self.desk.home.renew(form.actor)
        return await ack(response_action="clear")

    async def act(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Something without a form; the card shows it, and the menu makes room for saying so."""
        click = payloads.click(body)
        _ = await self.desk.texts(click.actor)
        name = cast("ActName", click.action_id.rpartition(":")[2])
        await self.desk.once(click.key, _do, _DONE[name], click.value, click.actor, {})
        self.desk.home.renew(click.actor)
        said = _("Done. The card shows how it stands now.")
        await self.desk.answers.update(click, notices.notice_modal(said, _))
        await ack()

    def _form(self, name: FormName, opened: Opened, _: Texts) -> View:
        ticket, catalog = opened.ticket, self.desk.shelf.catalog
        forms: Mapping[FormName, Callable[[], View]] = {
            "details": lambda: triage_more.details_form(
                ticket,
                catalog.states(),
                sorted({"en", "es", ticket.language, *self.desk.shelf.choices().languages}),
                self.desk.shelf.names(),
                _,
            ),
            "seen": lambda: triage_more.seen_form(ticket, _),
            "promise": lambda: triage_more.promise_form(ticket, _),
            "merge": lambda: triage_more.merge_form(ticket, _),
            "assign": lambda: triage_more.assign_form(ticket, opened.others, _),
            "close": lambda: triage_more.close_form(ticket, _),
        }
        return forms[name]()

    def _read(self, name: FormName, values: Values, _: Texts) -> Values:
        """What was filled in, where it is right. Raises Unclear."""
        if name == "promise":
            on = values.get(ids.TICKET_PROMISED, "")
            if on < self.desk.shelf.catalog.today().isoformat():
                raise Unclear(ids.TICKET_PROMISED, _("Choose today or a later day."))
        if name == "details":
            return {**values, ids.PLACE: self._place(values, _)}
        return values

    def _place(self, values: Values, _: Texts) -> str:
        if not values.get(ids.HOME_STATE) and not values.get(ids.HOME_CITY):
            return ""
        shelf = self.desk.shelf
        iso = values.get(ids.HOME_STATE, "")
        # A city of the whole country is one of any state.
        known = {**values, ids.HOME_STATE: "" if values.get(ids.HOME_CITY) and iso == "US" else iso}
        return stored(read_place(known, shelf.catalog, shelf.names(), _))


def _open(tx: Transaction, handle: str, by: Member) -> Opened:
    ticket, _person = tickets.for_coordinator(tx, handle, by)
    if ticket.state == "closed":
        raise WrongStatus(ticket.state)
    others = [each for each in people.coordinators(tx) if each.id != ticket.assignee_id]
    return Opened(ticket, others)


Work = Callable[[Transaction, Row, Person, Values], object]


def _do(tx: Transaction, work: Work, handle: str, by: Member, values: Values) -> None:
    ticket, person = tickets.for_coordinator(tx, handle, by)
    work(tx, ticket, person, values)


def _details(tx: Transaction, ticket: Row, by: Person, values: Values) -> None:
    tickets.change(
        tx,
        ticket,
        by,
        priority=values[ids.TICKET_PRIORITY],
        is_urgent=values.get(ids.TICKET_URGENT) == URGENT,
        kind=values[ids.KIND],
        topic=values.get(ids.TOPIC, ""),
        place=values[ids.PLACE],
        language=values[ids.LANGUAGE],
    )


def _seen(tx: Transaction, ticket: Row, by: Person, values: Values) -> None:
    offers.let_see(tx, ticket, by, cast("Visibility", values[ids.TICKET_SEEN_BY]))


def _promise(tx: Transaction, ticket: Row, by: Person, values: Values) -> None:
    tickets.promise(tx, ticket, by, values[ids.TICKET_PROMISED])


def _merge(tx: Transaction, ticket: Row, by: Person, values: Values) -> None:
    number = values.get(ids.WORDS, "").strip().lstrip("#")
    into = tickets.numbered(tx, int(number)) if number.isascii() and number.isdecimal() else None
    if into is None or into.id == ticket.id:
        raise NoSuchTicket
    tickets.merge(tx, ticket, by, into)


def _assign(tx: Transaction, ticket: Row, by: Person, values: Values) -> None:
    tickets.assign(tx, ticket, by, people.find(tx, int(values[ids.TICKET_ASSIGNEE])))


def _close(tx: Transaction, ticket: Row, by: Person, values: Values) -> None:
    _end(tx, ticket, by, cast("Outcome", values[ids.TICKET_OUTCOME]))


def _end(tx: Transaction, ticket: Row, by: Person, outcome: Outcome) -> None:
    tickets.close(tx, ticket, by, outcome)


_SAVED: Mapping[FormName, Work] = {
    "details": _details,
    "seen": _seen,
    "promise": _promise,
    "merge": _merge,
    "assign": _assign,
    "close": _close,
}

_DONE: Mapping[ActName, Work] = {
    "not_ours": lambda tx, ticket, by, _values: _end(tx, ticket, by, "not_ours"),
    "remove_expert": lambda tx, ticket, by, _values: tickets.remove_expert(tx, ticket, by),
    "take_back": lambda tx, ticket, by, _values: offers.take_back(tx, ticket, by),
}
