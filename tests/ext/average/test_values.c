/*
** test_values.c - what smma() returns.
**
** Values come from three sources that share no code with the extension: figures
** published or computed by others, averages that can be computed in one's head,
** and smma_into() of the core, which tests/core checks against an oracle and
** whose bits every SQL path has to have (SPEC 2.1).
*/
#include "../../../core/smma.h"
#include "../../support/database.h"
#include "../../support/random.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

static random_source values_random;

/* ------------------------------------------------------------------ helpers */

static void values_expect_near(double found, double expected,
                               double tolerance) {
  if (!(fabs(found - expected) <= tolerance)) {
    fail_msg("%.17g and not %.17g", found, expected);
  }
}

/* The average after row i (1, 2, ...) of prices, by three paths. */
static void values_expect_at(sqlite3 *db, int period, int i, double expected,
                             double tolerance) {
  values_expect_near(
      database_real(db, "SELECT smma(price, %d) FROM prices WHERE i <= %d",
                    period, i),
      expected, tolerance);
  values_expect_near(
      database_real(db,
                    "SELECT s FROM (SELECT i, smma(price, %d) OVER (ORDER BY i)"
                    " AS s FROM prices) WHERE i = %d",
                    period, i),
      expected, tolerance);
  values_expect_near(
      database_real(db,
                    "SELECT s FROM (SELECT i, smma(price, %d) OVER (ORDER BY i "
                    "ROWS UNBOUNDED PRECEDING) AS s FROM prices) WHERE i = %d",
                    period, i),
      expected, tolerance);
}

/* The figures of others have 17 digits but another order of operations. */
static double values_tolerance(double expected) {
  return 1e-12 + 1e-12 * fabs(expected);
}

/* All values of a column as one text, NULL as -. */
static void values_expect_column(sqlite3 *db, const char *expected,
                                 const char *select) {
  database_expect_text(db, expected,
                       "SELECT group_concat(ifnull(s, '-'), ' ') FROM (%s)",
                       select);
}

/* ------------------------------------------------------------- golden values */

/* SPEC 1.1. Computed with TA-Lib's moving average of Wilder's kind. */
static void test_golden_talib(void **state) {
  (void)state;
  enum { ROWS = 252 };
  static const struct {
    int period;
    int at; /* 0, 1, ... */
    double value;
  } golden[] = {
      {5, 4, -15.75},
      {5, 50, -1.2505041233389222},
      {5, 202, -0.00019917518156553626},
      {5, 251, -0.40535548266954402},
      {14, 13, -5.6785714285714288},
      {14, 251, 0.50960581079171319},
      {30, 251, 0.25077744797727564},
  };
  double prices[ROWS];
  for (int i = 0; i < ROWS; i++) {
    prices[i] = ((i * 37) % 401 - 200) / 8.0;
  }
  sqlite3 *db = database_open();
  database_fill(db, prices, ROWS);
  for (size_t k = 0; k < sizeof(golden) / sizeof(golden[0]); k++) {
    values_expect_at(db, golden[k].period, golden[k].at + 1, golden[k].value,
                     values_tolerance(golden[k].value));
  }
  database_close(db);
}

/* SPEC 1.1. Steven B. Achelis, "Technical Analysis from A to Z", 2nd edition,
** page 366, printed to four decimals. */
static void test_golden_achelis(void **state) {
  (void)state;
  static const double prices[] = {62.125,  61.125,  62.3438, 65.3125,
                                  63.9688, 63.4375, 63,      63.7812,
                                  63.4062, 63.4062, 62.4375, 61.8438};
  static const double golden[] = {62.975,  63.0675, 63.054,  63.1995,
                                  63.2408, 63.2739, 63.1066, 62.854};
  sqlite3 *db = database_open();
  database_fill(db, prices, sizeof(prices) / sizeof(prices[0]));
  for (int k = 0; k < 8; k++) {
    values_expect_at(db, 5, 5 + k, golden[k], 0.00006);
  }
  database_close(db);
}

