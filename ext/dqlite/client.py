"""A client of dqlite: the part of its wire protocol that SQL, membership and a node's own copy take.

    python3 ext/dqlite/client.py NODES sql "SELECT ..."    asks the leader
    python3 ext/dqlite/client.py NODES join ID HOST:PORT   a node that runs becomes a voter
    python3 ext/dqlite/client.py NODES leave ID            a node that is gone is no longer counted
    python3 ext/dqlite/client.py NODES copy FILE.db        the database as the first of NODES has it

NODES are addresses with commas between: 127.0.0.1:9101,127.0.0.1:9102. Python's standard library is enough.
"""

from __future__ import annotations

import argparse
import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Callable, TypeVar, Union

if TYPE_CHECKING:
    from typing_extensions import Self

Value = Union[None, int, float, str, bytes]
T = TypeVar("T")

PROTOCOL = 1


class Ask(IntEnum):
    LEADER = 0
    OPEN = 3
    EXEC_SQL = 8
    QUERY_SQL = 9
    ADD = 12
    ASSIGN = 13
    REMOVE = 14
    DUMP = 15
    CLUSTER = 16
    TRANSFER = 17


class Answer(IntEnum):
    FAILURE = 0
    NODE = 1
    NODES = 3
    DATABASE = 4
    RESULT = 6
    ROWS = 7
    EMPTY = 8
    FILES = 9


INTEGER, FLOAT, TEXT, BLOB, NULL = 1, 2, 3, 4, 5
ROWS_END, ROWS_GO_ON = 0xFFFFFFFFFFFFFFFF, 0xEEEEEEEEEEEEEEEE
BUSY, IOERR = 5, 10  # SQLite's; dqlite's own are of the second: 10250 is "not leader"
VOTER = 0


