"""`make simulate`: four weeks of a busy network on a fast clock, and what each person received.

Fails when a promise was broken: somebody saw what is not theirs, was reminded too often or at
night, or waits in vain.
"""

from __future__ import annotations

import asyncio
import time
from datetime import date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from catalog import Catalog
from tests.simulation.cast import Cast
from tests.simulation.play import play
from tests.simulation.promises import Verdict
from tests.simulation.stage import Plan
from tests.simulation.table import lines

MEMORY = Path("/dev/shm")  # noqa: S108 (where there is one: nothing here must outlive the machine)


@click.command(help=__doc__)
@click.option("--seed", default=1, show_default=True, help="The same one plans the same.")
@click.option("--weeks", default=4, show_default=True)
@click.option("--officials", default=300, show_default=True)
@click.option("--experts", default=30, show_default=True)
@click.option("--partners", default=10, show_default=True)
@click.option("--tickets", default=300, show_default=True)
@click.option(
    *("--begin", "begin"),
    type=click.DateTime(["%Y-%m-%d"]),
    default="2026-10-19",
    show_default=True,
    help="The first day, a Monday. From 2026-10-19 and from 2027-02-15 four weeks hold a holiday "
    "and a change of the clocks.",
)
def main(
    seed: int,
    weeks: int,
    officials: int,
    experts: int,
    partners: int,
    tickets: int,
    begin: datetime,
) -> None:
    """Play it and print what came of it."""
    first: date = begin.date()
    plan = Plan(seed, first, weeks * 7, officials, experts, partners, tickets)
    began = time.monotonic()
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as temporary:
        cast, verdict = asyncio.run(_played(plan, Path(temporary)))
    click.echo(
        f"Seed {seed}: {weeks} weeks from {first}, {officials} officials, {tickets} requests"
    )
    for line in lines(cast, verdict):
        click.echo(line)
    click.echo(f"  {'minutes':<46}{(time.monotonic() - began) / 60:>10.1f}")
    if verdict.broken.total():
        raise click.ClickException("a promise was broken")


async def _played(plan: Plan, folder: Path) -> tuple[Cast, Verdict]:
    library = folder / "catalog.db"
    with Catalog.open(library) as catalog:
        catalog.load_shipped()
    return await play(plan, library, folder, partial(click.echo, err=True))


if __name__ == "__main__":
    main()
