"""load(): each kind of connection it takes (SPEC 6.1)."""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import tempfile
from pathlib import Path

import aiosqlite
import apsw
import pysqlite3
import pytest
import sqlalchemy
import sqlean
import sqlite_smma
import sqlite_utils
from adbc_driver_sqlite import dbapi as adbc
from conftest import BITS, CAN_LOAD, QUERY, needs_loading, run_python
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session

# sqlite3 is tested where it can; the others bring their own SQLite.
MODULES = [pysqlite3, sqlean, *([sqlite3] if CAN_LOAD else [])]


def test_is_the_installed_one() -> None:
    assert "site-packages" in Path(sqlite_smma.__file__).parts


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_dbapi(module) -> None:
    connection = module.connect(":memory:")
    sqlite_smma.load(connection)
    assert connection.execute(QUERY).fetchone() == (BITS,)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_once_more_while_a_statement_runs(module) -> None:
    connection = module.connect(":memory:")
    sqlite_smma.load(connection)
    cursor = connection.execute(
        "SELECT smma(value, 1) OVER (ORDER BY value ROWS UNBOUNDED PRECEDING) FROM (SELECT 1 AS value UNION SELECT 2)"
    )
    assert cursor.fetchone() == (1.0,)
    sqlite_smma.load(connection)
    assert cursor.fetchone() == (2.0,)
    assert connection.execute(QUERY).fetchone() == (BITS,)


def test_apsw() -> None:
    connection = apsw.Connection(":memory:")
    sqlite_smma.load(connection)
    assert list(connection.execute(QUERY)) == [(BITS,)]


def test_every_connection_of_apsw(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apsw, "connection_hooks", [*apsw.connection_hooks, sqlite_smma.load])
    assert list(apsw.Connection(":memory:").execute(QUERY)) == [(BITS,)]


def test_adbc() -> None:
    with adbc.connect() as connection:
        sqlite_smma.load(connection)
        with connection.cursor() as cursor:
            cursor.execute(QUERY)
            assert cursor.fetchone() == (BITS,)


@needs_loading
def test_subclass_of_sqlite3() -> None:
    class Mine(sqlite3.Connection):
        pass

    connection = sqlite3.connect(":memory:", factory=Mine)
    sqlite_smma.load(connection)
    assert connection.execute(QUERY).fetchone() == (BITS,)


@needs_loading
def test_sqlite_utils_database() -> None:
    database = sqlite_utils.Database(memory=True, execute_plugins=False)
    sqlite_smma.load(database)
    assert database.execute(QUERY).fetchone() == (BITS,)


@needs_loading
def test_sqlalchemy_connection_and_session() -> None:
    engine = sqlalchemy.create_engine("sqlite://")
    with engine.connect() as connection:
        sqlite_smma.load(connection)
        assert connection.exec_driver_sql(QUERY).scalar_one() == BITS
    with Session(sqlalchemy.create_engine("sqlite://")) as session:
        sqlite_smma.load(session)
        assert session.execute(sqlalchemy.text(QUERY)).scalar_one() == BITS


@needs_loading
def test_sqlalchemy_raw_connection() -> None:
    raw = sqlalchemy.create_engine("sqlite://").raw_connection()
    sqlite_smma.load(raw)
    assert raw.cursor().execute(QUERY).fetchone() == (BITS,)


@needs_loading
def test_every_connection_of_an_engine(tmp_path: Path) -> None:
    engine = sqlalchemy.create_engine(f"sqlite:///{tmp_path}/prices.db", pool_size=2)
    with engine.connect():
        pass  # waits in the pool now
    sqlite_smma.load(engine)
    sqlite_smma.load(engine)
    with engine.connect() as first, engine.connect() as second:
        assert first.exec_driver_sql(QUERY).scalar_one() == BITS
        assert second.exec_driver_sql(QUERY).scalar_one() == BITS
    engine.dispose()
    with engine.connect() as after:
        assert after.exec_driver_sql(QUERY).scalar_one() == BITS


@needs_loading
def test_engine_by_its_url_alone() -> None:
    with sqlalchemy.create_engine("sqlite://?plugin=smma").connect() as connection:
        assert connection.exec_driver_sql(QUERY).scalar_one() == BITS


@needs_loading
def test_async_engine_connection_and_session() -> None:
    async def ask() -> list[str]:
        engine = create_async_engine("sqlite+aiosqlite://")
        sqlite_smma.load(engine)
        async with engine.connect() as connection:
            by_engine = (await connection.exec_driver_sql(QUERY)).scalar_one()
        other = create_async_engine("sqlite+aiosqlite://")
        async with other.connect() as connection:
            await sqlite_smma.load_async(connection)
            by_connection = (await connection.exec_driver_sql(QUERY)).scalar_one()
        third = create_async_engine("sqlite+aiosqlite://")
        async with AsyncSession(third) as session:
            await sqlite_smma.load_async(session)
            by_session = (await session.execute(sqlalchemy.text(QUERY))).scalar_one()
        for used in (engine, other, third):
            await used.dispose()
        return [by_engine, by_connection, by_session]

    assert asyncio.run(ask()) == [BITS] * 3


@needs_loading
def test_aiosqlite() -> None:
    async def ask() -> tuple[str]:
        async with aiosqlite.connect(":memory:") as connection:
            await sqlite_smma.load_async(connection)
            cursor = await connection.execute(QUERY)
            return await cursor.fetchone()

    assert asyncio.run(ask()) == (BITS,)


@needs_loading
def test_django_connects_when_asked() -> None:
    done = run_python(
        f"""
import django.conf, sqlite_smma
django.conf.settings.configure(DATABASES={{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}}})
from django.db import connection
sqlite_smma.load(connection)
with connection.cursor() as cursor:
    print(cursor.execute({QUERY!r}).fetchone()[0])
"""
    )
    assert (done.stdout.strip(), done.returncode) == (BITS, 0), done.stderr


def test_each_sqlite_of_the_process_is_called_by_its_own_connections() -> None:
    """One file calls the SQLite that loaded it last: sqlite3's smma_series() failed once apsw had loaded it."""
    ours = [(module.__name__, module.connect(":memory:"), module.sqlite_version) for module in MODULES]
    ours.append(("apsw", apsw.Connection(":memory:"), apsw.sqlite_lib_version()))
    for _, connection, _ in ours:
        sqlite_smma.load(connection)
    for name, connection, version in ours:
        (text,) = next(iter(connection.execute("SELECT smma_debug()")))
        assert text.endswith(f"SQLite running: {version}"), name
        rows = list(connection.execute("SELECT smma FROM smma_series('SELECT 1 UNION ALL SELECT 2', 2)"))
        assert rows == [(None,), (1.5,)], name


def test_copies_are_removed_at_exit() -> None:
    done = run_python(
        """
import apsw, pysqlite3, sqlite_smma
from sqlite_smma._files import _files
sqlite_smma.load(pysqlite3.connect(":memory:"))
sqlite_smma.load(apsw.Connection(":memory:"))
print(_files["apsw"])
assert _files["pysqlite3"] == sqlite_smma.loadable_path()
"""
    )
    copy = Path(done.stdout.strip())
    assert copy.name == Path(sqlite_smma.loadable_path()).name, done.stderr
    assert copy.is_relative_to(tempfile.gettempdir())
    assert not copy.parent.exists()


@needs_loading
def test_many_threads_at_once(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def ask(_: int) -> str:
        connection = sqlite3.connect(tmp_path / "prices.db")
        sqlite_smma.load(connection)
        return connection.execute(QUERY).fetchone()[0]

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(ask, range(64))) == {BITS}
    gc.collect()
