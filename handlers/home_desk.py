"""What people press in Home to see something else there: as whom, which list, which of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, cast

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.desk import desks
from bot.desk.agenda import FILTERS, LISTS, ListName
from bot.desk.desks import As
from handlers import ids, payloads
from handlers.desk import Desk
from handlers.views.home_desk import ANY

_SEEN_AS: dict[str, As] = {
    ids.HOME_AS_COORDINATOR: "coordinator",
    ids.HOME_AS_EXPERT: "expert",
    ids.HOME_AS_OWN: "own",
}


@dataclass(frozen=True, slots=True)
class HomeDesk:
    """The listeners. Each keeps what was chosen and has Home drawn anew; pressed twice, or old, it
    leads to the same.
    """

    desk: Desk

    def register(self, app: AsyncApp) -> None:
        """Put the listeners on the app."""
        for action_id in _SEEN_AS:
            app.action(action_id)(self.look_as)
        app.action(re.compile(f"^{ids.AGENDA_LIST}:({'|'.join(LISTS)})$"))(self.open_list)
        app.action(re.compile(f"^{ids.AGENDA_FILTER}:({'|'.join(FILTERS)})$"))(self.pick_out)
        app.action(ids.AGENDA_CLEAR)(self.clear)
        app.action(ids.AGENDA_NEXT)(self.turn)
        app.action(ids.AGENDA_PREVIOUS)(self.turn)

    async def look_as(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Somebody looks as another of their roles."""
        click = payloads.click(body)
        await self.desk.run(desks.look_as, click.actor, _SEEN_AS[click.action_id])
        self.desk.home.renew(click.actor)
        await ack()

    async def open_list(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A coordinator looks at another list."""
        click = payloads.click(body)
        listed = cast("ListName", click.action_id.rpartition(":")[2])
        await self.desk.run(desks.open_list, click.actor, listed)
        self.desk.home.renew(click.actor)
        await ack()

    async def pick_out(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A coordinator picks something out, or no longer."""
        click, picked = payloads.click(body), payloads.picked(body)
        name = click.action_id.rpartition(":")[2]
        value = "" if picked == ANY else picked
        await self.desk.run(desks.pick_out, click.actor, name, value)
        self.desk.home.renew(click.actor)
        await ack()

    async def clear(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A coordinator wants to see everything again."""
        click = payloads.click(body)
        await self.desk.run(desks.clear, click.actor)
        self.desk.home.renew(click.actor)
        await ack()

    async def turn(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A coordinator turns the page."""
        click = payloads.click(body)
        await self.desk.run(desks.turn, click.actor, int(click.value))
        self.desk.home.renew(click.actor)
        await ack()
