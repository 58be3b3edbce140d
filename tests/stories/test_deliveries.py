"""However events come, each of them counts once: about a thousand deliveries of three hundred."""

from __future__ import annotations

import secrets
from dataclasses import replace
from pathlib import Path

import pytest

from bot.desk import inbox
from bot.desk.inbox import Arrival
from bot.store import Transaction
from catalog import Catalog
from tests.faults import deliveries
from tests.faults.pairs import Found, compare

SEED = 20261122


async def test_events_that_come_six_times_and_in_any_order_count_once(
    library: Path, tmp_path: Path
) -> None:
    with Catalog.open(library) as catalog:
        came = await deliveries.run(300, SEED, tmp_path, catalog)
    assert came.harmless, came
    assert came.deliveries > 950
    assert came.found.said > 180
    assert came.asked > 20


async def test_without_keys_the_proof_would_fail(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    accept = inbox.accept

    def forgetful(tx: Transaction, arrival: Arrival) -> bool:
        return accept(tx, replace(arrival, keys=(secrets.token_hex(8),)))

    monkeypatch.setattr(inbox, "accept", forgetful)
    with Catalog.open(library) as catalog:
        came = await deliveries.run(60, SEED, tmp_path, catalog)
    assert came.answered_twice > 0


@pytest.mark.parametrize(
    ("read", "found"),
    [
        (["a", "b", "c"], Found(3)),
        (["a", "c"], Found(3, lost=1)),
        (["a", "b", "b", "c"], Found(3, doubled=1)),
        (["b", "a", "c"], Found(3, disordered=1)),
        (["a", "b", "x"], Found(3, lost=1, doubled=1)),
    ],
)
def test_the_proof_tells_what_is_wrong(read: list[str], found: Found) -> None:
    assert compare(["a", "b", "c"], read) == found
