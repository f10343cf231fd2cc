/*
** test_series_queries.c - smma_series() in use: joins, queries within queries,
** statements that stop early, changes meanwhile.
*/
#include "../../support/database.h"

#include <stdio.h>

/* Ten prices of A and five of B, and a table with the names. */
static sqlite3 *queries_open(void) {
  sqlite3 *db = database_open();
  database_run(db,
               "CREATE TABLE symbols(symbol TEXT PRIMARY KEY);"
               "INSERT INTO symbols VALUES ('A'), ('B'), ('C');"
               "CREATE TABLE prices(symbol, ts, close);"
               "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
               "WHERE i < 10) INSERT INTO prices SELECT 'A', i, i * i FROM n "
               "UNION ALL SELECT 'B', i, 100 - i FROM n WHERE i <= 5");
  return db;
}

#define QUERIES_A                                                              \
  "'SELECT ts, close FROM prices WHERE symbol = ''A'' ORDER BY ts'"

/* ------------------------------------------------------------------------ joins */

/* The last row of each is what the aggregate gives. */
static void test_correlated(void **state) {
  (void)state;
  sqlite3 *db = queries_open();
  static const char call[] =
      "smma_series('SELECT ts, close FROM prices WHERE symbol = ''' || "
      "s.symbol || ''' ORDER BY ts', 3)";
  database_expect_text(
      db, "1",
      "SELECT (SELECT group_concat(symbol || key || '=' || ifnull(smma, '-')) "
      "FROM (SELECT * FROM symbols ORDER BY symbol) AS s CROSS JOIN %s) = "
      "(SELECT group_concat(symbol || ts || '=' || ifnull(x, '-')) FROM (SELECT"
      " symbol, ts, smma(close, 3) OVER (PARTITION BY symbol ORDER BY ts) AS x "
      "FROM prices ORDER BY symbol, ts))",
      call);
  /* Old versions lose the row without a partner, for every function. */
  if (sqlite3_libversion_number() >= 3040000) {
    database_expect_text(
        db, "A10 B5 C0",
        "SELECT group_concat(symbol || n, ' ') FROM (SELECT "
        "symbol, count(key) AS n FROM symbols AS s LEFT JOIN %s "
        "GROUP BY symbol ORDER BY symbol)",
        call);
  }
  database_expect_text(db, "A 69.86 B 96.56 C -",
                       "SELECT group_concat(symbol || ' ' || ifnull(round("
                       "(SELECT smma FROM %s ORDER BY rowid DESC LIMIT 1), 2), "
                       "'-'), ' ') FROM (SELECT * FROM symbols ORDER BY symbol)"
                       " AS s",
                       call);
  database_expect_text(db, "3",
                       "SELECT count(*) FROM prices AS p WHERE symbol = 'B' AND"
                       " close < (SELECT smma FROM smma_series('SELECT close "
                       "FROM prices WHERE symbol = ''B'' AND ts <= ' || p.ts, "
                       "3) ORDER BY rowid DESC LIMIT 1)");
  database_close(db);
}

static void test_nested(void **state) {
  (void)state;
  sqlite3 *db = queries_open();
  /* The average of the average, twice by text and once by windows. */
  database_expect_text(
      db, "1",
      "SELECT (SELECT group_concat(ifnull(smma, '-')) FROM smma_series('SELECT "
      "key, smma FROM smma_series(''SELECT ts, close FROM prices WHERE symbol ="
      " ''''A'''' ORDER BY ts'', 3)', 2)) = (SELECT group_concat(ifnull(b, "
      "'-')) FROM (SELECT smma(a, 2) OVER (ORDER BY ts) AS b FROM (SELECT ts, "
      "smma(close, 3) OVER (ORDER BY ts) AS a FROM prices WHERE symbol = "
      "'A')))");
  /* Any depth that a person would write. */
  char sql[2000] = "VALUES (1), (2), (3)";
  for (int depth = 0; depth < 5; depth++) {
    char *quoted = sqlite3_mprintf("SELECT smma FROM smma_series(%Q, 1)", sql);
    snprintf(sql, sizeof(sql), "%s", quoted);
    sqlite3_free(quoted);
  }
  database_expect_text(db, "1.0,2.0,3.0", "SELECT group_concat(smma) FROM (%s)",
                       sql);
  database_close(db);
}

