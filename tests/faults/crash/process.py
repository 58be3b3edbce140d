"""`liaison run`, with a plug that is pulled at a point: nothing is finished, nothing closed."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import sys
from collections.abc import Iterable
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import Engine, event
from sqlalchemy.pool import Pool

from bot import cli
from bot.store.tables import log
from tests.faults.crash.points import ENVIRONMENT, KILLED_AT, Point

LONGEST_CALL = 0.03
"""Seconds within which a call to the sandbox is mostly carried out."""


class Plug:
    """Kills this process at the first of some points, and says at which."""

    def __init__(self, points: Iterable[Point]) -> None:
        self._left = {point.name: point.nth for point in points}
        self._written: dict[str, None] = {}

    def put_in(self) -> None:
        """Watch for the points from now on."""
        # The desk's one connection lives on one thread, so nothing comes between these.
        event.listen(Engine, "before_cursor_execute", self._write)
        event.listen(Engine, "commit", self._before_commit)
        event.listen(Pool, "checkin", self._after_commit)
        self._watch_calls()

    def _write(self, *execution: Any) -> None:  # noqa: ANN401 (SQLAlchemy's own types)
        _connection, _cursor, _statement, _parameters, context, _many = execution
        if context is None or not (context.isinsert or context.isupdate or context.isdelete):
            return
        table = context.compiled.statement.table.name
        if table == log.name:
            # A move names the change better than its statement does.
            for row in context.compiled_parameters:
                moved = row["subject"].partition(":")[0]
                self._written.pop(f"{moved}.added", None)
                self._written.pop(f"{moved}.changed", None)
                self._written[f"{moved}.{row['event']}"] = None
        elif not any(name.startswith(f"{table}.") for name in self._written):
            self._written[f"{table}.{'added' if context.isinsert else 'changed'}"] = None

    def _before_commit(self, _connection: object) -> None:
        for name in list(self._written):
            self._passes(f"before {name}")

    def _after_commit(self, _connection: object, _record: object) -> None:
        written, self._written = self._written, {}
        for name in written:
            self._passes(f"after {name}")

    def _watch_calls(self) -> None:
        call = AsyncWebClient.api_call

        async def watched(client: AsyncWebClient, method: str, **arguments: Any) -> Any:  # noqa: ANN401
            self._passes(f"before {method}")
            # The call is under way by then.
            asyncio.get_running_loop().call_later(_moment(), self._passes, f"during {method}")
            try:
                return await call(client, method, **arguments)
            finally:
                self._passes(f"after {method}")

        AsyncWebClient.api_call = watched  # type: ignore[method-assign, assignment]

    def _passes(self, name: str) -> None:
        if name in self._left:
            self._left[name] -= 1
            if not self._left[name]:
                os.write(sys.stdout.fileno(), f"{KILLED_AT}{name}\n".encode())
                os.kill(os.getpid(), signal.SIGKILL)


def _moment() -> float:
    return random.uniform(0, LONGEST_CALL)  # noqa: S311 (any moment)


if __name__ == "__main__":
    if chosen := os.environ.get(ENVIRONMENT):
        Plug(Point.read(each) for each in chosen.split(",")).put_in()
    cli.main(["run"])
