"""Where things are, the seeds, and clusters that end with their test."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILD = (ROOT / os.environ.get("SMMA_BUILD", "build")).resolve()
sys.path.insert(0, str(ROOT / "ext/dqlite"))

from cluster import Cluster, Node

PROGRAM = BUILD / "smma-node"
OTHER_PROGRAM = (ROOT / os.environ.get("SMMA_OTHER_NODE", PROGRAM)).resolve()
EXTENSION = BUILD / "smma.so"
SEED = int(os.environ.get("SMMA_TEST_SEED") or random.randrange(10**6))
SEEDS = [SEED + i for i in range(int(os.environ.get("SMMA_TEST_SEEDS", "10")))]

LINES = pytest.StashKey[list[str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LINES] = []


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", SEEDS)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    terminalreporter.line(f"SMMA_TEST_SEED={SEED} has these again:")
    for line in config.stash[LINES]:
        terminalreporter.line(line)


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """What is said of a test when all have run."""
    said: list[str] = []
    yield said
    request.config.stash[LINES].append(f"{request.node.name}: {', '.join(said)}")


def three_nodes(folder: Path, addresses: list[str], within: list[list[str]]) -> Cluster:
    """The second node is of another build."""
    programs = [PROGRAM, OTHER_PROGRAM, PROGRAM]
    return Cluster(
        [Node(i + 1, addresses[i], programs[i], folder / f"node{i + 1}", within[i]) for i in range(len(addresses))]
    )


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    made = three_nodes(tmp_path, [f"127.0.0.1:{9101 + i}" for i in range(3)], [[], [], []])
    try:
        made.found()
        made.keep_averages()
        yield made
    finally:
        made.end()