static void test_two_cursors(void **state) {
  (void)state;
  sqlite3 *db = queries_open();
  database_expect_text(
      db, "10|1",
      "SELECT count(*) || '|' || min(a.price = b.price AND "
      "a.smma IS NOT b.smma OR a.key < 2) FROM smma_series(" QUERIES_A
      ", 2) AS a JOIN smma_series(" QUERIES_A ", 5) AS b ON b.key = a.key");
  database_expect_text(db, "100",
                       "SELECT count(*) FROM smma_series(" QUERIES_A
                       ", 2) AS a, smma_series(" QUERIES_A ", 2) AS b");
  database_expect_text(
      db, "20",
      "SELECT count(*) FROM (SELECT * FROM smma_series(" QUERIES_A
      ", 2) UNION ALL SELECT * FROM smma_series(" QUERIES_A ", 2))");
  database_close(db);
}

static void test_query_is_prepared_once(void **state) {
  (void)state;
  sqlite3 *db = queries_open();
  int count = 0;
  sqlite3_stmt *statement = database_prepare(
      db, "WITH p(p) AS (VALUES (2), (3), (4)) SELECT p, max(key), count(*) "
          "FROM p CROSS JOIN smma_series(" QUERIES_A ", p) GROUP BY p");
  sqlite3_set_authorizer(db, database_count_reads, &count);
  for (int p = 2; p <= 4; p++) {
    assert_true(database_step(statement));
    assert_int_equal(sqlite3_column_int(statement, 0), p);
    assert_int_equal(sqlite3_column_int(statement, 2), 10);
  }
  assert_false(database_step(statement));
  assert_int_equal(count, 1);
  sqlite3_finalize(statement);
  sqlite3_set_authorizer(db, NULL, NULL);
  database_close(db);
}

/* ------------------------------------------------------------- stopping early */

static void test_stopping_early(void **state) {
  (void)state;
  sqlite3 *db = queries_open();
  database_expect_text(
      db, "3",
      "SELECT count(*) FROM (SELECT * FROM smma_series(" QUERIES_A
      ", 2, 5) LIMIT 3)");
  database_expect_text(
      db, "1", "SELECT EXISTS (SELECT 1 FROM smma_series(" QUERIES_A ", 2))");
  sqlite3_stmt *statement =
      database_prepare(db, "SELECT key, smma FROM smma_series(?1, ?2)");
  static const struct {
    const char *query;
    int period;
    double third;
  } calls[] = {{"VALUES (1), (2), (3), (4)", 3, 2},
               {"VALUES (1), (2), (3), (4)", 1, 3},
               {"VALUES (10), (20), (60), (4)", 3, 30},
               {"VALUES (1), (2), (3), (4)", 2, 2.25}};
  for (size_t k = 0; k < sizeof(calls) / sizeof(calls[0]); k++) {
    sqlite3_bind_text(statement, 1, calls[k].query, -1, SQLITE_STATIC);
    sqlite3_bind_int(statement, 2, calls[k].period);
    for (int row = 1; row <= 3; row++) {
      assert_true(database_step(statement));
      assert_int_equal(sqlite3_column_int(statement, 0), row);
    }
    assert_true(sqlite3_column_double(statement, 1) == calls[k].third);
    sqlite3_reset(statement);
    /* Nothing of it is running any more. */
    assert_ptr_equal(sqlite3_next_stmt(db, NULL), statement);
    assert_null(sqlite3_next_stmt(db, statement));
  }
  assert_true(database_step(statement));
  sqlite3_finalize(statement);
  assert_null(sqlite3_next_stmt(db, NULL));
  database_run(db, "DROP TABLE prices");
  database_close(db);
}

