"""Dask: a database split into files, and one query on all of them."""

# [load]
from dask.distributed import Client
from sqlite_smma.shards import query, split


def averages(database, folder, client):
    """An Arrow table; the workers find the files by the same paths. Client("tcp://scheduler:8786") is a cluster's."""
    split(database, folder, shards=2)
    return query(folder, "SELECT symbol, smma_array(close, 14) AS averages FROM prices GROUP BY symbol", client)


# [end]


def main():
    import sqlite3
    import sys
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder, Client(n_workers=2, dashboard_address=":0") as client:
        connection = sqlite3.connect(Path(folder, "prices.db"))
        connection.executescript("CREATE TABLE prices(symbol, close); INSERT INTO prices VALUES ('SPX', 1), ('NDX', 2)")
        assert averages(Path(folder, "prices.db"), Path(folder, "shards"), client).num_rows == 2
        for text in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
            try:
                print(query(Path(folder, "shards"), text, client)[0][0])
            except sqlite3.OperationalError as error:
                print(error)


if __name__ == "__main__":
    main()
