"""jupysql: %load_ext sql and %sql sqlite:///prices.db?plugin=smma in a notebook."""

# [load]
from IPython.core.interactiveshell import InteractiveShell

notebook = InteractiveShell.instance()
notebook.run_line_magic("load_ext", "sql")
notebook.run_line_magic("config", "SqlMagic.feedback = 0")  # its results alone
notebook.run_line_magic("sql", "sqlite://?plugin=smma")
averages = notebook.run_cell_magic("sql", "", "SELECT smma(value, 3) FROM json_each('[1, 2, 4, 8]')")
# [end]

import sys
from pathlib import Path

for query in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
    try:
        print(notebook.run_cell_magic("sql", "", query)[0][0])
    except Exception as error:  # noqa: BLE001 - whatever the cell would show
        print(str(error).splitlines()[0])
notebook.run_line_magic("sql", "--close sqlite://")
