"""query() on shards against the same query on one file, bit for bit."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from conftest import insert_bars, open_database, rows_of, run_python
from dask.distributed import Client
from sqlite_smma.shards import query, split, submit

OVER = "OVER (PARTITION BY symbol ORDER BY ts ROWS UNBOUNDED PRECEDING)"
BITS = [
    "SELECT symbol, smma_array(close, 14) AS averages FROM prices GROUP BY symbol",
    f"SELECT symbol, ts, smma(close, 14) {OVER} AS smma, rsi(close, 9) {OVER} AS rsi FROM prices",
    "SELECT symbol, smma(close, 200) AS last, smma_state(close, 14) AS state, count(*) AS bars FROM prices GROUP BY symbol",
    "SELECT symbol, period, smma FROM live",
    """SELECT symbol, period, smma FROM (SELECT DISTINCT symbol FROM prices) AS s,
        smma_series('SELECT close FROM prices WHERE symbol = ?1 ORDER BY ts', 10, 20, 5, s.symbol)""",
]


def bits(rows: list[tuple]) -> list[tuple]:
    return [tuple(value.hex() if isinstance(value, float) else value for value in row) for row in rows]


def rows_in(table: object) -> list[tuple]:
    return list(zip(*(column.to_pylist() for column in table.columns)))


@pytest.mark.parametrize("sql", BITS)
def test_bits_of_one_file(database: Path, tmp_path: Path, client: Client, sql: str) -> None:
    split(database, tmp_path / "shards", 3)
    found = query(tmp_path / "shards", sql, client)
    expected = rows_of(database, sql)
    assert len(expected) > 3
    assert sorted(bits(rows_in(found)), key=repr) == sorted(bits(expected), key=repr)


def test_in_the_order_of_files_and_of_the_query(database: Path, tmp_path: Path, client: Client) -> None:
    files = split(database, tmp_path / "shards", 4)
    sql = "SELECT ts, symbol, close FROM prices ORDER BY close DESC, ts"
    found = query(tmp_path / "shards", sql, client)
    assert found.column_names == ["ts", "symbol", "close"]
    assert rows_in(found) == [row for file in files for row in rows_of(file, sql)]


def test_left_in_the_workers(database: Path, tmp_path: Path, client: Client) -> None:
    files = split(database, tmp_path / "shards", 4)
    futures = submit(tmp_path / "shards", "SELECT count(*) AS bars FROM prices", client)
    assert client.gather(client.map(lambda table: table["bars"][0].as_py(), futures)) == [
        rows_of(file, "SELECT count(*) FROM prices")[0][0] for file in files
    ]


def test_parameters(database: Path, tmp_path: Path, client: Client) -> None:
    split(database, tmp_path / "shards", 3)
    sql = "SELECT count(*) AS bars FROM prices WHERE symbol = {}"
    for mark, parameters in [("?", ["SPX"]), (":symbol", {"symbol": "SPX"})]:
        found = query(tmp_path / "shards", sql.format(mark), client, parameters=parameters)
        assert sorted(found["bars"].to_pylist()) == [0, 0, 900]


def test_a_column_has_one_type_over_all_shards(database: Path, tmp_path: Path, client: Client) -> None:
    """NULL alone in one, whole numbers in another, none in a third."""
    split(database, tmp_path / "shards", 4)
    values = "CASE symbol WHEN 'SPX' THEN NULL WHEN 'NDX' THEN 1 ELSE 0.5 END"
    found = query(tmp_path / "shards", f"SELECT {values} AS value FROM prices WHERE symbol <> 'DAX'", client)
    assert str(found.schema.field("value").type) == "double"
    assert found["value"].null_count == 900
    nothing = query(tmp_path / "shards", "SELECT symbol, close FROM prices WHERE symbol = 'none'", client)
    assert (nothing.num_rows, nothing.column_names) == (0, ["symbol", "close"])


def test_many_batches_and_blobs(database: Path, tmp_path: Path, client: Client) -> None:
    with closing(open_database(database)) as connection:
        insert_bars(connection, {"long": 10_000})
    split(database, tmp_path / "shards", 2)
    found = query(tmp_path / "shards", "SELECT ts, close FROM prices WHERE symbol = 'long' ORDER BY ts", client)
    assert rows_in(found) == rows_of(database, "SELECT ts, close FROM prices WHERE symbol = 'long' ORDER BY ts")


def test_a_shard_that_is_written_to(database: Path, tmp_path: Path, client: Client) -> None:
    """Nothing is taken for immutable: what another connection has in its WAL counts, and the second time too, while the
    first answer is still in the workers."""
    file, *_ = split(database, tmp_path / "shards", 2)
    sql, held = "SELECT count(*) AS bars FROM prices WHERE symbol = 'late'", []
    with closing(open_database(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        for bars in (3, 5):
            connection.execute("DELETE FROM prices WHERE symbol = 'late'")
            insert_bars(connection, {"late": bars})
            held.append(submit(tmp_path / "shards", sql, client))
            assert [table["bars"][0].as_py() for table in client.gather(held[-1])] == [bars, 0]


WITHOUT_CLIENT = """if True:
    import sys
    from sqlite_smma.shards import query
    {guard}
        print(query(sys.argv[1], "SELECT symbol, smma(close, 14) AS last FROM prices GROUP BY symbol")["last"].to_pylist())
"""


def without_client(folder: Path, guard: str, tmp_path: Path) -> object:
    """In a file, which the processes import."""
    script = tmp_path / "script.py"
    script.write_text(WITHOUT_CLIENT.replace("{guard}", guard))
    return run_python(
        f"import runpy, sys; sys.argv[0] = {str(script)!r}; runpy.run_path(sys.argv[0], run_name='__main__')", folder
    )


def test_without_a_client(database: Path, tmp_path: Path) -> None:
    files = split(database, tmp_path / "shards", 3)
    done = without_client(tmp_path / "shards", "if __name__ == '__main__':", tmp_path)
    averages = "SELECT smma(close, 14) FROM prices GROUP BY symbol"
    assert done.stdout.strip() == str([row[0] for file in files for row in rows_of(file, averages)]), done.stderr


def test_one_file_less(database: Path, tmp_path: Path, client: Client) -> None:
    files = split(database, tmp_path / "shards", 3)
    files[1].unlink()
    with pytest.raises(sqlite3.OperationalError, match=rf"^query\(\): {files[1]}: unable to open database file$"):
        query(tmp_path / "shards", "SELECT 1 AS one", client)