/* ------------------------------------------------------------ changes meanwhile */

static void test_changed_schema(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  database_run(db, "CREATE TABLE t(a, b, c); INSERT INTO t VALUES (1, 2, 3)");
  sqlite3_stmt *statement = database_prepare(
      db, "SELECT column1, key, price FROM (VALUES (1), (2), (3)) CROSS JOIN "
          "smma_series('SELECT * FROM t', 1)");
  while (database_step(statement)) {
    assert_int_equal(sqlite3_column_int(statement, 1), 2);
  }
  sqlite3_reset(statement);
  assert_true(database_step(statement));
  /* While the statement is between two runs of the query. */
  database_run(db, "ALTER TABLE t ADD COLUMN d DEFAULT 9");
  int rc;
  while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
  }
  assert_int_equal(rc, SQLITE_ERROR);
  assert_string_equal(
      sqlite3_errmsg(db),
      "1st argument to smma_series() does not return 1, 2 or 3 columns");
  sqlite3_finalize(statement);
  database_close(db);
}

/* SQLite does not know what the query reads. */
static void test_writing_what_is_read(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  database_run(db, "CREATE TABLE t(ts INTEGER PRIMARY KEY, close, average);"
                   "INSERT INTO t(close) VALUES (1), (2), (3)");
  /* Sorted, all is read before anything is written. */
  database_run(db, "INSERT INTO t(close) SELECT smma FROM smma_series('SELECT "
                   "close FROM t ORDER BY ts', 1) ORDER BY key");
  database_expect_text(db, "1,2,3,1.0,2.0,3.0",
                       "SELECT group_concat(close) FROM t");
  /* Otherwise what is written is read again: it would never end. */
  database_run(db, "INSERT INTO t(close) SELECT smma FROM smma_series('SELECT "
                   "close FROM t ORDER BY ts', 1) LIMIT 20");
  database_expect_text(db, "26", "SELECT count(*) FROM t");
  database_run(db, "DELETE FROM t WHERE ts > 6");
  /* Rows that stay where they are are read once. */
  database_run(db, "INSERT INTO t(ts, close) SELECT key, smma FROM smma_series("
                   "'SELECT ts, close FROM t ORDER BY ts', 2) WHERE smma > 1.6 "
                   "ON CONFLICT(ts) DO UPDATE SET average = excluded.close");
  database_expect_text(db, "-,-,2.25,1.625,1.8125,2.40625",
                       "SELECT group_concat(ifnull(average, '-')) FROM t");
  if (sqlite3_libversion_number() >= 3033000) {
    database_run(db, "UPDATE t SET average = s.smma FROM smma_series('SELECT "
                     "ts, close FROM t ORDER BY ts', 2) AS s WHERE key = ts");
    database_expect_text(db, "-,1.5,2.25,1.625,1.8125,2.40625",
                         "SELECT group_concat(ifnull(average, '-')) FROM t");
  }
  database_close(db);
}

/* As loading the extension twice does. */
static void test_registered_twice(void **state) {
  (void)state;
  sqlite3 *db = queries_open();
  static const char query[] =
      "SELECT count(*) FROM smma_series(" QUERIES_A ", 2)";
  for (int round = 0; round < 3; round++) {
    database_expect_text(db, "10", "%s", query);
    char *message = NULL;
    assert_int_equal(sqlite3_smma_init(db, &message, NULL), SQLITE_OK);
    assert_null(message);
  }
  database_close(db);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_correlated),
      cmocka_unit_test(test_nested),
      cmocka_unit_test(test_two_cursors),
      cmocka_unit_test(test_query_is_prepared_once),
      cmocka_unit_test(test_stopping_early),
      cmocka_unit_test(test_changed_schema),
      cmocka_unit_test(test_writing_what_is_read),
      cmocka_unit_test(test_registered_twice),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
