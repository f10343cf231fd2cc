"""Nodes that die and come back. The second of the three is of another build."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from check import check
from cluster import Cluster
from conftest import EXTENSION
from writer import Writer

LONGEST_WAIT = 3.0  # seconds from a leader's death to the next acknowledged bar


def writing(cluster: Cluster, seed: int) -> Writer:
    writer = Writer(cluster.addresses(), seed, timeout=2.0)
    writer.wait_for(40 + seed % 40)
    return writer


def test_leader_is_killed(cluster: Cluster, seed: int, tmp_path: Path, tell: list[str]) -> None:
    writer = writing(cluster, seed)
    dead = cluster.leading()
    writer.strike(dead.kill)
    writer.wait_for(30)
    dead.start()
    writer.wait_for(30)
    check(cluster, writer.finish(), EXTENSION, tmp_path)
    tell.append(f"the next bar after {writer.longest_wait:.2f} s, {writer.acknowledged} acknowledged")
    tell.extend(sorted(writer.refusals))
    assert 0 < writer.longest_wait <= LONGEST_WAIT


def test_disk_is_emptied(cluster: Cluster, seed: int, tmp_path: Path, tell: list[str]) -> None:
    """It comes back under an ID that was never used: what the old one has voted for is forgotten."""
    writer = writing(cluster, seed)
    emptied = random.Random(seed).choice(cluster.nodes)
    writer.strike(emptied.kill)
    shutil.rmtree(emptied.folder)
    writer.wait_for(20)
    cluster.leave(emptied.identity)
    emptied.identity = 4
    emptied.start()
    cluster.join(emptied)
    writer.wait_for(20)
    check(cluster, writer.finish(), EXTENSION, tmp_path)
    tell.append(f"{writer.acknowledged} acknowledged")
    tell.extend(sorted(writer.refusals))


def test_all_are_killed(cluster: Cluster, seed: int, tmp_path: Path, tell: list[str]) -> None:
    writer = writing(cluster, seed)
    for node in cluster.nodes:
        node.kill()
    for node in random.Random(seed).sample(cluster.nodes, 3):
        node.start()
    writer.wait_for(20)
    check(cluster, writer.finish(), EXTENSION, tmp_path)
    tell.append(f"{writer.acknowledged} acknowledged")
    tell.extend(sorted(writer.refusals))
