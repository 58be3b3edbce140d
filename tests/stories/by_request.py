"""Steps of the stories about a resource that is opened by request: the webinar archive."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.desk import access, people
from bot.desk.access import Key
from bot.desk.masking import Masked
from bot.desk.people import Member
from bot.desk.tickets import Request
from bot.sandbox import Person
from bot.sandbox.record import Delivery
from bot.store import Row, Transaction
from bot.store.tables import tickets
from tests.readable import buttons, readable
from tests.stories.joined import meet, member
from tests.stories.tickets import TicketDesk

Json = dict[str, Any]

ARCHIVE = "seed-lp-webinar-archives"
NAME = "Local Progress Webinar Archives"
WORDS = "webinar archives"
ADDRESS = "https://videos.example.org/canary-4417"
PASSWORD = "canary <b>*7719*</b> & more"  # noqa: S105 (the tests' own)


def opened() -> str:
    """What who is let in sees, once the key is set."""
    return (
        f"# Open\n*{NAME}*\n*Address*\n<{ADDRESS}|videos.example.org>\n*Password*\n{PASSWORD}\n"
        "(Only you see this. Please don't pass it on: others can ask too.)\n[Close]"
    )


@dataclass(frozen=True, slots=True)
class Archive:
    """The archive, and who stands before it."""

    desk: TicketDesk

    def person(self, who: str) -> Person:
        """Somebody by short name."""
        return self.desk.person(who)

    def before(self, who: str) -> str:
        """What the window before somebody says."""
        view = self.person(who).view
        return readable(view) if view else ""

    async def found(self, who: str, command: str = "/resources") -> Json:
        """Somebody looks for it; the answer in which it stands."""
        await meet(self.desk.world, who)
        await self.person(who).command(command, WORDS)
        answer: Json = self.person(who).sees("general")[-1]
        return answer

    async def knocks(self, who: str) -> str:
        """Somebody presses the button under it; what they then see."""
        answer = await self.found(who)
        await self.desk.press(who, answer, "access_request")
        return self.before(who)

    async def asks(self, who: str = "ana", why: str = "") -> str:
        """Somebody asks for access; the ticket's handle."""
        await self.knocks(who)
        await self.desk.submits(who, {"words": why} if why else None)
        return str((await self.tickets(who))[-1].handle)

    async def tickets(self, who: str) -> list[Row]:
        """Somebody's tickets, oldest first."""
        return await self.desk.world.bot.store.run(_tickets, self.person(who))

    async def letter(self, handle: str) -> Json:
        """What stands below the card about a request."""
        return next(
            message
            for message in await self.desk.card_thread(handle)
            if "Who is let in" in buttons(message)
        )

    async def reads(self, handle: str) -> str:
        """The same as coordinators read it."""
        return readable(await self.letter(handle))

    async def answer(self, handle: str) -> Json:
        """What the requester was last told about it in their thread."""
        told = [message for message in await self.desk.thread(handle) if buttons(message)]
        return told[-1]

    async def lets_in(self, handle: str, who: str = "dana") -> None:
        """A coordinator lets the requester in."""
        await self.desk.press(who, await self.letter(handle), "access_let_in")

    async def sets_key(self, address: str = ADDRESS, password: str = PASSWORD) -> Delivery:
        """The coordinator fills in the form for the key that is before them."""
        values: dict[str, object] = {"access_address": address}
        if password:
            values["access_password"] = password
        sent = await self.desk.dana.submit(values)
        await self.desk.settled()
        return sent

    async def opens(self, handle: str, who: str = "ana") -> str:
        """The requester presses the button under what they were told; what they then see."""
        message = await self.answer(handle)
        [action_id] = [
            element["action_id"]
            for block in message["blocks"]
            for element in block.get("elements", ())
            if element["type"] == "button"
        ]
        await self.desk.press(who, message, action_id)
        return self.before(who)

    async def given(self, who: str = "ana") -> str:
        """Somebody asks and is let in; the ticket's handle."""
        handle = await self.asks(who)
        await self.lets_in(handle)
        if self.desk.dana.view:
            await self.sets_key()
        return handle

    async def is_let_in(self, who: str) -> bool:
        """Whether it is open to somebody."""

        def is_let_in(tx: Transaction) -> bool:
            person = people.meet(tx, member(self.person(who)))
            return access.is_let_in(tx, person.id, ARCHIVE)

        return await self.desk.world.bot.store.run(is_let_in)

    async def has_key(self) -> bool:
        """Whether anyone said what opens it."""
        return await self.desk.world.bot.store.run(access.has_key, ARCHIVE)

    async def let_in_many(self, number: int) -> None:
        """So many others are let in."""
        by = member(self.desk.dana)

        def let_in(tx: Transaction) -> None:
            for each in range(number):
                someone = Member(by.team_id, f"U0MANY{each:04}")
                person = people.learned(tx, someone, name=f"Member {each:03}", locale="en-US")
                access.let_in(tx, person.id, ARCHIVE, people.meet(tx, by))

        await self.desk.run(let_in)

    def ask_without_channel(self, tx: Transaction, who: str) -> None:
        """Somebody asks where no triage channel is set."""
        request = Request(Masked("Please"), kind=access.KIND, resource_id=ARCHIVE)
        access.ask(tx, member(self.person(who)), request)

    def let_in_without_asking(self, tx: Transaction, who: str) -> None:
        """Somebody is let in who did not ask."""
        access.keep_key(tx, ARCHIVE, Key(ADDRESS, PASSWORD))
        dana = people.meet(tx, member(self.desk.dana))
        access.let_in(tx, people.meet(tx, member(self.person(who))).id, ARCHIVE, dana)

    async def forged(self, who: str, action_id: str, value: str) -> Delivery:
        """Somebody sends the press of a button that was never theirs, as a client of their own
        making could.
        """
        answer = await self.found(who)
        pressed = await self.person(who).click(answer, "resource_details")
        await self.person(who).close_view()
        payload = deepcopy(pressed.payload)
        payload["actions"][0] |= {"action_id": action_id, "value": value, "action_ts": "1.000001"}
        delivery = await self.desk.world.sandbox.deliver_payload("interaction", payload)
        await self.desk.settled()
        return delivery


def _tickets(tx: Transaction, person: Person) -> list[Row]:
    owner = people.meet(tx, member(person)).id
    rows: list[Row] = tx.execute(
        select(tickets).where(tickets.c.requester_id == owner).order_by(tickets.c.id)
    ).all()
    return rows
