"""Three nodes on loopback, the sample prices, and the leader killed while it inserts: make dqlite-demo.

python3 ext/dqlite/demo.py smma-node FOLDER
"""

from __future__ import annotations

import csv
import random
import shutil
import sys
import time
from pathlib import Path

from client import Connection, find_leader, insist
from cluster import PATIENCE, Cluster, Node

PORT = 9181
PIECE = 100  # bars a statement, of two values each
PRICES = Path(__file__).resolve().parents[2] / "sql/data/market.csv"
Bar = tuple[str, float]

INSERT = "INSERT INTO prices(symbol, ts, close) VALUES "
AGAIN = " ON CONFLICT(symbol, ts) DO UPDATE SET close = excluded.close"
AVERAGES = "SELECT period, ts, round(smma, 4) FROM live WHERE symbol = 'MARKET' ORDER BY period"
WRONG = """
SELECT count(*) FROM live
 WHERE smma IS NOT (SELECT smma(price, live.period)
                      FROM (SELECT close AS price FROM prices WHERE symbol = live.symbol ORDER BY ts))
"""

BEGAN = time.monotonic()


def say(text: str) -> None:
    print(f"{time.monotonic() - BEGAN:6.2f} s  {text}", flush=True)


def prices() -> list[Bar]:
    with PRICES.open(encoding="utf-8", newline="") as file:
        return [(row["ts"], float(row["close"])) for row in csv.DictReader(file)]


def insert(leader: Connection, bars: list[Bar]) -> None:
    rows = ", ".join(["('MARKET', ?, ?)"] * len(bars))
    leader.execute(f"{INSERT}{rows}{AGAIN}", *(value for bar in bars for value in bar))


def insert_until_killed(cluster: Cluster, bars: list[Bar]) -> int:
    """Bar by bar, until the leader is killed with an insert in its hands. How many it has acknowledged."""
    last = random.randrange(40, 80)
    leader = cluster.leader().open()
    with leader:
        for bar in bars[:last]:
            insert(leader, [bar])
        leader.give_sql(f"{INSERT}('MARKET', ?, ?){AGAIN}", *bars[last])
        cluster.at(leader.address).kill()
    return last


def insert_one(cluster: Cluster, bar: Bar) -> str:
    """The address of who has acknowledged it."""

    def attempt() -> str:
        with find_leader(cluster.addresses()) as leader:
            insert(leader.open(), [bar])
            return leader.address

    return insist(attempt, PATIENCE)


def tell_averages(cluster: Cluster) -> None:
    with cluster.leader().open() as leader:
        for period, ts, average in leader.query(AVERAGES):
            say(f"        smma(close, {period}) on {ts}: {average}")


def tell_node(cluster: Cluster, node: Node, expected: list[Bar]) -> bool:
    """What a node has, once it leads."""

    def attempt() -> tuple[list[Bar], object, object]:
        with cluster.lead(node) as leader:
            leader.open()
            rows = leader.query("SELECT ts, close FROM prices ORDER BY ts")
            bars = [(str(ts), float(str(close))) for ts, close in rows]
            return bars, leader.query(WRONG)[0][0], leader.query("PRAGMA integrity_check")[0][0]

    bars, wrong, integrity = insist(attempt, PATIENCE)
    missing = len(set(expected) - set(bars))
    say(
        f"Node {node.identity} leads: {len(bars)} bars, {missing} missing, {wrong} rows of live that differ from"
        f" recomputation, integrity_check: {integrity}."
    )
    return bars == expected and wrong == 0 and integrity == "ok"


def show(cluster: Cluster) -> bool:
    bars = prices()
    cluster.found()
    say(f"Three nodes vote: {', '.join(cluster.addresses())}.")
    cluster.keep_averages()
    some = len(bars) - 200
    with cluster.leader().open() as leader:
        for at in range(0, some, PIECE):
            insert(leader, bars[at : min(at + PIECE, some)])
        first = leader.address
    say(f"{some} bars of MARKET are in, and sql/live.sql keeps their averages.")
    tell_averages(cluster)
    done = insert_until_killed(cluster, bars[some:])
    killed = time.monotonic()
    say(f"The leader, {first}, is killed (SIGKILL) in the middle of an insert, after {done} bars more.")
    new = insert_one(cluster, bars[some + done])
    say(f"{new} leads, and has acknowledged that bar {time.monotonic() - killed:.2f} s after the kill.")
    with cluster.leader().open() as leader:
        for bar in bars[some + done + 1 :]:
            insert(leader, [bar])
    say(f"All {len(bars)} bars are in. The averages, from the new leader:")
    tell_averages(cluster)
    dead = cluster.at(first)
    dead.start()
    say(f"Node {dead.identity} is started again, and is to lead once it has caught up.")
    others = [node for node in cluster.nodes if node is not dead]
    told = [tell_node(cluster, node, bars) for node in [dead, *others]]
    return all(told)


def main() -> None:
    program, folder = Path(sys.argv[1]), Path(sys.argv[2])
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    cluster = Cluster([Node(i, f"127.0.0.1:{PORT + i}", program, folder / f"node{i}") for i in (1, 2, 3)])
    try:
        is_well = show(cluster)
    finally:
        cluster.end()
    say("Nothing is lost." if is_well else "SOMETHING IS WRONG.")
    sys.exit(0 if is_well else 1)


if __name__ == "__main__":
    main()
