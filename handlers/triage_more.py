"""What else a coordinator does with a ticket: what it is about, who may see it, how it ends."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk import away, duty, merging, offers, people, records, rights, tickets
from bot.desk.course import Outcome, Visibility
from bot.desk.errors import IsAway, NoSuchTicket, WrongStatus
from bot.desk.masking import mask
from bot.desk.people import Member, Person
from bot.i18n import Texts
from bot.store import Row, Transaction
from handlers import ids, payloads
from handlers.desk import Desk
from handlers.places import Unclear, read_place, stored
from handlers.views import merged, notices, triage_more
from handlers.views.blocks import View
from handlers.views.offer_forms import sent
from handlers.views.triage_more import ACTS, FORMS, URGENT, ActName, FormName

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Opened:
    """A ticket, the coordinators who are there to be handed it, those that may ask the same, and
    the network's stand-in where that is one of the coordinators.
    """

    ticket: Row
    others: list[Person]
    likely: list[Row]
    stand_in: Person | None = None


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
        await self.desk.answers.show(click, triage_more.menu(opened.ticket, _, opened.stand_in), _)
        await ack()

    async def form(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for one of them."""
        click = payloads.click(body)
        _ = await self.desk.texts(click.actor)
        name = cast("FormName", click.action_id.rpartition(":")[2])
        opened = await self.desk.run(_open, click.value, click.actor, name)
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
        return await ack(**self._done_with(name, values, _))

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

    def _done_with(self, name: FormName, values: Values, _: Texts) -> dict[str, Any]:
        """What follows a form: nothing is left open, but where of a closing line something was
        hidden, which is said.
        """
        hidden = mask(values.get(ids.WORDS, "")).kinds if name == "close" else ()
        if not hidden:
            return {"response_action": "clear"}
        view = sent(_("The person who asked reads the rest in their thread."), hidden, _)
        return {"response_action": "update", "view": dict(view)}

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
            "merge": lambda: merged.form(ticket, opened.likely, _),
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
        if name == "merge" and bool(values.get(ids.WORDS)) == bool(values.get(ids.MERGE_INTO)):
            raise Unclear(ids.WORDS, _("Choose one, or write its number."))
        return values

    def _place(self, values: Values, _: Texts) -> str:
        if not values.get(ids.HOME_STATE) and not values.get(ids.HOME_CITY):
            return ""
        shelf = self.desk.shelf
        iso = values.get(ids.HOME_STATE, "")
        # A city of the whole country is one of any state.
        known = {**values, ids.HOME_STATE: "" if values.get(ids.HOME_CITY) and iso == "US" else iso}
        return stored(read_place(known, shelf.catalog, shelf.names(), _))


def _open(tx: Transaction, handle: str, by: Member, form: FormName | Literal[""] = "") -> Opened:
    ticket, person = rights.for_coordinator(tx, handle, by)
    if ticket.state == "closed":
        raise WrongStatus(ticket.state)
    others = _others(tx, ticket, person)
    usual = duty.usual_stand_in(tx, ticket.assignee_id)
    likely = merging.likely(tx, ticket) if form == "merge" else []
    return Opened(ticket, others, likely, usual)


def _others(tx: Transaction, ticket: Row, by: Person) -> list[Person]:
    """To whom it can be handed. Who asks comes last, and only where another has it: what nobody
    has is theirs with one press.
    """
    found = duty.candidates(tx, ticket.assignee_id)
    own = [each for each in found if each.id == by.id and ticket.assignee_id is not None]
    return [*(each for each in found if each.id != by.id), *own]


Work = Callable[[Transaction, Row, Person, Values], object]


def _do(tx: Transaction, work: Work, handle: str, by: Member, values: Values) -> None:
    ticket, person = rights.for_coordinator(tx, handle, by)
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
    into = records.numbered(tx, int(number)) if number.isascii() and number.isdecimal() else None
    if ids.MERGE_INTO in values:
        member = Member(by.team_id, by.user_id)
        into, _by = rights.for_coordinator(tx, values[ids.MERGE_INTO], member)
    if into is None or into.id == ticket.id:
        raise NoSuchTicket
    merging.merge(tx, ticket, by, into)


def _assign(tx: Transaction, ticket: Row, by: Person, values: Values) -> None:
    words = mask(values.get(ids.WORDS, "").strip()).text
    away.hand_over(tx, ticket, by, people.find(tx, int(values[ids.TICKET_ASSIGNEE])), words)


def _to_stand_in(tx: Transaction, ticket: Row, by: Person, _values: Values) -> None:
    """Raises IsAway where nobody stands in by now."""
    stand_in = duty.usual_stand_in(tx, ticket.assignee_id)
    if stand_in is None:
        raise IsAway("")
    away.hand_over(tx, ticket, by, stand_in)


def _close(tx: Transaction, ticket: Row, by: Person, values: Values) -> None:
    words = mask(values.get(ids.WORDS, "").strip()).text
    tickets.close(tx, ticket, by, cast("Outcome", values[ids.TICKET_OUTCOME]), words)


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
    "stand_in": _to_stand_in,
    "not_ours": lambda tx, ticket, by, _values: _end(tx, ticket, by, "not_ours"),
    "remove_expert": lambda tx, ticket, by, _values: tickets.remove_expert(tx, ticket, by),
    "take_back": lambda tx, ticket, by, _values: offers.take_back(tx, ticket, by),
}
