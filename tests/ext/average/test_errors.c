/*
** test_errors.c - every error of smma(), word for word, wherever it happens.
**
** An error is raised in the row that causes it, and no kind of query may lose
** it: what happens in the first, a middle or the last row fails the query.
*/
#include "../../../core/smma.h"
#include "../../support/database.h"
#include "../../support/oracle.h"
#include "../../support/random.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

static random_source errors_random;

static const char errors_not_a_number[] =
    "1st argument to smma() is not a number";
static const char errors_not_finite[] = "1st argument to smma() is not finite";
static const char errors_not_a_period[] =
    "2nd argument to smma() is not an integer between 1 and 2147483647";
static const char errors_changed_period[] =
    "2nd argument to smma() is not the same for all rows";

/* ---------------------------------------------------------------- the queries */

typedef struct errors_query {
  const char *sql;
  int since; /* version of SQLite */
} errors_query;

/* In each of them every row of prices enters a frame sooner or later. */
static const errors_query errors_queries[] = {
    {"SELECT smma(price, period) FROM prices", 0},
    {"SELECT smma(price, period) FROM prices GROUP BY i > 0", 0},
    {"SELECT (SELECT smma(price, period) FROM prices)", 0},
    {"SELECT smma(price, period) FILTER (WHERE i > 0) FROM prices", 3030000},
    {"SELECT smma(price, period) OVER () FROM prices", 0},
    {"SELECT smma(price, period) OVER (ORDER BY i) FROM prices", 0},
    {"SELECT smma(price, period) OVER (ORDER BY i DESC) FROM prices", 0},
    {"SELECT smma(price, period) OVER (PARTITION BY i > 0 ORDER BY i) "
     "FROM prices",
     0},
    {"SELECT smma(price, period) FILTER (WHERE i > 0) OVER (ORDER BY i) "
     "FROM prices",
     0},
    {"SELECT smma(price, period) OVER (ORDER BY i ROWS UNBOUNDED PRECEDING) "
     "FROM prices",
     0},
    {"SELECT smma(price, period) OVER (ORDER BY i ROWS 2 PRECEDING) "
     "FROM prices",
     0},
    {"SELECT smma(price, period) OVER (ORDER BY i ROWS CURRENT ROW) "
     "FROM prices",
     0},
    {"SELECT smma(price, period) OVER (ORDER BY i ROWS BETWEEN 2 PRECEDING "
     "AND 2 FOLLOWING) FROM prices",
     0},
    {"SELECT smma(price, period) OVER (ORDER BY i ROWS BETWEEN CURRENT ROW "
     "AND 3 FOLLOWING) FROM prices",
     0},
    {"SELECT smma(price, period) OVER (ORDER BY i ROWS BETWEEN CURRENT ROW "
     "AND UNBOUNDED FOLLOWING) FROM prices",
     0},
    {"SELECT smma(price, period) OVER (ORDER BY i ROWS BETWEEN UNBOUNDED "
     "PRECEDING AND UNBOUNDED FOLLOWING) FROM prices",
     0},
    {"SELECT max(s) FROM (SELECT smma(price, period) OVER (ORDER BY i ROWS 2 "
     "PRECEDING) AS s FROM prices)",
     0},
    {"SELECT smma(price, period) OVER (ORDER BY i RANGE BETWEEN 2 PRECEDING "
     "AND 1 FOLLOWING) FROM prices",
     3028000},
    {"SELECT smma(price, period) OVER (ORDER BY i GROUPS BETWEEN 2 PRECEDING "
     "AND CURRENT ROW) FROM prices",
     3028000},
    {"SELECT smma(price, period) OVER (ORDER BY i ROWS BETWEEN 2 PRECEDING "
     "AND 2 FOLLOWING EXCLUDE CURRENT ROW) FROM prices",
     3028000},
    {"SELECT smma(price, period) OVER (ORDER BY i RANGE UNBOUNDED PRECEDING "
     "EXCLUDE TIES) FROM prices",
     3028000},
};

enum {
  ERRORS_QUERIES = sizeof(errors_queries) / sizeof(errors_queries[0]),
  ERRORS_ROWS = 7
};

