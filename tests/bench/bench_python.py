"""What one does without the extension: reads the prices, averages them in Python, writes back.

    bench_python.py [--quick] [extension]

A part of `make bench`, where there is a Python. With an extension that Python's sqlite3 can load, it
does the same in SQL beside it. Prints seconds, the median of the rounds; the ways take turns.
"""

import array
import random
import sqlite3
import statistics
import sys
import time

PERIOD = 14

try:
    import numpy
except ImportError:
    numpy = None
try:
    from scipy import signal
except ImportError:
    signal = None


def fill(rows):
    """Prices 1 ... rows: a random walk, the same in every run."""
    generator = random.Random(14)
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.execute("CREATE TABLE prices(ts INTEGER PRIMARY KEY, close REAL, smma REAL)")
    db.execute("BEGIN")
    price = 100.0
    for ts in range(1, rows + 1):
        price += generator.uniform(-0.5, 0.5)
        db.execute("INSERT INTO prices VALUES(?, ?, NULL)", (ts, price))
    db.execute("COMMIT")
    return db


def read(db):
    return [close for (close,) in db.execute("SELECT close FROM prices ORDER BY ts")]


def write(db, averages):
    db.execute("BEGIN")
    db.executemany("UPDATE prices SET smma = ? WHERE ts = ?", zip(averages, range(1, len(averages) + 1)))
    db.execute("COMMIT")


def loop(prices):
    """The definition, as one writes it."""
    averages = [None] * len(prices)
    average = sum(prices[:PERIOD]) / PERIOD
    averages[PERIOD - 1] = average
    for i in range(PERIOD, len(prices)):
        average = (average * (PERIOD - 1) + prices[i]) / PERIOD
        averages[i] = average
    return averages


def filtered(prices):
    """SciPy's recursive filter, started with the mean of the first prices."""
    prices = numpy.asarray(prices)
    a = 1 - 1 / PERIOD
    seed = prices[:PERIOD].mean()
    rest, _ = signal.lfilter([1 / PERIOD], [1, -a], prices[PERIOD:], zi=[a * seed])
    return [None] * (PERIOD - 1) + [float(seed)] + rest.tolist()


def in_python(average):
    return lambda db: write(db, average(read(db)))


def by_over(db):
    db.execute(
        f"""UPDATE prices SET smma = average FROM (
              SELECT ts AS at, smma(close, {PERIOD}) OVER
                       (ORDER BY ts ROWS UNBOUNDED PRECEDING) AS average
                FROM prices) WHERE ts = at"""
    )


def by_series(db):
    db.execute(
        f"""UPDATE prices SET smma = average FROM (
              SELECT key AS at, smma AS average
                FROM smma_series('SELECT ts, close FROM prices ORDER BY ts', {PERIOD}))
             WHERE ts = at"""
    )


def by_array(db):
    """Not written back: what a chart or numpy takes."""
    (blob,) = db.execute(f"SELECT smma_array(close, {PERIOD}) FROM (SELECT close FROM prices ORDER BY ts)").fetchone()
    return array.array("d", blob)


def load(db, extension):
    """Not every Python's sqlite3 can load extensions, nor every SQLite UPDATE ... FROM."""
    try:
        db.enable_load_extension(True)
        db.load_extension(extension)
    except (AttributeError, sqlite3.OperationalError):
        return False
    return sqlite3.sqlite_version_info >= (3, 33)


def measure(ways, db, rounds):
    times = {name: [] for name in ways}
    for _ in range(rounds):
        for name, run in ways.items():
            start = time.perf_counter()
            run(db)
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(seconds) for name, seconds in times.items()}


def main():
    options = [a for a in sys.argv[1:] if a != "--quick"]
    quick = "--quick" in sys.argv
    rows = 20_000 if quick else 1_000_000
    db = fill(rows)
    ways = {"Python: read, loop, write back": in_python(loop)}
    if numpy and signal:
        ways["Python: read, scipy.signal.lfilter(), write back"] = in_python(filtered)
    if options and load(db, options[0]):
        ways["SQL: UPDATE ... FROM smma() OVER"] = by_over
        ways["SQL: UPDATE ... FROM smma_series()"] = by_series
        ways["SQL: smma_array() into an array of Python"] = by_array
        ways["Python: read and loop alone"] = lambda db: loop(read(db))
    python = ".".join(map(str, sys.version_info[:3]))
    print(f"\nThe same from Python {python}, SQLite {sqlite3.sqlite_version}, {rows:,} rows\n")
    for name, seconds in measure(ways, db, 1 if quick else 3).items():
        print(f"  {name:<52} {seconds:9.3f} s")


main()
