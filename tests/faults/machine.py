"""`python -m tests.faults.machine`: many steps of the machines that drive the inbox and the outbox.

It fails when a queue differs from its model, and when one of its moves never came about.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import click
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

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
@click.option("--steps", default=100_000, show_default=True, help="Units of work for each queue.")
@click.option("--first-seed", default=1, show_default=True, help="The first of the runs' seeds.")
def main(steps: int, first_seed: int) -> None:
    """Drive each queue so far, and print how often it made each of its moves."""
    missing = []
    with desk() as engine:
        for name, machine in MACHINES.items():
            began = time.perf_counter()
            done = _driven(machine, engine, steps, first_seed)
            click.echo(f"{name}: {done} units of work in {time.perf_counter() - began:.0f} s")
            for line in _moves(machine):
                click.echo(line)
            missing += [move for move in machine.moves.rules if move not in Queue.moved]
            Queue.moved.clear()
    if missing:
        raise click.ClickException(f"moves that never came about: {missing}")


def _driven(machine: type[Queue], engine: Engine, steps: int, first_seed: int) -> int:
    Queue.steps.clear()
    number = first_seed
    while Queue.steps.total() < steps:
        make: Any = seed(number)(partial(machine, engine))
        run_state_machine_as_test(make, settings=AT_A_TIME)
        number += 1
    return Queue.steps.total()


def _moves(machine: type[Queue]) -> Iterator[str]:
    for (state, event), to in machine.moves.rules.items():
        yield f"  {state or '(new)':<9} {event:<12} {to:<9} {Queue.moved[state, event]:>8}"


if __name__ == "__main__":
    main()