/* Prices 1 ... 7 with period 2. */
static sqlite3 *errors_open(void) {
  sqlite3 *db = database_open();
  database_run(db, "CREATE TABLE prices(i INTEGER PRIMARY KEY, price, period);"
                   "INSERT INTO prices(price, period) VALUES (1, 2), (2, 2), "
                   "(3, 2), (4, 2), (5, 2), (6, 2), (7, 2)");
  return db;
}

/* Each query fails with this message and the value of an SQL expression or, where
** the order of the rows decides which of two is found, of another. */
static void errors_expect_either(sqlite3 *db, const char *expected,
                                 const char *value, const char *other) {
  for (size_t q = 0; q < ERRORS_QUERIES; q++) {
    if (sqlite3_libversion_number() < errors_queries[q].since) continue;
    const bool is_descending = strstr(errors_queries[q].sql, "DESC") != NULL;
    database_expect_error_of(db, expected, is_descending ? other : value, "%s",
                             errors_queries[q].sql);
  }
}

static void errors_expect_everywhere(sqlite3 *db, const char *expected,
                                     const char *value) {
  errors_expect_either(db, expected, value, value);
}

/* The period of all rows is 2, but for one: it is the second of two that differ
** that is reported. */
static void errors_expect_changed(sqlite3 *db, int row, const char *value) {
  errors_expect_either(db, errors_changed_period, row == 1 ? "2" : value,
                       row == ERRORS_ROWS ? "2" : value);
}

static void errors_expect_none(sqlite3 *db) {
  for (size_t q = 0; q < ERRORS_QUERIES; q++) {
    if (sqlite3_libversion_number() < errors_queries[q].since) continue;
    database_run(db, "%s", errors_queries[q].sql);
  }
}

/* With the price or period (an SQL expression) in each row that matters. */
static void errors_expect_in_rows(const char *column, const char *value,
                                  const char *expected) {
  static const int rows[] = {1, 4, ERRORS_ROWS};
  for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++) {
    sqlite3 *db = errors_open();
    errors_expect_none(db);
    database_run(db, "UPDATE prices SET %s = %s WHERE i = %d", column, value,
                 rows[k]);
    if (expected == errors_changed_period) {
      errors_expect_changed(db, rows[k], value);
    } else {
      errors_expect_everywhere(db, expected, value);
    }
    /* The connection works as before. */
    database_run(db, "UPDATE prices SET price = i, period = 2");
    errors_expect_none(db);
    database_expect_text(db, "6.0156",
                         "SELECT round(smma(price, 2), 4) "
                         "FROM prices");
    database_close(db);
  }
}

/* ------------------------------------------------------------------ the errors */

/* SPEC 3.3 */
static void test_price_is_not_a_number(void **state) {
  (void)state;
  static const char *const prices[] = {
      "''",     "'abc'", "'12abc'", "x'00'",  "x''",         "x'3132'",
      "'0x10'", "'inf'", "'nan'",   "' '",    "'1,5'",       "'1 2'",
      "'--1'",  "'1e'",  "'.'",     "'true'", "zeroblob(8)", "'\u0661'"};
  for (size_t k = 0; k < sizeof(prices) / sizeof(prices[0]); k++) {
    errors_expect_in_rows("price", prices[k], errors_not_a_number);
  }
}

/* A text does not end at a NUL, as a C string would. */
static void test_text_with_nul(void **state) {
  (void)state;
  static const char *const texts[] = {"'2' || char(0)", "'2' || char(0) || 'x'",
                                      "char(0) || '2'", "char(0)"};
  for (size_t k = 0; k < sizeof(texts) / sizeof(texts[0]); k++) {
    errors_expect_in_rows("price", texts[k], errors_not_a_number);
    errors_expect_in_rows("period", texts[k], errors_not_a_period);
  }
}

/* SPEC 1.3, 3.3 */
static void test_price_is_not_finite(void **state) {
  (void)state;
  static const char *const prices[] = {"9e999", "-9e999", "'1e999'",
                                       "' -1e999 '"};
  for (size_t k = 0; k < sizeof(prices) / sizeof(prices[0]); k++) {
    errors_expect_in_rows("price", prices[k], errors_not_finite);
  }
}

