"""A word in everything that is said on a ticket: where each ever goes, and where none does."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot import logs
from bot.sandbox import Sandbox
from bot.store import Transaction
from bot.store.tables import metadata
from catalog import Catalog
from tests.stories import more_ways, whole_way
from tests.stories.joined import Json
from tests.stories.lives import at_work, begin, name_channel
from tests.stories.more_ways import asks_to_be_let_in, is_let_in
from tests.stories.partnered import Shared, local_slack
from tests.stories.tickets import TRIAGE
from tests.stories.whole_way import WAY, walk

WORD = re.compile(r"\bza[a-z]+\b|canary-4417|7719")
ADDRESS, PASSWORD = "canary-4417", "7719"

EVERYBODY_S = {"ana", "ruth", TRIAGE}
MAY_GO_TO: Mapping[str, set[str]] = {
    whole_way.QUESTION: EVERYBODY_S | {"dana", "vera", "tomas"},
    whole_way.WANTS: {TRIAGE},
    whole_way.TOLD: {TRIAGE, "vera"},
    whole_way.SUGGESTED: {TRIAGE},
    whole_way.DECLINED: {TRIAGE},
    whole_way.ANSWER: {TRIAGE, "ana"},
    whole_way.THANKS: {TRIAGE, "ruth"},
    whole_way.DETAIL: EVERYBODY_S,
    whole_way.OWN_ASIDE: {TRIAGE, "ana"},
    whole_way.EXPERT_ASIDE: {TRIAGE, "ruth"},
    whole_way.NOTE: set(),
    whole_way.REPLY: EVERYBODY_S | {"dana"},
    whole_way.LINE: EVERYBODY_S,
    whole_way.SHARED: EVERYBODY_S | {"dana"},
    # On the card it stands behind a button: only coordinators may see this request.
    more_ways.WHY: {"ana"},
    ADDRESS: {"ana"},
    PASSWORD: {"ana"},
}
"""Whose DM or windows, or which channel, what is said may be sent to."""

SAYS_NOTHING = ("metadata", "private_metadata", "value", "block_id", "action_id", "callback_id")
"""Parts of messages and windows that hold nobody's words."""


@pytest.fixture(autouse=True)
def loud(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Everything is logged that the bot could log, the libraries as quiet as it keeps them."""
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(logging.root, "level", logging.root.level)
    for name in ("slack_bolt", "slack_sdk", "aiohttp", "asyncio"):
        monkeypatch.setattr(logging.getLogger(name), "level", logging.NOTSET)
    logs.configure(logging.DEBUG)
    logging.root.handlers = [caplog.handler]


@asynccontextmanager
async def the_whole_way(library: Path, folder: Path) -> AsyncIterator[Shared]:
    """A ticket that went the whole way, and a request for access that was granted."""
    with Catalog.open(library) as catalog:
        async with local_slack() as sandbox, at_work(sandbox, folder, catalog) as shared:
            await begin(shared)
            await walk(shared.desk, *WAY, asks_to_be_let_in, is_let_in)
            yield shared


@pytest.fixture(autouse=True)
def named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The triage channel is set."""
    name_channel(monkeypatch)


@pytest.fixture
async def gone(library: Path, tmp_path: Path) -> AsyncIterator[Shared]:
    """The same, for a test to look at."""
    async with the_whole_way(library, tmp_path) as shared:
        yield shared


async def test_each_word_goes_to_those_it_is_for_and_to_nobody_else(gone: Shared) -> None:
    went: dict[str, set[str]] = {}
    for place, shown in sent(gone.sandbox):
        for word in words(shown):
            went.setdefault(word, set()).add(place)
    allowed = {word: places for said, places in MAY_GO_TO.items() for word in words(said)}
    assert went == {word: places for word, places in allowed.items() if places}


async def test_no_log_no_measure_and_no_notification_has_any(
    gone: Shared, caplog: pytest.LogCaptureFixture
) -> None:
    records = [*caplog.get_records("setup"), *caplog.records]
    logged = [f"{record.getMessage()} {record.args} {record.exc_info}" for record in records]
    assert any(record.levelno == logging.DEBUG for record in records)
    assert [line for line in logged if words(line)] == []
    for path in ("/metrics", "/healthz", "/livez"):
        assert words(await read(gone, path)) == set()
    told = {call.args["text"] for call in gone.sandbox.calls if "text" in call.args}
    assert told
    assert [text for text in told if words(text) or "Ana" in text] == []


async def test_what_marks_messages_and_windows_has_none(gone: Shared) -> None:
    marks = [mark for _, shown in sent(gone.sandbox) for mark in marks_in(shown)]
    assert len(marks) > 100
    assert [mark for mark in marks if words(mark)] == []


async def test_an_internal_note_is_kept_nowhere(library: Path, tmp_path: Path) -> None:
    async with the_whole_way(library, tmp_path) as gone:
        kept = words(str(await gone.run(everything)))
    assert "zathanks" in kept
    assert "zanote" not in kept
    on_disk = files(tmp_path)
    assert b"zathanks" in on_disk
    assert b"zanote" not in on_disk


def files(folder: Path) -> bytes:
    """What the database's files hold, whatever still counts in them."""
    return b"".join(each.read_bytes() for each in folder.glob("desk.db*"))


def sent(sandbox: Sandbox) -> Iterator[tuple[str, Json]]:
    """All that the bot ever showed, each with where: a channel's name, or whose eyes it is for."""
    by_trigger, by_view = {}, {}
    for delivery in sandbox.deliveries:
        payload = delivery.payload
        who = payload.get("user", {}).get("id") if "user" in payload else payload.get("user_id")
        by_trigger[payload.get("trigger_id")] = by_view[payload.get("view", {}).get("id")] = who
        if who and delivery.body:
            yield name_of(sandbox, who), json.loads(delivery.body)
    for call in sandbox.calls:
        args = call.args
        whose = by_trigger.get(args.get("trigger_id")) or by_view.get(args.get("view_id"))
        place = args.get("channel") or args.get("user_id") or whose
        if place and not call.method.startswith(("conversations.", "users.")):
            yield name_of(sandbox, place), args
        elif call.method == "response_url":
            yield "somebody", args


def name_of(sandbox: Sandbox, place: str) -> str:
    """Somebody's short name for them and for their DM; a channel's name."""
    workspace = sandbox.workspace
    if place in workspace.users:
        return workspace.users[place].key
    channel = workspace.channels[place]
    people = [user for user in workspace.people() if workspace.dm(user).id == place]
    return people[0].key if people else channel.name


def words(shown: object) -> set[str]:
    """The marked words in some text or JSON."""
    return set(WORD.findall(shown if isinstance(shown, str) else json.dumps(shown)))


def marks_in(shown: object) -> Iterator[str]:
    """What stands in the parts that hold nobody's words."""
    if isinstance(shown, Mapping):
        for key, value in shown.items():
            if key in SAYS_NOTHING:
                yield json.dumps(value)
            else:
                yield from marks_in(value)
    elif isinstance(shown, list):
        for each in shown:
            yield from marks_in(each)


async def read(shared: Shared, path: str) -> str:
    """What one of the bot's own addresses says."""
    url = shared.desk.world.bot_url + path
    async with ClientSession() as session, session.get(url) as answer:
        return await answer.text()


def everything(tx: Transaction) -> list[object]:
    """All that is in the desk's database."""
    return [tuple(row) for table in metadata.sorted_tables for row in tx.execute(table.select())]