/* SPEC 1.1. From the tests of the library kand. */
static void test_golden_kand(void **state) {
  (void)state;
  static const double prices[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  static const double golden[] = {3, 3.6, 4.28, 5.024, 5.8192, 6.65536};
  sqlite3 *db = database_open();
  database_fill(db, prices, 10);
  for (int k = 0; k < 6; k++) {
    values_expect_at(db, 5, 5 + k, golden[k], values_tolerance(golden[k]));
  }
  database_close(db);
}

/* -------------------------------------------------------------- missing prices */

/* SPEC 1.2: with period 2 and prices 4, 8, 2 the averages are 6 and 4. */
static void test_missing_prices(void **state) {
  (void)state;
  static const struct {
    const char *prices;
    const char *averages;
    const char *last;
  } cases[] = {
      {"(4), (8), (2)", "- 6.0 4.0", "4.0"},
      {"(NULL), (4), (8), (2)", "- - 6.0 4.0", "4.0"},
      {"(4), (8), (2), (NULL)", "- 6.0 4.0 4.0", "4.0"},
      {"(4), (NULL), (8), (NULL), (NULL), (2)", "- - 6.0 6.0 6.0 4.0", "4.0"},
      {"(NULL), (NULL), (4), (8), (NULL), (2), (NULL)", "- - - 6.0 6.0 4.0 4.0",
       "4.0"},
      {"(NULL), (4), (NULL)", "- - -", "NULL"},
      {"(NULL)", "-", "NULL"},
      {"(NULL), (NULL), (NULL)", "- - -", "NULL"},
  };
  sqlite3 *db = database_open();
  for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
    database_run(db,
                 "DROP TABLE IF EXISTS prices;"
                 "CREATE TABLE prices(i INTEGER PRIMARY KEY, price);"
                 "INSERT INTO prices(price) VALUES %s",
                 cases[k].prices);
    database_expect_text(db, cases[k].last,
                         "SELECT smma(price, 2) FROM prices");
    values_expect_column(
        db, cases[k].averages,
        "SELECT smma(price, 2) OVER (ORDER BY i) AS s FROM prices");
    values_expect_column(db, cases[k].averages,
                         "SELECT smma(price, 2) OVER (ORDER BY i ROWS "
                         "UNBOUNDED PRECEDING) AS s FROM prices");
  }
  database_close(db);
}

/* SPEC 1.4: a period longer than the data is no error. */
static void test_no_value(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  database_run(db, "CREATE TABLE prices(i INTEGER PRIMARY KEY, price)");
  database_expect_text(db, "null", "SELECT typeof(smma(price, 3)) FROM prices");
  values_expect_column(
      db, "NULL", "SELECT smma(price, 3) OVER (ORDER BY i) AS s FROM prices");
  database_run(db, "INSERT INTO prices(price) VALUES (1), (2)");
  database_expect_text(db, "null", "SELECT typeof(smma(price, 3)) FROM prices");
  database_expect_text(db, "null",
                       "SELECT typeof(smma(price, 2147483647)) FROM prices");
  values_expect_column(
      db, "- -", "SELECT smma(price, 3) OVER (ORDER BY i) AS s FROM prices");
  database_expect_text(db, "null", "SELECT typeof(smma(NULL, 1)) FROM prices");
  database_expect_text(db, "null",
                       "SELECT typeof(smma(price, 1)) FROM prices WHERE 0");
  database_close(db);
}

/* ---------------------------------------------------------------- exact cases */

/* Every row of the select has one column with the bits of one price. */
static void values_expect_bits(sqlite3_stmt *statement, const double *expected,
                               size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (!database_step(statement)) fail_msg("only %zu rows", i);
    const bool is_null = sqlite3_column_type(statement, 0) == SQLITE_NULL;
    const double found = sqlite3_column_double(statement, 0);
    if (is_null != (bool)isnan(expected[i]) ||
        (!is_null && memcmp(&found, &expected[i], sizeof(found)) != 0)) {
      fail_msg("row %zu: %a%s and not %a\n%s", i, found,
               is_null ? " (NULL)" : "", expected[i], sqlite3_sql(statement));
    }
  }
  assert_false(database_step(statement));
}

static void values_expect_bits_of(sqlite3 *db, const double *expected, size_t n,
                                  int period, const char *sql) {
  sqlite3_stmt *statement = database_prepare_text(db, sql);
  assert_int_equal(sqlite3_bind_int(statement, 1, period), SQLITE_OK);
  values_expect_bits(statement, expected, n);
  sqlite3_finalize(statement);
}

