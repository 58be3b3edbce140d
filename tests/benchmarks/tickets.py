"""`make bench-tickets`: asking, with 20,000 tickets open.

1. Forms sent 83 times a second, each of which opens a ticket before it is acked.
2. From one form to the status line in its sender's DM and the card in the triage channel, with a
   stand-in for Slack that takes 100 ms to answer each call.
3. Reading and drawing a card with its matches, a status line, and an offer.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from sqlalchemy import select, update

from bot.desk import cards, experts, joining, offers, outbox, people, records, tickets, turns
from bot.desk.masking import Masked
from bot.desk.outbox import Drawing, Kinds
from bot.desk.people import Member
from bot.desk.tickets import Request
from bot.store import Store, Transaction
from bot.store.tables import outbox as outbox_rows
from bot.store.tables import threads
from catalog import Catalog
from handlers import ids, letters
from handlers.shelf import Shelf
from handlers.views.ask_form import Stage
from tests.benchmarks import load
from tests.benchmarks.memory import resident
from tests.benchmarks.stand_in import StandIn
from tests.ports import free_port

Read = tuple[float, Drawing]
Make = Callable[[Transaction, Kinds, int], Read]

TEAM = "T0BENCH"
OPEN = 20_000
EXPERTS = 100
ASKERS = 400
STEADY = 83
STEADY_SECONDS = 10.0
ALONE = 20
DRAWN = 50
TRIAGE = "C0TRIAGE"
QUESTION = "Can our county refuse immigration detainers without risking federal funds?"


async def main() -> None:
    """Measure and print."""
    slack, api = StandIn(), free_port()
    runner = await slack.start(api)
    with tempfile.TemporaryDirectory() as folder:
        await _fill(Path(folder))
        await _drawing(Path(folder))
        port = free_port()
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            env={**os.environ, **_settings(port, api, folder)},
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await load.opened(port)
            await asyncio.sleep(1)
            await _alone(port, slack)
            await _crowd(port)
            print(resident(process.pid))
        finally:
            process.terminate()
            await process.wait()
    await runner.cleanup()


async def _fill(folder: Path) -> None:
    store = Store.open(folder / "desk.db")
    await store.run(_open)
    store.close()


def _open(tx: Transaction) -> None:
    """Tickets, experts, and people whose DM is known; nothing is left to be posted."""
    for number in range(ASKERS):
        member = Member(TEAM, f"U{number:08}")
        person = people.learned(tx, member, name=f"Person {number}", locale="en-US")
        people.keep_dm(tx, person.id, f"D{number:08}")
    for number in range(EXPERTS):
        experts.keep_organization(tx, f"partner-{number % 10}", f"Partner {number % 10}")
        member = Member(TEAM, f"UX{number:06}")
        people.learned(tx, member, name=f"Expert {number}", locale="en-US")
        topics = {"topics": ("detainers",) if number % 3 else ("schools",)}
        experts.keep(tx, member, f"partner-{number % 10}", scopes=topics)
    for number in range(OPEN):
        member = Member(TEAM, f"U{number % ASKERS:08}")
        request = Request(Masked(QUESTION), topic="detainers", visibility="expert")
        tickets.ask(tx, member, request, TRIAGE)
    tx.execute(update(outbox_rows).values(state="sent", ts="1796000000.000001", sent_at=tx.now))
    tx.execute(update(threads).values(root_ts="1796000000.000001"))


async def _drawing(folder: Path) -> None:
    store = Store.open(folder / "desk.db")
    with (
        tempfile.TemporaryDirectory() as shelf,
        Catalog.open(Path(shelf) / "catalog.db") as catalog,
    ):
        catalog.load_shipped()
        kinds = letters.kinds(Shelf(catalog, lambda _page: None))
        for name, make in (("card", _card), ("status line", _status), ("offer", _offer)):
            times = [await _timed(store, make, kinds, number) for number in range(1, DRAWN + 1)]
            print(f"{name:12} read and drawn in {_ms(times, 49)}, p99 {_ms(times, 98)}")
    store.close()


async def _timed(store: Store, make: Make, kinds: Kinds, number: int) -> float:
    """Seconds: read in the desk's thread, drawn in this one, as the bot does."""
    reading, drawing = await store.run(make, kinds, number)
    began = time.perf_counter()
    drawing()
    return reading + time.perf_counter() - began


def _card(tx: Transaction, kinds: Kinds, number: int) -> Read:
    return _drawn(tx, kinds, cards.CARD, number, lambda thread: not thread.speaks)


def _status(tx: Transaction, kinds: Kinds, number: int) -> Read:
    return _drawn(tx, kinds, tickets.STATUS, number, lambda thread: bool(thread.speaks))


