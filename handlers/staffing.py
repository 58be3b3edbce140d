"""Coordinators keep the list of experts and partners; experts say how much they take."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk import routing
from bot.desk.experts import Expert, Organization
from bot.desk.people import Member
from bot.i18n import Texts
from catalog import Catalog
from handlers import ids, payloads, staff_fields, staff_units
from handlers.carried import Step
from handlers.desk import Desk
from handlers.newcomers import Found, look_up
from handlers.payloads import Submission
from handlers.places import Unclear
from handlers.scopes import Places
from handlers.views.blocks import View
from handlers.views.staff import listing
from handlers.views.staff_forms import Menus, answering_form, expert_form, partner_form


@dataclass(frozen=True, slots=True)
class Staffing:
    """The list turns into a form and back within one window, so that it is never out of date."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(ids.STAFF)(self.open)
        app.action(re.compile(f"^({ids.STAFF_NEXT}|{ids.STAFF_PREVIOUS})$"))(self.turn)
        app.action(re.compile(f"^({ids.EXPERT_ADD}|{ids.EXPERT_EDIT})$"))(self.edit_expert)
        app.action(re.compile(f"^({ids.PARTNER_ADD}|{ids.PARTNER_EDIT})$"))(self.edit_partner)
        app.view(ids.EXPERT_FORM)(self.keep_expert)
        app.view(ids.PARTNER_FORM)(self.keep_partner)
        app.action(ids.ANSWERING_CHANGE)(self.edit_answering)
        app.view(ids.ANSWERING_FORM)(self.keep_answering)

    async def open(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The list, from a coordinator's Home."""
        click = payloads.click(body)
        view = await self._listing(click.actor, 0)
        await self.desk.answers.show(click, view, await self.desk.texts(click.actor))
        await ack()

    async def turn(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Another page of it."""
        click = payloads.click(body)
        await self.desk.answers.update(click, await self._listing(click.actor, int(click.value)))
        await ack()

    async def edit_expert(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for somebody new, or for an expert of the list, in its place."""
        click = payloads.click(body)
        staff = await self.desk.run(staff_units.staff, click.actor)
        _ = await self.desk.texts(click.actor)
        expert = next((it for it in staff.experts if str(it.person.id) == click.value), None)
        step = Step(click.value if expert else "", click.step.name)
        view = expert_form(
            expert, staff.now, menus(self.desk.shelf.catalog, staff.partners, expert, _), step, _
        )
        await self.desk.answers.update(click, view)
        await ack()

    async def edit_partner(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for a new partner, or for one of the list."""
        click = payloads.click(body)
        staff = await self.desk.run(staff_units.staff, click.actor)
        partner = next((each for each in staff.partners if each.id == click.value), None)
        step = Step(click.value if partner else "", click.step.name)
        view = partner_form(partner, step, await self.desk.texts(click.actor))
        await self.desk.answers.update(click, view)
        await ack()

    async def keep_expert(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form of an expert, sent: what can't be told is said at its field."""
        form = payloads.submission(body)
        _ = await self.desk.texts(form.actor)
        try:
            answering = staff_fields.answering(form.values, self.desk.shelf.catalog, _)
            found = await self._found(form, _)
        except Unclear as unclear:
            return await ack(response_action="errors", errors=unclear.errors)
        keep = staff_units.keep_expert
        member = await self.desk.once(
            form.key, keep, form.actor, found or form.step.handle, answering
        )
        return await self._kept(ack, form, member)

    async def keep_partner(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form of a partner, sent."""
        form = payloads.submission(body)
        try:
            partner = staff_fields.partner(form.values, await self.desk.texts(form.actor))
        except Unclear as unclear:
            return await ack(response_action="errors", errors=unclear.errors)
        keep, shown_in = staff_units.keep_partner, self.desk.shown_in
        await self.desk.once(form.key, keep, form.actor, form.step.handle, partner, shown_in)
        return await self._kept(ack, form, None)

    async def edit_answering(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form in which an expert says how much they take, from their Home."""
        click = payloads.click(body)
        expert, now = await self.desk.run(staff_units.own, click.actor)
        _ = await self.desk.texts(click.actor)
        await self.desk.answers.show(click, answering_form(expert, now, _), _)
        await ack()

    async def keep_answering(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The same form, sent."""
        form = payloads.submission(body)
        _ = await self.desk.texts(form.actor)
        try:
            room = staff_fields.room(form.values, self.desk.shelf.catalog, _)
        except Unclear as unclear:
            return await ack(response_action="errors", errors=unclear.errors)
        await self.desk.once(form.key, staff_units.keep_room, form.actor, room)
        self.desk.home.renew(form.actor)
        return await ack()

    async def _found(self, form: Submission, _: Texts) -> Found | None:
        """Who was picked; none where the form is about an expert of the list. Raises Unclear."""
        if form.step.handle:
            return None
        client = self.desk.answers.client
        return await look_up(client, form.values[ids.EXPERT_PERSON], ids.EXPERT_PERSON, _)

    async def _kept(self, ack: AsyncAck, form: Submission, member: Member | None) -> BoltResponse:
        """Back to the list. Whoever it is about finds it in their Home, if they have one here."""
        if member is not None and member.team_id == form.actor.team_id:
            self.desk.home.renew(member)
        view = await self._listing(form.actor, int(form.step.name or 0))
        return await ack(response_action="update", view=dict(view))

    async def _listing(self, actor: Member, offset: int) -> View:
        staff = await self.desk.run(staff_units.staff, actor)
        return listing(staff, offset, self.desk.shelf.reader(await self.desk.texts(actor)))


def menus(
    catalog: Catalog, partners: Sequence[Organization], expert: Expert | None, _: Texts
) -> Menus:
    """What the forms of an expert offer, and what stands in their fields for places."""
    topics = [(topic.name(_.language), topic.id) for topic in catalog.topics()]
    languages = [(_.language_name(each.id), each.id) for each in catalog.languages()]
    places, never = "", ""
    if expert is not None:
        places = Places(catalog).write(expert.places)
        never = Places(catalog).write(routing.named(expert.not_for, "place"))
    return Menus(partners, topics, sorted(languages), places, never)
