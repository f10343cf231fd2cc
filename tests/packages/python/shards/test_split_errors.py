"""What split() refuses: the argument, its value and the cure."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_smma.shards._split as module
from conftest import insert_bars, open_database, run_python
from sqlite_smma.shards import split


@pytest.mark.parametrize(
    ("error", "text", "change"),
    [
        (TypeError, r"split(): database is 5, of type int: it takes a path", {"database": 5}),
        (TypeError, r"split(): folder is None, of type NoneType: it takes a path", {"folder": None}),
        (FileNotFoundError, r"split(): database '/nowhere/x.db' is not there", {"database": "/nowhere/x.db"}),
        (TypeError, r"split(): shards is 2.5, of type float: it takes a whole number", {"shards": 2.5}),
        (TypeError, r"split(): shards is True, of type bool: it takes a whole number", {"shards": True}),
        (ValueError, r"split(): shards is 0: it takes 1 or more", {"shards": 0}),
        (ValueError, r"split(): shards is 9, and column 'symbol' has 8 values: one a shard at most", {"shards": 9}),
        (TypeError, r"split(): by is 3, of type int: it takes the name of a column", {"by": 3}),
        (
            ValueError,
            r"split(): by is 'ticker', and no table has such a column: prices, live_periods, live_averages",
            {"by": "ticker"},
        ),
    ],
)
def test_arguments(database: Path, tmp_path: Path, error: type, text: str, change: dict) -> None:
    folder = tmp_path / "shards"
    with pytest.raises(error, match=re.escape(text) + "$"):
        split(**{"database": database, "folder": folder, "shards": 2, **change})
    assert not folder.exists(), "nothing has been begun"


def test_other_files_in_the_folder(database: Path, tmp_path: Path) -> None:
    text = f"split(): folder '{tmp_path}' is not empty, it has {database.name}: name a new one"
    with pytest.raises(ValueError, match=re.escape(text)):
        split(database, tmp_path, 2)


@pytest.mark.parametrize(
    ("change", "text"), [({"shards": 3}, "shards, 2 and not 3"), ({"by": "period"}, "by, 'symbol' and not 'period'")]
)
def test_another_split_in_the_folder(database: Path, tmp_path: Path, change: dict, text: str) -> None:
    folder = tmp_path / "shards"
    split(database, folder, 2)
    text = f"split(): folder '{folder}' was begun with another {text}: name another folder, or remove it"
    with pytest.raises(ValueError, match=re.escape(text)):
        split(**{"database": database, "folder": folder, "shards": 2, **change})


def test_a_database_that_has_changed_since(database: Path, tmp_path: Path) -> None:
    split(database, tmp_path / "shards", 2)
    with closing(open_database(database)) as connection:
        insert_bars(connection, {"more": 3})
    with pytest.raises(ValueError, match="was begun with another state of the database, "):
        split(database, tmp_path / "shards", 2)


def test_a_database_that_changes_meanwhile(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = module._copy

    def copy_and_write(*arguments: object) -> None:
        copy(*arguments)
        with closing(open_database(database)) as connection:
            insert_bars(connection, {"more": 3})

    monkeypatch.setattr(module, "_copy", copy_and_write)
    text = f"split(): database '{database}' was written to meanwhile: split a copy of it"
    with pytest.raises(RuntimeError, match=re.escape(text)):
        split(database, tmp_path / "shards", 2)
    assert not list((tmp_path / "shards").glob("*.db"))


def test_virtual_table(database: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(word)")
    with pytest.raises(
        ValueError, match=r"^split\(\): words is a virtual table, which cannot be split: drop it in a copy"
    ):
        split(database, tmp_path / "shards", 2)


def test_no_tables(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    with pytest.raises(
        ValueError, match=r"^split\(\): by is 'symbol', and no table has such a column: there are none$"
    ):
        split(tmp_path / "empty.db", tmp_path / "shards", 1)


def test_no_database(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("symbol,close\n" * 1000)
    with pytest.raises(sqlite3.DatabaseError, match=re.escape(f"split(): database '{path}': file is not a database")):
        split(path, tmp_path / "shards", 1)


@pytest.mark.parametrize(
    ("missing", "call"), [("tqdm", "split(argv[1], argv[2], 2)"), ("dask", "query(argv[1], 'x', 1)")]
)
def test_without_the_extra(database: Path, tmp_path: Path, missing: str, call: str) -> None:
    code = (
        f"import sys; sys.modules[{missing!r}] = None; from sys import argv; from sqlite_smma.shards import *; {call}"
    )
    done = run_python(code, database, tmp_path / "shards")
    assert re.search(r"ImportError: (split|query)\(\): .*: pip install 'sqlite-smma\[shards\]'$", done.stderr.strip())


def test_nothing_is_imported_before_it_is_needed() -> None:
    code = (
        "import sqlite_smma.shards, sys; print({'dask', 'distributed', 'pyarrow', 'tqdm', 'pandas'} & set(sys.modules))"
    )
    assert run_python(code).stdout.strip() == "set()"
