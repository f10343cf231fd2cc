"""peewee."""

# [load]
import peewee
import sqlite_smma

database = peewee.SqliteDatabase(":memory:")
database.load_extension(sqlite_smma.loadable_path())
average = database.execute_sql("SELECT smma(value, 3) FROM json_each('[1, 2, 4, 8]')").fetchone()[0]
# [end]

import sys
from pathlib import Path

for query in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
    try:
        print(database.execute_sql(query).fetchone()[0])
    except peewee.OperationalError as error:
        print(error)