/* SPEC 2.2: period 1 gives exactly the price, however large, small or odd. */
static void test_period_one(void **state) {
  (void)state;
  static const double prices[] = {0x1.921fb54442d18p+1,
                                  0.1,
                                  DBL_MAX,
                                  -DBL_MAX,
                                  DBL_MIN,
                                  0x1p-1074,
                                  -1e-300,
                                  1e15 / 3,
                                  7,
                                  0x1.fffffffffffffp+0,
                                  0,
                                  1e308,
                                  0.1,
                                  DBL_MAX};
  const size_t n = sizeof(prices) / sizeof(prices[0]);
  sqlite3 *db = database_open();
  database_fill(db, prices, n);
  values_expect_bits_of(db, &prices[n - 1], 1, 1,
                        "SELECT smma(price, ?1) FROM prices");
  values_expect_bits_of(db, prices, n, 1,
                        "SELECT smma(price, ?1) OVER (ORDER BY i) FROM prices");
  values_expect_bits_of(db, prices, n, 1,
                        "SELECT smma(price, ?1) OVER (ORDER BY i ROWS "
                        "UNBOUNDED PRECEDING) FROM prices");
  database_close(db);
}

/* SPEC 2.2: a constant series gives exactly that constant. */
static void test_constant(void **state) {
  (void)state;
  enum { ROWS = 700 };
  static const double constants[] = {
      0x1.999999999999ap-4, -0x1.5555555555555p-2,  0x1.fffffffffffffp+40,
      0x1.3333333333333p+6, 0x1.0000000000001p-900, 0};
  static const int periods[] = {2, 3, 7, 8, 14, 49, 100, 333, 700};
  double prices[ROWS], expected[ROWS];
  sqlite3 *db = database_open();
  for (size_t c = 0; c < sizeof(constants) / sizeof(constants[0]); c++) {
    for (int i = 0; i < ROWS; i++) {
      prices[i] = constants[c];
    }
    database_fill(db, prices, ROWS);
    for (size_t p = 0; p < sizeof(periods) / sizeof(periods[0]); p++) {
      for (int i = 0; i < ROWS; i++) {
        expected[i] = i + 1 < periods[p] ? NAN : constants[c];
      }
      values_expect_bits_of(
          db, expected, ROWS, periods[p],
          "SELECT smma(price, ?1) OVER (ORDER BY i) FROM prices");
    }
  }
  database_close(db);
}

/* ----------------------------------------------------------- types of arguments */

static void test_price_types(void **state) {
  (void)state;
  static const struct {
    const char *price;
    double number;
  } cases[] = {
      {"12", 12},
      {"-7", -7},
      {"0", 0},
      {"12.5", 12.5},
      {"'12.5'", 12.5},
      {"' 7 '", 7},
      {"'1e2'", 100},
      {"'-1.5E+1'", -15},
      {"'.5'", 0.5},
      {"'5.'", 5},
      {"'+3'", 3},
      {"'007'", 7},
      {"char(9) || '4' || char(10)", 4},
      {"9007199254740992", 0x1p53},
      {"'9007199254740992'", 0x1p53},
      {"9223372036854775807", 0x1p63},
      {"-9223372036854775808", -0x1p63},
      {"'9223372036854775808'", 0x1p63},
      {"1 = 1", 1},
  };
  sqlite3 *db = database_open();
  /* Not as constants in the query: SQLite 3.25 takes a window function with
  ** nothing but constants, which it knows to be deterministic, for one too. */
  database_run(db, "CREATE TABLE one(price)");
  for (size_t k = 0; k < sizeof(cases) / sizeof(cases[0]); k++) {
    database_run(db, "DELETE FROM one; INSERT INTO one VALUES (%s)",
                 cases[k].price);
    const double aggregate =
        database_real(db, "SELECT smma(price, 1) FROM one");
    const double over =
        database_real(db, "SELECT smma(price, 1) OVER () FROM one");
    if (aggregate != cases[k].number || over != cases[k].number) {
      fail_msg("%.17g and %.17g for %s", aggregate, over, cases[k].price);
    }
    database_expect_text(db, "real real",
                         "SELECT typeof(smma(price, 1)) || ' ' || "
                         "(SELECT typeof(smma(price, 1) OVER ()) FROM one) "
                         "FROM one");
  }
  /* An average of whole numbers is a REAL too. */
  database_expect_text(
      db, "real", "SELECT typeof(smma(column1, 2)) FROM (VALUES (3), (5))");
  /* As CSV imports leave it, with types mixed. */
  database_run(db, "CREATE TABLE imported(i INTEGER PRIMARY KEY, close TEXT);"
                   "INSERT INTO imported(close) VALUES (4), ('8'), (2.0);"
                   "CREATE TABLE mixed(i INTEGER PRIMARY KEY, close);"
                   "INSERT INTO mixed(close) VALUES (4), ('8.0'), (2.0)");
  values_expect_column(
      db, "- 6.0 4.0",
      "SELECT smma(close, 2) OVER (ORDER BY i) AS s FROM imported");
  values_expect_column(
      db, "- 6.0 5.0",
      "SELECT smma(close, 2) OVER (ORDER BY i ROWS 1 PRECEDING) AS s "
      "FROM imported");
  values_expect_column(
      db, "- 6.0 4.0",
      "SELECT smma(close, 2) OVER (ORDER BY i) AS s FROM mixed");
  /* Looking at the number in a text does not change the text. */
  database_expect_text(db, "8.0 text",
                       "SELECT close || ' ' || typeof(close) FROM "
                       "(SELECT close, i, smma(close, 1) OVER (ORDER BY i) "
                       "AS s FROM mixed) WHERE i = 2 AND s = 8");
  database_close(db);
}

