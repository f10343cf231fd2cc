"""pandas."""

# [load]
import sqlite3

import pandas
import sqlite_smma

connection = sqlite3.connect(":memory:")
sqlite_smma.load(connection)
averages = pandas.read_sql("SELECT smma(value, 3) FROM json_each('[1, 2, 4, 8]')", connection)
# [end]

import sys
from pathlib import Path

for query in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
    try:
        print(pandas.read_sql(query, connection).iloc[0, 0])
    except pandas.errors.DatabaseError as error:
        print(error)
