"""harlequin: what its screen runs."""

import sys
from pathlib import Path

# [load]
# harlequin -a sqlite -e "$(python3 -c 'import sqlite_smma; print(sqlite_smma.loadable_path())')" prices.db
# [end]
import sqlite_smma
from harlequin_sqlite.adapter import HarlequinSqliteAdapter

connection = HarlequinSqliteAdapter([":memory:"], extension=[sqlite_smma.loadable_path()]).connect()
for query in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
    try:
        print(connection.execute(query).fetchall()[0][0])
    except Exception as error:  # noqa: BLE001 - whatever the screen would show
        print(error)
