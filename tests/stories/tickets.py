"""Steps of the stories about tickets: asking, offering, accepting, and what then stands where.

A story asks for the fixture `desk` (and not for `world` before it: the triage channel must be set
when the bot starts); `desk.world` is the world.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from bot.desk import experts, offers, people, records, rights, tickets
from bot.desk.course import Outcome
from bot.desk.masking import Masked
from bot.desk.people import Member
from bot.desk.tickets import Request
from bot.sandbox import Person, Sandbox
from bot.sandbox.channels import Channel
from bot.store import Row, Transaction
from bot.store.tables import outbox as outbox_rows
from bot.store.tables import threads
from bot.store.tables import tickets as tickets_table
from tests.conftest import World
from tests.readable import readable
from tests.stories.joined import meet, member

Json = dict[str, Any]
Find = Callable[[Transaction, Row], Row | None]

QUESTION = "Can our county refuse immigration detainers?"
TRIAGE = "triage"
"""The triage channel, by the name that people of the sandbox call it by."""

HARBOR = "harbor-legal-aid"
PRAIRIE = "prairie-law-center"


def open_triage(sandbox: Sandbox, *, shared_with: tuple[str, ...] = ()) -> str:
    """A private channel of Dana's with the bot in it; its id."""
    workspace = sandbox.workspace
    inside = {workspace.person("dana").id, workspace.bot.id}
    channel = Channel("C0TRIAGE01", TRIAGE, "private", inside, connected=shared_with)
    return workspace.add_channel(channel).id


