"""Alembic's entry point; the connection is handed in by ``onrecord.ledger.migrate``."""

from alembic import context

from onrecord.ledger.schema import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=metadata, render_as_batch=True, transaction_per_migration=False
)
context.run_migrations()
