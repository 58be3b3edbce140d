"""`python -m tests.faults.every_failure`: the main story, with each thing that can fail failing.

First the story is told without a failure, and its statements, commits and calls to Slack are
counted. Then it is told anew for each of them and each kind of failure, with that one failing.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import click

from bot.logs import configure
from tests.faults import main_story, verdict
from tests.faults.stage import Stage, stage
from tests.faults.strikes import NEVER, Counts, Strike, every_strike

ALWAYS = frozenset({("statement", "database is locked"), ("commit", "database or disk is full")})
"""What is tried for every number, however few of the rest are."""

MEMORY = Path("/dev/shm")  # noqa: S108 (where there is one, syncing costs nothing)


@dataclass(frozen=True, slots=True)
class Case:
    """What came of one telling of the story."""

    strike: Strike
    counts: Counts
    wrongs: Sequence[str]


def some(
    strikes: Sequence[Sequence[Strike]],
    share: float,
    seed: int,
    always: Collection[tuple[str, str]] = ALWAYS,
) -> list[Strike]:
    """What is always tried, and a share of the rest: at least one of each kind."""
    random = Random(seed)  # noqa: S311 (repeatable, not secret)
    found: list[Strike] = []
    for alike in strikes:
        whole = (alike[0].where, alike[0].kind) in always
        count = len(alike) if whole else max(1, round(share * len(alike)))
        found += sorted(random.sample(alike, count), key=lambda strike: strike.number)
    return found


def tried(strikes: Sequence[Strike]) -> list[Case]:
    """Tell the story for each strike, on all of the machine's cores."""
    cores = os.cpu_count() or 1
    shares = [strikes[core::cores] for core in range(min(cores, len(strikes)))]
    # A forked process would share the event loop, the threads and the database of this one.
    context = multiprocessing.get_context("spawn")
    with _unmeasured(), ProcessPoolExecutor(len(shares), context) as pool:
        cases = [case for cases in pool.map(_tried, shares) for case in cases]
    order = {strike: number for number, strike in enumerate(strikes)}
    return sorted(cases, key=lambda case: order[case.strike])


@contextmanager
def _unmeasured() -> Iterator[None]:
    """Processes that begin meanwhile don't count the lines they run: it takes them four times as
    long, and this test is not about lines.
    """
    told = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("COVERAGE_")}
    try:
        yield
    finally:
        os.environ.update(told)


def _tried(strikes: Sequence[Strike]) -> list[Case]:
    configure()
    # What is logged is judged, and not shown.
    logging.root.handlers = []
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        return asyncio.run(_all(strikes, Path(folder)))


async def _all(strikes: Sequence[Strike], folder: Path) -> list[Case]:
    # Looking for rubbish often would take a sixth of the time.
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    async with stage(folder) as on:
        return [await _one(on, strike) for strike in strikes]


async def _one(on: Stage, strike: Strike) -> Case:
    async with on.scene(strike) as scene:
        try:
            told = await main_story.tell(scene)
            await scene.until(lambda: verdict.is_over(scene))
        except TimeoutError:
            wrongs = ["it was never over", *verdict.left(scene)]
        else:
            await scene.later()
            wrongs = list(verdict.wrongs(scene, told))
    return Case(strike, scene.counts, wrongs)


def faults_of(cases: Sequence[Case]) -> list[str]:
    """What was wrong, and which strikes never came."""
    found = [f"{case.strike}: {wrong}" for case in cases for wrong in case.wrongs]
    missed = [case.strike for case in cases if case.strike not in NEVER and not case.counts.struck]
    return found + [f"{strike}: never came" for strike in missed]


def _shown(case: Case) -> str:
    counts, echoes = case.counts, "with" if case.strike.echoes else "without"
    return (
        f"{counts.statements} statements, {counts.commits} commits, {counts.calls} calls "
        f"{echoes} echoes"
    )


def _table(cases: Sequence[Case]) -> Iterator[str]:
    rows = Counter((case.strike.where, case.strike.kind) for case in cases)
    wrong = Counter((case.strike.where, case.strike.kind) for case in cases if case.wrongs)
    for (where, kind), count in rows.items():
        yield f"{where:<12} {kind:<26} {count:>6} {wrong[where, kind]:>6}"


@click.command(help=__doc__)
@click.option("--share", default=1.0, show_default=True, help="Of what is not always tried.")
@click.option("--seed", default=1, show_default=True, help="Which share that is.")
def main(share: float, seed: int) -> None:
    """Try them and print what came of it; fails when anything was wrong."""
    began = time.perf_counter()
    plain = tried(NEVER)
    if found := faults_of(plain):
        raise click.ClickException("without a failure: " + "; ".join(found))
    for case in plain:
        click.echo(_shown(case))
    heard, deaf = plain
    cases = tried(some(every_strike(heard.counts, deaf.counts), share, seed))
    click.echo(f"{'where':<12} {'what':<26} {'cases':>6} {'wrong':>6}")
    for line in _table(cases):
        click.echo(line)
    click.echo(f"{len(cases)} cases in {time.perf_counter() - began:.0f} s")
    if found := faults_of(cases):
        raise click.ClickException("\n".join(found))


if __name__ == "__main__":
    main()