@dataclass(frozen=True, slots=True)
class TicketDesk:
    """The bot with a triage channel, Dana as its coordinator, and steps that stories share."""

    world: World

    @property
    def ana(self) -> Person:
        """Asks, in English."""
        return self.person("ana")

    @property
    def luis(self) -> Person:
        """Asks, in Spanish."""
        return self.person("luis")

    @property
    def dana(self) -> Person:
        """The coordinator."""
        return self.person("dana")

    @property
    def ruth(self) -> Person:
        """An expert in the workspace, once she is listed."""
        return self.person("ruth")

    @property
    def omar(self) -> Person:
        """An expert in a workspace of his own, once he is listed."""
        return self.person("omar")

    def person(self, who: str) -> Person:
        """Somebody by short name."""
        return self.world.sandbox.person(who)

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        await self.world.settled()

    async def run(self, work: Callable[..., Any], *args: object, **kwargs: object) -> Any:  # noqa: ANN401 (a unit of work answers anything)
        """Do a unit of work, and let what follows from it happen."""
        done = await self.world.bot.store.run(work, *args, **kwargs)
        await self.settled()
        return done

    async def ask(
        self,
        who: str = "ana",
        question: str = QUESTION,
        *,
        in_channel: bool = True,
        **request: Any,  # noqa: ANN401 (the fields of a Request)
    ) -> str:
        """Somebody asks; the ticket's handle. `request` are the other fields of a `Request`."""
        await meet(self.world, who)
        channel = self.world.bot.settings.triage_channel if in_channel else ""
        asked = Request(Masked(question), **request)
        ticket = await self.run(tickets.ask, member(self.person(who)), asked, channel)
        return str(ticket.handle)

    async def ask_often(self, *questions: str) -> list[str]:
        """Many requests of Ana's, taken as posted: at Slack's pace each would take a second."""
        await meet(self.world, "ana")
        channel = self.world.bot.settings.triage_channel
        handles: list[str] = await self.run(_ask_often, member(self.ana), questions, channel)
        return handles

    async def list_expert(self, who: str = "ruth", **known: Any) -> int:  # noqa: ANN401 (what `experts.keep` takes)
        """List somebody as an expert of Harbor Legal Aid; our number of them."""
        await meet(self.world, who)
        listed: int = await self.run(
            _list, member(self.person(who)), (HARBOR, "Harbor Legal Aid", ""), known
        )
        return listed

    async def list_partner(self, who: str = "omar", channel: str = "prairie-law") -> str:
        """List somebody as an expert of the partner of a shared channel; the partner's id."""
        shared = self.world.sandbox.workspace.any_channel(channel)
        assert shared
        person = self.person(who)
        await self.run(people.learned, member(person), name=person.user.real_name, locale="en-US")
        await self.run(_list, member(person), (PRAIRIE, "Prairie Law Center", shared.id), {})
        return PRAIRIE

    async def offer(self, handle: str, *to: int | str, minutes: int | None = None) -> None:
        """Dana offers a ticket to experts by number, and partners by id."""
        await self.run(_offer, handle, member(self.dana), to, minutes)

    async def accept(self, handle: str, who: str = "ruth") -> None:
        """An expert accepts what was offered to them of a ticket."""
        await self.run(_accept, handle, member(self.person(who)))

    async def ask_and_accept(self, question: str = QUESTION, **request: Any) -> str:  # noqa: ANN401 (as `ask`)
        """Ana asks, Ruth is on it; the ticket's handle."""
        ruth = await self.list_expert("ruth")
        handle = await self.ask("ana", question, **{"visibility": "expert", **request})
        await self.offer(handle, ruth)
        await self.accept(handle, "ruth")
        return handle

    async def close(
        self, handle: str, who: str = "dana", outcome: Outcome = "by_coordinator"
    ) -> None:
        """Somebody closes a ticket."""
        await self.run(_close, handle, member(self.person(who)), outcome)

    async def ticket(self, handle: str) -> Row:
        """A ticket's row as it is now."""
        return await self.world.bot.store.run(_ticket, handle)

    async def offer_handle(self, handle: str, nth: int = -1) -> str:
        """The handle of one of a ticket's offers, as its buttons carry it."""
        return await self.world.bot.store.run(_offer_handle, handle, nth)

    async def status(self, handle: str) -> Json:
        """The status line: the head of the requester's thread, as they see it."""
        return await self._head(handle, records.requester_thread)

    async def card(self, handle: str) -> Json:
        """The card in the triage channel, as Dana sees it."""
        return await self._head(handle, records.card_thread)

    async def offered(self, handle: str, nth: int = -1) -> Json:
        """What stands at the head of the thread of one of a ticket's offers."""
        return await self._head(handle, lambda tx, ticket: _offer_thread(tx, ticket, nth))

    async def status_of(self, handle: str) -> str:
        """The status line as it reads."""
        return readable(await self.status(handle))

    async def thread(self, handle: str) -> list[Json]:
        """What stands below the status line, in the requester's DM."""
        return self._below(await self.status(handle))

    async def reads(self, handle: str) -> list[str]:
        """The same as they read it: other people's words, and the bot's; not their own."""
        return [readable(each) for each in await self.thread(handle) if each.get("bot_id")]

    async def card_thread(self, handle: str) -> list[Json]:
        """What stands below the card."""
        return self._below(await self.card(handle))

    async def offer_thread(self, handle: str, nth: int = -1) -> list[Json]:
        """What stands below an offer."""
        return self._below(await self.offered(handle, nth))

    async def writes(self, handle: str, text: str, who: str = "ana") -> Json:
        """The requester writes in their thread."""
        head = await self.status(handle)
        said = await self.person(who).say("dm", text, head["ts"])
        await self.settled()
        return said

    async def writes_as_expert(self, handle: str, text: str, who: str = "ruth") -> Json:
        """An expert writes in their thread, or under the offer."""
        head = await self.offered(handle)
        said = await self.person(who).say(head["channel"], text, head["ts"])
        await self.settled()
        return said

    async def press(self, who: str, message: Json, action_id: str, nth: int = 0) -> None:
        """Somebody presses a button, and what follows happens."""
        await self.person(who).click(message, action_id, nth)
        await self.settled()

    async def submits(self, who: str, values: dict[str, object] | None = None) -> None:
        """Somebody sends the form before them, and what follows happens."""
        await self.person(who).submit(values)
        await self.settled()

    async def forges(self, who: str, message: Json, action_id: str) -> str:
        """Somebody presses a button of a message that is not theirs to see; what they are told."""
        core, person = self.world.sandbox.core, self.person(who)
        place = core.in_message(
            person.user, self.world.sandbox.workspace.channels[message["channel"]], message
        )
        blocks = [
            block["block_id"]
            for block in message["blocks"]
            for element in block.get("elements", ())
            if element.get("action_id") == action_id
        ]
        await core.interactions.act(place, blocks[0], action_id, None)
        await self.settled()
        return self.told(who)

    def smuggle(self, who: str, handle: str) -> None:
        """Have the form before somebody say that it is about a ticket."""
        workspace = self.world.sandbox.workspace
        opened = self.world.sandbox.core.views.stack(workspace.person(who))[-1]
        name, _, _own = opened.view["private_metadata"].partition("\n")
        opened.view["private_metadata"] = f"{name}\n{handle}"

    def told(self, who: str) -> str:
        """What somebody was just told: in the window before them, else the newest ephemeral."""
        person = self.person(who)
        if person.view is not None:
            return readable(person.view)
        channels = self.world.sandbox.workspace.channels.values()
        hidden = [
            each for channel in channels for each in channel.ephemerals.get(person.id, {}).values()
        ]
        return readable(max(hidden, key=lambda each: str(each["ts"]))) if hidden else ""

    async def _head(self, handle: str, of: Find) -> Json:
        reader_id, channel_id, ts = await self.world.bot.store.run(_place, handle, of)
        seen = self.person(reader_id or "dana").sees(channel_id)
        return next(message for message in seen if message["ts"] == ts)

    def _below(self, head: Json) -> list[Json]:
        everyone = self.world.sandbox.workspace.channels[head["channel"]].members
        reader = next(each for each in sorted(everyone) if not self._is_bot(each))
        seen = self.person(reader).sees(head["channel"])
        return [
            message
            for message in seen
            if message.get("thread_ts") == head["ts"] and message["ts"] != head["ts"]
        ]

    def _is_bot(self, user_id: str) -> bool:
        return self.world.sandbox.workspace.users[user_id].is_bot


