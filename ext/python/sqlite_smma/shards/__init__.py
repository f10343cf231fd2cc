"""More symbols than one machine gets through: one database as many files, and one query on all of them.

>>> from sqlite_smma.shards import query, split
>>> split("prices.db", "shards", 16)
>>> query("shards", "SELECT symbol, smma_array(close, 14) AS averages FROM prices GROUP BY symbol")

Needs pip install sqlite-smma[shards]: Dask schedules the queries, and does again what a lost worker leaves undone.
"""

from ._query import query, submit
from ._split import split

__all__ = ["query", "split", "submit"]
