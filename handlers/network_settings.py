"""Coordinators change the network's settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk import experts, network, people, rights
from bot.desk.errors import NotForOthers
from bot.desk.network import Unacceptable
from bot.desk.people import Member, Person
from bot.i18n import Texts
from bot.store import Transaction
from handlers import ids, network_fields, payloads
from handlers.desk import Desk
from handlers.payloads import Command, Submission
from handlers.places import Unclear
from handlers.triage_channel import ShownIn, look
from handlers.views import network_forms
from handlers.views.blocks import View
from handlers.views.network import FORMS, FormName, Known, overview

COMMANDS = ("settings", "ajustes", "configuración", "configuracion")
"""What stands behind /assist to open them."""

SHOWN = 8
"""Changes that are listed."""

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class NetworkSettings:
    """The listeners. Only what somebody changed in a form is set: of two at once each has theirs,
    and of one setting the last one stands.
    """

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        forms = re.compile(f"^{ids.SETTINGS_FORM}:({'|'.join(FORMS)})$")
        app.action(ids.OPEN_SETTINGS)(self.open)
        app.action(forms)(self.form)
        app.action(network_forms.action_id("country"))(self.redraw)
        app.view(forms)(self.save)

    async def open(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """All of them, from a coordinator's Home."""
        click = payloads.click(body)
        _ = await self.desk.texts(click.actor)
        view = await self._overview(click.actor, _)
        await self.desk.answers.show(click, view, _)
        await ack()

    async def command(self, command: Command, _: Texts) -> None:
        """The same from `/assist settings`. Raises NotForOthers."""
        view = await self._overview(command.actor, _)
        await self.desk.answers.open(command.trigger_id, view, command.origin, _)

    async def form(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for some of them."""
        click = payloads.click(body)
        _ = await self.desk.texts(click.actor)
        known, others = await self.desk.run(_read, click.actor, self.desk.shown_in)
        name = cast("FormName", click.action_id.rpartition(":")[2])
        view = network_forms.form(name, self._named(known, _), others, _)
        await self.desk.answers.show(click, view, _)
        await ack()

    async def redraw(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form with the parts of the country that was chosen; the rest of it stays."""
        click = payloads.click(body)
        _ = await self.desk.texts(click.actor)
        await self.desk.run(_coordinator, click.actor)
        country = network_fields.country_chosen(body)
        part, view = network_forms.part(country, "", self._states(_), _), payloads.view(body)
        subdivision = network_forms.action_id("subdivision")
        view["blocks"] = [
            part if (block.get("element") or {}).get("action_id") == subdivision else block
            for block in view["blocks"]
        ]
        await self.desk.answers.update(click, view)
        await ack()

    async def save(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """A form, sent: what can't be is said at its field, what can is set."""
        form = payloads.submission(body)
        _ = await self.desk.texts(form.actor)
        try:
            values = network_fields.changed(body, _)
            await self._look(form.actor, values, _)
            country = network_fields.country_chosen(body)
            await self.desk.once(form.key, _keep, form, values, country, _)
        except Unclear as unclear:
            return await ack(response_action="errors", errors=unclear.errors)
        if "triage_channel" in values:
            await self.desk.shown_in.show_all()
        below = str(body["view"].get("previous_view_id") or "")
        if below:
            await self.desk.answers.redraw(below, await self._overview(form.actor, _))
        return await ack()

    async def _look(self, actor: Member, values: Values, _: Texts) -> None:
        """Look at a channel before tickets are shown in it. Raises NotForOthers, Unclear."""
        channel_id = values.get("triage_channel")
        if not channel_id:
            return
        await self.desk.run(_coordinator, actor)
        found = await look(self.desk.answers.client, channel_id)
        if found != "private":
            said = network_fields.wrong_channel(found, _)
            raise network_fields.refused({"triage_channel": said}, "")

    async def _overview(self, actor: Member, _: Texts) -> View:
        known, _others = await self.desk.run(_read, actor, self.desk.shown_in)
        return overview(self._named(known, _), _)

    def _named(self, known: Known, _: Texts) -> Known:
        return Known(known.network, known.channel_id, known.people, self._states(_), known.changes)

    def _states(self, _: Texts) -> dict[str, str]:
        """The parts of the United States, as the library calls them in the reader's language."""
        states = self.desk.shelf.catalog.states()
        return {state.iso.removeprefix("US-"): state.name(_.language) for state in states}


def _read(tx: Transaction, by: Member, shown_in: ShownIn) -> tuple[Known, list[Person]]:
    """How they stand, and the coordinators. Raises NotForOthers."""
    _coordinator(tx, by)
    now, changes = network.read(tx), network.changes(tx, SHOWN)
    numbers = {each.by_id for each in changes} | {now.stand_in}
    numbers |= {each.values.get("stand_in") for each in changes}
    named = people.several(tx, [number for number in numbers if number])
    names = {number: person.name for number, person in named.items()}
    return Known(now, shown_in(tx), names, changes=changes), people.coordinators(tx)


def _keep(
    tx: Transaction,
    form: Submission,
    values: Values,
    country: str,
    _: Texts,
) -> None:
    """Raises NotForOthers, Unclear."""
    by = _coordinator(tx, form.actor)
    channel_id = values.get("triage_channel")
    for partner in experts.organizations_all(tx) if channel_id else ():
        if partner.channel_id == channel_id:
            said = _("That is the channel of {partner}. Choose another one.", partner=partner.name)
            raise network_fields.refused({"triage_channel": said}, "")
    try:
        network.change(tx, by, values)
    except Unacceptable as error:
        errors = {name: network_fields.wrong(name, _) for name in error.names}
        raise network_fields.refused(errors, country) from None


def _coordinator(tx: Transaction, by: Member) -> Person:
    person = people.meet(tx, by)
    if not rights.is_coordinator(person):
        raise NotForOthers
    return person
