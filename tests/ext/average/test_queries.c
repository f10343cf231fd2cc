/*
** test_queries.c - smma() in queries of every shape: grouped, filtered, in
** partitions, side by side, in subqueries, run again.
*/
#include "../../support/database.h"

#include <stdbool.h>

/* All values of a column as one text, NULL as -. */
static void queries_expect_column(sqlite3 *db, const char *expected,
                                  const char *select) {
  database_expect_text(db, expected,
                       "SELECT group_concat(ifnull(s, '-'), ' ') FROM (%s)",
                       select);
}

/* Two series: a has 4, 8, 2 and b has 10, 20, NULL, 40. */
static sqlite3 *queries_open_series(void) {
  sqlite3 *db = database_open();
  database_run(db,
               "CREATE TABLE prices(i INTEGER PRIMARY KEY, symbol, price);"
               "INSERT INTO prices(symbol, price) VALUES ('a', 4), ('b', 10),"
               "('b', 20), ('a', 8), ('b', NULL), ('a', 2), ('b', 40)");
  return db;
}

static void test_group_by(void **state) {
  (void)state;
  sqlite3 *db = queries_open_series();
  database_expect_text(
      db, "a 4.0,b 27.5,c -",
      "SELECT group_concat(symbol || ' ' || ifnull(s, '-')) FROM ("
      "SELECT symbol, smma(price, 2) AS s FROM (SELECT * FROM prices UNION ALL "
      "SELECT 9, 'c', 1 ORDER BY symbol, i) GROUP BY symbol)");
  database_expect_text(db, "b",
                       "SELECT symbol FROM prices GROUP BY symbol "
                       "HAVING smma(price, 2) > 20");
  database_close(db);
}

static void test_filter(void **state) {
  (void)state;
  sqlite3 *db = queries_open_series();
  queries_expect_column(db, "- - 15.0 15.0 15.0 15.0 27.5",
                        "SELECT smma(price, 2) FILTER (WHERE symbol = 'b') "
                        "OVER (ORDER BY i) AS s FROM prices");
  if (database_has_aggregate_filter()) {
    database_expect_text(
        db, "4.0 27.5",
        "SELECT smma(price, 2) FILTER (WHERE symbol = 'a') || ' ' || "
        "smma(price, 2) FILTER (WHERE symbol = 'b') FROM prices");
    database_expect_text(db, "NULL",
                         "SELECT smma(price, 2) FILTER (WHERE 0) FROM prices");
  }
  database_close(db);
}

static void test_partition_by(void **state) {
  (void)state;
  sqlite3 *db = queries_open_series();
  queries_expect_column(
      db, "- - 15.0 6.0 15.0 4.0 27.5",
      "SELECT smma(price, 2) OVER (PARTITION BY symbol ORDER BY i) AS s "
      "FROM prices ORDER BY i");
  queries_expect_column(
      db, "- - 15.0 6.0 - 5.0 -",
      "SELECT smma(price, 2) OVER (PARTITION BY symbol ORDER BY i "
      "ROWS 1 PRECEDING) AS s FROM prices ORDER BY i");
  queries_expect_column(
      db, "4.0 27.5 27.5 4.0 27.5 4.0 27.5",
      "SELECT smma(price, 2) OVER (PARTITION BY symbol) AS s FROM "
      "(SELECT * FROM prices ORDER BY i) ORDER BY i");
  database_close(db);
}

static void test_side_by_side(void **state) {
  (void)state;
  sqlite3 *db = queries_open_series();
  database_expect_text(
      db, "2.0 4.0 - 5.0",
      "SELECT group_concat(a || ' ' || b || ' ' || ifnull(c, '-') || ' ' || d) "
      "FROM (SELECT i, smma(price, 1) OVER w AS a, smma(price, 2) OVER w AS b, "
      "smma(price, 4) OVER w AS c, "
      "smma(price, 2) OVER (ORDER BY i ROWS 1 PRECEDING) AS d "
      "FROM prices WHERE symbol = 'a' WINDOW w AS (ORDER BY i)) WHERE i = 6");
  database_expect_text(
      db, "2.0 4.0 3.0 3",
      "SELECT smma(price, 1) || ' ' || smma(price, 2) || ' ' || "
      "smma(price - 1, 2) || ' ' || count(*) FROM prices WHERE symbol = 'a'");
  database_close(db);
}

static void queries_run_twice(sqlite3 *db, const char *sql, const char *first,
                              const char *second) {
  sqlite3_stmt *statement = database_prepare_text(db, sql);
  for (int round = 0; round < 6; round++) {
    const int period = round % 2 == 0 ? 2 : 1;
    sqlite3_bind_int(statement, 1, period);
    assert_true(database_step(statement));
    const char *found = (const char *)sqlite3_column_text(statement, 0);
    assert_string_equal(found, period == 2 ? first : second);
    /* In the first rounds the statement is reset before its end. */
    if (round >= 2) assert_false(database_step(statement));
    sqlite3_reset(statement);
  }
  sqlite3_finalize(statement);
}

