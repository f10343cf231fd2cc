"""What helps, host by host: the texts of errors."""

from __future__ import annotations

import platform
import sys

from ._errors import reinstall

_TAKEN = (
    "a connection of sqlite3, pysqlite3, sqlean, apsw or ADBC, SQLAlchemy's Engine, Connection or Session, "
    "Django's connection, or a Database of sqlite-utils"
)


def refused(error: Exception) -> str:
    return f"load(): SQLite could not load the extension: {error}. {reinstall()}."


def python_without_loading() -> str:
    version = platform.python_version()
    return (
        f"load(): the sqlite3 of this Python ({sys.executable}, {version}) was built without extension loading. "
        "Call sqlite_smma.load_everywhere() once, before the connections are opened; or use apsw "
        "(`pip install apsw`), whose connections load() takes; or build Python with it (pyenv: "
        f"PYTHON_CONFIGURE_OPTS=--enable-loadable-sqlite-extensions pyenv install --force {version})."
    )


def use_load_async(connection: object) -> str:
    return (
        f"load(): {_kind(connection)} is asynchronous: await sqlite_smma.load_async(connection); for all of an "
        "AsyncEngine's connections, sqlite_smma.load(engine)"
    )


def not_async(connection: object) -> str:
    return (
        f"load_async(): {_kind(connection)} is not a connection of aiosqlite, nor an AsyncConnection or AsyncSession "
        "of SQLAlchemy: sqlite_smma.load(connection) takes the others"
    )


def not_a_connection(given: object, inner: object) -> str:
    if _is_libsql(inner):
        return (
            "load(): libsql's connections for Python load no extensions: open the file with sqlite3 or apsw; a "
            "database of Turso's cloud has the extensions alone that Turso offers"
        )
    return f"load(): {_kind(given)} is not a connection that loads extensions: it takes {_TAKEN}"


def other_database(engine: object) -> str:
    name = getattr(getattr(engine, "dialect", None), "name", "another database")
    return f"load(): the engine is of {name}, and the functions are SQLite's: it takes an engine of sqlite:///"


def _is_libsql(connection: object) -> bool:
    """Its class says of itself that it is one of the builtins."""
    kind = type(connection)
    return kind.__module__.startswith("libsql") or (kind.__module__ == "builtins" and kind.__name__ == "Connection")


def _kind(value: object) -> str:
    kind = type(value)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
