"""numpy: a whole series as one array, without a row of Python."""

# [load]
import sqlite3

import sqlite_smma

connection = sqlite3.connect(":memory:")
sqlite_smma.load(connection)
blob = connection.execute("SELECT smma_array(value, 3) FROM json_each('[1, 2, 4, 8]')").fetchone()[0]
averages = sqlite_smma.array(blob)
# [end]

import sys
from pathlib import Path

for query in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
    try:
        print(connection.execute(query).fetchone()[0])
    except sqlite3.OperationalError as error:
        print(error)
