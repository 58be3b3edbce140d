"""People as the listeners need them: what the desk knows, and what Slack says of the rest."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field

from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from bot.desk import people
from bot.desk.people import Member, Person
from bot.i18n import Texts, texts
from bot.store import Store, Unavailable
from handlers.outcomes import FAILURES, judge

log = logging.getLogger(__name__)

REMEMBERED = 20_000
ASKED_AGAIN_MS = 24 * 3600 * 1000
"""After a day Slack is asked again: people change their name and their language."""

SPANISH_COMMANDS = frozenset({"/recursos", "/ayuda"})


@dataclass(slots=True)
class Directory:
    """People, remembered. `users.info` gives name and locale; commands carry neither."""

    store: Store
    client: AsyncWebClient
    clock: Clock
    _known: OrderedDict[Member, Person] = field(default_factory=OrderedDict)
    _asking: dict[Member, asyncio.Task[None]] = field(default_factory=dict)

    async def for_command(self, member: Member, name: str) -> tuple[Person | None, Texts]:
        """Who gave a command, and the language of its answer, without waiting for Slack.

        `/recursos` is Spanish whoever types it; a person not met yet is answered in the
        command's language, and Slack is asked meanwhile.
        """
        person = await self._met(member)
        if person is None or self._is_stale(person):
            self._ask(member)
        if name in SPANISH_COMMANDS:
            return person, texts("es")
        return person, person.texts if person else texts("en")

    async def person(self, member: Member) -> Person:
        """A person as far as they are known; Slack is asked about one not met yet.

        Raises Unavailable.
        """
        person = await self._met(member)
        if person is None or not person.asked_at:
            await asyncio.wait([self._ask(member)])
        elif self._is_stale(person):
            self._ask(member)
        found = self._known.get(member)
        return found or self._keep(await self.store.run(people.meet, member))

    async def of(self, member: Member) -> Texts:
        """The texts in a person's language; English where nobody can tell."""
        try:
            return (await self.person(member)).texts
        except Unavailable:
            return texts("en")

    async def change(self, work: Callable[..., Person], member: Member, *args: object) -> Person:
        """Do a unit of work that changes a person."""
        return self._keep(await self.store.run(work, member, *args))

    async def close(self) -> None:
        """Stop asking."""
        for task in list(self._asking.values()):
            task.cancel()
        await asyncio.gather(*self._asking.values(), return_exceptions=True)

    async def _met(self, member: Member) -> Person | None:
        if member in self._known:
            self._known.move_to_end(member)
            return self._known[member]
        try:
            return self._keep(await self.store.run(people.meet, member))
        except Unavailable:
            return None

    def _is_stale(self, person: Person) -> bool:
        return self.clock.now() * 1000 - person.asked_at > ASKED_AGAIN_MS

    def _keep(self, person: Person) -> Person:
        self._known[Member(person.team_id, person.user_id)] = person
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return person

    def _ask(self, member: Member) -> asyncio.Task[None]:
        if member not in self._asking:
            asking: Coroutine[None, None, None] = self._learn(member)
            self._asking[member] = asyncio.create_task(asking)
            self._asking[member].add_done_callback(lambda _task: self._asking.pop(member, None))
        return self._asking[member]

    async def _learn(self, member: Member) -> None:
        try:
            answer = await self.client.users_info(user=member.user_id, include_locale=True)
            user = answer.get("user") or {}
            profile = user.get("profile") or {}
            name = user.get("real_name") or profile.get("real_name") or user.get("name") or ""
            self._keep(
                await self.store.run(
                    people.learned, member, name=str(name), locale=str(user.get("locale") or "")
                )
            )
        except FAILURES as error:
            log.warning("users.info did not answer: %s", judge(error).code)
        except Unavailable:
            log.warning("what Slack said of a person could not be kept")
