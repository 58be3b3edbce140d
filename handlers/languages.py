"""Which language each person reads, from their Slack locale."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from dataclasses import dataclass, field

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.i18n import Language, Texts, language_of, texts
from handlers.payloads import Actor

log = logging.getLogger(__name__)

REMEMBERED = 20_000
SPANISH_COMMANDS = frozenset({"/recursos"})


@dataclass(slots=True)
class Languages:
    """People's languages, remembered. `users.info` gives the locale; commands carry none."""

    client: AsyncWebClient
    _known: OrderedDict[Actor, Language] = field(default_factory=OrderedDict)
    _learning: dict[Actor, asyncio.Task[Language]] = field(default_factory=dict)

    def for_command(self, actor: Actor, name: str) -> Texts:
        """The texts for a command's answer, at once: `/recursos` is Spanish whoever types it.

        A person not met yet is answered in the command's language and looked up meanwhile.
        """
        if name in SPANISH_COMMANDS:
            return texts("es")
        if actor not in self._known:
            self._learn(actor)
        return texts(self._known.get(actor, "en"))

    async def of(self, actor: Actor) -> Texts:
        """The texts in a person's language; English where Slack doesn't tell."""
        if actor not in self._known:
            await asyncio.wait([self._learn(actor)])
        return texts(self._known.get(actor, "en"))

    async def close(self) -> None:
        """Stop asking."""
        for task in list(self._learning.values()):
            task.cancel()
        await asyncio.gather(*self._learning.values(), return_exceptions=True)

    def _learn(self, actor: Actor) -> asyncio.Task[Language]:
        if actor not in self._learning:
            task = asyncio.create_task(self._ask(actor))
            self._learning[actor] = task
            task.add_done_callback(lambda _task: self._learning.pop(actor, None))
        return self._learning[actor]

    async def _ask(self, actor: Actor) -> Language:
        try:
            answer = await self.client.users_info(user=actor.user_id, include_locale=True)
        except (SlackApiError, SlackClientError, ClientError, TimeoutError, ValueError) as error:
            log.warning("users.info did not answer: %s", type(error).__name__)
            return "en"
        language = language_of((answer.get("user") or {}).get("locale"))
        self._known[actor] = language
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return language
