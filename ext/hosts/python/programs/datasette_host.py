"""Datasette."""

import asyncio
import sys
from pathlib import Path

# [load]
# datasette prices.db
# [end]
from datasette.app import Datasette


async def main() -> None:
    datasette = Datasette(memory=True)
    for query in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
        answer = await datasette.client.get("/_memory.json", params={"sql": query, "_shape": "arrays"})
        page = answer.json()
        print(page["rows"][0][0] if page["ok"] else page["error"])


asyncio.run(main())
