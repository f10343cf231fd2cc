"""One node: how it is started and refuses to be, how it ends, and what becomes of error texts."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest
from client import Refused
from cluster import Cluster, Node
from conftest import PROGRAM

USAGE = "usage: smma-node ID|bootstrap HOST:PORT DIR\n"
BAD_ID = "smma-node: ID{}: is not a positive integer, nor the word bootstrap\n"
ADDRESS = "127.0.0.1:9101"


def refusal(*words: str | Path) -> str:
    done = subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=False, timeout=20)
    assert done.returncode == 1
    assert done.stdout == ""
    return done.stderr


@pytest.mark.parametrize("words", [[], ["1"], ["1", ADDRESS], ["1", ADDRESS, "node", "more"]])
def test_usage(words: list[str]) -> None:
    assert refusal(*words) == USAGE


@pytest.mark.parametrize("identity", ["", "0", "-1", "+1", " 1", "2x", "18446744073709551616", "first"])
def test_id(identity: str, tmp_path: Path) -> None:
    assert refusal(identity, ADDRESS, tmp_path / "node") == BAD_ID.format(f" {identity}" if identity else "")


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    folder = tmp_path / "none" / "node"
    assert refusal("2", ADDRESS, folder) == f"smma-node: DIR {folder}: No such file or directory\n"


def test_folder_that_is_a_file(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    assert refusal("2", ADDRESS, file) == f"smma-node: DIR {file}: Not a directory\n"


def test_address_that_is_not_of_this_machine(tmp_path: Path) -> None:
    assert "HOST:PORT 192.0.2.1:9: cannot be bound to" in refusal("2", "192.0.2.1:9", tmp_path / "node")


def test_first_node_with_an_emptied_disk_founds_no_second_cluster(cluster: Cluster) -> None:
    first = cluster.nodes[0]
    assert "has a log already: start this node with ID 1" in refusal("bootstrap", "127.0.0.1:9199", first.folder)
    first.kill()
    for file in first.folder.iterdir():
        file.unlink()
    assert "has no log, and ID 1 would found a new cluster" in refusal("1", first.address, first.folder)


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_signals_end_it(end: signal.Signals, tmp_path: Path) -> None:
    node = Node(1, ADDRESS, PROGRAM, tmp_path / "node")
    node.start("bootstrap")
    try:
        assert node.process is not None
        node.process.send_signal(end)
        assert node.process.wait(timeout=20) == 0
        node.start()
    finally:
        node.kill()


STATE = "1st argument to smma_append() is not a state: a BLOB of 1 byte"
ROWS = "WITH n(k) AS (VALUES (1) UNION ALL SELECT k + 1 FROM n WHERE k < 9999) "
LATE = ROWS + "SELECT k, smma(iif(k = 5000, 'n/a', k), 14) OVER (ORDER BY k ROWS UNBOUNDED PRECEDING) AS a FROM n"


@pytest.mark.parametrize(
    ("sql", "text"),
    [
        ("SELECT smma('n/a', 14)", "1st argument to smma() is not a number: 'n/a'"),
        ("SELECT 1, 2, smma(1, 0)", "2nd argument to smma() is not an integer between 1 and 2147483647: 0"),
        ("SELECT smma_append(x'00', 1)", STATE),
        (
            "SELECT * FROM smma_series('SELECT 1 FROM nowhere', 14)",
            "smma_series() query: no such table: nowhere",
        ),
        (LATE, "1st argument to smma() is not a number: 'n/a'"),
    ],
)
def test_error_of_a_query(cluster: Cluster, sql: str, text: str) -> None:
    """dqlite loses it behind the names of the columns, where this client finds it."""
    with cluster.leader().open() as leader:
        with pytest.raises(Refused) as caught:
            leader.query(sql)
        assert (caught.value.code, caught.value.text) == (1, text)
        assert leader.query("SELECT smma_version() IS NOT NULL") == [[1]]


@pytest.mark.parametrize(
    ("sql", "code", "text"),
    [
        ("INSERT INTO prices(symbol, ts, close) SELECT 'A', '2000-01-03', smma_append(x'00', 1)", 1, STATE),
        (
            "INSERT INTO prices(symbol, ts, close) VALUES ('', '2000-01-03', 1)",
            275,
            "CHECK constraint failed: symbol <> ''",
        ),
        ("INSERT INTO price VALUES (1)", 1, "no such table: price"),
        ("SELECT 1", 100, "another row available"),
    ],
)
def test_error_of_a_write(cluster: Cluster, sql: str, code: int, text: str) -> None:
    with cluster.leader().open() as leader:
        with pytest.raises(Refused) as caught:
            leader.execute(sql)
        assert (caught.value.code, caught.value.text) == (code, text)


def test_values_of_every_kind(cluster: Cluster) -> None:
    values = [None, -1, 2**62, 0.1, "", "Ä" * 7, "eight888", b"", b"\0" * 9]
    with cluster.leader().open() as leader:
        leader.execute("CREATE TABLE kept(a, b, c, d, e, f, g, h, i)")
        leader.execute("INSERT INTO kept VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", *values)
        assert leader.query("SELECT * FROM kept") == [values]
        assert leader.query("SELECT count(*) FROM kept WHERE typeof(h) = 'blob' AND length(f) = 7") == [[1]]


def test_answer_of_many_rows(cluster: Cluster) -> None:
    with cluster.leader().open() as leader:
        rows = leader.query(ROWS + "SELECT k, smma(k, 1) OVER (ORDER BY k ROWS UNBOUNDED PRECEDING) FROM n")
    assert rows == [[k, float(k)] for k in range(1, 10000)]


def test_more_values_than_a_statement_takes(cluster: Cluster) -> None:
    with cluster.leader().open() as leader, pytest.raises(ValueError, match="takes 255 values, not 256"):
        leader.execute("SELECT 1", *range(256))
