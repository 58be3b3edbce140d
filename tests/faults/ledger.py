"""A small database of its own, to try the instrument on every way in which SQLite can commit."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from random import Random

from sqlite_utils.utils import sqlite3  # type: ignore[attr-defined] # its driver, not re-exported

from tests.faults import forgetful
from tests.faults.cuts import Witness
from tests.faults.states import state

TABLES = (
    "CREATE TABLE IF NOT EXISTS pieces (number INTEGER PRIMARY KEY, text TEXT)",
    "CREATE INDEX IF NOT EXISTS by_text ON pieces (text)",
    "CREATE TABLE IF NOT EXISTS slots (slot INTEGER PRIMARY KEY, text TEXT)",
)
SLOTS = 5
CHARACTERS = 600
"""Of a piece, about those of a message."""
LOG_PAGES = 12
"""After which SQLite checkpoints: few, so that checkpoints are cut too."""
SAFE = (("WAL", "FULL"), ("DELETE", "EXTRA"), ("TRUNCATE", "FULL"), ("PERSIST", "FULL"))
UNSAFE = (("WAL", "NORMAL"), ("DELETE", "FULL"), ("WAL", "OFF"))
"""Journal modes with settings of `synchronous`, by whether a commit that returned is promised to
survive a power cut (sqlite.org/pragma.html#pragma_synchronous)."""
CHECKPOINTS = ("PASSIVE", "FULL", "RESTART", "TRUNCATE")


class Ledger:
    """Transactions that each add some pieces, take some away, and rewrite one of five rows."""

    span = 300

    def __init__(self, journal_mode: str, synchronous: str) -> None:
        self._pragmas = (
            f"PRAGMA journal_mode={journal_mode}",
            f"PRAGMA synchronous={synchronous}",
            f"PRAGMA wal_autocheckpoint={LOG_PAGES}",
        )

    def live(self, path: Path, random: Random, witness: Witness) -> None:
        """Sessions of some transactions; closing one empties the log and deletes it."""
        while True:
            address = f"file:{path}?vfs={forgetful.NAME}"
            with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
                for pragma in self._pragmas:
                    connection.execute(pragma).fetchall()
                for _ in range(random.randint(1, 20)):
                    self._transaction(connection, random, witness)

    def _transaction(
        self, connection: sqlite3.Connection, random: Random, witness: Witness
    ) -> None:
        if random.random() < 0.05:
            connection.execute(f"PRAGMA wal_checkpoint({random.choice(CHECKPOINTS)})").fetchall()
        connection.execute("BEGIN IMMEDIATE")
        for table in TABLES:
            connection.execute(table)
        for _ in range(random.randint(1, 4)):
            connection.execute("INSERT INTO pieces (text) VALUES (?)", [_text(random)])
        connection.execute("DELETE FROM pieces WHERE number % 7 = ?", [random.randint(0, 20)])
        slot = [random.randrange(SLOTS), _text(random)]
        connection.execute("INSERT OR REPLACE INTO slots VALUES (?, ?)", slot)
        witness.expect(state(connection.execute))
        connection.execute("COMMIT")
        witness.acknowledge()


def _text(random: Random) -> str:
    return random.randbytes(CHARACTERS // 2).hex()