static void test_period_types(void **state) {
  (void)state;
  static const char *const periods[] = {
      "2",     "2.0",   "'2'",
      "'2.0'", "' 2 '", "'2e0'",
      "20e-1", "1 + 1", "CAST('2' AS NUMERIC)"};
  sqlite3 *db = database_open();
  database_run(db, "CREATE TABLE prices(i INTEGER PRIMARY KEY, price);"
                   "INSERT INTO prices(price) VALUES (4), (8), (2)");
  for (size_t k = 0; k < sizeof(periods) / sizeof(periods[0]); k++) {
    database_expect_text(db, "4.0", "SELECT smma(price, %s) FROM prices",
                         periods[k]);
    database_expect_text(
        db, "- 6.0 4.0",
        "SELECT group_concat(ifnull(s, '-'), ' ') FROM (SELECT smma(price, %s) "
        "OVER (ORDER BY i) AS s FROM prices)",
        periods[k]);
  }
  database_close(db);
}

/* Text in a UTF-16 database reaches the functions as it is stored. */
static void test_utf16(void **state) {
  (void)state;
  static const char *const encodings[] = {"UTF-16le", "UTF-16be"};
  for (size_t k = 0; k < 2; k++) {
    sqlite3 *db = database_open();
    database_run(db,
                 "PRAGMA encoding = '%s';"
                 "CREATE TABLE prices(i INTEGER PRIMARY KEY, price);"
                 "INSERT INTO prices(price) VALUES ('4'), (' 8.0 '), ('2e0')",
                 encodings[k]);
    database_expect_text(db, encodings[k], "PRAGMA encoding");
    database_expect_text(db, "4.0", "SELECT smma(price, '2') FROM prices");
    values_expect_column(
        db, "- 6.0 4.0",
        "SELECT smma(price, '2.0') OVER (ORDER BY i) AS s FROM prices");
    database_expect_text(db, SMMA_VERSION, "SELECT smma_version()");
    database_expect_error(db, "1st argument to smma() is not a number: 'four'",
                          "SELECT smma('four', 2)");
    database_close(db);
  }
}

/* ------------------------------------------------------------------------ bits */

enum { VALUES_MOST_ROWS = 5000 };

static void values_make_series(double *prices, size_t n) {
  const double missing =
      (double[]){0, 0, 0.02, 0.3, 0.9}[random_between(&values_random, 0, 4)];
  const size_t kind = random_between(&values_random, 0, 3);
  double walk = 100;
  for (size_t i = 0; i < n; i++) {
    const double noise = random_unit(&values_random) - 0.5;
    walk += noise;
    prices[i] =
        kind == 0   ? walk
        : kind == 1 ? noise * 1e6
        : kind == 2
            ? floor(walk) /* stored as an integer or a real */
            : walk + (random_chance(&values_random, 0.02) ? noise * 1e12 : 0);
    if (random_chance(&values_random, missing)) prices[i] = NAN;
  }
}

