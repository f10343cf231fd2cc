"""SQLAlchemy 2."""

# [load]
import sqlalchemy
import sqlite_smma

engine = sqlalchemy.create_engine("sqlite://")
sqlite_smma.load(engine)
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
