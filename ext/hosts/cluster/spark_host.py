"""Apache Spark: SQLite in its Python workers, a file or a part of a file a task."""

# [load]
import sqlite3
from pathlib import Path

import pandas
import sqlite_smma
from pyspark.sql import SparkSession


def on_every_file(spark, folder, query, schema):
    """The rows of the query on every SQLite file in a folder that the workers see too, by mapInPandas."""

    def ask(batches):
        for batch in batches:
            for file in batch["file"]:
                connection = sqlite3.connect(f"{Path(file).as_uri()}?mode=ro", uri=True)
                sqlite_smma.load(connection)
                yield pandas.read_sql(query, connection)
                connection.close()

    files = sorted((str(file),) for file in Path(folder).glob("*.db"))
    tasks = spark.createDataFrame(files, "file string").repartitionByRange(len(files), "file")
    return tasks.mapInPandas(ask, schema)


# [end]
