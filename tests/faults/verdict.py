"""What must hold once the main story was told and all has been mended, whatever had failed."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # its driver, not re-exported

from bot.desk import inbox, outbox
from bot.desk.moves import Entry, Moves
from bot.sandbox import Person
from tests.faults.main_story import A_NUMBER, ANSWER, EDITED, LOOKED_UP, Told
from tests.faults.stage import Scene
from tests.readable import readable

Json = dict[str, Any]

HEAD = (
    "You are connected. What you write in this thread goes to {other}.\n"
    "(Their answers come here. Your edits and deletions follow.)"
)
HIDDEN = "(Before passing this on we hid: an A-number. Please leave such things out.)"
RUTH_READS = [f"(*Ana Rivera*)\n{EDITED}", "(*Ana Rivera*)\nIt is about [A-###], since March."]
ANA_READS = [HIDDEN, f"(*Ruth Adeyemi*)\n{ANSWER}"]
FOUND = f"“{LOOKED_UP}”"


def is_over(scene: Scene) -> bool:
    """Whether nothing is left to be done: every event was taken, every queue is empty."""
    return not _untaken(scene) and not any(left(scene))


def wrongs(scene: Scene, told: Told) -> Iterator[str]:
    """Everything that is not as it should be."""
    yield from _threads(scene, told)
    yield from _answers(scene)
    yield from left(scene)
    yield from _rows(scene)
    yield from _private(scene)
    yield from _requests(scene)
    yield from _logs(scene)


def _threads(scene: Scene, told: Told) -> Iterator[str]:
    """Each thread shows what should be there, once and in order, under the right names."""
    ana, ruth = scene.person("ana"), scene.person("ruth")
    if heads := _differing(_said(ana, told.ana, root=True), [HEAD.format(other="Ruth Adeyemi")]):
        yield f"Ana's thread begins with {heads}"
    if heads := _differing(_said(ruth, told.ruth, root=True), [HEAD.format(other="Ana Rivera")]):
        yield f"Ruth's thread begins with {heads}"
    if read := _differing(_said(ruth, told.ruth), RUTH_READS):
        yield f"Ruth reads {read}"
    # What is about her own words, and what another says, keep no order between them.
    if read := _differing(sorted(_said(ana, told.ana)), sorted(ANA_READS)):
        yield f"Ana reads {read}"


def _answers(scene: Scene) -> Iterator[str]:
    """What was looked up was answered once, and nobody was told anything else."""
    ana, everyone = scene.person("ana"), scene.sandbox.workspace.channels.values()
    answers = [message for message in _bots(ana) if not message.get("thread_ts")]
    if [FOUND in readable(message) for message in answers] != [True]:
        yield f"Ana's question was answered by {[readable(message) for message in answers]}"
    posted = sum("bot_id" in message for each in everyone for message in each.messages.values())
    expected = 2 + len(RUTH_READS) + len(ANA_READS) + 1
    if posted != expected:
        yield f"{posted} messages of the bot stand in Slack instead of {expected}"
    if scene.sandbox.mentions:
        yield f"{scene.sandbox.mentions} rang"


def left(scene: Scene) -> Iterator[str]:
    """Nothing waits, is held, or was set aside."""
    with closing(_connection(scene)) as connection:
        for table, over in (("inbox", ("done",)), ("outbox", ("sent", "dead"))):
            rows = connection.execute(f"SELECT id, state, problem FROM {table}").fetchall()  # noqa: S608 (names of our own)
            yield from (f"{table} {row} is left" for row in rows if row[1] not in over)


def _rows(scene: Scene) -> Iterator[str]:
    """Each row is what its log says; what was dealt with keeps no words."""
    with closing(_connection(scene)) as connection:
        yield from _unlike_their_logs(connection, inbox.MOVES)
        yield from _unlike_their_logs(connection, outbox.MOVES)
        for row in connection.execute("SELECT id FROM inbox WHERE body IS NOT NULL"):
            yield f"inbox {row} keeps its body"
        for row in connection.execute(
            "SELECT id FROM messages WHERE deleted_at IS NOT NULL AND text <> ''"
        ):
            yield f"the deleted message {row} keeps its words"


def _unlike_their_logs(connection: sqlite3.Connection, moves: Moves) -> Iterator[str]:
    name = moves.table.name
    for row_id, *row in connection.execute(f"SELECT id, state, version FROM {name}").fetchall():  # noqa: S608
        entries = connection.execute(
            "SELECT version, event, note, at FROM log WHERE subject = ? ORDER BY version",
            [f"{name}:{row_id}"],
        ).fetchall()
        replayed = moves.replay(Entry(*entry) for entry in entries)
        if replayed != tuple(row):
            yield f"{name} {row_id} is {row}, and {replayed} by its log"


def _private(scene: Scene) -> Iterator[str]:
    """What was hidden is nowhere: in no file of the bot's, no call, no line of its log."""
    number = A_NUMBER.encode()
    for path in scene.folder.iterdir():
        if number in path.read_bytes():
            yield f"{path.name} holds the A-number"
    for call in scene.sandbox.calls:
        if A_NUMBER in json.dumps(call.args):
            yield f"{call.method} was told the A-number"
    if any(A_NUMBER in line for line in _lines(scene)):
        yield "the log holds the A-number"


def _requests(scene: Scene) -> Iterator[str]:
    """Slack was answered 200, or 503 and then delivered it again."""
    for delivery in scene.sandbox.deliveries:
        if delivery.status not in (200, 503):
            yield f"a delivery of {delivery.kind} was answered {delivery.status}"
    yield from _untaken(scene)


def _untaken(scene: Scene) -> list[str]:
    deliveries = scene.sandbox.deliveries
    taken = {each.payload["event_id"] for each in deliveries if each.status == 200}
    missing = {each.payload["event_id"] for each in deliveries} - taken
    return [f"event {each} was never taken" for each in sorted(missing)]


def _logs(scene: Scene) -> Iterator[str]:
    """Nothing failed in a way that nobody foresaw."""
    for record in scene.logged:
        if record.levelno >= logging.ERROR:
            yield f"logged: {record.getMessage()}"


def _lines(scene: Scene) -> list[str]:
    return [
        f"{record.getMessage()} {record.exc_info} {record.__dict__.get('exc_text')}"
        for record in scene.logged
    ]


def _bots(person: Person) -> list[Json]:
    return [message for message in person.sees("dm") if message.get("bot_id")]


def _said(person: Person, thread: str, *, root: bool = False) -> list[str]:
    return [
        readable(message)
        for message in _bots(person)
        if message.get("thread_ts") == thread and (message["ts"] == thread) == root
    ]


def _differing(found: list[str], expected: list[str]) -> list[str]:
    return [] if found == expected else found or ["nothing"]


def _connection(scene: Scene) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{scene.folder / 'desk.db'}?mode=ro", uri=True)
