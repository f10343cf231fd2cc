"""sqlite-utils, in Python; its command has the functions too."""

# [load]
import sqlite_utils

database = sqlite_utils.Database(memory=True)
average = database.execute("SELECT smma(value, 3) FROM json_each('[1, 2, 4, 8]')").fetchone()[0]
# [end]

import sys
from pathlib import Path

from sqlite_utils.utils import OperationalError

for query in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
    try:
        print(database.execute(query).fetchone()[0])
    except OperationalError as error:
        print(error)
