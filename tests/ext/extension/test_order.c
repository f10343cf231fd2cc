/*
** test_order.c - the key, in whose order the rows have to come (SPEC 3.10):
** compared as SQLite's ORDER BY does, in every function that takes one; and which
** forms of a query keep the order of the rows.
*/
#include "../../support/database.h"
#include "../../support/random.h"

#include <stdbool.h>

static random_source order_random;

/* ---------------------------------------------------------- single comparisons */

/* In their order, those in one line equal. */
static const char *const order_values[][3] = {
    {"-9e999"},
    {"-1e300"},
    {"-9223372036854777856.0"},
    {"-9223372036854775808", "-9223372036854775808.0"},
    {"-9223372036854775807"},
    {"-9007199254740993"},
    {"-9007199254740992", "-9007199254740992.0"},
    {"-9007199254740991", "-9007199254740991.0"},
    {"-1.5"},
    {"-1", "-1.0"},
    {"-0.5"},
    {"0", "0.0", "-0.0"},
    {"5e-324"},
    {"0.5"},
    {"1", "1.0"},
    {"1.5"},
    {"2"},
    {"4503599627370496.5"},
    {"9007199254740991", "9007199254740991.0"},
    {"9007199254740992", "9007199254740992.0"},
    {"9007199254740993"},
    {"9007199254740994.0"},
    {"9223372036854774784.0", "9223372036854774784"},
    {"9223372036854775807"},
    {"9223372036854775808.0"},
    {"1e300"},
    {"9e999"},
    {"''"},
    {"'' || char(0)"},
    {"' '"},
    {"'-5'"},
    {"'10'"},
    {"'2024-01-03'"},
    {"'2024-01-03' || char(0)"},
    {"'2024-01-03 00:00'"},
    {"'2024-01-04'"},
    {"'9'"},
    {"'A'"},
    {"'a'"},
    {"'ab'"},
    {"'b'"},
    {"'\u00e9'"},
    {"'\uffff'"},
    {"'\U0001f4c8'"},
    {"x''"},
    {"zeroblob(1)", "x'00'"},
    {"x'0000'"},
    {"x'31'"},
    {"x'7f'"},
    {"x'80'"},
    {"x'ff'"},
    {"x'ff00'"},
};

enum { ORDER_VALUES = sizeof(order_values) / sizeof(order_values[0]) };

static char *order_text(sqlite3 *db, const char *function, const char *key,
                        const char *last) {
  char *shown = database_shown(db, key);
  char *shown_last = database_shown(db, last);
  char *text = sqlite3_mprintf(
      "%s(): rows are not in the order of the 3rd argument: %s after %s",
      function, shown, shown_last);
  sqlite3_free(shown);
  sqlite3_free(shown_last);
  return text;
}

/*
** SQLite before 3.43 compares integers with reals in long double: exactly, unless
** that is a double, as under valgrind. Then it is not SQLite that says what is right.
*/
static void order_skip_unless_exact(sqlite3 *db) {
  sqlite3_stmt *query = database_prepare(
      db, "SELECT -9223372036854775807 > -9223372036854775808.0");
  assert_true(database_step(query));
  const bool is_exact = sqlite3_column_int(query, 0) == 1;
  sqlite3_finalize(query);
  if (!is_exact) {
    database_close(db);
    skip();
  }
}

/* Two rows of these keys, after a row of another key that is before both. */
static void order_check_pair(sqlite3 *db, const char *a, const char *b,
                             bool is_in_order) {
  database_expect_text(db, is_in_order ? "1" : "0", "SELECT (%s) <= (%s)", a,
                       b);
  if (is_in_order) {
    database_expect_text(
        db, "24",
        "SELECT length(smma_array(1, 2, column1)) FROM (VALUES (-9e999), (%s), "
        "(%s))",
        a, b);
    return;
  }
  char *expected = order_text(db, "smma_array", b, a);
  database_expect_error(
      db, expected,
      "SELECT smma_array(1, 2, column1) FROM (VALUES (-9e999), (%s), (%s))", a,
      b);
  sqlite3_free(expected);
}