class Refused(Exception):
    """An answer of a node that says no: SQLite's extended code, and the node's text."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"{text} (code {code})")
        self.code = code
        self.text = text


class NoLeader(Exception):
    """No node that answers knows a leader."""


# ---- What a message is made of ---------------------------------------------------------------------


def padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 8)


def text(value: str) -> bytes:
    return padded(value.encode() + b"\0")


def word(value: int) -> bytes:
    return struct.pack("<Q", value)


def encoded(value: Value) -> tuple[int, bytes]:
    if value is None:
        return NULL, word(0)
    if isinstance(value, int):
        return INTEGER, struct.pack("<q", value)
    if isinstance(value, float):
        return FLOAT, struct.pack("<d", value)
    if isinstance(value, str):
        return TEXT, text(value)
    return BLOB, word(len(value)) + padded(value)


def parameters(values: tuple[Value, ...]) -> bytes:
    if not values:
        return b""
    if len(values) > 255:
        raise ValueError(f"a statement of dqlite takes 255 values, not {len(values)}: give it in pieces")
    pairs = [encoded(value) for value in values]
    return padded(bytes([len(pairs), *(kind for kind, _ in pairs)])) + b"".join(data for _, data in pairs)


def refusal(data: bytes) -> tuple[int, str]:
    """The code and the text of a refusal, read from its end: where a SELECT fails on its way, dqlite leaves its columns
    and rows before the two. The upper half of a code is zero, as no word of a text is but its last."""
    at = len(data) - 16
    while at > 0 and any(data[at + 4 : at + 8]):
        at -= 8
    return int.from_bytes(data[at : at + 8], "little"), data[at + 8 :].rstrip(b"\0").decode()


class Reader:
    """Reads a message from its beginning to its end."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def take(self, size: int) -> bytes:
        taken = self.data[self.at : self.at + size]
        self.at += size + -size % 8
        return taken

    def word(self) -> int:
        return int.from_bytes(self.take(8), "little")

    def text(self) -> str:
        return self.take(self.data.index(b"\0", self.at) + 1 - self.at)[:-1].decode()

    def blob(self) -> bytes:
        return self.take(self.word())

    def value(self, kind: int) -> Value:
        if kind == INTEGER:
            return int.from_bytes(self.take(8), "little", signed=True)
        if kind == FLOAT:
            return float(struct.unpack("<d", self.take(8))[0])
        if kind == TEXT:
            return self.text()
        if kind == BLOB:
            return self.blob()
        self.word()
        return None

    def row(self, columns: int) -> list[Value] | None:
        """The next row, whose types come first, four bits each; None where a mark says that none follows."""
        if int.from_bytes(self.data[self.at : self.at + 8], "little") in (ROWS_END, ROWS_GO_ON):
            return None
        types = self.take((columns + 1) // 2)
        kinds = [types[i // 2] >> 4 * (i % 2) & 15 for i in range(columns)]
        return [self.value(kind) for kind in kinds]


# ---- A connection ----------------------------------------------------------------------------------


class Connection:
    """One connection to one node. Ends with the block that it was opened in."""

    def __init__(self, address: str, timeout: float = 2.0) -> None:
        host, port = address.rsplit(":", 1)
        self.address = address
        self.socket = socket.create_connection((host, int(port)), timeout)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(word(PROTOCOL))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.socket.close()

    def _receive(self, size: int) -> bytes:
        parts = bytearray()
        while len(parts) < size:
            part = self.socket.recv(min(size - len(parts), 1 << 20))
            if not part:
                raise ConnectionResetError(f"{self.address} has closed the connection")
            parts += part
        return bytes(parts)

    def _answer(self, expected: Answer) -> Reader:
        words, kind = struct.unpack("<IBxxx", self._receive(8))
        answer = Reader(self._receive(words * 8))
        if kind == Answer.FAILURE:
            raise Refused(*refusal(answer.data))
        if kind != expected:
            raise ConnectionError(f"{self.address} answers with a message of kind {kind}, not {expected.value}")
        return answer

    def _give(self, kind: Ask, body: bytes) -> None:
        self.socket.sendall(struct.pack("<IBxxx", len(body) // 8, kind) + body)

    def ask(self, kind: Ask, body: bytes, expected: Answer) -> Reader:
        self._give(kind, body)
        return self._answer(expected)

    def leader(self) -> str:
        """The address of the leader, as far as this node knows; empty where it does not."""
        answer = self.ask(Ask.LEADER, word(0), Answer.NODE)
        answer.word()
        return answer.text()

    def open(self, name: str = "prices") -> Self:
        self.ask(Ask.OPEN, text(name) + word(0) + text(""), Answer.DATABASE)
        return self

    def execute(self, sql: str, *values: Value) -> int:
        """Runs SQL that has no rows, and tells how many rows it changed. Returns when a majority has it."""
        self.give_sql(sql, *values)
        answer = self._answer(Answer.RESULT)
        answer.word()
        return answer.word()

    def give_sql(self, sql: str, *values: Value) -> None:
        """The first half of execute(): does not wait for the answer."""
        self._give(Ask.EXEC_SQL, word(0) + text(sql) + parameters(values))

    def query(self, sql: str, *values: Value) -> list[list[Value]]:
        answer = self.ask(Ask.QUERY_SQL, word(0) + text(sql) + parameters(values), Answer.ROWS)
        rows: list[list[Value]] = []
        while True:
            columns = answer.word()
            for _ in range(columns):
                answer.text()
            while (row := answer.row(columns)) is not None:
                rows.append(row)
            if answer.word() == ROWS_END:
                return rows
            answer = self._answer(Answer.ROWS)

    def members(self) -> dict[int, tuple[str, int]]:
        """Address and role of each ID."""
        answer = self.ask(Ask.CLUSTER, word(1), Answer.NODES)
        return {answer.word(): (answer.text(), answer.word()) for _ in range(answer.word())}

    def join(self, identity: int, address: str) -> None:
        """A node that runs becomes one that votes. Returns when it has caught up."""
        members = self.members()
        if identity not in members:
            self.ask(Ask.ADD, word(identity) + text(address), Answer.EMPTY)
        elif members[identity][1] == VOTER:
            return
        self.ask(Ask.ASSIGN, word(identity) + word(VOTER), Answer.EMPTY)

    def leave(self, identity: int) -> None:
        self.ask(Ask.REMOVE, word(identity), Answer.EMPTY)

    def transfer(self, identity: int) -> None:
        self.ask(Ask.TRANSFER, word(identity), Answer.EMPTY)

    def copy(self, file: Path, name: str = "prices") -> None:
        """The database as this very node has it, which need not lead: FILE and its WAL."""
        answer = self.ask(Ask.DUMP, text(name), Answer.FILES)
        for _ in range(answer.word()):
            suffix = answer.text()[len(name) :]
            file.with_name(file.name + suffix).write_bytes(answer.blob())


# ---- A cluster -------------------------------------------------------------------------------------


def leading(address: str, timeout: float) -> Connection | None:
    """A connection to the node, if it says of itself that it leads."""
    try:
        connection = Connection(address, timeout)
    except OSError:
        return None
    try:
        if connection.leader() == address:
            return connection
    except OSError:
        pass
    connection.close()
    return None


def find_leader(addresses: list[str], timeout: float = 2.0) -> Connection:
    """A connection to the first node that says so. All are asked at once: one that is cut off does not answer."""
    with_each = ThreadPoolExecutor(len(addresses))
    try:
        for asked in as_completed([with_each.submit(leading, address, timeout) for address in addresses]):
            connection = asked.result()
            if connection is not None:
                return connection
    finally:
        with_each.shutdown(wait=False)
    raise NoLeader(f"none of {', '.join(addresses)} leads")


def insist(attempt: Callable[[], T], seconds: float, pause: float = 0.02) -> T:
    """Attempts again, while nodes are away or busy or elect a leader, until so many seconds have gone."""
    end = time.monotonic() + seconds
    while True:
        try:
            return attempt()
        except (OSError, NoLeader, Refused) as error:
            is_final = isinstance(error, Refused) and not is_transient(error)
            if is_final or time.monotonic() > end:
                raise
        time.sleep(pause)


def is_transient(error: Refused) -> bool:
    """Whether the same may succeed soon: another node leads, or the node is busy."""
    return error.code & 0xFF in (BUSY, IOERR)


def main() -> None:
    parser = argparse.ArgumentParser(description="A client of dqlite.")
    parser.add_argument("nodes", help="addresses with commas between")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("sql", help="ask the leader").add_argument("sql")
    join = commands.add_parser("join", help="a node that runs becomes a voter")
    join.add_argument("id", type=int)
    join.add_argument("address")
    commands.add_parser("leave", help="a node is no longer counted").add_argument("id", type=int)
    commands.add_parser("copy", help="the database as the first node has it").add_argument("file", type=Path)
    given = parser.parse_args()
    nodes = given.nodes.split(",")
    if given.command == "copy":
        Connection(nodes[0]).copy(given.file)
        return
    with find_leader(nodes, timeout=60) as leader:
        if given.command == "sql":
            for row in leader.open().query(given.sql):
                print(*row, sep="|")
        elif given.command == "join":
            leader.join(given.id, given.address)
        else:
            leader.leave(given.id)


if __name__ == "__main__":
    main()
