"""SQLModel."""

# [load]
import sqlite_smma
from sqlmodel import Session, create_engine, text

engine = create_engine("sqlite://")
sqlite_smma.load(engine)
with Session(engine) as session:
    average = session.connection().execute(text("SELECT smma(value, 3) FROM json_each('[1, 2, 4, 8]')")).scalar_one()
# [end]

import sys
from pathlib import Path

from sqlalchemy.exc import OperationalError

session = Session(engine)
for query in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
    try:
        print(session.connection().exec_driver_sql(query).scalar_one())
    except OperationalError as error:
        print(error.orig)
