"""Whether a cluster has the bars and averages that it has to have, on every node."""

from __future__ import annotations

import subprocess
from pathlib import Path

from client import insist
from cluster import PATIENCE, Cluster
from writer import Bars, bits

INTEGRITY = "PRAGMA integrity_check"
PRICES = "SELECT symbol, ts, hex(float64_array(close)) FROM prices GROUP BY symbol, ts"
# A row of live, its average and the one recomputed, by their bits.
LIVE = """
SELECT symbol, period, ts, hex(float64_array(smma)), hex(float64_array(again))
  FROM (SELECT *,
               (SELECT smma(price, live.period)
                  FROM (SELECT close AS price FROM prices WHERE symbol = live.symbol ORDER BY ts)) AS again
          FROM live)
 GROUP BY symbol, period
"""
QUERIES = [INTEGRITY, PRICES, LIVE]
Answer = list[str]


def lines(rows: list[list[object]]) -> Answer:
    return ["|".join(str(value) for value in row) for row in rows]


def ask_as_leader(cluster: Cluster, address: str) -> list[Answer]:
    """What a node answers that leads."""

    def attempt() -> list[Answer]:
        with cluster.lead(cluster.at(address)) as leader:
            leader.open()
            return [lines(leader.query(query)) for query in QUERIES]

    return insist(attempt, PATIENCE)


def ask_copy(cluster: Cluster, address: str, extension: Path, folder: Path) -> list[Answer]:
    """What this build's extension answers in the sqlite3 command line, over a copy of a node's database."""
    file = folder / f"{address.replace(':', '-')}.db"
    with cluster.lead(cluster.at(address)) as leader:
        leader.copy(file)
    return [command_line(file, extension, query) for query in QUERIES]


def command_line(file: Path, extension: Path, query: str) -> Answer:
    words = ["sqlite3", "-bail", str(file), f".load '{extension}'", query]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()


def check(cluster: Cluster, bars: Bars, extension: Path, folder: Path) -> None:
    """Nothing acknowledged is missing, and nothing else is there; live has the bits of smma() over the bars; on
    every node as leader, and in its own copy."""
    expected = [f"{symbol}|{ts}|{bits(close)}" for (symbol, ts), close in sorted(bars.items())]
    of_live = None
    for address in cluster.addresses():
        for answers in (ask_as_leader(cluster, address), ask_copy(cluster, address, extension, folder)):
            integrity, prices, live = answers
            assert integrity == ["ok"], f"{address}: {integrity}"
            assert prices == expected, f"{address}: {difference(prices, expected)}"
            assert len(live) == 2 * len({symbol for symbol, _ in bars})
            wrong = [line for line in live if line.split("|")[3] != line.split("|")[4]]
            assert wrong == [], f"{address}: {wrong}"
            of_live = of_live or live
            assert live == of_live, f"{address}: {difference(live, of_live)}"


def difference(there: Answer, expected: Answer) -> str:
    missing, more = set(expected) - set(there), set(there) - set(expected)
    return f"{len(missing)} missing {sorted(missing)[:3]}, {len(more)} not expected {sorted(more)[:3]}"
