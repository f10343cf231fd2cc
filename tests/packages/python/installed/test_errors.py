"""What load() and load_async() say, and what they say helps."""

from __future__ import annotations

import asyncio
import platform
import shutil
import sqlite3
import sys
from pathlib import Path

import aiosqlite
import libsql
import pysqlite3
import pytest
import sqlalchemy
import sqlite_smma
from conftest import needs_loading, needs_no_loading
from sqlalchemy.ext.asyncio import create_async_engine

TAKEN = (
    "it takes a connection of sqlite3, pysqlite3, sqlean, apsw or ADBC, SQLAlchemy's Engine, Connection or Session, "
    "Django's connection, or a Database of sqlite-utils"
)


def error_of(connection, kind: type[Exception] = sqlite_smma.LoadError) -> str:
    with pytest.raises(kind) as raised:
        sqlite_smma.load(connection)
    return str(raised.value)


@pytest.mark.parametrize(("value", "name"), [(None, "NoneType"), ("prices.db", "str"), (Path(), "pathlib.PosixPath")])
def test_no_connection(value, name: str) -> None:
    text = error_of(value, TypeError)
    assert text == f"load(): {name} is not a connection that loads extensions: {TAKEN}"


def test_libsql() -> None:
    assert error_of(libsql.connect(":memory:"), TypeError) == (
        "load(): libsql's connections for Python load no extensions: open the file with sqlite3 or apsw; a database of "
        "Turso's cloud has the extensions alone that Turso offers"
    )


@needs_no_loading
def test_python_without_loading() -> None:
    version = platform.python_version()
    assert error_of(sqlite3.connect(":memory:")) == (
        f"load(): the sqlite3 of this Python ({sys.executable}, {version}) was built without extension loading. Call "
        "sqlite_smma.load_everywhere() once, before the connections are opened; or use apsw (`pip install apsw`), "
        "whose connections load() takes; or build Python with it (pyenv: "
        f"PYTHON_CONFIGURE_OPTS=--enable-loadable-sqlite-extensions pyenv install --force {version})."
    )


def test_other_database() -> None:
    engine = sqlalchemy.create_mock_engine("postgresql://", None)
    real = sqlalchemy.create_engine("sqlite://")
    real.dialect = engine.dialect
    assert error_of(real) == (
        "load(): the engine is of postgresql, and the functions are SQLite's: it takes an engine of sqlite:///"
    )


@needs_loading
def test_asynchronous_connections() -> None:
    async def ask() -> list[str]:
        async with (
            aiosqlite.connect(":memory:") as connection,
            create_async_engine("sqlite+aiosqlite://").connect() as other,
        ):
            return [error_of(connection), error_of(other)]

    cure = "is asynchronous: await sqlite_smma.load_async(connection); for all of an AsyncEngine's connections, "
    cure += "sqlite_smma.load(engine)"
    names = ["aiosqlite.core.Connection", "sqlalchemy.ext.asyncio.engine.AsyncConnection"]
    assert asyncio.run(ask()) == [f"load(): {name} {cure}" for name in names]


def test_not_asynchronous() -> None:
    with pytest.raises(TypeError) as raised:
        asyncio.run(sqlite_smma.load_async(pysqlite3.connect(":memory:")))
    assert str(raised.value) == (
        "load_async(): pysqlite3.dbapi2.Connection is not a connection of aiosqlite, nor an AsyncConnection or "
        "AsyncSession of SQLAlchemy: sqlite_smma.load(connection) takes the others"
    )


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that SQLite cannot load, instead of the extension."""
    file = tmp_path / "smma.so"
    file.write_bytes(b"of another machine")
    monkeypatch.setattr("sqlite_smma._load.path_for", lambda _: str(file))
    return file


MACHINE_NAME = platform.machine()
MACHINE = (
    f"It was installed for py3-none-manylinux2014_{MACHINE_NAME} or py3-none-manylinux_2_17_{MACHINE_NAME}, and this "
    f"Python runs on linux-{MACHINE_NAME}, glibc {platform.libc_ver()[1]}: if these do not fit, `pip install --force-reinstall --no-cache-dir "
    "sqlite-smma` on this machine, with this Python."
)


def test_another_machine(broken: Path) -> None:
    """SQLite's reason is the file's own, not that smma.so.so is missing."""
    text = error_of(pysqlite3.connect(":memory:"))
    assert text == f"load(): SQLite could not load the extension: {broken}: file too short. {MACHINE}"


@needs_loading
def test_another_machine_asynchronously(broken: Path) -> None:
    async def ask() -> None:
        async with aiosqlite.connect(":memory:") as connection:
            await sqlite_smma.load_async(connection)

    with pytest.raises(sqlite_smma.LoadError) as raised:
        asyncio.run(ask())
    assert str(raised.value) == f"load(): SQLite could not load the extension: {broken}: file too short. {MACHINE}"


def test_no_wheel_at_all(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.metadata import PackageNotFoundError

    def missing(_: str) -> None:
        raise PackageNotFoundError

    monkeypatch.setattr("sqlite_smma._errors.distribution", missing)
    assert "It was installed for no platform that it tells, and" in error_of(pysqlite3.connect(":memory:"))


def test_musl_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlite_smma import _errors

    monkeypatch.setattr(platform, "libc_ver", lambda: ("", ""))
    assert _errors.running_on() == f"linux-{MACHINE_NAME}, no glibc"


def test_a_closed_connection_is_the_hosts_own_error() -> None:
    connection = pysqlite3.connect(":memory:")
    connection.close()
    with pytest.raises(pysqlite3.ProgrammingError, match="Cannot operate on a closed database"):
        sqlite_smma.load(connection)


def test_no_room_for_a_copy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Not a bare OSError: shutil's names the file."""
    from sqlite_smma import _files

    monkeypatch.setattr(_files, "_files", {"other": "x"})
    monkeypatch.setattr(shutil, "copy", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device", "x")))
    assert error_of(pysqlite3.connect(":memory:")).startswith(
        "load(): a second SQLite in this process needs a copy of the extension in the temporary folder: "
    )
