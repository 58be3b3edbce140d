"""A partner in a workspace of its own, on a clock that stands still: steps that stories share."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.desk import audience, experts, offers, outbox, people, rights, tickets
from bot.desk.errors import MayNotSee
from bot.desk.people import Member
from bot.desk.people import Person as Known
from bot.sandbox import Clock, Person, Sandbox
from bot.sandbox.channels import Channel
from bot.store import Row, Transaction
from catalog import Catalog
from tests.faults.hurried import slack, started, working
from tests.readable import readable
from tests.stories.hours import NOW
from tests.stories.joined import Json, member
from tests.stories.tickets import PRAIRIE, TicketDesk, open_triage

Whose = Callable[[Transaction, str, Member], tuple[Row, Known]]

CHANNEL = "prairie-law"
FIRST = "Yes: the county may decline them."
TOLD_HELD = "This goes to the official in a minute. Delete your message to stop it."


@dataclass(frozen=True)
class Shared:
    """The desk, the partner's channel, and time that passes."""

    desk: TicketDesk
    busy: Callable[[], bool]

    @property
    def sandbox(self) -> Sandbox:
        """The local Slack."""
        return self.desk.world.sandbox

    async def run(self, work: Callable[..., Any], *args: object) -> Any:  # noqa: ANN401 (a unit of work answers anything)
        """Do a unit of work, and let what follows from it happen."""
        return await self.desk.run(work, *args)

    async def passes(self, seconds: float) -> None:
        """Time goes by, from one wait to the next."""
        end = self.sandbox.clock.now() + seconds - 1e-3
        await self.sandbox.run_until(
            lambda: self.sandbox.clock.now() >= end, step=30, limit=seconds + 1, busy=self.busy
        )

    async def offers(self, handle: str, partner: str) -> None:
        """Dana offers a ticket; what follows takes its time."""
        await self.desk.world.bot.store.run(_offer, handle, self.desk.dana, partner)

    async def ana_says(self, handle: str, text: str) -> None:
        """The same of words of Ana's."""
        await self.desk.ana.say("dm", text, (await self.desk.status(handle))["ts"])

    def moves(self, new_id: str) -> None:
        """The partner's channel gets another id, as when Slack moves it."""
        core, channel = self.sandbox.core, self.channel
        ids = {"old_channel_id": channel.id, "new_channel_id": new_id}
        core.workspace.move(channel, new_id)
        core.events.emit(
            "channel_id_changed",
            {"type": "channel_id_changed", **ids, "event_ts": core.ids.ts()},
            channel,
        )

    async def unlists(self, who: str) -> None:
        """Somebody is no expert any more."""
        person = await self.run(people.meet, member(self.desk.person(who)))
        await self.run(experts.unlist, person.id)

    async def stuck(self) -> list[str]:
        """What a person must decide about."""
        return [each.problem for each in await self.run(outbox.stuck)]

    async def offered(self, **request: Any) -> str:  # noqa: ANN401 (the fields of a Request)
        """Ana's ticket, offered to the partner of the shared channel; its handle."""
        partner = await self.desk.list_partner()
        handle = await self.desk.ask(**{"visibility": "partner", **request})
        await self.desk.offer(handle, partner)
        return handle

    async def accepted(self, **request: Any) -> str:  # noqa: ANN401 (the fields of a Request)
        """The same, taken on by Omar, whose first words have arrived."""
        handle = await self.offered(**request)
        await self.desk.writes_as_expert(handle, FIRST, "omar")
        await self.passes(61)
        return handle

    async def also_listed(self, who: str) -> None:
        """One more expert of the partner."""
        person = self.desk.person(who)
        await self.desk.list_partner()
        await self.run(_learn, person)
        await self.run(experts.keep, member(person), PRAIRIE)

    def outsider(self, who: str = "noor") -> None:
        """Somebody else of the partner's team, in its channel."""
        self.sandbox.add_person(who, team="partner")
        self.comes_in(who)

    def comes_in(self, *who: str) -> None:
        """People are in the partner's channel."""
        self.channel.members |= {self.desk.person(each).id for each in who}

    @property
    def channel(self) -> Channel:
        """The partner's channel."""
        channel = self.sandbox.workspace.any_channel(CHANNEL)
        assert channel
        return channel

    async def edits(self, who: str, message: Json, text: str) -> None:
        """Somebody writes a message anew."""
        await self.desk.person(who).edit(message, text)
        await self.desk.settled()

    async def deletes(self, who: str, message: Json) -> None:
        """Somebody takes a message back."""
        await self.desk.person(who).delete(message)
        await self.desk.settled()

    async def in_channel(self, handle: str) -> list[str]:
        """What the bot wrote below the offer, as it reads."""
        below = await self.desk.offer_thread(handle)
        return [readable(each) for each in below if each.get("bot_id")]

    def posts(self) -> list[Json]:
        """Everything of the bot's that stands in the partner's channel."""
        return [each for each in self.desk.dana.sees(CHANNEL) if each.get("bot_id")]

    async def came_in(self, handle: str, text: str) -> bool:
        """Whether the official reads these words."""
        return any(text in each for each in await self.desk.reads(handle))

    async def reads_spanish(self, who: str) -> None:
        """Somebody reads Spanish from now on."""
        await self.run(people.choose_language, member(self.desk.person(who)), "es")

    async def deletes_text(self, handle: str) -> None:
        """Ana has her words deleted."""
        await self.run(_by, rights.for_requester, tickets.delete_text, handle, self.desk.ana)

    async def takes_expert_off(self, handle: str) -> None:
        """Dana takes the expert off."""
        await self.run(_by, rights.for_coordinator, tickets.remove_expert, handle, self.desk.dana)

    async def is_refused(self, handle: str, partner: str) -> bool:
        """Whether a partner can't be asked."""
        try:
            await self.desk.offer(handle, partner)
        except MayNotSee:
            return True
        return False

    async def viewers(self, handle: str) -> list[str]:
        """The partners whose channel the ticket can be read in."""
        ticket = await self.desk.ticket(handle)
        seen = await self.run(audience.of, ticket.id)
        return [each.organization for each in seen if each.organization]


