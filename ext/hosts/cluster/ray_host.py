"""Ray: a query on every SQLite file of a folder, a task each; the tasks of a lost worker are done by another."""

# [load]
import sqlite3
from pathlib import Path

import pandas
import ray
import sqlite_smma


@ray.remote
def ask(file, query):
    connection = sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)
    sqlite_smma.load(connection)
    return pandas.read_sql(query, connection)


def on_every_file(folder, query):
    """The rows, those of the first file first; the workers find the files by the same paths."""
    files = sorted(Path(folder).resolve().glob("*.db"))
    return pandas.concat(ray.get([ask.remote(file, query) for file in files]), ignore_index=True)


# on_every_file("shards", "SELECT symbol, smma_array(close, 14) AS averages FROM prices GROUP BY symbol")
# [end]


def main():
    import sys
    import tempfile

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    with tempfile.TemporaryDirectory() as folder:
        sqlite3.connect(Path(folder, "one.db")).execute("VACUUM")
        for query in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
            try:
                print(on_every_file(folder, query).iloc[0, 0])
            except ray.exceptions.RayTaskError as error:
                print(*str(error).split("\n"))


if __name__ == "__main__":
    main()
