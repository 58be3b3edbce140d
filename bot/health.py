"""Whether all is well: for proxies that restart, and for people who want to know why not."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.desk.standing import Standing, probe, standing
from bot.store import Store, Unavailable

WRITE_SECONDS = 2.0
LATE_SECONDS = 300.0
"""How long a message or an event may wait before something is wrong."""

LEAST_DISK = 200 * 1024 * 1024
"""Bytes that must be free where the data is."""

Check = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Health:
    """`checks` by name can be told at once; `channel` asks Slack about the triage channel, and
    answers None where none is set.
    """

    store: Store
    folder: Path
    checks: Mapping[str, Check]
    channel: Callable[[], Awaitable[bool | None]] | None = None

    async def is_alive(self) -> bool:
        """Whether the database takes a write, Slack's outage or not."""
        try:
            async with asyncio.timeout(WRITE_SECONDS):
                await self.store.run(probe)
        except (Unavailable, TimeoutError):
            return False
        return True

    async def findings(self) -> dict[str, bool]:
        """Each check by its name, and whether it holds now."""
        found = {name: check() for name, check in self.checks.items()}
        found["desk"] = await self.is_alive()
        found["disk"] = shutil.disk_usage(self.folder).free >= LEAST_DISK
        if found["desk"]:
            found |= _queues(await self.store.run(standing))
            found |= await self._channel()
        return found

    async def _channel(self) -> dict[str, bool]:
        is_private = await self.channel() if self.channel is not None else None
        return {} if is_private is None else {"triage_channel": is_private}


def _queues(stand: Standing) -> dict[str, bool]:
    return {
        "inbox": not stand.count("inbox", "poison")
        and stand.age("inbox", "waiting") < LATE_SECONDS,
        "outbox": not stand.count("outbox", "held")
        and stand.age("outbox", "ready", "maybe") < LATE_SECONDS,
    }
