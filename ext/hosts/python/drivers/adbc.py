"""ADBC, which gives Arrow tables."""

# [load]
import sqlite_smma
from adbc_driver_sqlite import dbapi

connection = dbapi.connect()
sqlite_smma.load(connection)
with connection.cursor() as cursor:
    cursor.execute("SELECT smma(value, 3) FROM json_each('[1, 2, 4, 8]')")
    average = cursor.fetch_arrow_table()[0][0].as_py()
# [end]

import sys
from pathlib import Path


def ask(query: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetch_arrow_table()[0][0].as_py()


for query in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
    try:
        print(ask(query))
    except dbapi.Error as error:
        print(error)
