"""sqlean.py."""

# [load]
import sqlean
import sqlite_smma

connection = sqlean.connect(":memory:")
sqlite_smma.load(connection)
average = connection.execute("SELECT smma(value, 3) FROM json_each('[1, 2, 4, 8]')").fetchone()[0]
# [end]

import sys
from pathlib import Path

for query in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
    try:
        print(connection.execute(query).fetchone()[0])
    except sqlean.OperationalError as error:
        print(error)
