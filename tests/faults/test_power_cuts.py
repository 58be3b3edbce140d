"""What was acknowledged survives a power cut, at any moment and whatever the disk made of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store import engine
from tests.faults import forgetful
from tests.faults.cuts import Tally, Witness, Work, series
from tests.faults.desk_work import DeskWork
from tests.faults.ledger import SAFE, UNSAFE, Ledger

SEED = 20261122

pytestmark = pytest.mark.skipif(bool(forgetful.unusable()), reason=forgetful.unusable())


def cut(work: Work, folder: Path, count: int) -> Tally:
    return Tally.of(series(work, folder, count=count, seed=SEED))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Tally:
    return cut(DeskWork(), tmp_path_factory.mktemp("desk"), 60)


def test_the_bot_s_database_keeps_what_it_acknowledged(desk: Tally) -> None:
    assert desk.harmed == 0, desk.first_harm
    assert desk.acknowledged > 200


def test_the_bot_s_database_is_cut_in_its_commits_and_in_its_checkpoints(desk: Tally) -> None:
    assert {"log write", "log sync", "database write"} <= set(desk.moments)


def test_with_fewer_syncs_the_bot_s_database_would_lose_some(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "PRAGMA synchronous=FULL" in engine.PRAGMAS
    pragmas = [pragma.replace("=FULL", "=NORMAL") for pragma in engine.PRAGMAS]
    monkeypatch.setattr(engine, "PRAGMAS", pragmas)
    assert cut(DeskWork(), tmp_path, 30).missing > 0


@pytest.mark.parametrize(("journal_mode", "synchronous"), SAFE)
def test_what_sqlite_promises_is_not_found_broken(
    tmp_path: Path, journal_mode: str, synchronous: str
) -> None:
    tally = cut(Ledger(journal_mode, synchronous), tmp_path, 40)
    assert tally.harmed == 0, tally.first_harm


@pytest.mark.parametrize(("journal_mode", "synchronous"), UNSAFE)
def test_what_sqlite_does_not_promise_is_seen_to_be_lost(
    tmp_path: Path, journal_mode: str, synchronous: str
) -> None:
    assert cut(Ledger(journal_mode, synchronous), tmp_path, 60).missing > 0


def test_a_database_that_never_syncs_is_found_damaged(tmp_path: Path) -> None:
    assert cut(Ledger("WAL", "OFF"), tmp_path, 60).corrupt > 0


def test_the_same_seed_makes_the_same_cuts(tmp_path: Path) -> None:
    first, again = (
        list(series(Ledger("WAL", "NORMAL"), tmp_path, count=30, seed=SEED)) for _ in range(2)
    )
    assert first == again


def test_work_that_fails_while_the_power_is_on_is_no_cut(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="while the power was on"):
        cut(Ledger("WAL", "FULL; nonsense"), tmp_path, 1)


@pytest.mark.parametrize(
    ("state", "missing"), [("first", 1), ("kept", 0), ("begun", 0), ("something else", None)]
)
def test_a_state_is_compared_with_what_was_promised(state: str, missing: int | None) -> None:
    witness = Witness(["first", "kept", "begun"], acknowledged=1)
    assert witness.missing(state) == missing
