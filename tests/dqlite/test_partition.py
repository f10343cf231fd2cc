"""A leader that lives on behind a cut cable. Needs a network of its own, which `make test-dqlite` gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from check import check
from client import BUSY, Connection, Refused
from cluster import Cluster
from conftest import EXTENSION, three_nodes
from network import Network
from test_death import LONGEST_WAIT
from writer import Writer

PORT = 9100


@pytest.fixture
def network() -> Iterator[Network]:
    made = Network()
    made.make()
    try:
        yield made
    finally:
        made.unmake()


@pytest.fixture
def wired(network: Network, tmp_path: Path) -> Iterator[Cluster]:
    addresses = [f"{network.address(host)}:{PORT}" for host in network.hosts]
    made = three_nodes(tmp_path, addresses, [network.within(host) for host in network.hosts])
    try:
        made.found()
        made.keep_averages()
        yield made
    finally:
        made.end()


def write_through(cluster: Cluster, seed: int, cut: Callable[[int], None], mend: Callable[[int], None]) -> Writer:
    """Bars are written while the leader is cut off, and on when it is back."""
    writer = Writer(cluster.addresses(), seed, timeout=0.3)
    writer.wait_for(40 + seed % 40)
    host = cluster.leading().identity
    writer.strike(lambda: cut(host))
    writer.wait_for(30)
    mend(host)
    writer.wait_for(30)
    return writer


def refusal(isolated: Connection) -> str:
    """What a leader says that has lost the others and does not know it yet."""
    while True:
        with pytest.raises(Refused) as caught:
            isolated.execute("INSERT INTO prices(symbol, ts, close) VALUES ('LOST', '2000-01-01', 1)")
        if caught.value.code != BUSY:  # a bar of the writer waits to be replicated
            return str(caught.value)


def told(writer: Writer) -> list[str]:
    said = f"the next bar after {writer.longest_wait:.2f} s, {writer.acknowledged} acknowledged"
    return [said, *sorted(writer.refusals)]


def test_leader_is_cut_off(wired: Cluster, network: Network, seed: int, tmp_path: Path, tell: list[str]) -> None:
    writer = write_through(wired, seed, network.cut, network.mend)
    check(wired, writer.finish(), EXTENSION, tmp_path)
    tell.extend(told(writer))
    assert 0 < writer.longest_wait <= LONGEST_WAIT


def test_leader_is_cut_off_from_nodes_alone(
    wired: Cluster, network: Network, seed: int, tmp_path: Path, tell: list[str]
) -> None:
    """It goes on to hear clients, and may not acknowledge what it cannot replicate."""
    refused: list[str] = []

    def cut(host: int) -> None:
        with Connection(f"{network.address(host)}:{PORT}", timeout=10).open() as isolated:
            network.cut_from_hosts(host)
            refused.append(refusal(isolated))

    writer = write_through(wired, seed, cut, network.mend_to_hosts)
    check(wired, writer.finish(), EXTENSION, tmp_path)
    tell.extend(told(writer))
    tell.append(f"the old leader said: {refused[0]}")
    assert 0 < writer.longest_wait <= LONGEST_WAIT
