"""What is in the files that split() makes."""

from __future__ import annotations

import os
import pty
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from conftest import BARS, insert_bars, open_database, rows_of, run_python
from sqlite_smma.shards import split

SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2"


def test_every_row_is_in_one_shard(database: Path, tmp_path: Path) -> None:
    files = split(database, tmp_path / "shards", 3)
    for table, order in [("prices", "symbol, ts"), ("live_averages", "symbol, period"), ("live", "symbol, period")]:
        query = f"SELECT * FROM {table} ORDER BY {order}"
        found = [row for file in files for row in rows_of(file, query)]
        assert sorted(found, key=lambda row: row[:2]) == rows_of(database, query)
    symbols = [symbol for file in files for (symbol,) in rows_of(file, "SELECT DISTINCT symbol FROM prices")]
    assert sorted(symbols) == sorted(BARS)


def test_indexes_views_triggers_and_other_tables_are_in_each(database: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript("CREATE INDEX by_time ON prices(ts); CREATE TABLE holidays(day); ANALYZE")
        connection.execute("INSERT INTO holidays VALUES ('2024-12-25'), ('2025-01-01')")
        connection.commit()
    for file in split(database, tmp_path / "shards", 3):
        assert rows_of(file, SCHEMA) == rows_of(database, SCHEMA)
        for table in ("holidays", "live_periods"):
            assert rows_of(file, f"SELECT * FROM {table}") == rows_of(database, f"SELECT * FROM {table}")
        assert rows_of(file, "PRAGMA integrity_check") == [("ok",)]
        assert rows_of(file, "SELECT count(*) > 0 FROM sqlite_stat1") == [(1,)]


def test_live_averages_go_on_in_a_shard(database: Path, tmp_path: Path) -> None:
    split(database, tmp_path / "shards", 2)
    bar = "INSERT INTO prices(symbol, ts, close) SELECT symbol, '2030-01-01 00:00:00', 77.5 FROM live WHERE period = 14"
    live = "SELECT * FROM live ORDER BY symbol, period"
    for file in [database, *(tmp_path / "shards").glob("*.db")]:
        with closing(open_database(file)) as connection:
            connection.execute(bar)
            connection.commit()
    found = [row for file in (tmp_path / "shards").glob("*.db") for row in rows_of(file, live)]
    assert sorted(found) == rows_of(database, live)


def test_balanced_by_rows(database: Path, tmp_path: Path) -> None:
    counts = [rows_of(file, "SELECT count(*) FROM prices")[0][0] for file in split(database, tmp_path / "shards", 3)]
    assert sorted(counts) == [890, 900, 950]


def test_rowids_and_their_order_stay(tmp_path: Path) -> None:
    """A query without ORDER BY reads the bars of a symbol in the order in which they came."""
    path = tmp_path / "plain.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE prices(symbol, rowid, close)")
        connection.execute("CREATE INDEX by_symbol ON prices(symbol, close)")
        bars = [(bar * 7 % 1000, f"S{bar % 5}", 1000 - bar) for bar in range(1000)]
        connection.executemany("INSERT INTO prices(_rowid_, symbol, close) VALUES (?, ?, ?)", bars)
        connection.commit()
    query = "SELECT _rowid_, * FROM prices NOT INDEXED"
    found = [rows_of(file, query) for file in split(path, tmp_path / "shards", 3)]
    assert all(rows == sorted(rows) for rows in found)
    assert sorted(row for rows in found for row in rows) == rows_of(path, query)


