"""What Alembic runs: the migrations, on the connection and in the transaction that it is given."""

from alembic import context

from warmline.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # true of SQLite too, because we begin transactions ourselves
)
with context.begin_transaction():
    context.run_migrations()
