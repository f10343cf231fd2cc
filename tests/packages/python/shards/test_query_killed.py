"""Workers killed while SQLite runs the query in them."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from conftest import rows_of
from dask.distributed import Client, LocalCluster
from sqlite_smma.shards import query, split, submit

# A second or so in every shard.
SLOW = """SELECT symbol, smma_array(close, 14) AS averages FROM prices
    WHERE (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000000) SELECT count(*) FROM n) > 0
    GROUP BY symbol"""


@pytest.fixture
def own_client() -> Iterator[Client]:
    with LocalCluster(2, threads_per_worker=1, dashboard_address=":0") as cluster, Client(cluster) as client:
        client.wait_for_workers(2)
        yield client


def has_open(pid: int, folder: Path) -> bool:
    try:
        return any(Path(file.path).parent == folder for file in psutil.Process(pid).open_files())
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize("how_many", [1, 2])
def test_the_answer_is_whole(database: Path, tmp_path: Path, own_client: Client, how_many: int) -> None:
    folder = tmp_path / "shards"
    split(database, folder, 4)
    workers = list(own_client.run(os.getpid).values())
    futures = submit(folder, SLOW, own_client)
    for pid in workers[:how_many]:
        while not has_open(pid, folder):
            assert not all(future.done() for future in futures), "the query was over before it could be killed"
        os.kill(pid, signal.SIGKILL)
    found = {row["symbol"]: row["averages"] for table in own_client.gather(futures) for row in table.to_pylist()}
    assert found == dict(rows_of(database, "SELECT symbol, smma_array(close, 14) FROM prices GROUP BY symbol"))
    assert not any(psutil.pid_exists(pid) for pid in workers[:how_many])
    # And the cluster is of use afterwards.
    assert query(folder, "SELECT count(*) AS bars FROM prices", own_client).num_rows == 4
