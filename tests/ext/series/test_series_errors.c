/*
** test_series_errors.c - every error of smma_series(), word for word, and the
** queries and callers it must not trust (SPEC 3.5, 3.6).
*/
#include "../../support/database.h"

#include <stdio.h>

static sqlite3 *errors_open(void) {
  sqlite3 *db = database_open();
  database_run(db, "CREATE TABLE t(i INTEGER PRIMARY KEY, price);"
                   "INSERT INTO t(price) VALUES (1), (2), (3)");
  return db;
}

/* SELECT from smma_series() with this query fails with this message. */
static void errors_expect_of_query(sqlite3 *db, const char *query,
                                   const char *expected) {
  database_expect_error(db, expected, "SELECT * FROM smma_series(%Q, 2)",
                        query);
}

static void errors_expect_fine(sqlite3 *db, const char *query) {
  database_expect_text(db, "3", "SELECT count(*) FROM smma_series(%Q, 2)",
                       query);
}

/* Runs to the end; returns the extended code. */
static int errors_run(sqlite3 *db, const char *sql) {
  sqlite3_stmt *statement = database_prepare_text(db, sql);
  int rc;
  do {
    rc = sqlite3_step(statement);
  } while (rc == SQLITE_ROW);
  rc = rc == SQLITE_DONE ? SQLITE_OK : sqlite3_extended_errcode(db);
  sqlite3_finalize(statement);
  return rc;
}

/* ------------------------------------------------------------------- the query */

static void test_queries_that_are_fine(void **state) {
  (void)state;
  static const char *const queries[] = {
      "SELECT price FROM t",
      "select price from t;",
      "  \t\r\n\fSELECT price FROM t ; ;; ",
      ";;SELECT price FROM t",
      "-- comment\nSELECT price FROM t -- comment",
      "/* one */ /* two */SELECT price FROM t; -- three\n/* four */ /**/",
      "/* ; */ SELECT price FROM t /* not closed",
      "SELECT price FROM t -- a ; b",
      "VALUES (1), (2), (3)",
      "values(1),(2),(3)",
      "WITH x AS (SELECT price FROM t) SELECT * FROM x",
      "With RECURSIVE n(i) AS (VALUES (1), (2), (3)) SELECT i FROM n",
      "SELECT 'a', i, price FROM t ORDER BY price",
      "SELECT/**/price FROM t",
      "SELECT ';', price FROM t",
      "SELECT max(price) FROM t GROUP BY i UNION SELECT 2",
      "/* 2 * 3 / 4 **/ SELECT price FROM t",
  };
  sqlite3 *db = errors_open();
  for (size_t k = 0; k < sizeof(queries) / sizeof(queries[0]); k++) {
    errors_expect_fine(db, queries[k]);
  }
  database_close(db);
}

