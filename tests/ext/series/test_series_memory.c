/*
** test_series_memory.c - smma_series() where memory runs out, at every allocation:
** see failing_memory.h.
*/
#include "../../support/failing_memory.h"

static void test_series(void **state) {
  (void)state;
  static const memory_scenario scenarios[] = {
      {"smma_series()", MEMORY_FEW_ROWS,
       "SELECT smma FROM smma_series('SELECT price FROM prices WHERE price <> "
       "''last''', 2, 5)",
       SQLITE_DONE, NULL},
      {"parts, texts and blobs", MEMORY_FEW_ROWS,
       "SELECT part || key || price FROM smma_series('SELECT ''part '' || "
       "(i / 9), zeroblob(i) || i, '' '' || i FROM prices', 2, 5)",
       SQLITE_DONE, NULL},
      {"constraints and an order", MEMORY_FEW_ROWS,
       "SELECT smma FROM smma_series('SELECT i FROM prices', 2, 900, 3) WHERE "
       "period > 4 AND period < '20' ORDER BY key DESC",
       SQLITE_DONE, NULL},
      {"a query for each row", MEMORY_FEW_ROWS,
       "SELECT (SELECT max(smma) FROM smma_series('SELECT ' || i || ' UNION ALL"
       " VALUES (2)', 2)) FROM prices WHERE i < 5",
       SQLITE_DONE, NULL},
      {"the same query for each row", MEMORY_FEW_ROWS,
       "SELECT smma FROM prices CROSS JOIN smma_series('VALUES (1), (2)', i)",
       SQLITE_DONE, NULL},
      {"a query within the query", MEMORY_FEW_ROWS,
       "SELECT smma FROM smma_series('SELECT smma FROM smma_series(''SELECT i "
       "FROM prices'', 2)', 3)",
       SQLITE_DONE, NULL},
      {"values for parameters", MEMORY_FEW_ROWS,
       "SELECT smma FROM prices CROSS JOIN smma_series('SELECT length(?1) + "
       "length(?2) UNION ALL SELECT 3', 2, 3, 1, 'text ' || i, zeroblob(i)) "
       "WHERE i < 5",
       SQLITE_DONE, NULL},
      {"what the values are", MEMORY_FEW_ROWS,
       "SELECT value1 || value2 FROM smma_series('SELECT ?1, ?2', 1, 1, 1, "
       "'text', 2)",
       SQLITE_DONE, NULL},
      {"calls joined by OR", MEMORY_FEW_ROWS,
       "SELECT smma FROM smma_series WHERE (query = 'SELECT ?1 + i FROM "
       "prices' "
       "AND first_period = 2 AND value1 = 7.5) OR (query = 'SELECT ?1 FROM "
       "prices' AND first_period = 2 AND value1 = '3') OR (query = 'SELECT ?1 "
       "+ "
       "i FROM prices' AND first_period = 2 AND value1 = 7.5)",
       SQLITE_DONE, NULL},
      {"rowids of many calls", MEMORY_FEW_ROWS,
       "SELECT s.rowid FROM prices CROSS JOIN smma_series('SELECT length(?1)', "
       "1, 1, 1, zeroblob(i % 9)) AS s",
       SQLITE_DONE, NULL},
      {"rows that are stored", MEMORY_FEW_ROWS,
       "CREATE TABLE IF NOT EXISTS averages AS SELECT * FROM smma_series("
       "'SELECT i, i FROM prices', 2, 5)",
       SQLITE_DONE, NULL},
  };
  for (size_t k = 0; k < sizeof(scenarios) / sizeof(scenarios[0]); k++) {
    memory_exhaust(&scenarios[k]);
  }
}

