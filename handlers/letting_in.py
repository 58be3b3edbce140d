"""What coordinators do with what is opened by request: set its key, let people in, revoke."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk import access, rights
from bot.desk.access import Grant, Key
from bot.desk.errors import NoSuchTicket
from bot.desk.people import Member, Person
from bot.i18n import Texts
from bot.store import Row, Transaction
from handlers import ids, payloads
from handlers.access_letters import resource_name
from handlers.carried import Step
from handlers.desk import Desk
from handlers.errors import Told
from handlers.payloads import Click
from handlers.views import access as views
from handlers.views.blocks import View, link
from handlers.views.resource import host

_LET_IN = "let_in"
"""The step of a form for the key after which the requester is let in."""

_SHOWN = 2_000
"""Characters of an address as it is put into a link: a section takes 3,000."""

_BLANK = re.compile(r"[\s\x00-\x1f\x7f]")


class LetInAlready(Told):
    """A coordinator was quicker, or it is an old button."""

    def sentence(self, _: Texts) -> str:
        """What to say."""
        return _("This person is let in already.")


@dataclass(frozen=True, slots=True)
class Page:
    """Some of those let in to a ticket's resource."""

    resource_id: str
    grants: list[Grant]
    total: int
    offset: int


@dataclass(frozen=True, slots=True)
class LettingIn:
    """The listeners. Buttons and forms carry the ticket on which somebody asked."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(ids.ACCESS_LET_IN)(self.let_in)
        app.action(ids.ACCESS_SET_KEY)(self.write_key)
        app.view(ids.ACCESS_KEY_FORM)(self.keep_key)
        app.action(ids.ACCESS_LIST)(self.show_let_in)
        app.action(re.compile(f"^({ids.ACCESS_NEXT}|{ids.ACCESS_PREVIOUS})$"))(self.turn)
        app.action(ids.ACCESS_REVOKE)(self.revoke)

    async def let_in(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Let the requester in; where nobody knows what opens it, that is asked for first."""
        click = payloads.click(body)
        became = await self.desk.once(click.key, _let_in, click.actor, click.value)
        if became == "no_key":
            await self._show_key_form(click, _LET_IN)
        elif became == "already":
            raise LetInAlready
        await ack()

    async def write_key(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for what opens it."""
        await self._show_key_form(payloads.click(body), "")
        await ack()

    async def keep_key(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """What opens it, sent; where it was asked for on the way, the requester is let in."""
        form = payloads.submission(body)
        _ = await self.desk.texts(form.actor)
        key = Key(
            form.values.get(ids.ACCESS_ADDRESS, "").strip(),
            form.values.get(ids.ACCESS_PASSWORD, "").strip()[: views.PASSWORD],
        )
        if not _is_address(key.address):
            sorry = _("Please write a web address that begins with https:// or http://.")
            return await ack(response_action="errors", errors={ids.ACCESS_ADDRESS: sorry})
        await self.desk.once(form.key, _keep_key, form.actor, form.step, key)
        return await ack()

    async def show_let_in(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Who is let in."""
        click = payloads.click(body)
        _ = await self.desk.texts(click.actor)
        page = await self.desk.run(_page, click.actor, click.value, 0)
        await self.desk.answers.show(click, self._list(click.value, page, _), _)
        await ack()

    async def turn(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The next or previous page of them, in place."""
        click = payloads.click(body)
        await self._show_page(click, int(click.value))
        await ack()

    async def revoke(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Somebody is let in no more; a second press finds it done."""
        click = payloads.click(body)
        handle = click.step.handle
        await self.desk.once(click.key, _revoke, click.actor, handle, int(click.value))
        await self._show_page(click, int(click.step.name))
        await ack()

    async def _show_key_form(self, click: Click, step: str) -> None:
        _ = await self.desk.texts(click.actor)
        resource_id, has_key = await self.desk.run(_lock, click.actor, click.value)
        name = resource_name(self.desk.shelf, resource_id, _)
        view = views.key_form(name, Step(click.value, step), _, has_key=has_key)
        await self.desk.answers.show(click, view, _)

    async def _show_page(self, click: Click, offset: int) -> None:
        _, handle = await self.desk.texts(click.actor), click.step.handle
        page = await self.desk.run(_page, click.actor, handle, offset)
        await self.desk.answers.update(click, self._list(handle, page, _))

    def _list(self, handle: str, page: Page, _: Texts) -> View:
        name = resource_name(self.desk.shelf, page.resource_id, _)
        return views.let_in(name, page.grants, page.total, Step(handle, str(page.offset)), _)


def _is_address(text: str) -> bool:
    """Whether it can be shown as a link to somewhere on the web."""
    if _BLANK.search(text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    is_short = len(link(text, host(text))) <= _SHOWN
    return parts.scheme in ("http", "https") and bool(parts.hostname) and is_short


# Units of work


def _let_in(tx: Transaction, member: Member, handle: str) -> str:
    ticket, person = _for_coordinator(tx, handle, member)
    if ticket.state != "closed" and not access.has_key(tx, ticket.resource_id):
        return "no_key"
    return "let_in" if access.admit(tx, ticket, person) else "already"


def _lock(tx: Transaction, member: Member, handle: str) -> tuple[str, bool]:
    ticket, _person = _for_coordinator(tx, handle, member)
    return ticket.resource_id, access.has_key(tx, ticket.resource_id)


def _keep_key(tx: Transaction, member: Member, step: Step, key: Key) -> None:
    ticket, person = _for_coordinator(tx, step.handle, member)
    access.keep_key(tx, ticket.resource_id, key)
    if step.name == _LET_IN:
        access.admit(tx, ticket, person)


def _page(tx: Transaction, member: Member, handle: str, offset: int) -> Page:
    """Past the end, the last one."""
    ticket, _person = _for_coordinator(tx, handle, member)
    total = access.count(tx, ticket.resource_id)
    begin = min(offset, max(0, total - 1) // views.PAGE * views.PAGE)
    grants = access.let_in_to(tx, ticket.resource_id, views.PAGE, begin)
    return Page(ticket.resource_id, grants, total, begin)


def _revoke(tx: Transaction, member: Member, handle: str, person_id: int) -> None:
    ticket, _person = _for_coordinator(tx, handle, member)
    access.revoke(tx, person_id, ticket.resource_id)


def _for_coordinator(tx: Transaction, handle: str, member: Member) -> tuple[Row, Person]:
    """A request for access. Raises NoSuchTicket, NotForOthers."""
    ticket, person = rights.for_coordinator(tx, handle, member)
    if not ticket.resource_id:
        raise NoSuchTicket
    return ticket, person