ODD = """
PRAGMA page_size = 1024; PRAGMA encoding = 'UTF-16le'; PRAGMA auto_vacuum = FULL; PRAGMA user_version = 7;
CREATE TABLE "odd ""name"(id INTEGER PRIMARY KEY AUTOINCREMENT, "Symbol" TEXT COLLATE NOCASE, price REAL CHECK (price > 0),
  twice AS (price * 2) STORED);
INSERT INTO "odd ""name"(Symbol, price) VALUES ('SPX', 1), ('spx', 2), (NULL, 3), ('NDX', 4), (NULL, 5), ('12', 6);
DELETE FROM "odd ""name" WHERE id = 6;
INSERT INTO "odd ""name"(Symbol, price) VALUES ('12', 6);
CREATE TABLE strictly(symbol INTEGER, state BLOB) STRICT;
INSERT INTO strictly VALUES (12, smma_start(3)), (13, NULL);
CREATE INDEX by_state ON strictly(smma_value(state));
CREATE TABLE binary(symbol TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;
INSERT INTO binary VALUES ('SPX', 'a'), ('spx', 'b'), ('Ndx', 'c');
PRAGMA ignore_check_constraints = ON;
INSERT INTO "odd ""name"(Symbol, price) VALUES ('bad', -1);
"""


def test_odd_tables(tmp_path: Path) -> None:
    path = tmp_path / "odd.db"
    with closing(open_database(path)) as connection:
        connection.executescript(ODD)
    files = split(path, tmp_path / "shards", 4, by="SYMBOL")
    for table in ('"odd ""name"', "strictly", "binary"):
        found = [row for file in files for row in rows_of(file, f"SELECT * FROM {table}")]
        assert sorted(found, key=repr) == sorted(rows_of(path, f"SELECT * FROM {table}"), key=repr)
    for pragma in ("page_size", "encoding", "auto_vacuum", "user_version"):
        assert {rows_of(file, f"PRAGMA {pragma}")[0] for file in files} == set(rows_of(path, f"PRAGMA {pragma}"))
    for file in files:
        assert rows_of(file, "SELECT * FROM sqlite_sequence") == rows_of(path, "SELECT * FROM sqlite_sequence")
    joined = """SELECT o.id, b.name, s.symbol FROM "odd ""name" AS o
        LEFT JOIN binary AS b ON o.symbol = b.symbol LEFT JOIN strictly AS s ON s.symbol = o.symbol ORDER BY 1, 2"""
    assert sorted((row for file in files for row in rows_of(file, joined)), key=repr) == sorted(
        rows_of(path, joined), key=repr
    )


def test_what_a_wal_holds_is_taken(database: Path, tmp_path: Path) -> None:
    with closing(open_database(database)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        insert_bars(connection, {"late": 5})
        files = split(database, tmp_path / "shards", 2)
        assert sum(rows_of(file, "SELECT count(*) FROM prices WHERE symbol = 'late'")[0][0] for file in files) == 5


def test_one_shard_of_an_empty_table(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE prices(symbol, close)")
    (file,) = split(path, tmp_path / "shards", 1)
    assert rows_of(file, "SELECT count(*) FROM prices") == [(0,)]


def test_memory_is_flat(tmp_path: Path) -> None:
    """Of a table without an index too, whose rows are sorted."""
    fill = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {})
        INSERT INTO prices SELECT 'S' || (i % 100), i, i * 0.5, hex(randomblob(40)) FROM n"""
    code = """if True:
        import resource, sys
        from sqlite_smma.shards import split
        split(sys.argv[1], sys.argv[2], 4)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"""
    most = []
    for rows in (10_000, 500_000):
        path = tmp_path / f"{rows}.db"
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE prices(symbol, ts, close, more)")
            connection.execute(fill.format(rows))
            connection.execute("CREATE INDEX by_symbol ON prices(symbol)")
            connection.commit()
        most.append(int(run_python(code, path, tmp_path / f"of {rows}").stdout))
    assert most[1] - most[0] < 10_000, f"KiB: {most}; the file has {path.stat().st_size >> 10}"


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_a_terminal_shows_progress(database: Path, tmp_path: Path) -> None:
    code = f"""if True:
        import fcntl, struct, termios
        from sqlite_smma.shards import split
        fcntl.ioctl(2, termios.TIOCSWINSZ, struct.pack("4H", 24, 80, 0, 0))
        split({str(database)!r}, {str(tmp_path / "shards")!r}, 2)"""
    shown = b""

    def read(descriptor: int) -> bytes:
        nonlocal shown
        data = os.read(descriptor, 4096)
        shown += data
        return data

    assert pty.spawn([sys.executable, "-c", code], read) == 0
    assert b"split: 100%" in shown