static void test_queries_that_are_not(void **state) {
  (void)state;
  static const char empty[] = "1st argument to smma_series() is empty";
  static const char not_select[] =
      "1st argument to smma_series() is not a SELECT";
  static const char several[] =
      "1st argument to smma_series() is more than one statement";
  static const char columns[] =
      "1st argument to smma_series() does not return 1, 2 or 3 columns";
  static const struct {
    const char *query;
    const char *expected;
  } cases[] = {
      {"", empty},
      {" \n\t\f\r ", empty},
      {";", empty},
      {"-- SELECT 1", empty},
      {"--", empty},
      {"/* SELECT 1", empty},
      {"/* SELECT 1 */ ; -- and", empty},
      {"SELECT price FROM t; SELECT price FROM t", several},
      {"SELECT price FROM t; DELETE FROM t", several},
      {"SELECT price FROM t;; x", several},
      {"SELECT price FROM t; /* and */ PRAGMA user_version = 5", several},
      {"INSERT INTO t(price) VALUES (9)", not_select},
      {"insert into t(price) values (9) returning price", not_select},
      {"WITH x AS (SELECT 1) INSERT INTO t(price) SELECT * FROM x", not_select},
      {"WITH x AS (SELECT 1) DELETE FROM t", not_select},
      {"/* SELECT */ DELETE FROM t", not_select},
      {"UPDATE t SET price = 9", not_select},
      {"REPLACE INTO t VALUES (1, 9)", not_select},
      {"DROP TABLE t", not_select},
      {"CREATE TABLE u(x)", not_select},
      {"ALTER TABLE t ADD COLUMN x", not_select},
      {"PRAGMA user_version", not_select},
      {"PRAGMA user_version = 5", not_select},
      {"PRAGMA foreign_keys = 1", not_select},
      {";PRAGMA foreign_keys = 1", not_select},
      {"ATTACH ':memory:' AS other", not_select},
      {"DETACH main", not_select},
      {"BEGIN", not_select},
      {"COMMIT", not_select},
      {"SAVEPOINT s", not_select},
      {"VACUUM", not_select},
      {"ANALYZE", not_select},
      {"EXPLAIN SELECT price FROM t", not_select},
      {"EXPLAIN QUERY PLAN SELECT price FROM t", not_select},
      {"t", not_select},
      {"price FROM t", not_select},
      {"(SELECT 1)", not_select},
      {"SEL", not_select},
      {"-", not_select},
      {"/", not_select},
      {"\vSELECT 1", not_select},
      {"SELECT 1, 2, 3, 4", columns},
      {"SELECT *, * FROM t", columns},
      {"SELECT ?", "1st argument to smma_series() has the parameter ?1, which "
                   "has no value"},
      {"SELECT ?7", "1st argument to smma_series() has the parameter ?7, which "
                    "has no value"},
      {"SELECT price FROM t WHERE i > :from",
       "1st argument to smma_series() has the parameter :from, which has no "
       "value"},
      {"SELECT @a + $b", "1st argument to smma_series() has the parameter @a, "
                         "which has no value"},
      {"SELECT price FROM nowhere",
       "smma_series() query: no such table: nowhere"},
      {"SELECT absent FROM t", "smma_series() query: no such column: absent"},
      {"SELECT price FROM t WHERE", "smma_series() query: incomplete input"},
      {"SELECTION price FROM t",
       "smma_series() query: near \"SELECTION\": syntax error"},
      {"SELECT price FRO t t", "smma_series() query: near \"t\": syntax error"},
      {"SELECT abs(-9223372036854775807 - price) FROM t",
       "smma_series() query: integer overflow"},
      {"SELECT price FROM smma_series('SELECT absent FROM t', 2)",
       "smma_series() query: no such column: absent"},
      {"SELECT price FROM smma_series('SELECT price FROM t', 0)",
       "smma_series() query: 2nd argument to smma_series() is not an integer "
       "between 1 and 2147483647: 0"},
  };
  sqlite3 *db = errors_open();
  for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
    errors_expect_of_query(db, cases[k].query, cases[k].expected);
    errors_expect_fine(db, "SELECT price FROM t");
  }
  /* None of them has done anything. */
  database_expect_text(db, "1,2,3", "SELECT group_concat(price) FROM t");
  database_expect_text(db, "0", "PRAGMA user_version");
  database_expect_text(db, "0", "PRAGMA foreign_keys");
  database_expect_text(db, "1", "SELECT count(*) FROM sqlite_master");
  database_expect_text(db, "1", "SELECT count(*) FROM pragma_database_list");
  assert_true(sqlite3_get_autocommit(db));
  database_close(db);
}

static void test_queries_that_are_no_text(void **state) {
  (void)state;
  static const char has_nul[] = "1st argument to smma_series() has a NUL in it";
  static const struct {
    const char *value;
    const char *expected;
  } cases[] = {
      {"NULL", "1st argument to smma_series() is not text: NULL"},
      {"1", "1st argument to smma_series() is not text: 1"},
      {"1.5", "1st argument to smma_series() is not text: 1.5"},
      {"x'53454c4543542031'",
       "1st argument to smma_series() is not text: a BLOB of 8 bytes"},
      {"'SELECT 1' || char(0)", has_nul},
      {"'SELECT 1' || char(0) || '; DELETE FROM t'", has_nul},
      {"char(0)", has_nul},
  };
  sqlite3 *db = errors_open();
  for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
    database_expect_error(db, cases[k].expected,
                          "SELECT * FROM smma_series(%s, 2)", cases[k].value);
  }
  database_close(db);
}

/* ---------------------------------------------------------- the other arguments */

