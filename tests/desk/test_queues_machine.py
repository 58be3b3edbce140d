"""The inbox and the outbox, driven in any order beside models of them, on a real database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.desk import keys, sending
from bot.desk.moves import Moves
from bot.store import Row, Transaction
from tests.desk.inbox_machine import InboxMachine
from tests.desk.outbox_machine import OutboxMachine
from tests.desk.queues import Queue

SOME = settings(
    max_examples=20,
    stateful_step_count=40,
    # To explain what it found takes minutes here.
    phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
UNTIL_FOUND = settings(SOME, max_examples=300, phases=[Phase.generate], database=None)


@pytest.mark.parametrize("machine", [InboxMachine, OutboxMachine])
def test_a_queue_does_as_its_model(engine: Engine, machine: type[Queue]) -> None:
    run_state_machine_as_test(lambda: machine(engine), settings=SOME)  # type: ignore[arg-type]


def _a_held_message_holds_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sending, "OPEN", ("ready", "maybe"))


def _what_is_in_doubt_holds_nothing(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(sending, "OPEN", ("ready", "held"))


def _every_delivery_is_new(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(keys, "first", lambda _tx, *_keys: True)


def _words_are_kept_for_good(patch: pytest.MonkeyPatch) -> None:
    moved = Moves.move

    def move(
        moves: Moves,
        tx: Transaction,
        row: Row,
        event: str,
        note: str = "",
        by: int | None = None,
        **values: object,
    ) -> bool:
        values.pop("body", None)
        return moved(moves, tx, row, event, note, by, **values)

    patch.setattr(Moves, "move", move)


@pytest.mark.parametrize(
    ("machine", "breaks"),
    [
        (OutboxMachine, _a_held_message_holds_nothing),
        (OutboxMachine, _what_is_in_doubt_holds_nothing),
        (InboxMachine, _every_delivery_is_new),
        (InboxMachine, _words_are_kept_for_good),
    ],
)
def test_a_queue_that_breaks_a_promise_is_found_out(
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    machine: type[Queue],
    breaks: Callable[[pytest.MonkeyPatch], None],
) -> None:
    breaks(monkeypatch)
    # Whichever promise is first seen broken: by the model, by a law, or by the database itself.
    with pytest.raises((AssertionError, SQLAlchemyError, KeyError, ExceptionGroup)):
        run_state_machine_as_test(lambda: machine(engine), settings=UNTIL_FOUND)  # type: ignore[arg-type]