def _offer(tx: Transaction, handle: str, by: Person, partner: str) -> None:
    ticket, person = rights.for_coordinator(tx, handle, member(by))
    offers.make(tx, ticket, person, [partner])


def _by(
    tx: Transaction, whose: Whose, work: Callable[..., object], handle: str, who: Person
) -> None:
    ticket, person = whose(tx, handle, member(who))
    work(tx, ticket, person)


def _learn(tx: Transaction, person: Person) -> None:
    people.learned(tx, member(person), name=person.user.real_name, locale=person.user.locale)


@asynccontextmanager
async def at_work(sandbox: Sandbox, folder: Path, catalog: Catalog) -> AsyncIterator[Shared]:
    """The bot, until it is left; it may be started again on the same data."""
    async with started(sandbox, folder, catalog, paced=False) as world:
        triage = sandbox.workspace.any_channel("triage")
        assert triage
        world.bot.settings.triage_channel = triage.id
        dana = sandbox.person("dana")
        await world.bot.store.run(people.name_coordinators, [member(dana)])
        shared = Shared(TicketDesk(world), working(world.bot))
        await dana.open_home()
        await world.settled()
        yield shared


@asynccontextmanager
async def local_slack() -> AsyncIterator[Sandbox]:
    """A Slack with a triage channel, on a clock that stands still."""
    async with slack(Clock(standing_at=NOW), rate_limits=False) as sandbox:
        open_triage(sandbox)
        yield sandbox


@asynccontextmanager
async def opened(library: Path, folder: Path) -> AsyncIterator[Shared]:
    """The bot in it, until it is left."""
    with Catalog.open(library) as catalog:
        async with local_slack() as sandbox, at_work(sandbox, folder, catalog) as shared:
            yield shared
