"""The answer lane: to the person who acted, at once, worthless ten seconds later."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot.i18n import Texts
from handlers.outcomes import FAILURES, judge
from handlers.payloads import Click, Origin
from handlers.views.blocks import Message, View
from handlers.views.notices import notice

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answers:
    """Windows, Home and replies. A failure is told to the person where there is a way left.

    Calls share one session, whose timeout leaves room for the ack within Slack's three seconds.
    """

    client: AsyncWebClient
    session: ClientSession

    async def show(self, click: Click, view: View, _: Texts) -> None:
        """Open a view for a click: on top of the modal in which it was made, else by itself."""
        method = "views.push" if click.in_modal else "views.open"
        await self.open(click.trigger_id, view, click.origin, _, method=method)

    async def open(
        self, trigger_id: str, view: View, origin: Origin, _: Texts, *, method: str = "views.open"
    ) -> bool:
        """Open a modal; whether Slack did. If not, the person is told where they asked."""
        opened = await self._call(method, trigger_id=trigger_id, view=view)
        if not opened:
            sorry = notice(_("Slack did not open the window. Please try again."))
            await self.reply(origin, sorry)
        return opened

    async def update(self, click: Click, view: View) -> bool:
        """Replace the modal in which a button was pressed, unless it changed meanwhile."""
        return await self._call(
            "views.update", view_id=click.view_id, hash=click.view_hash, view=view
        )

    async def publish(self, user_id: str, view: View) -> bool:
        """Show a person's Home."""
        return await self._call("views.publish", user_id=user_id, view=view)

    async def whisper(
        self, channel_id: str, user_id: str, message: Message, thread_ts: str
    ) -> bool:
        """A message in a channel that one person sees."""
        extra = {"thread_ts": thread_ts} if thread_ts else {}
        return await self._call(
            "chat.postEphemeral", channel=channel_id, user=user_id, **message, **extra
        )

    async def post(self, channel_id: str, message: Message, thread_ts: str) -> bool:
        """An answer in the bot's own DM with the person."""
        extra = {"thread_ts": thread_ts} if thread_ts else {}
        return await self._call(
            "chat.postMessage", channel=channel_id, unfurl_links=False, **message, **extra
        )

    async def reply(
        self, origin: Origin, message: Message, *, replace: bool = False, public: bool = False
    ) -> bool:
        """Answer through the response_url of what the person did; whether Slack took it."""
        if not self._is_slack_s(origin.response_url):
            return False
        body: dict[str, Any] = {
            **message,
            "response_type": "in_channel" if public else "ephemeral",
            "replace_original": replace,
        }
        if origin.thread_ts:
            body["thread_ts"] = origin.thread_ts
        try:
            async with self.session.post(origin.response_url, json=body) as answer:
                if answer.ok:
                    return True
                log.warning("a response_url answered %s", answer.status)
        except FAILURES as error:
            log.warning("a response_url failed: %s", type(error).__name__)
        return False

    def _is_slack_s(self, url: str) -> bool:
        """Whether an address is on the host of the Web API or below it: words go nowhere else."""
        api, hook = urlsplit(self.client.base_url), urlsplit(url)
        below = f".{hook.netloc}".endswith(f".{api.netloc}")
        return below and hook.scheme == api.scheme

    async def _call(self, method: str, **arguments: object) -> bool:
        try:
            await self.client.api_call(method, json=arguments)
        except FAILURES as error:
            log.warning("%s failed: %s", method, judge(error).code)
        else:
            return True
        return False
