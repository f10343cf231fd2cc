/*
** test_subtype.c - what the flag SQLITE_SUBTYPE, with which smma() is registered
** (extension.c), does and undoes in this version of SQLite.
**
** The gain is a column less in the table that SQLite makes of a window's rows.
** Functions of this file, the same but for the flag, show what is due to it.
*/
#include "../../support/check.h"
#include "../../support/database.h"

#include <stdbool.h>
#include <stdio.h>

enum { SUBTYPE_ROWS = 10 };

/* From here on SQLite knows the flag, reads the arguments of several functions
** of a window in the right row, and hands subtypes through ORDER BY. */
enum {
  SUBTYPE_KNOWN = 3030000,
  SUBTYPE_RIGHT = 3039000,
  SUBTYPE_SORTED = 3045000
};

static bool subtype_since(int version) {
  return sqlite3_libversion_number() >= version;
}

/* ------------------------------------------------------------------ the functions */

/* plain(price, period), flagged(price, period): the last price in the frame. */
static void subtype_step(sqlite3_context *context, int argc,
                         sqlite3_value **argv) {
  (void)argc;
  double *last = sqlite3_aggregate_context(context, sizeof(*last));
  assert_non_null(last);
  *last = sqlite3_value_double(argv[0]);
}

static void subtype_inverse(sqlite3_context *context, int argc,
                            sqlite3_value **argv) {
  (void)context;
  (void)argc;
  (void)argv;
}

static void subtype_value(sqlite3_context *context) {
  const double *last = sqlite3_aggregate_context(context, 0);
  if (last != NULL) sqlite3_result_double(context, *last);
}

static void subtype_register(sqlite3 *db, const char *name, int flags) {
  assert_int_equal(sqlite3_create_window_function(
                       db, name, 2, SQLITE_UTF8 | flags, NULL, subtype_step,
                       subtype_value, subtype_value, subtype_inverse, NULL),
                   SQLITE_OK);
}

/* moody(i, price): the price the first time that i is asked for, and later a
** price that would be seen in any average. */
typedef struct subtype_moods {
  int times[SUBTYPE_ROWS + 1];
  int calls;
} subtype_moods;

static void subtype_moody(sqlite3_context *context, int argc,
                          sqlite3_value **argv) {
  (void)argc;
  subtype_moods *moods = sqlite3_user_data(context);
  const int i = sqlite3_value_int(argv[0]);
  const double price = sqlite3_value_double(argv[1]);
  moods->calls++;
  sqlite3_result_double(context, moods->times[i]++ == 0 ? price : 1e6 * i);
}

/* prices(i, price, ts): price is i * i, and mostly three rows have one ts. */
static sqlite3 *subtype_open(void) {
  sqlite3 *db = database_open();
  subtype_register(db, "plain", 0);
  subtype_register(db, "flagged", 0x000100000 /* SQLITE_SUBTYPE */);
  database_run(db,
               "CREATE TABLE prices(i INTEGER PRIMARY KEY, price, ts);"
               "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
               "WHERE i < %d) INSERT INTO prices SELECT i, i * i, i / 3 FROM n",
               SUBTYPE_ROWS);
  return db;
}

/* ----------------------------------------------------------------------- columns */

/* How many columns the only table has in which the statement keeps its rows. */
static int subtype_columns(sqlite3 *db, const char *sql) {
  sqlite3_stmt *program = database_prepare(db, "EXPLAIN %s", sql);
  int columns = 0;
  while (database_step(program)) {
    const char *opcode = (const char *)sqlite3_column_text(program, 1);
    if (strcmp(opcode, "OpenEphemeral") != 0) continue;
    assert_int_equal(columns, 0);
    columns = sqlite3_column_int(program, 3);
  }
  sqlite3_finalize(program);
  assert_true(columns > 0);
  return columns;
}

/* The gain: a constant period is not stored with every row, just as avg(), which
** has none, stores none. */
static void test_columns_of_a_window(void **state) {
  (void)state;
  sqlite3 *db = subtype_open();
  const int least =
      subtype_columns(db, "SELECT avg(price) OVER (ORDER BY ts) FROM prices");
  const int plain = subtype_columns(
      db, "SELECT plain(price, 14) OVER (ORDER BY ts) FROM prices");
  const int flagged = subtype_columns(
      db, "SELECT flagged(price, 14) OVER (ORDER BY ts) FROM prices");
  const int found = subtype_columns(
      db, "SELECT smma(price, 14) OVER (ORDER BY ts) FROM prices");
  assert_int_equal(plain, least + 1);
  assert_int_equal(flagged, subtype_since(SUBTYPE_KNOWN) ? least : plain);
  assert_int_equal(found, subtype_since(SUBTYPE_RIGHT) ? flagged : plain);
  database_close(db);
}