static void test_pairs(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  order_skip_unless_exact(db);
  for (size_t i = 0; i < ORDER_VALUES; i++) {
    for (size_t j = 0; j < ORDER_VALUES; j++) {
      for (size_t k = 0; k < 3 && order_values[i][k] != NULL; k++) {
        for (size_t m = 0; m < 3 && order_values[j][m] != NULL; m++) {
          order_check_pair(db, order_values[i][k], order_values[j][m], i <= j);
        }
      }
    }
  }
  database_close(db);
}

/* ------------------------------------------------------------- random sequences */

static sqlite3_int64 order_make_integer(void) {
  static const sqlite3_int64 near[] = {0,
                                       INT64_C(1) << 53,
                                       -(INT64_C(1) << 53),
                                       INT64_C(1) << 62,
                                       INT64_MAX - 2000,
                                       INT64_MIN + 2000};
  const sqlite3_int64 offset =
      (sqlite3_int64)random_between(&order_random, 0, 4) - 2;
  return near[random_between(&order_random, 0, 5)] +
         offset * (random_chance(&order_random, 0.5) ? 1 : 500);
}

static void order_bind_random(sqlite3_stmt *insert) {
  const size_t kind = random_between(&order_random, 0, 9);
  if (kind < 4) {
    sqlite3_bind_int64(insert, 1, order_make_integer());
  } else if (kind < 8) {
    const double half = random_chance(&order_random, 0.2) ? 0.5 : 0;
    sqlite3_bind_double(insert, 1, (double)order_make_integer() + half);
  } else {
    static const char letters[] = "ab\0Z '";
    char bytes[6];
    const int n = (int)random_between(&order_random, 0, sizeof(bytes));
    for (int i = 0; i < n; i++) {
      bytes[i] = letters[random_between(&order_random, 0, sizeof(letters) - 2)];
    }
    if (kind == 8) {
      sqlite3_bind_text(insert, 1, bytes, n, SQLITE_TRANSIENT);
    } else {
      sqlite3_bind_blob(insert, 1, n == 0 ? "" : bytes, n, SQLITE_TRANSIENT);
    }
  }
}

