"""What somebody asked, and with whom they would not be put in touch, in their Home."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.desk import avoidance, course, experts, offers, own, people, records
from bot.desk.experts import Organization
from bot.desk.people import Member, Person
from bot.store import Row, Transaction
from handlers import ids, payloads
from handlers.desk import Desk
from handlers.expert_home import spot
from handlers.payloads import Click
from handlers.shipped_names import shipped_names
from handlers.views import requests_home as views
from handlers.views.blocks import Block, View
from handlers.views.own_rows import Reading
from handlers.views.requests_home import IN_HOME, PAGE, Asked

FARTHEST = 1_000_000
"""Nobody asked so often."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what somebody asked, from the `offset`-th on, of `total`."""

    person: Person
    asked: Sequence[Asked]
    offset: int
    total: int


@dataclass(frozen=True, slots=True)
class RequestsHome:
    """The listeners. Each is about who presses, and names nobody else."""

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        app.action(ids.REQUESTS_ALL)(self.show_all)
        app.action(re.compile(f"^({ids.REQUESTS_NEXT}|{ids.REQUESTS_PREVIOUS})$"))(self.turn)
        app.action(ids.AVOIDED_CHANGE)(self.ask_avoided)
        app.view(ids.AVOIDED_FORM)(self.keep_avoided)

    async def show_all(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Everything that they asked, in a window."""
        click = payloads.click(body)
        _ = await self.desk.texts(click.actor)
        await self.desk.answers.show(click, await self._page(click), _)
        await ack()

    async def turn(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Another page of it, in place."""
        click = payloads.click(body)
        await self.desk.answers.update(click, await self._page(click))
        await ack()

    async def ask_avoided(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """The form for partners with which they would not be put in touch."""
        click = payloads.click(body)
        partners, chosen = await self.desk.run(_partners, click.actor)
        _ = await self.desk.texts(click.actor)
        await self.desk.answers.show(click, views.avoided_form(partners, chosen, _), _)
        await ack()

    async def keep_avoided(self, ack: AsyncAck, body: dict[str, Any]) -> BoltResponse:
        """The same form, sent."""
        form = payloads.submission(body)
        chosen = form.values.get(ids.AVOIDED_PARTNERS, "").split("\n")
        await self.desk.once(form.key, _avoid, form.actor, chosen)
        self.desk.home.renew(form.actor)
        return await ack()

    async def _page(self, click: Click) -> View:
        offset = int(click.value) if click.value.isdecimal() else 0
        page = await self.desk.run(_read, click.actor, min(offset, FARTHEST))
        reading = Reading(self.desk.shelf.names(), page.person.texts, self.desk.home.workspace())
        return views.all_requests(page.asked, page.offset, page.total, reading)


def in_home(tx: Transaction, person: Person, workspace: Callable[[], str] = str) -> list[Block]:
    """What somebody asked, and with whom they would not be put in touch. `workspace` gives the
    workspace's address in Slack, empty while it isn't known.
    """
    some = own.asked(tx, person.id, IN_HOME)
    reading = Reading(shipped_names(), person.texts, workspace())
    partners, chosen = experts.organizations_all(tx), avoidance.of(tx, person.id)
    return [
        *views.requests(_asked(tx, some.tickets), some.total, reading),
        *views.avoided(partners, chosen, person.texts),
    ]


def _read(tx: Transaction, by: Member, offset: int) -> Page:
    """A page; past the end, the last one."""
    person = people.meet(tx, by)
    some = own.asked(tx, person.id, PAGE, offset)
    if offset and not some.tickets:
        offset = max(0, some.total - 1) // PAGE * PAGE
        some = own.asked(tx, person.id, PAGE, offset)
    return Page(person, _asked(tx, some.tickets), offset, some.total)


def _asked(tx: Transaction, rows: Sequence[Row]) -> list[Asked]:
    return [Asked(row, spot(records.requester_thread(tx, row)), _reopens(tx, row)) for row in rows]


def _reopens(tx: Transaction, ticket: Row) -> bool:
    until = course.reopened_until(ticket)
    return ticket.state == "closed" and until is not None and until > tx.now


def _partners(tx: Transaction, by: Member) -> tuple[list[Organization], frozenset[str]]:
    return experts.organizations_all(tx), avoidance.of(tx, people.meet(tx, by).id)


def _avoid(tx: Transaction, by: Member, organization_ids: Sequence[str]) -> None:
    offers.avoid(tx, people.meet(tx, by), organization_ids)
