/*
** test_series_parameters.c - values for the parameters of smma_series()'s query
** (SPEC 3.6): which value goes where, with its own type; joins; what is missing
** and what is too much.
*/
#include "../../support/database.h"

#include <stdio.h>

/* Prices of A and B, and a table with the names, of which C has no prices. */
static sqlite3 *parameters_open(void) {
  sqlite3 *db = database_open();
  database_run(db, "CREATE TABLE symbols(symbol TEXT PRIMARY KEY);"
                   "INSERT INTO symbols VALUES ('A'), ('B'), ('C');"
                   "CREATE TABLE prices(symbol, ts, close);"
                   "INSERT INTO prices VALUES ('A', 1, 4), ('A', 2, 8), "
                   "('A', 3, 2), ('B', 1, 1), ('B', 2, 3)");
  return db;
}

#define PARAMETERS_QUERY                                                       \
  "'SELECT ts, close FROM prices WHERE symbol = ?1 ORDER BY ts'"

/* -------------------------------------------------------------- which is which */

static void test_parameters(void **state) {
  (void)state;
  static const struct {
    const char *call;
    const char *expected; /* key and price */
  } calls[] = {
      {"'SELECT ?1, ?2', 1, 1, 1, 7, 8", "7|8"},
      {"'SELECT ?2, ?1', 1, 1, 1, 7, 8", "8|7"},
      {"'SELECT ?, ?', 1, 1, 1, 7, 8", "7|8"},
      {"'SELECT ?2, ?2', 1, 1, 1, NULL, 8", "8|8"},
      {"'SELECT ?1, ?1 + ?1', 1, 1, 1, 7", "7|14"},
      /* A name has the number of its first place. */
      {"'SELECT :b, :a', 1, 1, 1, 7, 8", "7|8"},
      {"'SELECT @b, $a', 1, 1, 1, 7, 8", "7|8"},
      {"'SELECT :b + :b, :a', 1, 1, 1, 7, 8", "14|8"},
      {"'SELECT ?2, :a', 1, 1, 1, NULL, 7, 8", "7|8"},
      {"'VALUES (?8 - ?7, ?1 + ?2 + ?3 + ?4 + ?5 + ?6)', 1, 1, 1, "
       "1, 2, 4, 8, 16, 32, 64, 128",
       "64|63"},
      {"'SELECT ''?1'', ?1 -- ?2', 1, 1, 1, 7", "?1|7"},
      {"'WITH x(y) AS (SELECT ?1) SELECT key, price FROM x, "
       "smma_series(''VALUES "
       "(?1), (5)'', 1, 1, 1, y) WHERE key = ?2', 1, 1, 1, 7, 1",
       "1|7"},
  };
  sqlite3 *db = parameters_open();
  for (size_t k = 0; k < sizeof(calls) / sizeof(calls[0]); k++) {
    database_expect_rows(db, calls[k].expected,
                         "SELECT key, price FROM smma_series(%s)",
                         calls[k].call);
  }
  /* By name, as all the arguments, with the others at their defaults. */
  database_expect_rows(
      db, "2|A|1|4|- 2|A|2|8|6.0 2|A|3|2|4.0",
      "SELECT period, value1, key, price, smma FROM smma_series WHERE value1 = "
      "'A' AND first_period = 2 AND query = " PARAMETERS_QUERY);
  /* NULL IS NULL, where nothing is = NULL. */
  database_expect_rows(
      db, "-|2|7",
      "SELECT value1, value2, price FROM smma_series WHERE value1 IS NULL AND "
      "value2 IS 2 AND first_period IS 2 AND query IS 'SELECT ifnull(?1, 7) "
      "WHERE ?2 = 2'");
  database_expect_rows(db, "1|4.0 2|- 1|8.0 2|6.0 1|2.0 2|4.0",
                       "SELECT period, smma FROM smma_series(" PARAMETERS_QUERY
                       ", 1, 2) WHERE value1 = 'A'");
  database_expect_rows(
      db, "1|2|3|4|5|6|7|8|9|10|11",
      "SELECT first_period, last_period, step, value1, value2, "
      "value3, value4, value5, value6, value7, value8 FROM "
      "smma_series('VALUES (?8)', 1, 2, 3, 4, 5, 6, 7, 8, 9, "
      "10, 11)");
  database_close(db);
}

