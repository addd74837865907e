"""Migrations lead to the tables that the code knows, however often and by whomever they are run."""

from concurrent.futures import ThreadPoolExecutor

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from contract.values import lay
from warmline.store.database import Database
from warmline.store.migrate import configuration
from warmline.store.tables import metadata


def test_migrations_and_tables_agree(store: Database) -> None:
    """Nothing is in the tables that no migration makes, and the other way round."""
    with store._writer.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_migrating_again_changes_nothing(store: Database) -> None:
    """A second run keeps what is stored."""
    lay(store)
    store.migrate()
    with store.view() as tx:
        assert len(tx.agents.all()) == 1


def test_two_may_migrate_at_once(empty_url: str) -> None:
    """Whoever comes second finds the tables there."""
    databases = [Database(empty_url) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(Database.migrate, databases))
    lay(databases[0])
    for database in databases:
        with database.view() as tx:
            assert 1 == len(tx.agents.all())
        database.close()


def test_a_migration_can_be_undone(store: Database) -> None:
    """Going back leaves no table of ours, going forward again makes them anew."""
    with store._writer.begin() as connection:
        command.downgrade(configuration(connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
    store.migrate()
    lay(store)