/* SPEC 3.4 */
static void test_period_is_not_one(void **state) {
  (void)state;
  static const char *const periods[] = {
      "NULL",       "0",     "-1",      "2147483648",   "1.5",
      "'abc'",      "''",    "x''",     "x'32'",        "1e300",
      "-1e300",     "9e999", "0.5",     "2147483647.5", "9223372036854775807",
      "'1.5'",      "'2x'",  "'1e300'", "'-2'",         "-9223372036854775808",
      "4294967298", "'0x2'"};
  for (size_t k = 0; k < sizeof(periods) / sizeof(periods[0]); k++) {
    errors_expect_in_rows("period", periods[k], errors_not_a_period);
  }
}

/* A price of NULL does not hide its period. */
static void test_period_beside_missing_price(void **state) {
  (void)state;
  for (int row = 1; row <= ERRORS_ROWS; row += 3) {
    sqlite3 *db = errors_open();
    database_run(db, "UPDATE prices SET price = NULL WHERE i = %d", row);
    errors_expect_none(db);
    database_run(db, "UPDATE prices SET period = 0 WHERE i = %d", row);
    errors_expect_everywhere(db, errors_not_a_period, "0");
    database_run(db, "UPDATE prices SET period = 3 WHERE i = %d", row);
    errors_expect_changed(db, row, "3");
    database_run(db, "UPDATE prices SET price = NULL, period = 0");
    errors_expect_everywhere(db, errors_not_a_period, "0");
    database_close(db);
  }
}

static void test_period_changes(void **state) {
  (void)state;
  static const char *const periods[] = {"3", "1", "'3'", "2147483647", "3.0"};
  for (size_t k = 0; k < sizeof(periods) / sizeof(periods[0]); k++) {
    errors_expect_in_rows("period", periods[k], errors_changed_period);
  }
}

static void test_periods_that_are_the_same(void **state) {
  (void)state;
  sqlite3 *db = errors_open();
  database_run(db, "UPDATE prices SET period = CASE i %% 4 WHEN 0 THEN 2 "
                   "WHEN 1 THEN 2.0 WHEN 2 THEN '2' ELSE ' 2.0 ' END");
  errors_expect_none(db);
  database_expect_text(db, "6.015625",
                       "SELECT smma(price, period) FROM prices");
  database_close(db);
}

/* Each partition or group may have a period of its own. */
static void test_periods_of_series(void **state) {
  (void)state;
  sqlite3 *db = errors_open();
  database_run(db, "UPDATE prices SET period = 1 + i %% 3");
  database_expect_text(db, "6.0 4.75 -",
                       "SELECT group_concat(ifnull(s, '-'), ' ') FROM (SELECT "
                       "smma(price, period) AS s FROM prices GROUP BY i %% 3)");
  database_expect_text(
      db, "- - 3.0 2.5 - 6.0 4.75",
      "SELECT group_concat(ifnull(s, '-'), ' ') FROM (SELECT smma(price, "
      "period) OVER (PARTITION BY i %% 3 ORDER BY i) AS s FROM prices "
      "ORDER BY i)");
  database_expect_text(
      db, "- - 3.0 2.5 - 6.0 5.5",
      "SELECT group_concat(ifnull(s, '-'), ' ') FROM (SELECT smma(price, "
      "period) OVER (PARTITION BY i %% 3 ORDER BY i ROWS 1 PRECEDING) AS s "
      "FROM prices ORDER BY i)");
  database_close(db);
}

static void test_shortest_and_longest_period(void **state) {
  (void)state;
  sqlite3 *db = errors_open();
  database_run(db, "UPDATE prices SET period = 1");
  errors_expect_none(db);
  database_expect_text(db, "7.0", "SELECT smma(price, period) FROM prices");
  static const char *const longest[] = {"2147483647", "2147483647.0",
                                        "'2147483647'"};
  for (size_t k = 0; k < 3; k++) {
    database_run(db, "UPDATE prices SET period = %s", longest[k]);
    errors_expect_none(db);
    database_expect_text(db, "NULL", "SELECT smma(price, period) FROM prices");
  }
  database_close(db);
}

/* Rows that FILTER keeps out are not checked. */
static void test_rows_that_are_filtered(void **state) {
  (void)state;
  sqlite3 *db = errors_open();
  database_run(db, "UPDATE prices SET price = 'abc', period = 0 WHERE i = 4");
  database_expect_text(
      db, "- 1.5 2.5 - - 5.5 6.5",
      "SELECT group_concat(ifnull(s, '-'), ' ') FROM (SELECT smma(price, "
      "period) FILTER (WHERE i <> 4) OVER (ORDER BY i ROWS 1 PRECEDING) AS s "
      "FROM prices)");
  if (database_has_aggregate_filter()) {
    database_expect_text(db, "2.25",
                         "SELECT smma(price, period) FILTER (WHERE i < 4) "
                         "FROM prices");
  }
  database_close(db);
}

