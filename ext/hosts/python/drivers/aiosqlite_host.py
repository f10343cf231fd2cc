"""aiosqlite."""

# [load]
import aiosqlite
import sqlite_smma


async def average() -> float:
    async with aiosqlite.connect(":memory:") as connection:
        await sqlite_smma.load_async(connection)
        cursor = await connection.execute("SELECT smma(value, 3) FROM json_each('[1, 2, 4, 8]')")
        return (await cursor.fetchone())[0]


# [end]

import asyncio
import sys
from pathlib import Path


async def main() -> None:
    async with aiosqlite.connect(":memory:") as connection:
        await sqlite_smma.load_async(connection)
        for query in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
            try:
                cursor = await connection.execute(query)
                print((await cursor.fetchone())[0])
            except aiosqlite.OperationalError as error:
                print(error)


asyncio.run(main())