static void test_arguments(void **state) {
  (void)state;
  static const char *const wrong[] = {"NULL",
                                      "-1",
                                      "2147483648",
                                      "1.5",
                                      "''",
                                      "'x'",
                                      "x'32'",
                                      "'2' || char(0)",
                                      "9e999",
                                      "4294967297",
                                      "-9223372036854775808"};
  static const struct {
    const char *call;
    const char *expected;
    const char *zero;
  } cases[] = {
      {"smma_series('VALUES(1)', %s)",
       "2nd argument to smma_series() is not an integer between 1 and "
       "2147483647",
       "0"},
      {"smma_series('VALUES(1)', 2, %s)",
       "3rd argument to smma_series() is not an integer between 1 and "
       "2147483647",
       "0"},
      {"smma_series('VALUES(1)', 2, 3, %s)",
       "4th argument to smma_series() is not an integer between 0 and "
       "2147483647",
       NULL},
  };
  sqlite3 *db = errors_open();
  for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
    char *sql = sqlite3_mprintf("SELECT * FROM %s", cases[k].call);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
      database_expect_error_of(db, cases[k].expected, wrong[i], sql, wrong[i]);
    }
    if (cases[k].zero != NULL) {
      database_expect_error_of(db, cases[k].expected, cases[k].zero, sql,
                               cases[k].zero);
    }
    sqlite3_free(sql);
  }
  static const char missing[] = "smma_series() needs a query and a period";
  database_expect_error(db, missing, "SELECT * FROM smma_series");
  database_expect_error(db, missing, "SELECT * FROM smma_series('VALUES(1)')");
  database_expect_error(db, missing,
                        "SELECT * FROM smma_series WHERE first_period = 2");
  database_expect_error(db, missing,
                        "SELECT * FROM t LEFT JOIN smma_series ON key = i");
  database_expect_error(db, "too many arguments on smma_series() - max 12",
                        "SELECT * FROM smma_series('VALUES(1)', 1, 2, 3, 4, 5, "
                        "6, 7, 8, 9, 10, 11, 12)");
  database_close(db);
}

static void test_table_is_only_read(void **state) {
  (void)state;
  sqlite3 *db = errors_open();
  database_expect_error(db, "table smma_series may not be modified",
                        "DELETE FROM smma_series");
  database_expect_error(db, "table smma_series may not be modified",
                        "INSERT INTO smma_series(period) VALUES (1)");
  database_expect_error(db, "no such module: smma_series",
                        "CREATE VIRTUAL TABLE s USING smma_series");
  database_close(db);
}

/* A range that no memory holds is SQLite's own error. */
static void test_huge_ranges(void **state) {
  (void)state;
  sqlite3 *db = errors_open();
  assert_int_equal(
      errors_run(db, "SELECT * FROM smma_series('VALUES(1)', 1, 2147483647)"),
      SQLITE_NOMEM);
  assert_int_equal(
      errors_run(db,
                 "SELECT * FROM smma_series('VALUES(1)', 2147483647, 1, 9)"),
      SQLITE_NOMEM);
  errors_expect_fine(db, "SELECT price FROM t");
  database_close(db);
}

/* -------------------------------------------------------------------- the prices */

static void test_prices(void **state) {
  (void)state;
  static const struct {
    const char *price;
    const char *complaint;
  } prices[] = {
      {"''", "not a number"},    {"'abc'", "not a number"},
      {"x'31'", "not a number"}, {"'1' || char(0)", "not a number"},
      {"'1,5'", "not a number"}, {"9e999", "not finite"},
      {"-9e999", "not finite"},  {"'1e999'", "not finite"},
  };
  sqlite3 *db = errors_open();
  for (size_t k = 0; k < sizeof(prices) / sizeof(prices[0]); k++) {
    for (int row = 1; row <= 3; row++) {
      char expected[100];
      snprintf(expected, sizeof(expected),
               "price in row %d of the query of smma_series() is %s", row,
               prices[k].complaint);
      database_run(db, "UPDATE t SET price = CASE i WHEN %d THEN %s ELSE i END",
                   row, prices[k].price);
      database_expect_error_of(db, expected, prices[k].price,
                               "SELECT * FROM smma_series('SELECT "
                               "price FROM t', 1, 9)");
      database_expect_error_of(db, expected, prices[k].price,
                               "SELECT 1 FROM smma_series('SELECT i,"
                               " i, price FROM t ORDER BY i', 2)");
    }
  }
  database_run(db, "UPDATE t SET price = 1e308");
  database_expect_error(
      db,
      "price in row 3 of the query of smma_series() is not finite: 1.0e+308",
      "SELECT * FROM smma_series('SELECT price FROM t', 3)");
  /* What is not read is not looked at. */
  database_run(db, "UPDATE t SET price = CASE i WHEN 3 THEN 'x' ELSE i END");
  database_expect_text(db, "2",
                       "SELECT count(*) FROM (SELECT * FROM smma_series("
                       "'SELECT price FROM t', 1) LIMIT 2)");
  database_close(db);
}

