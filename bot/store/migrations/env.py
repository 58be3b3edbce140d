"""What Alembic runs: the steps, on the connection that it is given."""

from __future__ import annotations

from alembic import context

from bot.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite can't alter most of a table in place.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
