"""Apache Spark: a query on every SQLite file of a folder, in its Python workers."""

# [load]
import sqlite3
from pathlib import Path

import pandas
import sqlite_smma
from pyspark.sql import SparkSession


def on_every_file(spark, folder, query, schema):
    """A DataFrame of the rows, those of the first file first; the workers find the files by the same paths."""

    def ask(batches):
        for file in pandas.concat(batches)["file"]:
            connection = sqlite3.connect(f"{Path(file).as_uri()}?mode=ro", uri=True)
            sqlite_smma.load(connection)
            yield pandas.read_sql(query, connection)

    files = [(str(file),) for file in sorted(Path(folder).resolve().glob("*.db"))]
    return spark.sparkContext.parallelize(files, len(files)).toDF("file string").mapInPandas(ask, schema)


# on_every_file(spark, "shards", "SELECT symbol, smma_array(close, 14) AS averages FROM prices GROUP BY symbol",
#               "symbol string, averages binary").write.parquet("averages")
# [end]


def main():
    import sys
    import tempfile

    from pyspark.errors import PythonException

    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    with tempfile.TemporaryDirectory() as folder:
        sqlite3.connect(Path(folder, "one.db")).execute("VACUUM")
        for query in Path(sys.argv[1]).read_text().split(";\n")[:-1]:
            try:
                print(
                    on_every_file(spark, folder, f"SELECT CAST(({query}) AS TEXT) AS value", "value string").first()[0]
                )
            except PythonException as error:
                print(*str(error).split("\n"))


if __name__ == "__main__":
    main()