static void order_fill(sqlite3 *db, size_t rows) {
  database_run(db, "DROP TABLE IF EXISTS t; BEGIN;"
                   "CREATE TABLE t(i INTEGER PRIMARY KEY, x)");
  sqlite3_stmt *insert = database_prepare(db, "INSERT INTO t(x) VALUES (?1)");
  for (size_t i = 0; i < rows; i++) {
    order_bind_random(insert);
    assert_false(database_step(insert));
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  /* Now and then nearly in order, so that it is a late row that is wrong. */
  if (random_chance(&order_random, 0.5)) {
    database_run(db,
                 "CREATE TEMP TABLE s AS SELECT x FROM t ORDER BY x;"
                 "UPDATE t SET x = (SELECT x FROM s WHERE s.rowid = t.i);"
                 "UPDATE t SET x = 0.5 WHERE i = %d; DROP TABLE s",
                 (int)random_between(&order_random, 1, 2 * rows));
  }
  database_run(db, "COMMIT");
}

/* The first row that comes too late, which SQLite's comparison says; 0 if none
** does. */
static int order_first_wrong(sqlite3 *db) {
  sqlite3_stmt *query = database_prepare(
      db, "SELECT min(b.i) FROM t AS a JOIN t AS b ON b.i = a.i + 1 "
          "WHERE a.x > b.x");
  assert_true(database_step(query));
  const int row = sqlite3_column_int(query, 0);
  sqlite3_finalize(query);
  return row;
}

static void test_random(void **state) {
  (void)state;
  static const char query[] =
      "SELECT length(smma_array(1, 1, x)) FROM (SELECT x FROM t ORDER BY %s)";
  sqlite3 *db = database_open();
  order_skip_unless_exact(db);
  size_t refused = 0;
  const size_t rounds = random_rounds(2000);
  for (size_t round = 0; round < rounds; round++) {
    const size_t rows = random_between(&order_random, 2, 12);
    order_fill(db, rows);
    char length[20];
    snprintf(length, sizeof(length), "%zu", 8 * rows);
    database_expect_text(db, length, query, "x");
    const int wrong = order_first_wrong(db);
    if (wrong == 0) {
      database_expect_text(db, length, query, "i");
      continue;
    }
    refused++;
    char key[60], last[60];
    snprintf(key, sizeof(key), "(SELECT x FROM t WHERE i = %d)", wrong);
    snprintf(last, sizeof(last), "(SELECT x FROM t WHERE i = %d)", wrong - 1);
    char *expected = order_text(db, "smma_array", key, last);
    database_expect_error(db, expected, query, "i");
    sqlite3_free(expected);
  }
  assert_true(rounds < 100 || (refused > 0 && refused < rounds));
  database_close(db);
}

/* Keys of all sizes, each longer than the one before or shorter. */
static void test_sizes(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  for (int kind = 0; kind < 2; kind++) {
    const char *key = kind == 0 ? "hex(zeroblob(%s))" : "zeroblob(%s)";
    char longer[60], shorter[60];
    snprintf(longer, sizeof(longer), key, "i * i");
    snprintf(shorter, sizeof(shorter), key, "90000 - i * i");
    static const char query[] =
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE "
        "i < 300) SELECT smma(1, 2, %s) FROM n";
    database_expect_text(db, "1.0", query, longer);
    database_expect_error(
        db,
        kind == 0 ? "smma(): rows are not in the order of the 3rd argument: "
                    "'0000000000000000000000000000000000000000'... (179998 "
                    "bytes) after '0000000000000000000000000000000000000000'"
                    "... (180000 bytes)"
                  : "smma(): rows are not in the order of the 3rd argument: "
                    "a BLOB of 89999 bytes after a BLOB of 90000 bytes",
        query, shorter);
  }
  database_close(db);
}

/* ---------------------------------------------------- all functions, all queries */

/* Rows 1 ... 7; a price is missing in the 4th. */
static sqlite3 *order_open(void) {
  sqlite3 *db = database_open();
  database_run(db, "CREATE TABLE t(i INTEGER PRIMARY KEY, part, price, ts);"
                   "INSERT INTO t(part, price, ts) VALUES "
                   "('a', 1, 10), ('a', 2, 20), ('a', 3, 30), ('a', NULL, 40),"
                   "('b', 5, 10), ('b', 6, 20), ('b', 7, 30)");
  return db;
}

static void test_functions(void **state) {
  (void)state;
  static const char *const functions[] = {"smma", "smma_array", "smma_state"};
  static const char *const broken[][2] = {
      {"ts = 5 WHERE i = 2", "5 after 10"},
      {"ts = 5 WHERE i = 4", "5 after 30"}, /* where the price is missing */
      {"ts = 35 WHERE i = 1", "20 after 35"},
      {"ts = 'late' WHERE i = 3", "40 after 'late'"},
      {"ts = x'00' WHERE i = 1", "20 after a BLOB of 1 byte"},
      {"ts = '' WHERE i = 1", "20 after ''"},
      {"ts = x'' WHERE i = 1", "20 after a BLOB of 0 bytes"},
      {"ts = 1.5 WHERE i = 4", "1.5 after 30"},
      {"ts = 30.5 WHERE i = 2", "30 after 30.5"},
      {"ts = -9e999 WHERE i = 2", "-Inf after 10"},
  };
  for (size_t f = 0; f < 3; f++) {
    sqlite3 *db = order_open();
    char expected[120];
    /* The key changes nothing where there is nothing to say. */
    static const char *const fine[][2] = {
        {"ts", "part = 'a'"}, {"ts", "part = 'b'"}, {"i", "1"},
        {"7", "1"},           {"''", "1"},          {"NULL", "0"}};
    for (size_t k = 0; k < sizeof(fine) / sizeof(fine[0]); k++) {
      database_expect_text(db, "1",
                           "SELECT %s(price, 2, %s) IS %s(price, 2) FROM t "
                           "WHERE %s",
                           functions[f], fine[k][0], functions[f], fine[k][1]);
    }
    snprintf(expected, sizeof(expected),
             "%s(): rows are not in the order of the 3rd argument: 10 after 40",
             functions[f]);
    database_expect_error(db, expected, "SELECT %s(price, 2, ts) FROM t",
                          functions[f]);
    for (size_t k = 0; k < sizeof(broken) / sizeof(broken[0]); k++) {
      database_run(db, "BEGIN; UPDATE t SET %s", broken[k][0]);
      snprintf(expected, sizeof(expected),
               "%s(): rows are not in the order of the 3rd argument: %s",
               functions[f], broken[k][1]);
      database_expect_error(db, expected,
                            "SELECT %s(price, 2, ts) FROM t WHERE part = 'a'",
                            functions[f]);
      database_run(db, "ROLLBACK");
    }
    snprintf(expected, sizeof(expected), "3rd argument to %s() is NULL",
             functions[f]);
    for (int row = 1; row <= 4; row++) {
      database_run(db, "BEGIN; UPDATE t SET ts = NULL WHERE i = %d", row);
      database_expect_error(db, expected, "SELECT %s(price, 2, ts) FROM t",
                            functions[f]);
      database_run(db, "ROLLBACK");
    }
    /* The other arguments are checked as without a key. */
    snprintf(expected, sizeof(expected),
             "1st argument to %s() is not a number: 'n/a'", functions[f]);
    database_expect_error(db, expected, "SELECT %s('n/a', 2, 'key')",
                          functions[f]);
    snprintf(expected, sizeof(expected),
             "2nd argument to %s() is not an integer between 1 and 2147483647: "
             "NULL",
             functions[f]);
    database_expect_error(db, expected, "SELECT %s(1, NULL, NULL)",
                          functions[f]);
    database_close(db);
  }
}

static void test_windows(void **state) {
  (void)state;
  static const struct {
    const char *over;
    const char *expected; /* NULL: the result is that without a key */
    int since;
  } cases[] = {
      {"OVER (PARTITION BY part ORDER BY ts)", NULL, 0},
      {"OVER (PARTITION BY part ORDER BY ts ROWS 1 PRECEDING)", NULL, 0},
      {"OVER (PARTITION BY part ORDER BY ts ROWS BETWEEN CURRENT ROW AND "
       "UNBOUNDED FOLLOWING)",
       NULL, 0},
      {"OVER (PARTITION BY part ORDER BY ts ROWS BETWEEN 2 FOLLOWING AND 3 "
       "FOLLOWING)",
       NULL, 0},
      {"FILTER (WHERE i <> 2) OVER (PARTITION BY part ORDER BY ts)", NULL, 0},
      {"FILTER (WHERE part = 'a') OVER (ORDER BY i)", NULL, 0},
      {"OVER (ORDER BY ts, i)", NULL, 0},
      {"OVER (ORDER BY ts RANGE BETWEEN 10 PRECEDING AND 10 FOLLOWING)", NULL,
       3028000},
      {"OVER (ORDER BY ts GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE "
       "GROUP)",
       NULL, 3028000},
      {"OVER (ORDER BY i)", "10 after 40", 0},
      {"OVER (ORDER BY i ROWS 1 PRECEDING)", "10 after 40", 0},
      {"OVER (PARTITION BY part ORDER BY ts DESC)", "30 after 40", 0},
      {"OVER (ORDER BY ts DESC ROWS 2 PRECEDING)", "30 after 40", 0},
      {"OVER (ORDER BY i ROWS 3 PRECEDING EXCLUDE CURRENT ROW)", "10 after 40",
       3028000},
  };
  sqlite3 *db = order_open();
  for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
    if (sqlite3_libversion_number() < cases[k].since) continue;
    if (cases[k].expected == NULL) {
      database_expect_text(
          db, "7",
          "SELECT sum(a IS b) FROM (SELECT smma(price, 2, ts) %s AS a, "
          "smma(price, 2) %s AS b FROM t)",
          cases[k].over, cases[k].over);
      continue;
    }
    char expected[100];
    snprintf(expected, sizeof(expected),
             "smma(): rows are not in the order of the 3rd argument: %s",
             cases[k].expected);
    database_expect_error(db, expected, "SELECT smma(price, 2, ts) %s FROM t",
                          cases[k].over);
  }
  database_close(db);
}