/* A cost: ORDER BY in the call sorts the subtype of each argument too. */
static void test_columns_of_a_sorter(void **state) {
  (void)state;
  if (!subtype_since(3044000)) skip();
  sqlite3 *db = subtype_open();
  const int plain =
      subtype_columns(db, "SELECT plain(price, 14 ORDER BY ts) FROM prices");
  const int found =
      subtype_columns(db, "SELECT smma(price, 14 ORDER BY ts) FROM prices");
  assert_int_equal(found, plain + (subtype_since(SUBTYPE_SORTED) ? 2 : 0));
  database_expect_text(db, "39.25",
                       "SELECT smma(price, 2 ORDER BY ts DESC, i) FROM prices "
                       "WHERE i IN (7, 2, 10)");
  database_close(db);
}

/* ------------------------------------------------------------------- evaluations */

static const char subtype_sliding[] =
    "SELECT group_concat(s) FROM (SELECT smma(%s, 2) OVER (ORDER BY i ROWS 2 "
    "PRECEDING) AS s FROM prices)";

/* A cost: an expression is evaluated when its row enters and when it leaves the
** frame. What leaves is what had entered, whatever is said the second time. */
static void test_evaluated_again(void **state) {
  (void)state;
  sqlite3 *db = subtype_open();
  subtype_moods moods = {{0}, 0};
  char expected[400];
  assert_int_equal(sqlite3_create_function_v2(db, "moody", 2, SQLITE_UTF8,
                                              &moods, subtype_moody, NULL, NULL,
                                              NULL),
                   SQLITE_OK);
  sqlite3_stmt *statement = database_prepare(db, subtype_sliding, "price");
  assert_true(database_step(statement));
  snprintf(expected, sizeof(expected), "%s",
           (const char *)sqlite3_column_text(statement, 0));
  sqlite3_finalize(statement);
  database_expect_text(db, expected, subtype_sliding, "moody(i, price)");
  const int left = subtype_since(SUBTYPE_RIGHT) ? SUBTYPE_ROWS - 3 : 0;
  assert_int_equal(moods.calls, SUBTYPE_ROWS + left);
  database_close(db);
}

/* Several functions of one window, each as if alone. SQLite before 3.39 reads the
** arguments of those that have the flag, but for one, in the wrong row: there
** smma() is without it. */
static void test_several_of_a_window(void **state) {
  (void)state;
  static const char frame[] =
      "(ORDER BY i ROWS BETWEEN 2 FOLLOWING AND 4 FOLLOWING)";
  sqlite3 *db = subtype_open();
  database_expect_text(
      db, "25.0,36.0,49.0,64.0,81.0,100.0,100.0,100.0",
      "SELECT group_concat(a) FROM (SELECT smma(price, 1) OVER "
      "w AS a, sum(price) OVER w, smma(price, 2) OVER w, "
      "avg(price) OVER w FROM prices WINDOW w AS %s)",
      frame);
  database_expect_text(
      db, "1",
      "SELECT min(a IS c AND b IS d) FROM (SELECT "
      "smma(price, 1) OVER w AS a, smma(price, 2) OVER w AS b, "
      "smma(price, 1) OVER %s AS c, smma(price, 2) OVER %s AS d "
      "FROM prices WINDOW w AS %s)",
      "(ORDER BY ts)", "(ORDER BY ts)", "(ORDER BY ts)");
  const bool is_wrong = subtype_since(SUBTYPE_KNOWN) && !subtype_since(3038003);
  database_expect_text(
      db, is_wrong ? "0" : "1",
      "SELECT min(a IS b) FROM (SELECT flagged(price, 1) OVER "
      "w AS a, plain(price, 1) OVER w AS b FROM prices WINDOW w "
      "AS %s)",
      frame);
  database_close(db);
}

/* ---------------------------------------------------------- aggregates as a price */

/* An aggregate of the query as the price is no trouble, nor is one of a subquery
** that has been taken out. A cost: one in a subquery within the price is refused. */
static void test_aggregate_as_price(void **state) {
  (void)state;
  sqlite3 *db = subtype_open();
  const char *expected = "NULL,5.0,20.5,50.75";
  database_expect_text(db, expected,
                       "SELECT group_concat(ifnull(s, 'NULL')) FROM (SELECT "
                       "smma(min(price), 2) OVER (ORDER BY ts) AS s FROM "
                       "prices GROUP BY ts)");
  database_expect_text(db, expected,
                       "SELECT group_concat(ifnull(s, 'NULL')) FROM (SELECT "
                       "smma(lowest, 2) OVER (ORDER BY ts) AS s FROM (SELECT "
                       "ts, min(price) AS lowest FROM prices GROUP BY ts))");
  static const char within[] =
      "SELECT group_concat(ifnull(s, 'NULL')) FROM (SELECT smma((SELECT "
      "min(prices.price)), 2) OVER (ORDER BY ts) AS s FROM prices GROUP "
      "BY ts)";
  if (subtype_since(SUBTYPE_RIGHT)) {
    database_expect_error(db, "misuse of aggregate: min()", "%s", within);
  } else {
    database_expect_text(db, expected, "%s", within);
  }
  database_close(db);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_columns_of_a_window),
      cmocka_unit_test(test_columns_of_a_sorter),
      cmocka_unit_test(test_evaluated_again),
      cmocka_unit_test(test_several_of_a_window),
      cmocka_unit_test(test_aggregate_as_price),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
