"""Whether a connection lets extensions be loaded is afterwards as it was before."""

from __future__ import annotations

import sqlite3

import apsw
import pysqlite3
import pytest
import sqlean
import sqlite_smma
from conftest import CAN_LOAD
from sqlite_smma._allowed import is_allowed

CONNECTS = {
    "apsw": lambda: apsw.Connection(":memory:"),
    "pysqlite3": lambda: pysqlite3.connect(":memory:"),
    "sqlean": lambda: sqlean.connect(":memory:"),
    **({"sqlite3": lambda: sqlite3.connect(":memory:")} if CAN_LOAD else {}),
}


def is_on(connection) -> bool:
    """By the SQL function, which is on and off with the rest."""
    try:
        list(connection.execute("SELECT load_extension('/nowhere')"))
    except Exception as error:  # noqa: BLE001 - each host has its own
        return "not authorized" not in str(error)
    raise AssertionError("there is no /nowhere")


@pytest.mark.parametrize("was_on", [False, True])
@pytest.mark.parametrize("name", CONNECTS)
def test_is_put_back(name: str, was_on: bool) -> None:
    connection = CONNECTS[name]()
    connection.enable_load_extension(was_on)
    sqlite_smma.load(connection)
    assert is_on(connection) is was_on


@pytest.mark.parametrize("name", CONNECTS)
def test_is_put_back_after_a_failure(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = CONNECTS[name]()
    connection.enable_load_extension(False)
    monkeypatch.setattr("sqlite_smma._load.path_for", lambda _: "/nowhere/smma.so")
    with pytest.raises(sqlite_smma.LoadError):
        sqlite_smma.load(connection)
    assert not is_on(connection)


class Telling:
    """As sqlite3 from Python 3.12 on."""

    def __init__(self, is_on: bool) -> None:
        self.calls: list[object] = []
        self.is_on = is_on

    def getconfig(self, option: int) -> bool:
        assert option == 1005  # SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION
        return self.is_on

    def enable_load_extension(self, enable: bool) -> None:
        self.calls.append(enable)

    def load_extension(self, path: str) -> None:
        self.calls.append(path.rpartition("/")[2])


def test_who_tells_is_asked() -> None:
    assert is_allowed(Telling(True))
    assert not is_allowed(Telling(False))


def test_what_is_on_is_left_alone() -> None:
    on, off = Telling(True), Telling(False)
    sqlite_smma.load(on)
    sqlite_smma.load(off)
    assert on.calls == ["smma"]
    assert off.calls == [True, "smma", False]


def test_a_row_factory_and_a_transaction_are_no_matter() -> None:
    connection = pysqlite3.connect(":memory:")
    connection.row_factory = pysqlite3.Row
    connection.execute("CREATE TABLE t (a)")
    connection.execute("INSERT INTO t VALUES (1)")
    assert connection.in_transaction
    sqlite_smma.load(connection)
    assert connection.in_transaction
    connection.rollback()
    assert connection.execute("SELECT count(*) FROM t").fetchone()[0] == 0
