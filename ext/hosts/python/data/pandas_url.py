"""pandas with a URL, by SQLAlchemy."""

# [load]
import pandas

averages = pandas.read_sql("SELECT smma(value, 3) FROM json_each('[1, 2, 4, 8]')", "sqlite://?plugin=smma")
# [end]

import sys
from pathlib import Path

for query in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
    try:
        print(pandas.read_sql(query, "sqlite://?plugin=smma").iloc[0, 0])
    except pandas.errors.DatabaseError as error:
        print(str(error).splitlines()[0])
