"""A Slack that answers every call after a while, and notes when messages were posted."""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

IDENTITY = {"team_id": "T0BENCH", "user_id": "U0BOT", "bot_id": "B0BOT", "team": "bench"}


@dataclass(slots=True)
class StandIn:
    """`seconds` is how long each answer takes; `posted` is when each text was answered for, `told`
    when something was first posted in each channel, `published` when each person's Home last came,
    and `homes` what came.
    """

    seconds: float = 0.1
    posted: dict[str, float] = field(default_factory=dict)
    told: dict[str, float] = field(default_factory=dict)
    published: dict[str, float] = field(default_factory=dict)
    homes: dict[str, dict[str, Any]] = field(default_factory=dict)
    methods: dict[str, int] = field(default_factory=dict)
    _numbers: Any = field(default_factory=itertools.count)

    async def start(self, port: int) -> web.AppRunner:
        """Listen until the runner is cleaned up."""
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        return runner

    async def _answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self.methods[method] = self.methods.get(method, 0) + 1
        if method == "views.publish":
            home = await request.json()
            self.published[home["user_id"]] = time.perf_counter()
            self.homes[home["user_id"]] = home["view"]
        await asyncio.sleep(self.seconds)
        answer: dict[str, Any] = {"ok": True, **IDENTITY, "messages": []}
        if method == "chat.postMessage":
            body = await request.json()
            last = body["blocks"][-1].get("text") or {}
            self.posted[last.get("text", "")] = time.perf_counter()
            self.told.setdefault(body["channel"], time.perf_counter())
            answer |= {"channel": body["channel"], "ts": f"1796000000.{next(self._numbers):06}"}
        elif method == "conversations.info":
            answer |= {"channel": {"is_private": True, "is_member": True}}
        return web.json_response(answer)