static void test_series_in_utf16(void **state) {
  (void)state;
  static const memory_scenario scenarios[] = {
      {"parts and values that are converted", MEMORY_FEW_ROWS,
       "SELECT smma FROM smma_series WHERE (query = 'SELECT ''part '' || part, "
       "i, length(?1) FROM prices' AND first_period = 2 AND value1 = 'text') "
       "OR "
       "(query = 'SELECT length(?1)' AND first_period = 1 AND value1 = 'b') OR "
       "(query = 'SELECT length(?1)' AND first_period = 1 AND value1 = 'c')",
       SQLITE_DONE, NULL},
      {"parts that are made on demand", MEMORY_FEW_ROWS,
       "SELECT smma FROM smma_series('SELECT zeroblob(1 + i / 9), i, i FROM "
       "prices', 2)",
       SQLITE_DONE, NULL},
      {"the same query for each period", MEMORY_FEW_ROWS,
       "SELECT s.rowid FROM prices CROSS JOIN smma_series('SELECT ''2''', i) "
       "AS s WHERE i < 5",
       SQLITE_DONE, NULL},
  };
  memory_encoding = "UTF-16";
  for (size_t k = 0; k < sizeof(scenarios) / sizeof(scenarios[0]); k++) {
    memory_exhaust(&scenarios[k]);
  }
  memory_encoding = "UTF-8";
}

static void test_series_errors(void **state) {
  (void)state;
  static const memory_scenario scenarios[] = {
      {"a query that is none", MEMORY_FEW_ROWS,
       "SELECT smma FROM smma_series(x'00', 2)", SQLITE_ERROR,
       "1st argument to smma_series() is not text: a BLOB of 1 byte"},
      {"a wrong price in smma_series()", MEMORY_FEW_ROWS,
       "SELECT smma FROM smma_series('SELECT price FROM prices', 2)",
       SQLITE_ERROR,
       "price in row 40 of the query of smma_series() is not a number: "
       "'last'"},
      {"a wrong period of smma_series()", 1,
       "SELECT smma FROM smma_series('SELECT 1', 0)", SQLITE_ERROR,
       "2nd argument to smma_series() is not an integer between 1 and "
       "2147483647: 0"},
      {"a missing period", 1, "SELECT smma FROM smma_series('SELECT 1')",
       SQLITE_ERROR, "smma_series() needs a query and a period"},
      {"no query", 1, "SELECT smma FROM smma_series('BEGIN', 2)", SQLITE_ERROR,
       "1st argument to smma_series() is not a SELECT"},
      {"a parameter", 1, "SELECT smma FROM smma_series('SELECT :x', 2)",
       SQLITE_ERROR,
       "1st argument to smma_series() has the parameter :x, which has no "
       "value"},
      {"a parameter without a name", 1,
       "SELECT smma FROM smma_series('SELECT ?', 2)", SQLITE_ERROR,
       "1st argument to smma_series() has the parameter ?1, which has no "
       "value"},
      {"a value too much", 1,
       "SELECT smma FROM smma_series('SELECT 1', 2, 2, 1, 'x')", SQLITE_ERROR,
       "5th argument to smma_series() has no parameter ?1 in the query"},
      {"a missing argument", 1,
       "SELECT last_period FROM smma_series('SELECT 1', 2)", SQLITE_ERROR,
       "smma_series() needs last_period"},
      {"too many rows", 1,
       "SELECT max(rowid) FROM smma_series('WITH RECURSIVE n(i) AS (SELECT 1 "
       "UNION ALL SELECT i + 1 FROM n WHERE i < 600) SELECT i FROM n', 1, "
       "2147483647) WHERE period = 1",
       SQLITE_ERROR, "smma_series() has more rows than rowid can tell apart"},
      {"a wrong query", 1, "SELECT smma FROM smma_series('SELECT x', 2)",
       SQLITE_ERROR, "smma_series() query: no such column: x"},
      {"a query that fails", 1,
       "SELECT smma FROM smma_series('SELECT abs(-9223372036854775807 - i) "
       "FROM prices', 2)",
       SQLITE_ERROR, "smma_series() query: integer overflow"},
  };
  for (size_t k = 0; k < sizeof(scenarios) / sizeof(scenarios[0]); k++) {
    memory_exhaust(&scenarios[k]);
  }
}

int main(void) {
  memory_install();
  memory_random = random_start("test_series_memory");
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_series),
      cmocka_unit_test(test_series_in_utf16),
      cmocka_unit_test(test_series_errors),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
