"""Bringing a database up to date."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, column, inspect, select, table

HEAD = "0003"
"""The newest migration. A database that is there already doesn't need Alembic, nor its memory."""

_VERSION = table("alembic_version", column("version_num"))


def migrate(engine: Engine) -> None:
    """Run what migrations are missing.

    A migration only adds: for a moment the old process and the new one share the database.
    """
    if version(engine) == HEAD:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def version(engine: Engine) -> str:
    """The last migration that was run; empty for a new database."""
    with engine.begin() as connection:
        if not inspect(connection).has_table(_VERSION.name):
            return ""
        return connection.execute(select(_VERSION.c.version_num)).scalar() or ""