def _offer(tx: Transaction, kinds: Kinds, number: int) -> Read:
    ticket = records.find(tx, number)
    expert = experts.listed(tx)[0]
    offers.make(tx, ticket, people.find(tx, 1), [expert.person.id])
    head = joining.head_of(tx, records.offers_of(tx, number)[-1].thread_id)
    began = time.perf_counter()
    drawing = kinds[turns.OFFER].read(tx, head) if head is not None else None
    return _finished(began, drawing)


def _drawn(
    tx: Transaction, kinds: Kinds, kind: str, number: int, which: Callable[..., bool]
) -> Read:
    ticket = records.find(tx, number)
    thread = next(each for each in joining.threads_of(tx, ticket.link_id) if which(each))
    row = outbox.find(
        tx,
        tx.execute(select(outbox_rows.c.id).where(outbox_rows.c.thread_id == thread.id)).scalar(),
    )
    began = time.perf_counter()
    drawing = kinds[kind].read(tx, row) if row is not None else None
    return _finished(began, drawing)


def _finished(began: float, drawing: Drawing | None) -> Read:
    if drawing is None:
        raise LookupError("nothing to draw")
    return time.perf_counter() - began, drawing


async def _alone(port: int, slack: StandIn) -> None:
    statuses, cards, acks = [], [], []
    for number in range(ALONE):
        slack.told.clear()
        began = time.perf_counter()
        sent = await load.steadily([_form(number, port)], port, per_second=1_000)
        acks += sent.durations
        dm = f"D{number:08}"
        async with asyncio.timeout(30):
            while not {dm, TRIAGE} <= slack.told.keys():  # noqa: ASYNC110 (another process's doing)
                await asyncio.sleep(0.005)
        statuses.append(slack.told[dm] - began)
        cards.append(slack.told[TRIAGE] - began)
        await asyncio.sleep(1.1)
    print(
        f"alone: ack p50 {_ms(acks, 49)}; status line out after {1_000 * median(statuses):.0f} ms, "
        f"longest {1_000 * max(statuses):.0f} ms; card after {1_000 * median(cards):.0f} ms, "
        f"longest {1_000 * max(cards):.0f} ms"
    )


async def _crowd(port: int) -> None:
    count = int(STEADY * STEADY_SECONDS)
    requests = [_form(number, port) for number in range(1_000, 1_000 + count)]
    sent = await load.steadily(requests, port, per_second=STEADY)
    print(
        f"{STEADY} forms a second: ack p50 {_ms(sent.durations, 49)}, p99 "
        f"{_ms(sent.durations, 98)}, longest {1_000 * max(sent.durations):.0f} ms, "
        f"not 200: {sent.failures}"
    )


def _form(number: int, port: int) -> bytes:
    """The form at its last screen, sent."""
    metadata = Stage(name="check").step().dump()
    values = {
        ids.WORDS: {ids.WORDS: {"type": "plain_text_input", "value": f"{QUESTION} {number}"}},
        ids.ASK_SEEN_BY: {
            ids.ASK_SEEN_BY: {"type": "radio_buttons", "selected_option": {"value": "expert"}}
        },
    }
    user = f"U{number % ASKERS:08}"
    payload = {
        "type": "view_submission",
        "team": {"id": TEAM, "domain": "bench"},
        "user": {"id": user, "name": user, "team_id": TEAM},
        "api_app_id": "A0BENCH",
        "token": "none",
        "trigger_id": f"{number}.{number}.trigger",
        "view": {
            "id": f"V{number:08}",
            "type": "modal",
            "hash": f"{number}.x",
            "callback_id": ids.ASK_FORM,
            "private_metadata": metadata,
            "blocks": [],
            "state": {"values": values},
            "root_view_id": f"V{number:08}",
            "app_installed_team_id": TEAM,
        },
        "response_urls": [],
    }
    body = urlencode({"payload": json.dumps(payload)}).encode()
    return load.signed(body, port, "application/x-www-form-urlencoded")


def _ms(times: list[float], percentile: int) -> str:
    return f"{1_000 * quantiles(sorted(times), n=100)[percentile]:.1f} ms"


def _settings(port: int, api: int, folder: str) -> dict[str, str]:
    return {
        "SLACK_BOT_TOKEN": "xoxb-none",
        "SLACK_SIGNING_SECRET": load.SECRET,
        "SLACK_API_URL": f"http://127.0.0.1:{api}/api/",
        "PORT": str(port),
        "LIAISON_DATA": folder,
        "LIAISON_TRIAGE_CHANNEL": TRIAGE,
    }


if __name__ == "__main__":
    asyncio.run(main())