/* The same statement after an error, and with what it has kept given back. */
static void test_again(void **state) {
  (void)state;
  static const char *const over[] = {"", "OVER (ORDER BY i)",
                                     "OVER (ORDER BY i ROWS 1 PRECEDING)"};
  sqlite3 *db = order_open();
  database_run(db, "DELETE FROM t WHERE part = 'b'");
  for (size_t k = 0; k < 3; k++) {
    sqlite3_stmt *query = database_prepare(
        db, "SELECT smma(price, 2, hex(ts + (i = 2) * ?1)) %s FROM t", over[k]);
    for (int round = 0; round < 3; round++) {
      sqlite3_bind_int(query, 1, 0);
      while (database_step(query)) {
      }
      sqlite3_reset(query);
      sqlite3_bind_int(query, 1, 50);
      int rc;
      do {
        rc = sqlite3_step(query);
      } while (rc == SQLITE_ROW);
      assert_int_equal(rc, SQLITE_ERROR);
      assert_string_equal(sqlite3_errmsg(db),
                          "smma(): rows are not in the order of the 3rd "
                          "argument: '3330' after '3730'");
      sqlite3_reset(query);
    }
    sqlite3_finalize(query);
  }
  database_close(db);
}

/* The text of the error needs a statement, which may be refused. */
static int order_deny(void *unused, int action, const char *a, const char *b,
                      const char *c, const char *d) {
  (void)unused;
  (void)a;
  (void)b;
  (void)c;
  (void)d;
  return action == SQLITE_SELECT ? SQLITE_DENY : SQLITE_OK;
}

