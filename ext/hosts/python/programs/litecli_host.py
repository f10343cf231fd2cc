"""litecli: what its prompt runs."""

import contextlib
import sys
from pathlib import Path

import sqlite_smma
from litecli.sqlexecute import SQLExecute

prompt = SQLExecute(":memory:")
# [load]
# python3 -c "import sqlite_smma; print(sqlite_smma.loadable_path())" tells the path; at litecli's prompt:
load = f".load {sqlite_smma.loadable_path()}"
# [end]
with contextlib.suppress(TypeError):
    list(prompt.run(load))
for query in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
    try:
        ((_, rows, _, _),) = prompt.run(query)
        print(next(iter(rows))[0])
    except Exception as error:  # noqa: BLE001 - whatever the prompt would show
        print(error)
