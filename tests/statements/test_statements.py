"""Databases that replicate statements: every build's node has the same bits; a node without the functions falls behind
in silence; and with sql/replicated/guard.sql it does not go on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from log import Request, bar, bare, numbered, schema, writes
from nodes import BUILDS, WRONG, Node

SEED = 20200417
WRITES = writes(SEED, 1000)
A_BAR = bar("BTC", date(2020, 4, 17), 7116.8)
# Of some writes the table itself says so, on every node alike.
REFUSED = "CHECK constraint failed: ts IS date(ts, '+0 days') OR ts IS datetime(ts, '+0 days')"
MISSED = "writes: not the next number: this node has missed a write, or another program has written"
NO_APPEND, NO_VERSION = "no such function: smma_append", "no such function: smma_version"


@pytest.fixture
def nodes(tmp_path: Path) -> tuple[Node, Node]:
    return Node("gcc -O3", tmp_path / "well.db"), Node("gcc -O3", tmp_path / "other.db")


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], list[str]]:
    node = Node("gcc -O3", tmp_path_factory.mktemp("expected") / "node.db")
    outcomes = node.replay([*schema(), *numbered(WRITES)])
    assert set(outcomes) == {"ok", REFUSED}
    assert node.ask(WRONG) == ["0"]
    return outcomes, node.state()


@pytest.mark.parametrize("build", BUILDS)
def test_every_build_has_the_same_bits(build: str, tmp_path: Path, expected: tuple[list[str], list[str]]) -> None:
    node = Node(build, tmp_path / "node.db")
    assert (node.replay([*schema(), *numbered(WRITES)]), node.state()) == expected


def test_trap(nodes: tuple[Node, Node]) -> None:
    """Without the guard: what a node without the functions has missed stays missed, and later nobody is told."""
    well, other = nodes
    log = [*schema(), *bare(WRITES)]
    well.replay(log)
    other.replay(log[:100])
    assert NO_APPEND in other.replay(log[100:200], with_functions=False)
    assert set(other.replay(log[200:])) == {"ok", REFUSED}
    assert other.ask(WRONG) == ["0"]
    missing = len(set(well.ask("SELECT symbol, ts FROM prices")) - set(other.ask("SELECT symbol, ts FROM prices")))
    assert missing > 50
    averages = "SELECT symbol, period, hex(float64_array(smma)) FROM live GROUP BY symbol, period"
    assert well.ask(averages) != other.ask(averages)


def test_guard(nodes: tuple[Node, Node]) -> None:
    well, other = nodes
    log = [*schema(), *numbered(WRITES)]
    well.replay(log[:100])
    other.replay(log[:100])
    assert set(other.replay(log[100:200], with_functions=False)) == {NO_VERSION}
    assert set(other.replay(log[200:])) == {MISSED}
    assert other.state() == well.state()
    well.replay(log[100:])
    number = "SELECT number FROM writes"
    assert int(well.ask(number)[0]) > int(other.ask(number)[0])
    other.copy_of(well)
    more = [Request((f"UPDATE writes SET number = {int(well.ask(number)[0]) + 1}", A_BAR))]
    assert well.replay(more) == other.replay(more) == ["ok"]
    assert other.state() == well.state()


def test_guard_needs_a_transaction(nodes: tuple[Node, Node]) -> None:
    """The page says so: outside of one, what follows the refused number is run."""
    well, _ = nodes
    well.replay(schema())
    loose = Request(("UPDATE writes SET number = 9", A_BAR), is_transaction=False)
    assert well.replay([loose]) == [MISSED]
    assert well.ask("SELECT count(*) FROM prices") == ["1"]


def test_write_that_may_have_been_taken_is_not_taken_twice(nodes: tuple[Node, Node]) -> None:
    well, _ = nodes
    log = [*schema(), *numbered(WRITES[:10])]
    well.replay(log)
    before = well.state()
    assert well.replay(log[-1:]) == [MISSED]
    assert well.state() == before


def test_guard_is_run_again(nodes: tuple[Node, Node]) -> None:
    """Running the file again leaves the number as it is."""
    well, _ = nodes
    well.replay([*schema(), *numbered(WRITES[:10])])
    number = well.ask("SELECT number FROM writes")
    assert well.replay(schema()) == ["ok"]
    assert well.ask("SELECT number FROM writes") == number
