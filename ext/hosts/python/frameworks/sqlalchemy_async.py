"""SQLAlchemy 2, asynchronous, over aiosqlite."""

# [load]
import sqlite_smma
from sqlalchemy.ext.asyncio import create_async_engine

engine = create_async_engine("sqlite+aiosqlite://")
sqlite_smma.load(engine)


async def average() -> float:
    async with engine.connect() as connection:
        return (await connection.exec_driver_sql("SELECT smma(value, 3) FROM json_each('[1, 2, 4, 8]')")).scalar_one()


# [end]

import asyncio
import sys
from pathlib import Path

from sqlalchemy.exc import OperationalError


async def main() -> None:
    async with engine.connect() as connection:
        for query in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
            try:
                print((await connection.exec_driver_sql(query)).scalar_one())
            except OperationalError as error:
                print(error.orig)
    await engine.dispose()


asyncio.run(main())
