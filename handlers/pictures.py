"""Charts as pictures: drawn, handed to Slack as files, and put where they are to stand.

Slack shows a file of the bot's own in a view to whoever has that view before them, and to nobody
else. For that the app needs one more permission, which a workspace may leave out: then there is no
picture, and what stands in its place is a chart of letters.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock
from handlers.answers import Standing, is_slack_s
from handlers.drawn import NotDrawn, drawn
from handlers.outcomes import FAILURES, judge
from handlers.views.blocks import View
from handlers.views.chart import Chart, in_words

log = logging.getLogger(__name__)

REMEMBERED = 64
ASKED_AGAIN_SECONDS = 3600.0
"""After an hour without the permission it may have been given."""
WAITS = (0.0, 1.0, 2.0, 4.0)
"""Seconds before each try: Slack looks at a new file for a moment before it shows it."""

LACKING = frozenset({"missing_scope", "not_allowed_token_type"})
NOT_YET = frozenset({"invalid_arguments", "invalid_blocks"})


@dataclass(slots=True)
class Pictures:
    """The files of charts, each uploaded once. `session` is the client's own."""

    client: AsyncWebClient
    session: ClientSession
    clock: Clock
    _files: OrderedDict[Chart, str] = field(default_factory=OrderedDict)
    _lacking_until: float = 0.0
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def are_allowed(self) -> bool:
        """Whether Slack has not said lately that the permission is lacking."""
        return self.clock.now() >= self._lacking_until

    def known(self, chart: Chart) -> str:
        """The file of a chart that was uploaded before; empty where none was."""
        return self._files.get(chart, "")

    async def upload(self, chart: Chart) -> str:
        """The file of a chart; empty where there can be none, for whatever reason."""
        if not self.are_allowed:
            return ""
        async with self._one_at_a_time:
            if chart not in self._files:
                file_id = await self._uploaded(chart)
                if not file_id:
                    return ""
                self._files[chart] = file_id
            self._files.move_to_end(chart)
            if len(self._files) > REMEMBERED:
                self._files.popitem(last=False)
            return self._files[chart]

    async def place(self, standing: Standing, draw: Callable[[], View]) -> bool:
        """Draw a view anew with a picture in it, unless it changed meanwhile; whether it is there.

        Slack refuses a file that it has not looked at yet as it refuses any mistake, so it is
        tried a few times.
        """
        ids = {"view_id": standing.view_id, "hash": standing.view_hash}
        for seconds in WAITS:
            await self.clock.sleep(seconds)
            code = await self._refused("views.update", json={**ids, "view": draw()})
            if code not in NOT_YET:
                return not code
        log.warning("Slack does not show a chart's picture")
        return False

    async def _uploaded(self, chart: Chart) -> str:
        try:
            return await self._sent(await drawn(chart), in_words(chart))
        except NotDrawn as problem:
            log.warning("a chart was not drawn: %s", problem)
        except FAILURES as error:
            code = judge(error).code
            log.warning("a chart's picture was not uploaded: %s", code)
            if code in LACKING:
                self._lacking_until = self.clock.now() + ASKED_AGAIN_SECONDS
        return ""

    async def _sent(self, picture: bytes, alt_text: str) -> str:
        """Three steps (docs.slack.dev, "Working with files"). Raises what `FAILURES` names."""
        # Neither name nor title says what is in it: they are in everybody's list of files.
        name = f"{secrets.token_hex(8)}.png"
        about = {"filename": name, "length": len(picture), "alt_txt": alt_text}
        begun = await self.client.api_call("files.getUploadURLExternal", params=about)
        address, file_id = str(begun["upload_url"]), str(begun["file_id"])
        if not is_slack_s(self.client, address):
            raise ValueError("an address that is not Slack's")
        async with self.session.post(address, data=picture, allow_redirects=False) as answer:
            if answer.status != 200:
                raise ValueError(f"the upload was answered {answer.status}")
        done: dict[str, Any] = {"files": [{"id": file_id, "title": name}]}
        await self.client.api_call("files.completeUploadExternal", json=done)
        return file_id

    async def _refused(self, method: str, **arguments: Any) -> str:  # noqa: ANN401 (the SDK's own)
        """Slack's word for why it did not do it; empty where it did."""
        try:
            await self.client.api_call(method, **arguments)
        except FAILURES as error:
            return judge(error).code or "failed"
        return ""