def _ticket(tx: Transaction, handle: str) -> Row:
    row: Row = tx.execute(select(tickets_table).where(tickets_table.c.handle == handle)).one()
    return row


def _place(tx: Transaction, handle: str, of: Find) -> tuple[str, str, str]:
    """Who reads a thread, the channel it stands in, and its head's time."""
    thread = of(tx, _ticket(tx, handle))
    if thread is None:
        raise LookupError(handle)
    reader = people.find(tx, thread.person_id).user_id if thread.person_id else ""
    return reader, thread.channel_id, thread.root_ts


def _offer_of(tx: Transaction, handle: str, nth: int) -> Row:
    return records.offers_of(tx, _ticket(tx, handle).id)[nth]


def _offer_thread(tx: Transaction, ticket: Row, nth: int) -> Row:
    offer = records.offers_of(tx, ticket.id)[nth]
    row: Row = tx.execute(select(threads).where(threads.c.id == offer.thread_id)).one()
    return row


def _offer_handle(tx: Transaction, handle: str, nth: int) -> str:
    return str(_offer_of(tx, handle, nth).handle)


def _list(
    tx: Transaction,
    who: Member,
    organization: tuple[str, str, str],
    known: dict[str, Any],
) -> int:
    experts.keep_organization(tx, *organization)
    return experts.keep(tx, who, organization[0], **known).person.id


def _offer(
    tx: Transaction, handle: str, by: Member, to: Sequence[int | str], minutes: int | None
) -> None:
    ticket, person = rights.for_coordinator(tx, handle, by)
    offers.make(tx, ticket, person, to, minutes=minutes)


def _accept(tx: Transaction, handle: str, by: Member) -> None:
    person = people.meet(tx, by)
    ticket = _ticket(tx, handle)
    offer = next(each for each in records.offers_of(tx, ticket.id) if each.expert_id == person.id)
    offers.accept(tx, offer, person, f"{tx.now // 1000}.000000")


def _close(tx: Transaction, handle: str, by: Member, outcome: Outcome) -> None:
    ticket, person = rights.for_anyone_on_it(tx, handle, by)
    offers.withdraw_others(tx, ticket)
    tickets.close(tx, ticket, person, outcome)


def _ask_often(tx: Transaction, by: Member, questions: Sequence[str], channel: str) -> list[str]:
    asked = [tickets.ask(tx, by, Request(Masked(each)), channel) for each in questions]
    links = [ticket.link_id for ticket in asked]
    for thread in tx.execute(select(threads).where(threads.c.link_id.in_(links))).all():
        ts = f"1700000000.{thread.id:06}"
        of_it = outbox_rows.c.thread_id == thread.id
        tx.execute(update(outbox_rows).where(of_it).values(state="sent", ts=ts, sent_at=tx.now))
        tx.execute(update(threads).where(threads.c.id == thread.id).values(root_ts=ts))
    return [ticket.handle for ticket in asked]