static void test_statement_again(void **state) {
  (void)state;
  sqlite3 *db = queries_open_series();
  queries_run_twice(db, "SELECT smma(price, ?1) FROM prices WHERE symbol = 'a'",
                    "4.0", "2.0");
  queries_run_twice(
      db,
      "SELECT group_concat(ifnull(s, '-'), ' ') FROM (SELECT smma(price, ?1) "
      "OVER (ORDER BY i) AS s FROM prices WHERE symbol = 'a')",
      "- 6.0 4.0", "4.0 8.0 2.0");
  /* Left in the middle of the rows, with rows still in the frame. */
  sqlite3_stmt *statement = database_prepare(
      db, "SELECT smma(price, 1) OVER (ORDER BY i ROWS 2 PRECEDING) AS s "
          "FROM prices");
  for (int rows = 1; rows <= 7; rows++) {
    for (int row = 0; row < rows; row++) {
      assert_true(database_step(statement));
    }
    const double last[] = {4, 10, 20, 8, 8, 2, 40};
    assert_true(sqlite3_column_double(statement, 0) == last[rows - 1]);
    sqlite3_reset(statement);
  }
  sqlite3_finalize(statement);
  database_close(db);
}

static void test_subqueries(void **state) {
  (void)state;
  sqlite3 *db = queries_open_series();
  database_run(db, "CREATE VIEW averages AS SELECT i, symbol, smma(price, 2) "
                   "OVER (PARTITION BY symbol ORDER BY i) AS s FROM prices;"
                   "CREATE VIEW ends AS SELECT symbol, smma(price, 2) AS s "
                   "FROM prices GROUP BY symbol");
  database_expect_text(db, "4.0", "SELECT s FROM averages WHERE i = 6");
  database_expect_text(db, "27.5", "SELECT s FROM ends WHERE symbol = 'b'");
  database_expect_text(db, "57.5", "SELECT total(s) FROM averages WHERE s > 6");
  database_expect_text(
      db, "4.0",
      "WITH a AS (SELECT price FROM prices WHERE symbol = 'a'), "
      "b AS (SELECT smma(price, 2) AS s FROM a) SELECT s FROM b");
  /* Correlated: once for each row of the outer query. */
  queries_expect_column(
      db, "- - 15.0 6.0 15.0 4.0 27.5",
      "SELECT (SELECT smma(price, 2) FROM prices AS inside WHERE "
      "inside.symbol = outside.symbol AND inside.i <= outside.i) AS s "
      "FROM prices AS outside ORDER BY i");
  /* The average of an average. */
  queries_expect_column(
      db, "- - 5.0",
      "SELECT smma(a, 2) OVER (ORDER BY i) AS s FROM (SELECT i, smma(price, 2) "
      "OVER (ORDER BY i) AS a FROM prices WHERE symbol = 'a')");
  database_run(db, "CREATE TABLE saved AS SELECT i, s FROM averages");
  database_expect_text(db, "real", "SELECT typeof(s) FROM saved WHERE i = 7");
  database_close(db);
}

static void test_order_within_aggregate(void **state) {
  (void)state;
  if (sqlite3_libversion_number() < 3044000) skip();
  sqlite3 *db = queries_open_series();
  database_expect_text(db, "4.5",
                       "SELECT smma(price, 2 ORDER BY i DESC) FROM prices "
                       "WHERE symbol = 'a'");
  database_close(db);
}

static void test_distinct(void **state) {
  (void)state;
  sqlite3 *db = queries_open_series();
  database_expect_error(db,
                        "DISTINCT aggregates must have exactly one argument",
                        "SELECT smma(DISTINCT price, 2) FROM prices");
  database_expect_text(db, "4.0",
                       "SELECT DISTINCT smma(price, 2) OVER () FROM prices "
                       "WHERE symbol = 'a'");
  database_close(db);
}

/* A function with another result each time it is called: NULL twice, then 5. */
static void queries_impure(sqlite3_context *context, int argc,
                           sqlite3_value **argv) {
  int *calls = sqlite3_user_data(context);
  (void)argc;
  (void)argv;
  if (++*calls % 3 == 0) sqlite3_result_int(context, 5);
}

static void test_impure_price(void **state) {
  (void)state;
  /* SQLite may ask for the price again when its row leaves the frame: what
  ** leaves is the row that had entered, whatever the answer is now. */
  static const char *const frames[] = {
      "ROWS UNBOUNDED PRECEDING", "ROWS 2 PRECEDING",
      "ROWS BETWEEN 1 FOLLOWING AND 4 FOLLOWING"};
  int calls = 0;
  sqlite3 *db = database_open();
  assert_int_equal(sqlite3_create_function(db, "impure", 0, SQLITE_UTF8, &calls,
                                           queries_impure, NULL, NULL),
                   SQLITE_OK);
  for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++) {
    sqlite3_stmt *statement = database_prepare(
        db,
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
        "i < 2000) SELECT smma(impure(), 1) OVER (ORDER BY i %s) FROM n",
        frames[i]);
    int rows = 0, values = 0;
    while (database_step(statement)) {
      rows++;
      if (sqlite3_column_type(statement, 0) == SQLITE_NULL) continue;
      values++;
      assert_true(sqlite3_column_double(statement, 0) == 5);
    }
    assert_int_equal(rows, 2000);
    assert_true(values > 500);
    sqlite3_finalize(statement);
  }
  database_close(db);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_group_by),
      cmocka_unit_test(test_filter),
      cmocka_unit_test(test_partition_by),
      cmocka_unit_test(test_side_by_side),
      cmocka_unit_test(test_statement_again),
      cmocka_unit_test(test_subqueries),
      cmocka_unit_test(test_order_within_aggregate),
      cmocka_unit_test(test_distinct),
      cmocka_unit_test(test_impure_price),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