/* The query sees the value with its own type, and so does who asks for it. */
static void test_types(void **state) {
  (void)state;
  static const char *const values[] = {
      "NULL",       "0",        "-1",    "9223372036854775807",
      "1.0",        "-0.5",     "1e300", "9e999",
      "''",         "'x'",      "'1'",   "'1.50'",
      "'it''s'",    "char(0)",  "x''",   "'a' || char(0) || 'b'",
      "x'00ff'",    "x'31'",    "'?1'",  "zeroblob(9)",
      "char(8364)", "'%s %lld'"};
  for (int utf16 = 0; utf16 < 2; utf16++) {
    sqlite3 *db = database_open_plain();
    if (utf16) database_run(db, "PRAGMA encoding = 'UTF-16'");
    assert_int_equal(sqlite3_smma_init(db, NULL, NULL), SQLITE_OK);
    database_run(db, "CREATE TABLE t(value)");
    for (size_t k = 0; k < sizeof(values) / sizeof(values[0]); k++) {
      database_run(db, "DELETE FROM t; INSERT INTO t VALUES (%s)", values[k]);
      database_expect_text(
          db, "1",
          "SELECT (key, typeof(key), hex(key), typeof(value1), hex(value1), "
          "part) IS (value, typeof(value), hex(value), typeof(value), "
          "hex(value), typeof(value)) FROM t, smma_series('SELECT typeof(?1), "
          "?1, 1', 1, 1, 1, value)");
    }
    database_close(db);
  }
}

/* ------------------------------------------------------------------------ joins */

static void test_joins(void **state) {
  (void)state;
  sqlite3 *db = parameters_open();
  database_expect_rows(
      db, "A|1|- A|2|6.0 A|3|4.0 B|1|- B|2|2.0",
      "SELECT symbol, key, smma FROM symbols JOIN smma_series(" PARAMETERS_QUERY
      ", 2, 2, 1, symbols.symbol)");
  database_expect_rows(
      db, "A|4.0 B|2.0 C|-",
      "SELECT symbol, (SELECT smma FROM smma_series(" PARAMETERS_QUERY
      ", 2, 2, 1, symbols.symbol) ORDER BY rowid DESC LIMIT 1) FROM symbols");
  /* Old versions lose the row without a partner, for every function. */
  if (sqlite3_libversion_number() >= 3040000) {
    database_expect_rows(db, "A|3 B|2 C|0",
                         "SELECT symbol, count(key) FROM symbols LEFT JOIN "
                         "smma_series(" PARAMETERS_QUERY
                         ", 2, 2, 1, symbols.symbol) GROUP BY 1");
    database_expect_rows(
        db, "A|1 B|1 C|-",
        "SELECT symbol, key FROM symbols LEFT JOIN smma_series ON value1 = "
        "symbol AND first_period = 2 AND query = " PARAMETERS_QUERY
        " AND key = 1");
  }
  database_expect_rows(
      db, "A|1|- A|2|6.0 A|3|4.0 B|1|- B|2|2.0",
      "SELECT symbol, ts, (SELECT smma FROM smma_series('SELECT close FROM "
      "prices WHERE symbol = :symbol AND ts <= :ts ORDER BY ts', 2, 2, 1, "
      "p.symbol, p.ts) ORDER BY rowid DESC LIMIT 1) FROM prices AS p");
  /* A value for each of a list, and of a subquery. */
  database_expect_rows(
      db, "X'31'|blob 1|integer 1.5|real '007'|text '1'|text '1e2'|text",
      "SELECT quote(value1), key FROM smma_series WHERE query = 'SELECT "
      "typeof(?1), 1' AND first_period = 1 AND value1 IN ('007', '1', '1e2', "
      "1, "
      "1.5, x'31', NULL) ORDER BY key || hex(value1)");
  database_expect_rows(
      db, "A|4.0 B|2.0",
      "SELECT value1, avg(CASE key WHEN CASE value1 WHEN 'A' THEN 3 ELSE 2 END "
      "THEN smma END) FROM smma_series WHERE query = " PARAMETERS_QUERY
      " AND first_period = 2 AND value1 IN ('B', 'A', 'none') GROUP BY 1");
  database_expect_rows(db, "A|3 B|2",
                       "SELECT value1, count(*) FROM smma_series WHERE query = "
                       "" PARAMETERS_QUERY
                       " AND first_period = 2 AND value1 IN "
                       "(SELECT symbol FROM symbols) GROUP BY 1");
  database_close(db);
}