/* SPEC 2.1: every path in SQL against smma_into(). */
static void values_check_bits(sqlite3 *db, const double *prices, size_t n,
                              int period) {
  static double expected[VALUES_MOST_ROWS];
  static double ahead[VALUES_MOST_ROWS];
  static double whole[VALUES_MOST_ROWS];
  static const double none = NAN;
  assert_int_equal(smma_into(prices, expected, n, (size_t)period), SMMA_OK);
  for (size_t i = 0; i < n; i++) {
    ahead[i] = expected[i + 3 < n ? i + 3 : n - 1];
    whole[i] = expected[n - 1];
  }
  values_expect_bits_of(db, n == 0 ? &none : &expected[n - 1], 1, period,
                        "SELECT smma(price, ?1) FROM prices");
  values_expect_bits_of(db, expected, n, period,
                        "SELECT smma(price, ?1) OVER (ORDER BY i ROWS "
                        "UNBOUNDED PRECEDING) FROM prices");
  values_expect_bits_of(db, expected, n, period,
                        "SELECT smma(price, ?1) OVER (ORDER BY i) FROM prices");
  values_expect_bits_of(db, ahead, n, period,
                        "SELECT smma(price, ?1) OVER (ORDER BY i ROWS BETWEEN "
                        "UNBOUNDED PRECEDING AND 3 FOLLOWING) FROM prices");
  values_expect_bits_of(db, whole, n, period,
                        "SELECT smma(price, ?1) OVER (ORDER BY i ROWS BETWEEN "
                        "UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) "
                        "FROM prices");
}

static void test_bits(void **state) {
  (void)state;
  static double prices[VALUES_MOST_ROWS];
  sqlite3 *db = database_open();
  const size_t rounds = random_rounds(200);
  for (size_t round = 0; round < rounds; round++) {
    const size_t n = random_between(&values_random, 0, 700);
    values_make_series(prices, n);
    database_fill(db, prices, n);
    for (int k = 0; k < 4; k++) {
      const size_t longest = k < 2 ? 20 : 300;
      values_check_bits(db, prices, n,
                        (int)random_between(&values_random, 1, longest));
    }
  }
  database_close(db);
}

static void test_bits_of_long_series(void **state) {
  (void)state;
  static double prices[VALUES_MOST_ROWS];
  static const int periods[] = {1, 2, 14, 300, 4999};
  sqlite3 *db = database_open();
  const size_t rounds = random_rounds(5);
  for (size_t round = 0; round < rounds; round++) {
    values_make_series(prices, VALUES_MOST_ROWS);
    database_fill(db, prices, VALUES_MOST_ROWS);
    for (size_t k = 0; k < sizeof(periods) / sizeof(periods[0]); k++) {
      values_check_bits(db, prices, VALUES_MOST_ROWS, periods[k]);
    }
  }
  database_close(db);
}

/* SPEC 1.5: once the prices stand still, what becomes too small to matter does
** so at the same places on every path. With periods this short it does within
** the series. */
static void test_bits_of_standing_series(void **state) {
  (void)state;
  static double prices[VALUES_MOST_ROWS];
  static const int periods[] = {2, 3, 5};
  static const double stands[] = {100, -0.1};
  sqlite3 *db = database_open();
  for (size_t s = 0; s < sizeof(stands) / sizeof(stands[0]); s++) {
    values_make_series(prices, 100);
    for (size_t i = 100; i < VALUES_MOST_ROWS; i++) {
      prices[i] = stands[s];
    }
    database_fill(db, prices, VALUES_MOST_ROWS);
    for (size_t k = 0; k < sizeof(periods) / sizeof(periods[0]); k++) {
      values_check_bits(db, prices, VALUES_MOST_ROWS, periods[k]);
    }
  }
  database_close(db);
}

int main(void) {
  values_random = random_start("test_values");
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_golden_talib),
      cmocka_unit_test(test_golden_achelis),
      cmocka_unit_test(test_golden_kand),
      cmocka_unit_test(test_missing_prices),
      cmocka_unit_test(test_no_value),
      cmocka_unit_test(test_period_one),
      cmocka_unit_test(test_constant),
      cmocka_unit_test(test_price_types),
      cmocka_unit_test(test_period_types),
      cmocka_unit_test(test_utf16),
      cmocka_unit_test(test_bits),
      cmocka_unit_test(test_bits_of_long_series),
      cmocka_unit_test(test_bits_of_standing_series),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
