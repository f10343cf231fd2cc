"""Nodes on this machine, as processes: for the demo and the tests."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from client import Connection, NoLeader, Refused, find_leader, insist

SQL = Path(__file__).resolve().parents[2] / "sql"
PATIENCE = 20.0  # seconds, then something is wrong


@dataclass
class Node:
    identity: int
    address: str
    program: Path
    folder: Path
    within: Sequence[str] = ()  # the words before the program: ip netns exec ...
    process: subprocess.Popen[str] | None = None

    def start(self, identity: str | None = None) -> None:
        """Returns when the node listens."""
        words = [*self.within, str(self.program), identity or str(self.identity), self.address, str(self.folder)]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        if "listens" not in said:
            raise RuntimeError(f"{' '.join(words)} has ended with {self.process.wait()}")

    def kill(self) -> None:
        """SIGKILL."""
        if self.process is None:
            return
        self.process.kill()
        self.process.wait()
        if self.process.stdout is not None:
            self.process.stdout.close()
        self.process = None


@dataclass
class Cluster:
    nodes: list[Node] = field(default_factory=list)

    def addresses(self) -> list[str]:
        return [node.address for node in self.nodes]

    def at(self, address: str) -> Node:
        return next(node for node in self.nodes if node.address == address)

    def leader(self) -> Connection:
        return insist(lambda: find_leader(self.addresses()), PATIENCE)

    def leading(self) -> Node:
        with self.leader() as connection:
            return self.at(connection.address)

    def found(self) -> None:
        """The first node makes the cluster, the others join it."""
        first, *others = self.nodes
        first.start("bootstrap")
        for node in others:
            node.start()
            self.join(node)

    def join(self, node: Node) -> None:
        def attempt() -> None:
            with find_leader(self.addresses(), timeout=PATIENCE) as leader:
                leader.join(node.identity, node.address)

        insist(attempt, PATIENCE)

    def leave(self, identity: int) -> None:
        def attempt() -> None:
            with find_leader(self.addresses(), timeout=PATIENCE) as leader:
                if identity in leader.members():
                    leader.leave(identity)

        insist(attempt, PATIENCE)

    def lead(self, node: Node) -> Connection:
        """A connection to this very node, which leads from now on."""

        def attempt() -> Connection:
            leader = find_leader(self.addresses(), timeout=PATIENCE)
            if leader.address == node.address:
                return leader
            with leader, suppress(Refused):  # refused while the node has not caught up
                leader.transfer(node.identity)
            raise NoLeader(f"{leader.address} has led until now")

        return insist(attempt, PATIENCE)

    def keep_averages(self) -> None:
        """schema.sql and live.sql, but for the query at its end: what dqlite executes has no rows."""
        with self.leader() as leader:
            leader.open()
            leader.execute((SQL / "schema.sql").read_text(encoding="utf-8"))
            live = (SQL / "live.sql").read_text(encoding="utf-8")
            leader.execute(live[: live.index("RELEASE live;")] + "RELEASE live;")

    def end(self) -> None:
        for node in self.nodes:
            node.kill()
