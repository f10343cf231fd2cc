"""The queries in DB Browser for SQLite, without its window: answers.py QUERIES EXTENSION"""

import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

queries = Path(sys.argv[1]).read_text(encoding="utf-8").rstrip().split(";\n")
extension = sys.argv[2]
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

with tempfile.TemporaryDirectory() as folder:
    database, script = Path(folder, "prices.db"), Path(folder, "script.sql")
    sqlite3.connect(database).close()
    script.write_text(";\n".join(f"CREATE TABLE answer{i} AS {query}" for i, query in enumerate(queries)))
    # [load]
    # Or in Edit > Preferences > Extensions, for every database from then on.
    command = ["sqlitebrowser", "--option", f"extensions/list={extension}", "--sql", script, database]
    # [end]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as browser:
        # The last query fails: by then the others have their answers.
        error = next((line for line in browser.stderr or [] if "Error in statement" in line), "no error\n")
        browser.terminate()
    connection = sqlite3.connect(database)
    for i in range(len(queries) - 1):
        print(*connection.execute(f"SELECT * FROM answer{i}").fetchone())
    connection.close()
    print(error, end="")
