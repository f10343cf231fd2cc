"""Pony ORM."""

# [load]
import sqlite_smma
from pony import orm

database = orm.Database()


@database.on_connect(provider="sqlite")
def load_smma(database, connection) -> None:
    sqlite_smma.load(connection)


database.bind(provider="sqlite", filename=":memory:")
with orm.db_session:
    average = database.execute("SELECT smma(value, 3) FROM json_each('[1, 2, 4, 8]')").fetchone()[0]
# [end]

import sys
from pathlib import Path


@orm.db_session
def ask(query: str) -> object:
    return database.execute(query).fetchone()[0]


for query in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
    try:
        print(ask(query))
    except orm.OperationalError as error:
        print(error)
