"""How a database comes to be what the tables say."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.store import migrate
from bot.store.engine import open_sqlite
from bot.store.tables import metadata

LOADED = (
    "import sys; from pathlib import Path; from bot.store import Store; "
    "Store.open(Path(sys.argv[1])).close(); print('alembic' in sys.modules)"
)


def opened(path: Path) -> str:
    """Whether Alembic was needed to open a database, in a process of its own."""
    command = [sys.executable, "-c", LOADED, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 (our own interpreter)
    return done.stdout.strip()


def test_the_migrations_make_the_tables(tmp_path: Path) -> None:
    engine = open_sqlite(tmp_path / "desk.db")
    migrate.migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_the_newest_migration_is_known_without_looking() -> None:
    config = Config()
    folder = Path(migrate.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    assert ScriptDirectory.from_config(config).get_heads() == [migrate.HEAD]


def test_only_a_new_database_needs_alembic(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    assert opened(path) == "True"
    assert opened(path) == "False"


async def test_two_that_begin_at_once_make_it_once(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    answers = await asyncio.gather(*(asyncio.to_thread(opened, path) for _ in range(2)))
    assert "True" in answers
    engine = open_sqlite(path)
    assert migrate.version(engine) == migrate.HEAD
    engine.dispose()
