"""The answer lane: to the person who acted, at once, worthless ten seconds later."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.i18n import Texts
from handlers.carried import Origin
from handlers.outcomes import FAILURES, judge
from handlers.payloads import Click
from handlers.views.blocks import Message, View
from handlers.views.notices import notice

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """A view as Slack has it now: `hash` is another after each change."""

    view_id: str
    view_hash: str


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
        return await self.opened(trigger_id, view, origin, _, method=method) is not None

    async def opened(
        self, trigger_id: str, view: View, origin: Origin, _: Texts, *, method: str = "views.open"
    ) -> Standing | None:
        """Open a modal; what stands there now, so that it can be drawn anew unasked."""
        answer = await self._asked(method, trigger_id=trigger_id, view=view)
        if answer is None:
            sorry = notice(_("Slack did not open the window. Please try again."))
            await self.reply(origin, sorry)
        return _standing(answer)

    async def update(self, click: Click, view: View) -> bool:
        """Replace the modal in which a button was pressed, unless it changed meanwhile."""
        return await self.updated(click, view) is not None

    async def updated(self, click: Click, view: View) -> Standing | None:
        """The same; what stands there now."""
        ids = {"view_id": click.view_id, "hash": click.view_hash}
        return _standing(await self._asked("views.update", **ids, view=view))

    async def redraw(self, view_id: str, view: View) -> bool:
        """Draw a view anew in which nothing is typed, such as the one below a form."""
        return await self._call("views.update", view_id=view_id, view=view)

    async def publish(self, user_id: str, view: View, replaces: str = "") -> str:
        """Show a person's Home; Slack's hash of it, empty where Slack did not say that it stands.

        `replaces` is the hash of the Home before it: what was sent earlier to take that one's place
        and is still on its way is then refused. Where another stands there by now, this one goes
        over it.
        """
        known = {"hash": replaces} if replaces else {}
        arguments = {"user_id": user_id, "view": view, **known}
        try:
            answer = await self.client.api_call("views.publish", json=arguments)
        except FAILURES as error:
            code = judge(error).code
            if known and code == "hash_conflict":
                return await self.publish(user_id, view)
            log.warning("views.publish failed: %s", code)
            return ""
        return str((answer.get("view") or {}).get("hash") or "")

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
        if not is_slack_s(self.client, origin.response_url):
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

    async def _call(self, method: str, **arguments: object) -> bool:
        return await self._asked(method, **arguments) is not None

    async def _asked(self, method: str, **arguments: object) -> AsyncSlackResponse | None:
        try:
            return await self.client.api_call(method, json=arguments)
        except FAILURES as error:
            log.warning("%s failed: %s", method, judge(error).code)
        return None


def is_slack_s(client: AsyncWebClient, url: str) -> bool:
    """Whether an address is on the host of the Web API or below it: words go nowhere else."""
    api, other = urlsplit(client.base_url), urlsplit(url)
    below = f".{other.netloc}".endswith(f".{api.netloc}")
    return below and other.scheme == api.scheme


def _standing(answer: AsyncSlackResponse | None) -> Standing | None:
    if answer is None:
        return None
    view: dict[str, Any] = answer.get("view") or {}
    return Standing(str(view.get("id") or ""), str(view.get("hash") or ""))
