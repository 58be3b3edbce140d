"""Tickets, driven in any order beside a model of whose words may stand where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine

from bot.desk.outbox import Kinds
from catalog import Catalog
from handlers import letters
from handlers.shelf import Shelf
from tests.desk.desk_machine import DeskMachine

SOME = settings(
    max_examples=12,
    stateful_step_count=30,
    # To explain what it found takes minutes here.
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def kinds(library: Path) -> Iterator[Kinds]:
    """Every kind of message, drawn as in production."""
    with Catalog.open(library) as catalog:
        yield letters.kinds(Shelf(catalog))


def test_the_desk_keeps_its_promises(engine: Engine, kinds: Kinds) -> None:
    run_state_machine_as_test(lambda: DeskMachine(engine, kinds), settings=SOME)  # type: ignore[arg-type]