static void test_wrong_number_of_arguments(void **state) {
  (void)state;
  static const struct {
    const char *call;
    const char *name;
  } calls[] = {
      {"smma()", "smma"},
      {"smma(1)", "smma"},
      {"smma(1, 2, 3, 4)", "smma"},
      {"smma(1) OVER ()", "smma"},
      {"smma_version(1)", "smma_version"},
      {"smma_debug(1)", "smma_debug"},
  };
  sqlite3 *db = database_open();
  for (size_t k = 0; k < sizeof(calls) / sizeof(calls[0]); k++) {
    char expected[80];
    snprintf(expected, sizeof(expected),
             "wrong number of arguments to function %s()", calls[k].name);
    database_expect_error(db, expected, "SELECT %s", calls[k].call);
  }
  database_expect_error(db,
                        "smma_version() may not be used as a window function",
                        "SELECT smma_version() OVER ()");
  database_close(db);
}

/* ------------------------------------------------------------- after an error */

/* Runs the statement with ?1 as the price of row 4. */
static int errors_run_with(sqlite3_stmt *statement, const char *price) {
  int rc;
  sqlite3_reset(statement);
  if (price == NULL) {
    sqlite3_bind_int(statement, 1, 4);
  } else {
    sqlite3_bind_text(statement, 1, price, -1, SQLITE_STATIC);
  }
  do {
    rc = sqlite3_step(statement);
  } while (rc == SQLITE_ROW);
  return rc;
}

static void test_same_statement_after_error(void **state) {
  (void)state;
  static const char *const over[] = {
      "", "OVER (ORDER BY i)", "OVER (ORDER BY i ROWS 2 PRECEDING)", "OVER ()"};
  sqlite3 *db = errors_open();
  for (size_t k = 0; k < sizeof(over) / sizeof(over[0]); k++) {
    sqlite3_stmt *statement = database_prepare(
        db,
        "SELECT smma(CASE i WHEN 4 THEN ?1 ELSE price END, 2) %s FROM prices",
        over[k]);
    for (int round = 0; round < 3; round++) {
      assert_int_equal(errors_run_with(statement, NULL), SQLITE_DONE);
      assert_int_equal(errors_run_with(statement, "four"), SQLITE_ERROR);
      assert_string_equal(sqlite3_errmsg(db),
                          "1st argument to smma() is not a number: 'four'");
      assert_int_equal(errors_run_with(statement, "1e999"), SQLITE_ERROR);
      assert_string_equal(sqlite3_errmsg(db),
                          "1st argument to smma() is not finite: '1e999'");
    }
    assert_int_equal(errors_run_with(statement, "4"), SQLITE_DONE);
    sqlite3_finalize(statement);
  }
  database_close(db);
}

static void test_nothing_is_inserted(void **state) {
  (void)state;
  sqlite3 *db = errors_open();
  database_run(db, "CREATE TABLE averages(s);"
                   "UPDATE prices SET price = '' WHERE i = 7");
  database_expect_error_of(db, errors_not_a_number, "''",
                           "INSERT INTO averages SELECT smma(price, 2) OVER "
                           "(ORDER BY i ROWS 1 PRECEDING) FROM prices");
  database_expect_text(db, "0", "SELECT count(*) FROM averages");
  database_close(db);
}

int main(void) {
  errors_random = random_start("test_errors");
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_price_is_not_a_number),
      cmocka_unit_test(test_text_with_nul),
      cmocka_unit_test(test_price_is_not_finite),
      cmocka_unit_test(test_period_is_not_one),
      cmocka_unit_test(test_period_beside_missing_price),
      cmocka_unit_test(test_period_changes),
      cmocka_unit_test(test_periods_that_are_the_same),
      cmocka_unit_test(test_periods_of_series),
      cmocka_unit_test(test_shortest_and_longest_period),
      cmocka_unit_test(test_rows_that_are_filtered),
      cmocka_unit_test(test_wrong_number_of_arguments),
      cmocka_unit_test(test_same_statement_after_error),
      cmocka_unit_test(test_nothing_is_inserted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
