"""What is opened by request: asking for it, and the way in for who is let in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk import access, people
from bot.desk.access import Key
from bot.desk.masking import mask
from bot.desk.people import Member
from bot.desk.tickets import Request
from bot.i18n import Texts
from bot.store import Transaction
from catalog.models import Resource
from handlers import ids, payloads
from handlers.desk import Desk
from handlers.errors import Told
from handlers.letting_in import LettingIn
from handlers.triage_channel import ShownIn
from handlers.views import access as views
from handlers.views.blocks import View


class OpenToAll(Told):
    """A button of a record that was by request and is open to everyone by now."""

    def sentence(self, _: Texts) -> str:
        """What to say."""
        return _("This is open to everyone by now. Search for it again, and follow its link.")


@dataclass(frozen=True, slots=True)
class Door:
    """How a resource stands for one person: what opens it for them, whether they were ever let
    in, and the number of the request that they wait on.
    """

    key: Key | None
    was_let_in: bool
    asked: int | None


@dataclass(frozen=True, slots=True)
class Opening:
    """The listeners. What opens a resource leaves in one kind of view only, for one person: it is
    in no message, no log, and no row but its own.
    """

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(re.compile(f"^({ids.ACCESS_REQUEST}|{ids.ACCESS_OPEN})$"))(self.knock)
        app.view(ids.ACCESS_FORM)(self.ask)
        LettingIn(self.desk).register(app)

    async def knock(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Open it for who is let in; else the form to ask, unless they did. Whatever the button
        said: it may be old.
        """
        click = payloads.click(body)
        _ = await self.desk.texts(click.actor)
        resource = self._by_request(click.value)
        view = _seen_at(await self.desk.run(_door, click.actor, resource.id), resource, _)
        if payloads.depth(body) == payloads.MOST_STACKED:
            await self.desk.answers.update(click, view)
        else:
            await self.desk.answers.show(click, view, _)
        await ack()

    async def ask(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The form to ask, sent."""
        form = payloads.submission(body)
        _ = await self.desk.texts(form.actor)
        resource = self._by_request(form.step.handle)
        why = mask(form.values.get(ids.WORDS, "").strip()[: views.WORDS])
        request = Request(
            mask(views.question(resource, why.text, _)).text,
            kind=access.KIND,
            language=_.language,
            resource_id=resource.id,
        )
        done = await self.desk.once(form.key, _ask, form.actor, request, self.desk.shown_in)
        if done is None:
            return await ack()
        self.desk.home.renew(form.actor)
        if isinstance(done, Door):
            return await _instead(ack, _seen_at(done, resource, _))
        return await _instead(ack, views.sent(done, why.kinds, _))

    def _by_request(self, resource_id: str) -> Resource:
        """Raises NoSuchResource, OpenToAll."""
        resource = self.desk.shelf.resource(resource_id)
        if resource.is_public:
            raise OpenToAll
        return resource


async def _instead(ack: AsyncAck, view: View) -> BoltResponse:
    """Show a view in the place of the form that was sent."""
    return await ack(response_action="update", view=dict(view))


def _seen_at(door: Door, resource: Resource, _: Texts) -> View:
    if door.key is not None:
        return views.key_modal(resource, door.key, _)
    if door.asked is not None:
        return views.asked_already(door.asked, _)
    return views.request_form(resource, _, was_let_in=door.was_let_in)


def _door(tx: Transaction, member: Member, resource_id: str) -> Door:
    person = people.meet(tx, member)
    waiting = access.pending(tx, person.id, resource_id)
    return Door(
        access.key_for(tx, person.id, resource_id),
        access.grant_of(tx, person.id, resource_id) is not None,
        waiting.id if waiting is not None else None,
    )


def _ask(tx: Transaction, member: Member, request: Request, shown_in: ShownIn) -> int | Door:
    """The new ticket's number; how it stands where there is nothing to ask for."""
    door = _door(tx, member, request.resource_id)
    if door.key is not None or door.asked is not None:
        return door
    return int(access.ask(tx, member, request, shown_in(tx)).id)