/* --------------------------------------------------- errors of the query's rows */

static void errors_raise(sqlite3_context *context, int argc,
                         sqlite3_value **argv) {
  (void)argc;
  sqlite3_result_error(context, "as it was told", -1);
  sqlite3_result_error_code(context, sqlite3_value_int(argv[0]));
}

/* The result code is the query's own, extended. */
static void test_codes(void **state) {
  (void)state;
  static const int codes[] = {SQLITE_ERROR,        SQLITE_BUSY,
                              SQLITE_CORRUPT,      SQLITE_IOERR_READ,
                              SQLITE_TOOBIG,       SQLITE_CONSTRAINT_CHECK,
                              SQLITE_BUSY_SNAPSHOT};
  sqlite3 *db = errors_open();
  sqlite3_create_function(db, "raise_code", 1, SQLITE_UTF8, NULL, errors_raise,
                          NULL, NULL);
  for (size_t k = 0; k < sizeof(codes) / sizeof(codes[0]); k++) {
    for (int row = 1; row <= 3; row += 2) {
      char sql[200];
      snprintf(sql, sizeof(sql),
               "SELECT * FROM smma_series('SELECT CASE i WHEN %d THEN "
               "raise_code(%d) ELSE 1 END FROM t', 2)",
               row, codes[k]);
      assert_int_equal(errors_run(db, sql), codes[k]);
      assert_string_equal(sqlite3_errmsg(db),
                          "smma_series() query: as it was told");
    }
  }
  database_close(db);
}

static int errors_stop(void *calls) {
  return ++*(int *)calls > 20;
}

static void test_interrupt(void **state) {
  (void)state;
  static const char *const endless[] = {
      "SELECT max(smma) FROM smma_series('WITH RECURSIVE n(i) AS (SELECT 1 "
      "UNION ALL SELECT i + 1 FROM n) SELECT i FROM n', 3)",
      "SELECT * FROM smma_series('WITH RECURSIVE n(i) AS (SELECT 1 "
      "UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n', 3)"};
  sqlite3 *db = errors_open();
  for (size_t k = 0; k < 2; k++) {
    int calls = 0;
    sqlite3_progress_handler(db, 1000, errors_stop, &calls);
    assert_int_equal(errors_run(db, endless[k]), SQLITE_INTERRUPT);
    assert_string_equal(sqlite3_errmsg(db), "interrupted");
    sqlite3_progress_handler(db, 0, NULL, NULL);
    errors_expect_fine(db, "SELECT price FROM t");
  }
  /* The table that never ends when it is written while it is read. */
  int calls = 0;
  sqlite3_progress_handler(db, 1000, errors_stop, &calls);
  assert_int_equal(errors_run(db, "INSERT INTO t(price) SELECT smma FROM "
                                  "smma_series('SELECT price FROM t', 1)"),
                   SQLITE_INTERRUPT);
  sqlite3_progress_handler(db, 0, NULL, NULL);
  database_expect_text(db, "3", "SELECT count(*) FROM t");
  database_close(db);
}

static int errors_deny(void *table, int action, const char *name,
                       const char *column, const char *database,
                       const char *trigger) {
  (void)column;
  (void)database;
  (void)trigger;
  return action == SQLITE_READ && strcmp(name, table) == 0 ? SQLITE_DENY
                                                           : SQLITE_OK;
}