static void test_denied(void **state) {
  (void)state;
  sqlite3 *db = order_open();
  sqlite3_stmt *query =
      database_prepare(db, "SELECT smma(price, 2, ts) FROM t");
  sqlite3_set_authorizer(db, order_deny, NULL);
  assert_int_equal(sqlite3_step(query), SQLITE_AUTH);
  sqlite3_finalize(query);
  sqlite3_set_authorizer(db, NULL, NULL);
  database_expect_text(db, "2.25",
                       "SELECT smma(price, 2, ts) FROM t WHERE i < 4");
  database_close(db);
}

/* An interrupt while the text is made. */
static void order_arm(sqlite3_context *context, int argc,
                      sqlite3_value **argv) {
  (void)argc;
  int *is_armed = sqlite3_user_data(context);
  *is_armed = sqlite3_value_int(argv[0]) < 10;
  sqlite3_result_value(context, argv[0]);
}

static int order_stop(void *is_armed) {
  return *(int *)is_armed;
}

static void test_interrupt(void **state) {
  (void)state;
  int is_armed = 0;
  sqlite3 *db = order_open();
  database_run(db, "UPDATE t SET ts = 5 WHERE i = 7");
  sqlite3_create_function(db, "arm", 1, SQLITE_UTF8, &is_armed, order_arm, NULL,
                          NULL);
  sqlite3_stmt *query =
      database_prepare(db, "SELECT smma(price, 2, arm(ts)) FROM t WHERE i > 4");
  sqlite3_progress_handler(db, 1, order_stop, &is_armed);
  assert_int_equal(sqlite3_step(query), SQLITE_INTERRUPT);
  sqlite3_finalize(query);
  database_close(db);
}

/* ------------------------------------------- what keeps the order and what does not */

