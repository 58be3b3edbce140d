"""Tickets, driven in any order beside a model of whose words may stand where."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.desk import audience, joining, offered, relay, tickets
from bot.desk.outbox import Kinds
from catalog import Catalog
from handlers import letters
from handlers.shelf import Shelf
from tests.desk.desk_machine import DeskMachine
from tests.desk.queues import desk

SOME = settings(
    max_examples=12,
    stateful_step_count=30,
    # Shrinking and explaining take minutes here; `make machine` shrinks.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
UNTIL_FOUND = settings(SOME, max_examples=400, database=None, derandomize=True)

Patch = pytest.MonkeyPatch


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """A database of its own: what the machine commits is nobody else's."""
    with desk() as engine:
        yield engine


@pytest.fixture(scope="module")
def kinds(library: Path) -> Iterator[Kinds]:
    """Every kind of message, drawn as in production."""
    with Catalog.open(library) as catalog:
        yield letters.kinds(Shelf(catalog))


def test_the_desk_keeps_its_promises(engine: Engine, kinds: Kinds) -> None:
    run_state_machine_as_test(partial(DeskMachine, engine, kinds), settings=SOME)  # type: ignore[arg-type]


def _nothing(*_args: object, **_kwargs: object) -> None:
    return None


def _what_is_closed_stays_offered(patch: Patch) -> None:
    patch.setattr(offered, "withdraw", _nothing)


def _who_left_goes_on_hearing(patch: Patch) -> None:
    patch.setattr(relay, "leave", _nothing)


def _who_is_listed_as_a_viewer_stays_listed(patch: Patch) -> None:
    patch.setattr(audience, "remove", _nothing)


def _the_log_forgets(patch: Patch) -> None:
    patch.setattr(tickets, "_note", lambda _values: "")


def _what_is_said_in_confidence_is_told(patch: Patch) -> None:
    speak = relay.speak

    def told(*args: Any, to: object = None, **kwargs: Any) -> int:  # noqa: ANN401 (whatever it takes)
        del to
        return speak(*args, **kwargs)

    patch.setattr(relay, "speak", told)


def _everyone_hears_the_card(patch: Patch) -> None:
    join = joining.join

    def joined(tx: Any, link_id: int, end: joining.End) -> int:  # noqa: ANN401 (passed on)
        return join(
            tx, link_id, joining.End(end.member, end.channel_id, head=end.head, data=end.data)
        )

    patch.setattr(joining, "join", joined)


@pytest.mark.parametrize(
    "breaks",
    [
        _what_is_closed_stays_offered,
        _who_left_goes_on_hearing,
        _who_is_listed_as_a_viewer_stays_listed,
        _the_log_forgets,
        _what_is_said_in_confidence_is_told,
        _everyone_hears_the_card,
    ],
)
def test_a_desk_that_breaks_a_promise_is_found_out(
    engine: Engine, kinds: Kinds, monkeypatch: Patch, breaks: Callable[[Patch], None]
) -> None:
    breaks(monkeypatch)
    # Whichever promise is first seen broken: by the model, by a law, or by the database itself.
    with pytest.raises((AssertionError, SQLAlchemyError, LookupError, ExceptionGroup)):
        run_state_machine_as_test(partial(DeskMachine, engine, kinds), settings=UNTIL_FOUND)  # type: ignore[arg-type]
