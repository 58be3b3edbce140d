"""The bot with a triage channel, as often as it is started; and what a story leaves behind."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox import Sandbox
from bot.store import Transaction, tables
from bot.store.tables import metadata
from catalog import Catalog
from tests.faults.hurried import started, working
from tests.readable import readable
from tests.stories.joined import Json
from tests.stories.partnered import Shared
from tests.stories.tickets import TRIAGE, TicketDesk
from tests.stories.whole_way import EXPERTS

Dump = dict[str, list[tuple[Any, ...]]]

RESET = {"people", "keys", "inbox", "searches"}
"""Tables that change with every look, and say nothing of a ticket."""

_MOMENT = re.compile(r"<!date[^>]*>")
_PASSING = re.compile(r"\b[tfpod]-[A-Za-z0-9_-]{16}|\b1[0-9]{12}\b|\b1[0-9]{9}\.[0-9]{6}\b")
_TIMES = re.compile(r"(_at|_ts|^ts|^handle|^id|^version)$")


def name_channel(monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator names the triage channel and its coordinator, before the bot starts."""
    monkeypatch.setenv("LIAISON_TRIAGE_CHANNEL", "C0TRIAGE01")
    monkeypatch.setenv("LIAISON_COORDINATORS", "U0DANAKIMM")


@asynccontextmanager
async def at_work(sandbox: Sandbox, folder: Path, catalog: Catalog) -> AsyncIterator[Shared]:
    """The bot with its settings, until it is left; it may be started again on the same data."""
    async with started(sandbox, folder, catalog, paced=False) as world:
        shared = Shared(TicketDesk(world), working(world.bot))
        await world.settled()
        yield shared


async def begin(shared: Shared) -> None:
    """Everybody has opened the bot once."""
    if "vera" not in {user.key for user in shared.sandbox.workspace.people()}:
        shared.sandbox.add_person("vera", real_name="Vera Lindqvist")
    for who in ("dana", "ana", "luis", *EXPERTS):
        await shared.desk.person(who).open_home()
        await shared.desk.settled()


def dump(tx: Transaction) -> Dump:
    """All that the desk keeps of tickets."""
    return {
        table.name: [tuple(row) for row in tx.execute(table.select())]
        for table in metadata.sorted_tables
        if table.name not in RESET
    }


def seen(shared: Shared) -> dict[str, list[str]]:
    """What stands where, in its order, but for times and for what only one person was told."""
    places = [*(("dm", who) for who in ("ana", "luis", "dana", *EXPERTS)), (TRIAGE, "dana")]
    return {
        f"{channel} of {who}": [
            _MOMENT.sub("WHEN", readable(each) if each.get("bot_id") else each["text"])
            for each in sorted(shared.desk.person(who).sees(channel), key=_by_thread)
            if not each.get("is_ephemeral")
        ]
        for channel, who in places
    }


def standing(tx: Transaction) -> dict[str, list[str]]:
    """How everything stands in the desk's records, but for times, handles and how often a message
    was drawn anew.
    """
    left: dict[str, list[str]] = {}
    for table in (tables.tickets, tables.offers, tables.viewers, tables.log, tables.messages):
        columns = [column for column in table.c if not _TIMES.search(column.name)]
        rows = tx.execute(table.select().with_only_columns(*columns))
        left[table.name] = sorted(_PASSING.sub("X", str(tuple(row))) for row in rows)
    left["log"] = [line for line in left["log"] if "outbox:" not in line]
    posts = tables.outbox.select().where(tables.outbox.c.target.is_(None))
    left["outbox"] = sorted(f"{row.kind} {row.purpose} {row.state}" for row in tx.execute(posts))
    return left


def _by_thread(message: Json) -> tuple[str, str]:
    return str(message.get("thread_ts", message["ts"])), str(message["ts"])