static void test_query_is_prepared_once(void **state) {
  (void)state;
  sqlite3 *db = parameters_open();
  int count = 0;
  sqlite3_stmt *statement = database_prepare(
      db, "SELECT key FROM symbols JOIN smma_series(" PARAMETERS_QUERY
          ", 2, 2, 1, symbols.symbol)");
  sqlite3_set_authorizer(db, database_count_reads, &count);
  for (int row = 0; row < 5; row++) {
    assert_true(database_step(statement));
    assert_int_equal(sqlite3_column_int(statement, 0),
                     row < 3 ? row + 1 : row - 2);
  }
  assert_false(database_step(statement));
  assert_int_equal(count, 1);
  sqlite3_finalize(statement);
  sqlite3_set_authorizer(db, NULL, NULL);
  database_close(db);
}

/* The arguments are parameters themselves; every run has its own. */
static void test_prepared(void **state) {
  (void)state;
  sqlite3 *db = parameters_open();
  sqlite3_stmt *statement = database_prepare(
      db, "SELECT group_concat(ifnull(smma, '-')) FROM smma_series(?1, ?2, ?2, "
          "1, ?3, ?4)");
  static const struct {
    const char *query;
    int period;
    const char *symbol;
    int first;
    const char *expected;
  } runs[] = {
      {"SELECT close FROM prices WHERE symbol = ? AND ts >= ?", 1, "A", 2,
       "8.0,2.0"},
      {"SELECT close FROM prices WHERE symbol = ? AND ts >= ?", 2, "A", 1,
       "-,6.0,4.0"},
      {"SELECT close FROM prices WHERE symbol = ? AND ts >= ?", 2, "B", 1,
       "-,2.0"},
      {"SELECT ?2 + close FROM prices WHERE symbol = ?1", 2, "B", 10, "-,12.0"},
      {"SELECT close FROM prices WHERE symbol = ? AND ts >= ?", 1, "B", 2,
       "3.0"},
  };
  for (size_t k = 0; k < sizeof(runs) / sizeof(runs[0]); k++) {
    sqlite3_bind_text(statement, 1, runs[k].query, -1, SQLITE_STATIC);
    sqlite3_bind_int(statement, 2, runs[k].period);
    sqlite3_bind_text(statement, 3, runs[k].symbol, -1, SQLITE_STATIC);
    sqlite3_bind_int(statement, 4, runs[k].first);
    assert_true(database_step(statement));
    assert_string_equal(sqlite3_column_text(statement, 0), runs[k].expected);
    sqlite3_reset(statement);
  }
  /* What has not been bound is NULL, as everywhere. */
  sqlite3_clear_bindings(statement);
  sqlite3_bind_text(statement, 1, "VALUES (?1), (?2)", -1, SQLITE_STATIC);
  sqlite3_bind_int(statement, 2, 1);
  assert_true(database_step(statement));
  assert_string_equal(sqlite3_column_text(statement, 0), "-,-");
  sqlite3_finalize(statement);
  database_close(db);
}

/* ---------------------------------------------------- too little and too much */

#define PARAMETERS_NO_VALUE "1st argument to smma_series() has the parameter "

