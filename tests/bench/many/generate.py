"""The databases that are measured: sql/schema.sql, closes of so many symbols, all of as many bars."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

SCHEMA = Path(__file__).resolve().parents[3] / "sql" / "schema.sql"
# A price of two decimals around a level of the symbol's own: the same on every machine.
FILL = """
WITH RECURSIVE
  symbols(s) AS (SELECT 1 UNION ALL SELECT s + 1 FROM symbols WHERE s < :symbols),
  bars(b) AS (SELECT 1 UNION ALL SELECT b + 1 FROM bars WHERE b < :bars)
INSERT INTO prices(symbol, ts, close)
SELECT printf('S%05d', s), datetime(1000000000 + 60 * b, 'unixepoch'),
       20 + s % 400 + ((s * 7919 + b * 104729) * 2654435761 % 1009) / 100.0
  FROM symbols CROSS JOIN bars
"""


def generate(database: Path, symbols: int, bars: int) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        connection.executescript(SCHEMA.read_text(encoding="utf-8"))
        # What they keep out is not made here, and looking for it takes as long as the rest.
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute(FILL, {"symbols": symbols, "bars": bars})
        connection.commit()
        connection.executescript(SCHEMA.read_text(encoding="utf-8"))
