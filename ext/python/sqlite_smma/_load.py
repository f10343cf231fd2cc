"""Loading into one connection, or into every one of an engine."""

from __future__ import annotations

import sys
from inspect import iscoroutinefunction
from typing import Any, cast

from . import _cures
from ._allowed import is_allowed
from ._errors import LoadError
from ._files import path_for
from ._inside import LoadsExtensions, is_loading, is_sqlite3, sqlite_of, unwrap


def load(connection: object) -> None:
    """Loads the functions into a connection; once more does no harm.

    It takes a connection of sqlite3, pysqlite3, sqlean, apsw or ADBC; SQLAlchemy's Connection, Session and raw
    connections, and an Engine, all whose connections have them from then on; Django's connection; a Database of
    sqlite-utils. Whether extensions may be loaded is afterwards as it was before.
    """
    if hasattr(connection, "run_sync"):  # AsyncConnection and AsyncSession of SQLAlchemy
        raise LoadError(_cures.use_load_async(connection))
    if _is_engine(connection):
        _load_into_engine(connection)
        return
    inner = unwrap(connection)
    if hasattr(inner, "run_async"):  # SQLAlchemy's, over a connection of aiosqlite
        inner.run_async(load_async)
        return
    if not is_loading(inner):
        _without_loading(connection, inner)
        return
    if iscoroutinefunction(cast("Any", inner).load_extension):
        raise LoadError(_cures.use_load_async(inner))
    _load_into(cast("LoadsExtensions", inner))


async def load_async(connection: Any) -> None:
    """The same for a connection of aiosqlite, and for AsyncConnection and AsyncSession of SQLAlchemy."""
    if hasattr(connection, "run_sync"):
        await connection.run_sync(load)
        return
    if not iscoroutinefunction(getattr(connection, "load_extension", None)):
        raise TypeError(_cures.not_async(connection))
    # Its sqlite3 connection lives in another thread: whether loading was allowed stays unknown, and it is off then.
    await connection.enable_load_extension(True)
    try:
        await connection.load_extension(_without_suffix(path_for("sqlite3")))
    except Exception as error:
        raise LoadError(_cures.refused(error)) from error
    finally:
        await connection.enable_load_extension(False)


def _load_into(connection: LoadsExtensions) -> None:
    path = path_for(sqlite_of(connection))
    was_allowed = is_allowed(connection)
    if not was_allowed:
        connection.enable_load_extension(True)
    try:
        connection.load_extension(_without_suffix(path))
    except Exception as error:
        raise LoadError(_cures.refused(error)) from error
    finally:
        if not was_allowed:
            connection.enable_load_extension(False)


def _without_suffix(path: str) -> str:
    """As SQLite tries it last, and so tells why it could not be loaded; else it tells that smma.so.so is not there."""
    return path.rpartition(".")[0]


def _without_loading(given: object, inner: object) -> None:
    """Connections that cannot load may have the functions all the same, by load_everywhere()."""
    if not is_sqlite3(inner):
        raise TypeError(_cures.not_a_connection(given, inner))
    import sqlite3

    try:
        cast("sqlite3.Connection", inner).execute("SELECT smma_version()")
    except sqlite3.OperationalError:
        raise LoadError(_cures.python_without_loading()) from None


def _is_engine(connection: object) -> bool:
    """Without importing SQLAlchemy where nobody has."""
    sqlalchemy: Any = sys.modules.get("sqlalchemy")
    return sqlalchemy is not None and isinstance(
        getattr(connection, "sync_engine", connection), sqlalchemy.engine.Engine
    )


def _load_into_engine(given: Any) -> None:
    from sqlalchemy import event

    engine = given.sync_engine if hasattr(given, "sync_engine") else given
    if engine.dialect.name != "sqlite":
        raise LoadError(_cures.other_database(engine))
    # Not "connect": connections that wait in the pool already shall have them too.
    event.listen(engine, "checkout", _load_at_checkout)


def _load_at_checkout(connection: object, record: Any, _proxy: object) -> None:
    if "sqlite_smma" not in record.info:
        load(connection)
        record.info["sqlite_smma"] = True