static void test_errors(void **state) {
  (void)state;
  static const struct {
    const char *call;
    const char *expected;
  } calls[] = {
      /* A parameter without a value, by its name where it has one. */
      {"('SELECT ?1', 2)", PARAMETERS_NO_VALUE "?1, which has no value"},
      {"('SELECT ?1, ?2', 2, 2, 1, 5)",
       PARAMETERS_NO_VALUE "?2, which has no value"},
      {"('SELECT ?2, ?1, ?3', 2, 2, 1, 5)",
       PARAMETERS_NO_VALUE "?2, which has no value"},
      {"('SELECT :a, :symbol', 2, 2, 1, 5)",
       PARAMETERS_NO_VALUE ":symbol, which has no value"},
      {"('SELECT @a, $b', 2)", PARAMETERS_NO_VALUE "@a, which has no value"},
      {"('SELECT ?, ?', 2, 2, 1, 5)",
       PARAMETERS_NO_VALUE "?2, which has no value"},
      {"('SELECT ?, :b', 2)", PARAMETERS_NO_VALUE ":b, which has no value"},
      {"('SELECT ?9', 2, 2, 1, 1, 2, 3, 4, 5, 6, 7, 8)",
       PARAMETERS_NO_VALUE "?9, which has no value"},
      {"('SELECT ?7', 2, 2, 1, 1, 2)",
       PARAMETERS_NO_VALUE "?7, which has no value"},
      /* A value without a parameter. */
      {"('SELECT 1', 2, 2, 1, 5)",
       "5th argument to smma_series() has no parameter ?1 in the query"},
      {"('SELECT 1', 2, 2, 1, NULL)",
       "5th argument to smma_series() has no parameter ?1 in the query"},
      {"('SELECT ?1', 2, 2, 1, 5, 6)",
       "6th argument to smma_series() has no parameter ?2 in the query"},
      {"('SELECT :a, :a', 2, 2, 1, 5, 6, 7)",
       "6th argument to smma_series() has no parameter ?2 in the query"},
      {"('SELECT ?2', 2, 2, 1, 1, 2, 3, 4, 5, 6, 7, 8)",
       "7th argument to smma_series() has no parameter ?3 in the query"},
      {"('SELECT ?3', 2, 2, 1, 1, 2, 3, 4, 5, 6, 7, 8)",
       "8th argument to smma_series() has no parameter ?4 in the query"},
      {"('SELECT ?4', 2, 2, 1, 1, 2, 3, 4, 5, 6, 7, 8)",
       "9th argument to smma_series() has no parameter ?5 in the query"},
      {"('SELECT ?5', 2, 2, 1, 1, 2, 3, 4, 5, 6, 7, 8)",
       "10th argument to smma_series() has no parameter ?6 in the query"},
      {"('SELECT ?6', 2, 2, 1, 1, 2, 3, 4, 5, 6, 7, 8)",
       "11th argument to smma_series() has no parameter ?7 in the query"},
      {"('SELECT ?7', 2, 2, 1, 1, 2, 3, 4, 5, 6, 7, 8)",
       "12th argument to smma_series() has no parameter ?8 in the query"},
      /* The other arguments first. */
      {"('SELECT ?1', 0, 2, 1)",
       "2nd argument to smma_series() is not an integer between 1 and "
       "2147483647: 0"},
      /* One left out. */
      {" WHERE query = 'SELECT ?2' AND first_period = 2 AND value2 = 5",
       "smma_series() needs value1"},
      {"('SELECT ?1', 2) WHERE value8 = 5 AND value1 = 4",
       "smma_series() needs value2"},
      {"('SELECT ?1', 2, 2, 1, 4) WHERE value3 = 5",
       "smma_series() needs value2"},
      /* Not an argument, but a condition that none of its rows can be asked. */
      {"('SELECT ?1', 2) WHERE value1 > 5", "smma_series() needs value1"},
      {"('SELECT 1', 2) WHERE value1 IS NULL",
       "5th argument to smma_series() has no parameter ?1 in the query"},
      {"('SELECT ?1', 2) WHERE value1 IS NOT NULL",
       "smma_series() needs value1"},
      {"('SELECT 1', 2) ORDER BY last_period",
       "smma_series() needs last_period"},
  };
  sqlite3 *db = parameters_open();
  for (size_t k = 0; k < sizeof(calls) / sizeof(calls[0]); k++) {
    database_expect_error(db, calls[k].expected,
                          "SELECT smma FROM smma_series%s", calls[k].call);
    database_expect_rows(db, "4.0 8.0 2.0",
                         "SELECT smma FROM smma_series(" PARAMETERS_QUERY
                         ", 1, 1, 1, 'A')");
  }
  /* The error is that of the row whose arguments are wrong. */
  database_expect_error(
      db, PARAMETERS_NO_VALUE ":x, which has no value",
      "SELECT smma FROM (VALUES ('VALUES (1)'), ('VALUES (:x)')) CROSS JOIN "
      "smma_series(column1, 1)");
  database_close(db);
}

/* A value longer than the limit, which was lower when the query was asked. */
static void test_too_long(void **state) {
  (void)state;
  sqlite3 *db = parameters_open();
  sqlite3_stmt *statement = database_prepare(
      db, "SELECT key FROM smma_series('SELECT length(?1), 1', 1, 1, 1, ?1)");
  sqlite3_bind_zeroblob(statement, 1, 5000);
  assert_true(database_step(statement));
  assert_int_equal(sqlite3_column_int(statement, 0), 5000);
  sqlite3_reset(statement);
  sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 1000);
  assert_int_equal(sqlite3_step(statement), SQLITE_TOOBIG);
  sqlite3_finalize(statement);
  database_close(db);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_parameters),
      cmocka_unit_test(test_types),
      cmocka_unit_test(test_joins),
      cmocka_unit_test(test_query_is_prepared_once),
      cmocka_unit_test(test_prepared),
      cmocka_unit_test(test_errors),
      cmocka_unit_test(test_too_long),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
