"""polars."""

# [load]
import sqlite3

import polars
import sqlite_smma

connection = sqlite3.connect(":memory:")
sqlite_smma.load(connection)
averages = polars.read_database("SELECT smma(value, 3) FROM json_each('[1, 2, 4, 8]')", connection)
# [end]

import sys
from pathlib import Path

for query in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
    try:
        print(polars.read_database(query, connection).item(0, 0))
    except sqlite3.OperationalError as error:
        print(error)