/* The forms of ext/FUNCTIONS.md. Prices 40, 10, 20 at ts 1, 2, 3 of period 2: 22.5. */
static sqlite3 *order_open_joined(const char *columns) {
  sqlite3 *db = database_open();
  database_run(db,
               "CREATE TABLE p(%s);"
               "INSERT INTO p(sym, ts, close) VALUES ('A', 3, 20), ('A', 1, "
               "40), ('A', 2, 10);"
               "CREATE TABLE k(sym, n); INSERT INTO k VALUES ('A', 2)",
               columns);
  return db;
}

static void test_forms_that_keep_the_order(void **state) {
  (void)state;
  static const struct {
    const char *sql;
    int since;
  } forms[] = {
      {"SELECT smma(close, 2, ts) FROM (SELECT * FROM p ORDER BY ts)", 0},
      {"SELECT smma(close, n, ts) FROM (SELECT * FROM p JOIN k USING (sym) "
       "ORDER BY ts)",
       0},
      {"SELECT smma(close, 2, ts ORDER BY ts) FROM p", 3044000},
      {"SELECT smma(close, n, ts ORDER BY ts) FROM p JOIN k USING (sym)",
       3044000},
      {"SELECT smma(close, n, ts) OVER (PARTITION BY sym ORDER BY ts) FROM p "
       "JOIN k USING (sym) ORDER BY ts DESC LIMIT 1",
       0},
      {"SELECT smma FROM k JOIN smma_series('SELECT ts, close FROM p ORDER BY "
       "ts', n) ORDER BY key DESC LIMIT 1",
       0},
  };
  static const char *const columns[] = {"sym, ts, close", "sym, close, ts"};
  for (size_t c = 0; c < 2; c++) {
    sqlite3 *db = order_open_joined(columns[c]);
    for (size_t k = 0; k < sizeof(forms) / sizeof(forms[0]); k++) {
      if (sqlite3_libversion_number() < forms[k].since) continue;
      database_expect_text(db, "22.5", "%s", forms[k].sql);
    }
    database_close(db);
  }
}

/* A join may sort the rows of an ordered subquery by what it joins by. With the
** key the average is right or refused. */
static void test_forms_that_lose_the_order(void **state) {
  (void)state;
  static const struct {
    const char *sql; /* with %s for the key */
    int since;
  } forms[] = {
      {"SELECT smma(close, n%s) FROM (SELECT * FROM p ORDER BY ts) JOIN k "
       "USING (sym)",
       0},
      {"WITH o AS MATERIALIZED (SELECT * FROM p ORDER BY ts) SELECT "
       "smma(close, n%s) FROM o JOIN k USING (sym)",
       3035000},
  };
  static const char *const columns[] = {"sym, ts, close", "sym, close, ts"};
  size_t silent = 0, refused = 0;
  for (size_t c = 0; c < 2; c++) {
    sqlite3 *db = order_open_joined(columns[c]);
    for (size_t k = 0; k < sizeof(forms) / sizeof(forms[0]); k++) {
      if (sqlite3_libversion_number() < forms[k].since) continue;
      silent += database_real(db, forms[k].sql, "") != 22.5;
      sqlite3_stmt *query = database_prepare(db, forms[k].sql, ", ts");
      if (sqlite3_step(query) == SQLITE_ROW) {
        assert_true(sqlite3_column_double(query, 0) == 22.5);
      } else {
        assert_string_equal(sqlite3_errmsg(db),
                            "smma(): rows are not in the order of the 3rd "
                            "argument: 1 after 3");
        refused++;
      }
      sqlite3_finalize(query);
    }
    database_close(db);
  }
  /* This is what the key is for. */
  assert_true(silent > 0);
  assert_true(refused > 0);
}

int main(void) {
  order_random = random_start("test_order");
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_pairs),
      cmocka_unit_test(test_random),
      cmocka_unit_test(test_sizes),
      cmocka_unit_test(test_functions),
      cmocka_unit_test(test_windows),
      cmocka_unit_test(test_again),
      cmocka_unit_test(test_denied),
      cmocka_unit_test(test_interrupt),
      cmocka_unit_test(test_forms_that_keep_the_order),
      cmocka_unit_test(test_forms_that_lose_the_order),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
