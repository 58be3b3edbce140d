"""Slack is down."""

from __future__ import annotations

import asyncio


class Outage:
    """While it lasts every call breaks off, no event leaves, and nobody can do anything."""

    def __init__(self) -> None:
        self._up = asyncio.Event()
        self._up.set()
        self._waiting = 0

    @property
    def lasts(self) -> bool:
        """Whether Slack is down now."""
        return not self._up.is_set()

    def begin(self) -> None:
        """Slack goes down."""
        self._up.clear()

    def end(self) -> None:
        """Slack is up again; whatever waited goes on."""
        self._up.set()

    async def over(self) -> None:
        """Returns once Slack is up."""
        self._waiting += 1
        try:
            await self._up.wait()
        finally:
            self._waiting -= 1

    def due(self) -> bool:
        """Whether it is over for somebody who has not gone on yet."""
        return self._waiting > 0 and not self.lasts
