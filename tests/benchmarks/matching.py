"""`make bench-matching`: who suits a ticket, with 1,000 experts, 20,000 open tickets, 100,000 past,
and an offer of each that an expert is or was on.

1. Reading the facts and the experts, in the desk's thread.
2. The order, of everyone who may be asked.
3. All of it, and drawing the three best as the card shows them.
"""

from __future__ import annotations

import asyncio
import gc
import random
import tempfile
import time
from pathlib import Path
from statistics import quantiles
from typing import Any

from sqlalchemy import insert

from bot.desk import experts, matching, people, records
from bot.desk.people import Member
from bot.i18n import texts
from bot.store import Store, Transaction
from bot.store.tables import experts as expert_rows
from bot.store.tables import offers as offer_rows
from bot.store.tables import people as people_rows
from bot.store.tables import roles
from bot.store.tables import tickets as ticket_rows
from handlers import proposing
from handlers.proposing import Known
from handlers.shipped_names import shipped_names
from handlers.views.matches import why
from handlers.views.wording import REQUEST_KINDS

EXPERTS = 1_000
PARTNERS = 50
ASKERS = 2_000
OPEN = 20_000
PAST = 100_000
ROUNDS = 300
SHOWN = 3
UNANSWERED = 500
RAN_OUT = 1_000
DAY = 24 * 3600 * 1000
AT_ONCE = 1_000

TOPICS = tuple(shipped_names().topics)
STATES = tuple(shipped_names().states)
LANGUAGES = ("en", "en", "en", "es")


async def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder) / "desk.db")
        await store.run(_fill)
        # As the bot does once it is ready.
        gc.collect()
        gc.freeze()
        chance = random.Random(7)  # noqa: S311 (which tickets are looked at)
        numbers = [chance.randrange(1, OPEN + 1) for _round in range(ROUNDS)]
        taken = [await store.run(_once, number) for number in numbers]
        store.close()
    for name, times in zip(("read", "order", "all, drawn"), zip(*taken, strict=True), strict=True):
        print(f"{name:12} p50 {_ms(times, 49)}, p95 {_ms(times, 94)}, longest {_ms(times, 100)}")


def _once(tx: Transaction, number: int) -> tuple[float, float, float]:
    """Seconds for one ticket: reading, ordering, and anew all of it with drawing."""
    ticket = records.find(tx, number)
    began = time.perf_counter()
    made = records.offers_of(tx, ticket.id)
    facts = proposing.facts(tx, ticket, made)
    everyone = experts.candidates(tx, facts.home)
    read = time.perf_counter()
    ranks = matching.rank(facts, everyone, tx.now)
    ordered = time.perf_counter()
    known = proposing.read(tx, ticket, made, SHOWN)
    _draw(known, len(ranks))
    return read - began, ordered - read, time.perf_counter() - ordered


def _draw(known: Known, ranked: int) -> None:
    if ranked < EXPERTS / 2 or len(known.matches) != SHOWN:
        raise LookupError("not everyone is there")
    for match in known.matches:
        why(match, shipped_names(), texts("es"))


def _fill(tx: Transaction) -> None:
    chance = random.Random(1)  # noqa: S311 (the same crowd each time)
    for number in range(PARTNERS):
        experts.keep_organization(tx, f"partner-{number}", f"Partner {number}")
    first = people.meet(tx, Member("T0BENCH", "U0")).id
    _insert(tx, people_rows, [_person(n) for n in range(1, EXPERTS + ASKERS)])
    ids = [first + number for number in range(EXPERTS)]
    askers = [first + EXPERTS + number for number in range(ASKERS)]
    _insert(tx, roles, [_role(tx, each) for each in ids])
    _insert(tx, expert_rows, [_expert(tx, each, chance) for each in ids])
    made = [_ticket(n, ids, askers, chance) for n in range(OPEN + PAST)]
    _insert(tx, ticket_rows, made)
    _insert(tx, offer_rows, [_offer(tx, n, each) for n, each in enumerate(made) if _had(each)])
    few = [(n, "open") for n in range(UNANSWERED)] + [(n, "expired") for n in range(RAN_OUT)]
    late = [_offer(tx, n, {"expert_id": chance.choice(ids)}, state) for n, state in few]
    _insert(tx, offer_rows, [each | {"handle": f"g-{n}"} for n, each in enumerate(late)])


def _insert(tx: Transaction, table: Any, rows: list[dict[str, Any]]) -> None:  # noqa: ANN401 (a table)
    for begin in range(0, len(rows), AT_ONCE):
        tx.execute(insert(table), rows[begin : begin + AT_ONCE])


def _person(number: int) -> dict[str, Any]:
    return {"team_id": "T0BENCH", "user_id": f"U{number}", "name": f"Person {number}", "met_at": 1}


def _role(tx: Transaction, person_id: int) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "role": "expert",
        "from_settings": False,
        "since_at": tx.now,
    }


def _expert(tx: Transaction, person_id: int, chance: random.Random) -> dict[str, Any]:
    return {
        "person_id": person_id,
        "organization_id": f"partner-{chance.randrange(PARTNERS)}",
        "topics": ",".join(chance.sample(TOPICS, chance.randrange(5))),
        "places": ",".join(chance.sample(STATES, chance.randrange(4))),
        "languages": ",".join({"en", chance.choice(LANGUAGES)}),
        "kinds": ",".join(chance.sample(REQUEST_KINDS, chance.randrange(3))),
        "not_for": f"topic:{chance.choice(TOPICS)}",
        "capacity": chance.randrange(1, 30),
        "since_at": tx.now,
    }


def _ticket(
    number: int, ids: list[int], askers: list[int], chance: random.Random
) -> dict[str, Any]:
    """The first ones are open, half of them with an expert on it."""
    is_open, on_it = number < OPEN, number % 2 == 0
    return {
        "handle": f"t-{number}",
        "state": ("accepted" if on_it else "taken") if is_open else "closed",
        "version": 2,
        "waits_on": "coordinator" if is_open else "",
        "requester_id": chance.choice(askers),
        "question": "Can our county refuse immigration detainers?" * 4,
        "kind": chance.choice(REQUEST_KINDS),
        "topic": chance.choice(TOPICS),
        "place": chance.choice(STATES),
        "language": chance.choice(LANGUAGES),
        "needed_by": "week",
        "visibility": "partner",
        "shown_as": "name",
        "expert_id": None if is_open and not on_it else chance.choice(ids),
        "outcome": "" if is_open else chance.choice(("by_expert", "by_expert", "by_resource")),
        "helped": "" if is_open else chance.choice(("", "yes", "yes", "no")),
        "opened_at": number,
        "moved_at": number,
        "closed_at": None if is_open else number,
    }


def _had(ticket: dict[str, Any]) -> bool:
    return ticket["expert_id"] is not None


def _offer(tx: Transaction, number: int, of: dict[str, Any], state: str = "") -> dict[str, Any]:
    """Those that are accepted are spread over three years."""
    return {
        "handle": f"f-{number}",
        "ticket_id": number + 1,
        "expert_id": of["expert_id"],
        "organization_id": "partner-1",
        "state": state or "accepted",
        "version": 1,
        "minutes": 240,
        "offered_by_id": of["expert_id"],
        "made_at": tx.now,
        "due_at": tx.now - (number % 1_000 if not state else number % 20) * DAY,
    }


def _ms(times: tuple[float, ...], percentile: int) -> str:
    if percentile == 100:
        return f"{1_000 * max(times):.1f} ms"
    return f"{1_000 * quantiles(sorted(times), n=100)[percentile]:.1f} ms"


if __name__ == "__main__":
    asyncio.run(main())
