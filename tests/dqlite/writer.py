"""One program that writes bars and remembers what was acknowledged: what the database has to be in the end."""

from __future__ import annotations

import random
import struct
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from client import Connection, NoLeader, Refused, find_leader

FIRST = date(2000, 1, 3)
SYMBOLS = ["AAPL", "BTC", "EUR", "GOLD", "SPX"]
PUT = " ON CONFLICT(symbol, ts) DO UPDATE SET close = excluded.close"
PATIENCE = 30.0

Bars = dict[tuple[str, str], float]


class Writer:
    """Writes until it is told to finish. Each statement may be given twice, as its outcome is not known where a node
    dies before it answers: what was not acknowledged is written again."""

    def __init__(self, addresses: list[str], seed: int, timeout: float) -> None:
        self.addresses = addresses
        self.timeout = timeout
        self.random = random.Random(seed)
        self.bars: Bars = {}
        self.acknowledged = 0
        self.refusals: set[str] = set()
        self.longest_wait = 0.0
        self._last: dict[str, date] = {}
        self._connection: Connection | None = None
        self._changed = threading.Condition()
        self._is_to_end = self._has_ended = False
        self._struck: float | None = None
        self._connected = 0.0
        self._thread = ThreadPoolExecutor(1)
        self._outcome = self._thread.submit(self._run)

    # ---- For the test --------------------------------------------------------------------------------

    def wait_for(self, more: int) -> None:
        """Returns when so many more statements are acknowledged."""
        with self._changed:
            goal = self.acknowledged + more
            self._changed.wait_for(lambda: self.acknowledged >= goal or self._has_ended, PATIENCE)
            is_reached = self.acknowledged >= goal
        if not is_reached:
            self.finish()
        assert is_reached, "no progress"

    def strike(self, blow: Callable[[], None]) -> None:
        """A blow falls while the writer writes; how long it is then until a node acknowledges is measured."""
        self._struck = time.monotonic()
        blow()

    def finish(self) -> Bars:
        """What the database has to hold. Raises what has ended the writer, if anything has."""
        self._is_to_end = True
        self._outcome.result(PATIENCE)
        return self.bars

    # ---- The thread ----------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while not self._is_to_end:
                sql, values, outcome = self._next()
                self._write(sql, values)
                outcome()
                with self._changed:
                    self.acknowledged += 1
                    self._changed.notify_all()
        finally:
            self._drop()
            with self._changed:
                self._has_ended = True
                self._changed.notify_all()

    def _write(self, sql: str, values: list[str | float]) -> None:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self._connect().execute(sql, *values)
                break
            except Refused as refusal:
                self.refusals.add(str(refusal))
                if refusal.code & 0xFF != 5:
                    self._drop()
                self._give_up(end, refusal)
            except (OSError, NoLeader) as error:
                self._drop()
                self._give_up(end, error)
        if self._struck is not None and self._connected > self._struck:
            self.longest_wait = max(self.longest_wait, time.monotonic() - self._struck)
            self._struck = None

    def _give_up(self, end: float, error: Exception) -> None:
        if time.monotonic() > end:
            raise error

    def _connect(self) -> Connection:
        if self._connection is None:
            connection = find_leader(self.addresses, self.timeout)
            try:
                self._connection = connection.open()
            except (OSError, Refused):
                connection.close()
                raise
            self._connected = time.monotonic()
        return self._connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    # ---- What is written -----------------------------------------------------------------------------

    def _next(self) -> tuple[str, list[str | float], Callable[[], None]]:
        """The next statement, its values, and what it makes of the bars."""
        symbol = self.random.choice(SYMBOLS)
        kind = self.random.random()
        mine = [ts for (name, ts) in self.bars if name == symbol] if kind >= 0.75 else []
        if not mine:
            return self._put({(symbol, self._later(symbol)): self._price() for _ in range(self.random.randint(1, 20))})
        if kind < 0.85:
            return self._put({(symbol, max(mine)): self._price()})
        if kind < 0.95:
            gap = date.fromisoformat(self.random.choice(mine)) - timedelta(1)
            return self._put({(symbol, gap.isoformat()): self._price()})
        gone = (symbol, self.random.choice(mine))
        return "DELETE FROM prices WHERE symbol = ? AND ts = ?", list(gone), lambda: self._forget(gone)

    def _put(self, bars: Bars) -> tuple[str, list[str | float], Callable[[], None]]:
        rows = ", ".join(["(?, ?, ?)"] * len(bars))
        values = [value for (symbol, ts), close in bars.items() for value in (symbol, ts, close)]
        return f"INSERT INTO prices(symbol, ts, close) VALUES {rows}{PUT}", values, lambda: self.bars.update(bars)

    def _forget(self, bar: tuple[str, str]) -> None:
        del self.bars[bar]

    def _later(self, symbol: str) -> str:
        last = self._last.get(symbol, FIRST) + timedelta(self.random.randint(1, 3))
        self._last[symbol] = last
        return last.isoformat()

    def _price(self) -> float:
        return self.random.lognormvariate(4, 1)


def bits(close: float) -> str:
    """As hex(float64_array(close)) has it."""
    return struct.pack("<d", close).hex().upper()