static void test_authorizer(void **state) {
  (void)state;
  sqlite3 *db = errors_open();
  sqlite3_set_authorizer(db, errors_deny, (void *)"t");
  assert_int_equal(
      errors_run(db, "SELECT * FROM smma_series('SELECT price FROM t', 2)"),
      SQLITE_AUTH);
  assert_string_equal(sqlite3_errmsg(db), "smma_series() query: access to "
                                          "t.price is prohibited");
  sqlite3_set_authorizer(db, NULL, NULL);
  errors_expect_fine(db, "SELECT price FROM t");
  database_close(db);
}

/* ------------------------------------------------------------- whom not to trust */

/* A text that runs itself, and others that run each other. */
static void test_nested_without_end(void **state) {
  (void)state;
  static const char deep[] = "smma_series() is nested more than 16 deep";
  sqlite3 *db = errors_open();
  database_run(db, "CREATE TABLE q(q); INSERT INTO q VALUES ('SELECT smma FROM "
                   "smma_series((SELECT q FROM q), 2)')");
  for (int k = 0; k < 3; k++) {
    database_expect_error(db, deep,
                          "SELECT * FROM smma_series((SELECT q FROM q), 2)");
    errors_expect_fine(db, "SELECT price FROM t");
  }
  /* From the second row on, which is another way into the query. */
  database_run(db, "UPDATE q SET q = 'SELECT 1 UNION ALL SELECT smma FROM "
                   "smma_series((SELECT q FROM q), 1)'");
  database_expect_error(db, deep,
                        "SELECT * FROM smma_series((SELECT q FROM q), 2)");
  errors_expect_fine(db, "SELECT price FROM t");
  /* This depth is allowed. */
  database_run(db, "DELETE FROM q");
  for (int k = 1; k < 16; k++) {
    database_run(db,
                 "INSERT INTO q VALUES ('SELECT smma FROM smma_series((SELECT "
                 "q FROM q WHERE rowid = %d), 1)')",
                 k + 1);
  }
  database_run(db, "INSERT INTO q VALUES ('SELECT price FROM t')");
  static const char first[] = "SELECT count(*) FROM smma_series((SELECT q FROM "
                              "q WHERE rowid = 1), 1)";
  database_expect_text(db, "3", "%s", first);
  database_run(db, "INSERT INTO q SELECT q FROM q WHERE rowid = 16;"
                   "UPDATE q SET q = 'SELECT smma FROM smma_series((SELECT q "
                   "FROM q WHERE rowid = 17), 1)' WHERE rowid = 16");
  database_expect_error(db, deep, "%s", first);
  database_close(db);
}

/* SPEC 3.5: only what the application itself asks may run SQL text. */
static void test_direct_only(void **state) {
  (void)state;
  sqlite3 *db = errors_open();
  database_run(db, "CREATE VIEW v AS SELECT * FROM "
                   "smma_series('SELECT price FROM t', 2)");
  if (!database_has_trusted_schema()) {
    database_expect_text(db, "3", "SELECT count(*) FROM v");
    database_close(db);
    return;
  }
  static const char unsafe[] = "unsafe use of virtual table \"smma_series\"";
  for (int trusted = 0; trusted < 2; trusted++) {
    database_run(db, "PRAGMA trusted_schema = %d", trusted);
    database_expect_error(db, unsafe, "SELECT * FROM v");
    database_run(db, "CREATE TABLE log(x);"
                     "CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO log "
                     "SELECT smma FROM smma_series('SELECT price FROM t', 2); "
                     "END");
    database_expect_error(db, unsafe, "INSERT INTO t(price) VALUES (4)");
    database_run(db, "DROP TABLE log; DROP TRIGGER r");
    errors_expect_of_query(db, "SELECT smma FROM v",
                           "smma_series() query: unsafe use of virtual table "
                           "\"smma_series\"");
    errors_expect_fine(db, "SELECT price FROM t");
  }
  database_close(db);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_queries_that_are_fine),
      cmocka_unit_test(test_queries_that_are_not),
      cmocka_unit_test(test_queries_that_are_no_text),
      cmocka_unit_test(test_arguments),
      cmocka_unit_test(test_table_is_only_read),
      cmocka_unit_test(test_huge_ranges),
      cmocka_unit_test(test_prices),
      cmocka_unit_test(test_codes),
      cmocka_unit_test(test_interrupt),
      cmocka_unit_test(test_authorizer),
      cmocka_unit_test(test_nested_without_end),
      cmocka_unit_test(test_direct_only),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
