"""`make power-cuts`: what power cuts take from the bot's database, beside other ways to commit.

The last rows are ways that SQLite's documents call unsafe: an instrument that finds nothing
there would prove nothing above.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from tests.faults import forgetful
from tests.faults.cuts import Tally, Work, series
from tests.faults.desk_work import DeskWork
from tests.faults.ledger import SAFE, UNSAFE, Ledger

HEAD = ("", "cuts", "acknowledged", "lost", "lossy", "mixed", "corrupt", "seconds")
ROW = "{:<24} {:>6} {:>13} {:>6} {:>6} {:>6} {:>8} {:>8}"


@click.command(help=__doc__)
@click.option("--cuts", default=2_000, show_default=True, help="Cuts for each row.")
@click.option("--seed", default=1, show_default=True, help="The same one makes the same cuts.")
def main(cuts: int, seed: int) -> None:
    """Print the table; fails when a promise was broken, or when a control lost nothing."""
    if reason := forgetful.unusable():
        raise click.ClickException(reason)
    click.echo(ROW.format(*HEAD))
    if wrong := list(_wrong(cuts, seed)):
        raise click.ClickException("; ".join(wrong))


def _wrong(cuts: int, seed: int) -> Iterator[str]:
    desk = _measured("the bot's database", DeskWork(), cuts, seed)
    yield from _broken("the bot's database", desk)
    for modes in SAFE:
        yield from _broken(" ".join(modes), _measured(" ".join(modes), Ledger(*modes), cuts, seed))
    for modes in UNSAFE:
        if not _measured(" ".join(modes), Ledger(*modes), cuts, seed).harmed:
            yield f"{' '.join(modes)}: the control lost nothing"
    click.echo("\nlost: acknowledged transactions; lossy, mixed, corrupt: cuts that left it so")
    moments = ", ".join(f"{moment} {count}" for moment, count in desk.moments.most_common())
    click.echo(f"The bot's database was cut during: {moments}")


def _broken(name: str, tally: Tally) -> Iterator[str]:
    if tally.first_harm:
        yield f"{name}: {tally.first_harm}"


def _measured(name: str, work: Work, cuts: int, seed: int) -> Tally:
    started = time.perf_counter()
    with TemporaryDirectory() as folder:
        tally = Tally.of(series(work, Path(folder), count=cuts, seed=seed))
    seconds = f"{time.perf_counter() - started:.0f}"
    counts = (tally.cuts, tally.acknowledged, tally.lost)
    click.echo(ROW.format(name, *counts, tally.missing, tally.mixed, tally.corrupt, seconds))
    return tally


if __name__ == "__main__":
    main()
