"""Logs of writes, as a database that replicates statements has them, made of a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

SQL = Path(__file__).resolve().parents[2] / "sql"
REQUEST_END, STATEMENT = "\x1e", "\x1f"


@dataclass(frozen=True)
class Request:
    """What a client sends at once."""

    statements: tuple[str, ...]
    is_transaction: bool = True

    def text(self) -> str:
        kind = "T" if self.is_transaction else "S"
        return kind + "".join(STATEMENT + statement for statement in self.statements) + REQUEST_END


def schema() -> list[Request]:
    files = ["schema.sql", "live.sql", "replicated/guard.sql"]
    return [Request(tuple((SQL / file).read_text(encoding="utf-8") for file in files))]


def bar(symbol: str, day: date, close: float) -> str:
    return (
        f"INSERT INTO prices(symbol, ts, close) VALUES ('{symbol}', '{day}', {close!r})"
        " ON CONFLICT(symbol, ts) DO UPDATE SET close = excluded.close"
    )


def writes(seed: int, count: int) -> list[str]:
    """New bars, and now and then another price for the last, a late one, one that goes, a volume, and one that the
    table refuses."""
    chance = random.Random(seed)
    last = {symbol: date(2000, 1, 3) for symbol in ("AAPL", "GOLD", "SPX")}
    made = []
    for _ in range(count):
        symbol = chance.choice(list(last))
        kind, close, some = chance.random(), chance.lognormvariate(4, 1), last[symbol] - timedelta(chance.randrange(9))
        if kind < 0.7:
            last[symbol] += timedelta(chance.randint(1, 3))
            made.append(bar(symbol, last[symbol], close))
        elif kind < 0.8:
            made.append(bar(symbol, last[symbol], close))
        elif kind < 0.87:
            made.append(bar(symbol, some, close))
        elif kind < 0.92:
            made.append(f"DELETE FROM prices WHERE symbol = '{symbol}' AND ts = '{some}'")
        elif kind < 0.97:
            made.append(f"UPDATE prices SET volume = {chance.randrange(10**6)} WHERE symbol = '{symbol}'")
        else:
            made.append(f"INSERT INTO prices(symbol, ts, close) VALUES ('{symbol}', 'never', 1)")
    return made


def bare(statements: list[str]) -> list[Request]:
    return [Request((statement,)) for statement in statements]


def numbered(statements: list[str]) -> list[Request]:
    """As sql/replicated/guard.sql asks for. A write that is refused has not used its number, so the next has it."""
    requests, number = [], 0
    for statement in statements:
        requests.append(Request((f"UPDATE writes SET number = {number + 1}", statement)))
        number += "'never'" not in statement
    return requests
