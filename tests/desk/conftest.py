"""A desk for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.store import Transaction
from tests.desk.queues import NOW, desk


@pytest.fixture(scope="session")
def engine() -> Iterator[Engine]:
    """The desk's database, made once."""
    with desk() as engine:
        yield engine


@pytest.fixture
def tx(engine: Engine) -> Iterator[Transaction]:
    """A transaction on an empty desk, undone afterwards."""
    with engine.connect() as connection, connection.begin() as begun:
        yield Transaction(connection, NOW)
        begun.rollback()
