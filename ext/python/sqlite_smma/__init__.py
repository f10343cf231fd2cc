"""SMMA (Wilder's smoothing, RMA) and Wilder's indicators as SQL functions of SQLite.

>>> import sqlite3, sqlite_smma
>>> connection = sqlite3.connect("prices.db")
>>> sqlite_smma.load(connection)
>>> connection.execute("SELECT ts, smma(close, 14) OVER (ORDER BY ts ROWS UNBOUNDED PRECEDING) FROM prices")
"""

from ._array import array
from ._errors import LoadError
from ._everywhere import load_everywhere
from ._files import loadable_path
from ._load import load, load_async

__version__ = "0.1.0"
__all__ = ["LoadError", "__version__", "array", "load", "load_async", "load_everywhere", "loadable_path"]
