"""`python -m tests.faults.machine`: many steps of the machines that drive inbox, outbox, tickets.

It fails when one of them differs from its model, and when a queue's move never came about.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from catalog import Catalog
from handlers import letters
from handlers.shelf import Shelf
from tests.desk.desk_machine import DeskMachine
from tests.desk.inbox_machine import InboxMachine
from tests.desk.outbox_machine import OutboxMachine
from tests.desk.queues import Queue, desk

MACHINES: dict[str, type[Queue]] = {"inbox": InboxMachine, "outbox": OutboxMachine}
AT_A_TIME = settings(
    max_examples=200,
    stateful_step_count=50,
    deadline=None,
    database=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


@click.command(help=__doc__)
@click.option("--steps", default=100_000, show_default=True, help="Units of work for each.")
@click.option("--only", type=click.Choice([*MACHINES, "tickets"]), help="Just this one.")
@click.option("--first-seed", default=1, show_default=True, help="The first of the runs' seeds.")
def main(steps: int, only: str | None, first_seed: int) -> None:
    """Drive each so far, and print how often it made each of its moves."""
    missing = []
    with desk() as engine:
        for name, machine in MACHINES.items():
            if only in (None, name):
                _drive(name, partial(machine, engine), Queue.steps, steps, first_seed)
                for line in _moves(machine):
                    click.echo(line)
                missing += [move for move in machine.moves.rules if move not in Queue.moved]
                Queue.moved.clear()
        if only in (None, "tickets"):
            _drive_tickets(engine, steps, first_seed)
    if missing:
        raise click.ClickException(f"moves that never came about: {missing}")


def _drive_tickets(engine: Engine, steps: int, first_seed: int) -> None:
    with TemporaryDirectory() as folder, Catalog.open(Path(folder) / "catalog.db") as catalog:
        make = partial(DeskMachine, engine, letters.kinds(Shelf(catalog)))
        _drive("tickets", make, DeskMachine.steps, steps, first_seed)
    for name, times in sorted(DeskMachine.steps.items()):
        click.echo(f"  {name:<50} {times:>8}")


def _drive(
    name: str, make: Callable[[], Any], done: Counter[str], steps: int, first_seed: int
) -> None:
    """Run a machine with one seed after the other, until it has done so many steps."""
    began, number = time.perf_counter(), first_seed
    done.clear()
    while done.total() < steps:
        seeded: Any = seed(number)(make)
        run_state_machine_as_test(seeded, settings=AT_A_TIME)
        number += 1
    click.echo(f"{name}: {done.total()} units of work in {time.perf_counter() - began:.0f} s")


def _moves(machine: type[Queue]) -> Iterator[str]:
    for (state, event), to in machine.moves.rules.items():
        yield f"  {state or '(new)':<9} {event:<12} {to:<9} {Queue.moved[state, event]:>8}"


if __name__ == "__main__":
    main()
