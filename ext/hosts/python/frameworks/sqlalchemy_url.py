"""SQLAlchemy 2, where a program takes a URL and nothing else."""

# [load]
import sqlalchemy

engine = sqlalchemy.create_engine("sqlite://?plugin=smma")
with engine.connect() as connection:
    average = connection.exec_driver_sql("SELECT smma(value, 3) FROM json_each('[1, 2, 4, 8]')").scalar_one()
# [end]

import sys
from pathlib import Path

connection = engine.connect()
for query in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
    try:
        print(connection.exec_driver_sql(query).scalar_one())
    except sqlalchemy.exc.OperationalError as error:
        print(error.orig)
