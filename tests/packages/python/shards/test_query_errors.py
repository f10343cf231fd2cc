"""What query() refuses: the argument, its value and the cure; and which file it was."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from dask.distributed import Client
from sqlite_smma.shards import query, split


def test_folder(tmp_path: Path, client: Client) -> None:
    text = f"query(): folder '{tmp_path}' has no shards.json: split() makes one"
    for given in (client, None):
        with pytest.raises(FileNotFoundError, match=re.escape(text) + "$"):
            query(tmp_path, "SELECT 1", given)
    with pytest.raises(TypeError, match=r"^query\(\): folder is 7, of type int: it takes a path$"):
        query(7, "SELECT 1", client)


def test_client_and_sql(tmp_path: Path, client: Client) -> None:
    text = "query(): client is 'tcp://x:8786', of type str: it takes a Client of dask.distributed"
    with pytest.raises(TypeError, match=re.escape(text) + "$"):
        query(tmp_path, "SELECT 1", "tcp://x:8786")
    with pytest.raises(TypeError, match=r"^query\(\): sql is 1, of type int: it takes the text of a SELECT$"):
        query(tmp_path, 1, client)


@pytest.mark.parametrize(
    ("error", "text", "sql"),
    [
        (sqlite3.OperationalError, "no such column: none", "SELECT none FROM prices"),
        (sqlite3.OperationalError, "2nd argument to smma() is not", "SELECT smma(close, 0) AS s FROM prices"),
        (sqlite3.OperationalError, "attempt to write a readonly database", "DELETE FROM prices"),
        (sqlite3.Error, "You can only execute one statement at a time", "SELECT 1 AS a; SELECT 2 AS b"),
        (sqlite3.ProgrammingError, "Incorrect number of bindings supplied", "SELECT ? AS a"),
        (
            ValueError,
            "sql has the columns ['a', 'a']: it takes a SELECT with a name of its own for each",
            "SELECT 1 AS a, 2 AS a",
        ),
        (ValueError, "sql has the columns []: it takes a SELECT", "SAVEPOINT a"),
        (TypeError, "a column has values of different types, CAST it to one: ", "SELECT 1 AS a UNION ALL SELECT 'b'"),
    ],
)
def test_sql(database: Path, tmp_path: Path, client: Client, error: type, text: str, sql: str) -> None:
    split(database, tmp_path / "shards", 2)
    with pytest.raises(error, match=rf"^query\(\): .*shard-000[01]\.db: .*{re.escape(text)}"):
        query(tmp_path / "shards", sql, client)


def test_types_that_differ_between_shards(database: Path, tmp_path: Path, client: Client) -> None:
    split(database, tmp_path / "shards", 2)
    sql = "SELECT CASE (SELECT count(*) FROM prices WHERE symbol = 'SPX') WHEN 0 THEN 'x' ELSE 1 END AS a"
    with pytest.raises(TypeError, match=r"^query\(\): a column has values of different types, CAST it to one: "):
        query(tmp_path / "shards", sql, client)


def test_without_client_and_guard(database: Path, tmp_path: Path) -> None:
    split(database, tmp_path / "shards", 2)
    script = tmp_path / "script.py"
    script.write_text(f"from sqlite_smma.shards import query\nquery({str(tmp_path / 'shards')!r}, 'SELECT 1 AS one')\n")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    cure = "a program calls it under `if __name__ == '__main__':`, or gives it a client"
    assert done.returncode == 1
    assert re.search(rf"^RuntimeError: query\(\): .* {cure}$", done.stderr.strip(), re.MULTILINE), done.stderr
