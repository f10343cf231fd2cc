/*
** test_overflow.c - prices so large that the arithmetic overflows (SPEC 1.3):
** every query gives the right result or the error, never NULL or infinity.
*/
#include "../../../core/smma.h"
#include "../../support/database.h"
#include "../../support/oracle.h"
#include "../../support/random.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

static random_source overflow_random;

static const char overflow_not_finite[] =
    "1st argument to smma() is not finite: ";

enum { OVERFLOW_MOST_PRICES = 60 };

/* A result of a frame that slides is right, if there is one. */
static void overflow_check_sliding(const double *prices, size_t from,
                                   size_t until, int period,
                                   sqlite3_stmt *statement) {
  oracle exact = oracle_start((uint64_t)period);
  for (size_t i = from; i < until; i++) {
    oracle_push(&exact, prices[i]);
  }
  const bool is_null = sqlite3_column_type(statement, 0) == SQLITE_NULL;
  if (is_null != !oracle_has_value(&exact)) {
    fail_msg("rows %zu ... %zu, period %d: %s\n%s", from + 1, until, period,
             is_null ? "NULL and not a value" : "a value and not NULL",
             sqlite3_sql(statement));
  }
  if (is_null) return;
  const double found = sqlite3_column_double(statement, 0);
  if (!isfinite(found) || !(oracle_error(&exact, found) <= 8)) {
    fail_msg("rows %zu ... %zu, period %d: %a\n%s", from + 1, until, period,
             found, sqlite3_sql(statement));
  }
}

/* SPEC 1.3: right or the error, never NULL for a value that there is. */
static void overflow_check_slides(sqlite3 *db, const double *prices, size_t n,
                                  int period, size_t before) {
  sqlite3_stmt *statement = database_prepare(
      db,
      "SELECT smma(price, %d) OVER (ORDER BY i ROWS %d PRECEDING) FROM prices",
      period, (int)before);
  int rc;
  size_t row = 0;
  while ((rc = sqlite3_step(statement)) == SQLITE_ROW) {
    overflow_check_sliding(prices, row < before ? 0 : row - before, row + 1,
                           period, statement);
    row++;
  }
  if (rc == SQLITE_DONE) {
    assert_int_equal(row, n);
  } else {
    assert_int_equal(rc, SQLITE_ERROR);
    assert_ptr_equal(strstr(sqlite3_errmsg(db), overflow_not_finite),
                     sqlite3_errmsg(db));
  }
  sqlite3_finalize(statement);
}

/* The first price that a stream refuses, counted from 1; 0 if it takes all. */
static int overflow_refused_row(const double *prices, size_t n, int period) {
  smma_stream stream;
  smma_stream_init(&stream, (size_t)period);
  for (size_t i = 0; i < n; i++) {
    if (smma_stream_push(&stream, prices[i]) != SMMA_OK) return (int)i + 1;
  }
  return 0;
}

/* Runs SELECT smma(price, period) ...; whether it says that the price of a row
** is not finite, which is that row unless it is 0. */
static bool overflow_is_refused(sqlite3 *db, int period, const char *over,
                                int row) {
  sqlite3_stmt *statement = database_prepare(
      db, "SELECT smma(price, %d) %s FROM prices", period, over);
  int rc;
  do {
    rc = sqlite3_step(statement);
  } while (rc == SQLITE_ROW);
  if (rc != SQLITE_DONE) {
    assert_int_equal(rc, SQLITE_ERROR);
    char *text = sqlite3_mprintf("%s", sqlite3_errmsg(db));
    char *price =
        sqlite3_mprintf("(SELECT price FROM prices WHERE i = %d)", row);
    char *shown = row == 0 ? sqlite3_mprintf("") : database_shown(db, price);
    char *expected = sqlite3_mprintf("%s%s", overflow_not_finite, shown);
    if (strncmp(text, expected, strlen(expected)) != 0) {
      fail_msg("'%s' and not '%s'", text, expected);
    }
    sqlite3_free(expected);
    sqlite3_free(shown);
    sqlite3_free(price);
    sqlite3_free(text);
  }
  sqlite3_finalize(statement);
  return rc != SQLITE_DONE;
}

/* Frames may refuse prices that are nearer to DBL_MAX than this (core/frame/frame.c),
** also where smma_into() would not: a frame that slides rounds its sums. */
static const double overflow_largest = 0x1.ffffffffp1023;

static bool overflow_may_be_refused(const double *prices, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (fabs(prices[i]) > overflow_largest) return true;
  }
  return false;
}

/* SPEC 1.3, with smma_into() to say whether the arithmetic overflows; returns
** whether it does. */
static bool overflow_check(sqlite3 *db, const double *prices, size_t n,
                           int period) {
  static const char *const over[] = {
      "",
      "OVER ()",
      "OVER (ORDER BY i)",
      "OVER (ORDER BY i ROWS UNBOUNDED PRECEDING)",
  };
  double averages[OVERFLOW_MOST_PRICES];
  const smma_status status = smma_into(prices, averages, n, (size_t)period);
  assert_true(status == SMMA_OK || status == SMMA_NOT_FINITE);
  database_fill(db, prices, n);
  const int row = overflow_refused_row(prices, n, period);
  assert_true((row == 0) == (status == SMMA_OK));
  for (size_t k = 0; k < sizeof(over) / sizeof(over[0]); k++) {
    const bool is_refused = overflow_is_refused(db, period, over[k], row);
    if (status != SMMA_OK) {
      assert_true(is_refused);
    } else if (is_refused) {
      assert_true(overflow_may_be_refused(prices, n));
    }
  }
  for (size_t before = 0; before < 12; before++) {
    overflow_check_slides(db, prices, n, period, before);
  }
  return status != SMMA_OK;
}

static void overflow_alternate(double *prices, size_t n, double even,
                               double odd) {
  for (size_t i = 0; i < n; i++) {
    prices[i] = i % 2 == 0 ? even : odd;
  }
}

static void test_overflow(void **state) {
  (void)state;
  double prices[OVERFLOW_MOST_PRICES];
  sqlite3 *db = database_open();
  overflow_alternate(prices, 8, 1e308, 1e308);
  assert_true(overflow_check(db, prices, 8, 3));
  /* In the last row only. */
  overflow_alternate(prices, 2, overflow_largest, 0);
  assert_false(overflow_check(db, prices, 2, 2));
  prices[2] = -overflow_largest;
  assert_true(overflow_check(db, prices, 3, 2));
  overflow_alternate(prices, 40, DBL_MAX, -DBL_MAX);
  for (int period = 2; period <= 20; period++) {
    overflow_check(db, prices, 40, period);
  }
  /* A period of 1 has no arithmetic. */
  assert_false(overflow_check(db, prices, 40, 1));
  assert_false(overflow_is_refused(db, 1, "", 0));
  assert_false(
      overflow_is_refused(db, 1, "OVER (ORDER BY i ROWS 3 PRECEDING)", 0));
  /* The sum of a seed is refused where it overflows, complete or not. */
  overflow_alternate(prices, 40, overflow_largest, -overflow_largest);
  assert_true(overflow_check(db, prices, 40, 41));
  /* The bounds that smma.h promises. */
  for (int period = 2; period <= 20; period++) {
    /* The quotient may have been rounded up. */
    const double most =
        period < 4 ? DBL_MAX / 4 : nextafter(DBL_MAX / period, 0);
    overflow_alternate(prices, 50, most, most);
    assert_false(overflow_check(db, prices, 50, period));
    overflow_alternate(prices, 50, most, -most);
    assert_false(overflow_check(db, prices, 50, period));
  }
  database_close(db);
}

static void overflow_make_huge(double *prices, size_t n, double largest) {
  const double negative = random_unit(&overflow_random);
  const double scale = random_unit(&overflow_random);
  const double top = random_unit(&overflow_random) / 2;
  for (size_t i = 0; i < n; i++) {
    prices[i] = random_chance(&overflow_random, top)
                    ? largest
                    : largest * scale * random_unit(&overflow_random);
    if (random_chance(&overflow_random, negative)) prices[i] = -prices[i];
    if (random_chance(&overflow_random, 0.05)) prices[i] = NAN;
  }
}

static void overflow_check_huge(double largest) {
  double prices[OVERFLOW_MOST_PRICES];
  sqlite3 *db = database_open();
  const size_t rounds = random_rounds(2000);
  for (size_t round = 0; round < rounds; round++) {
    const size_t n = random_between(&overflow_random, 1, OVERFLOW_MOST_PRICES);
    overflow_make_huge(prices, n, largest);
    overflow_check(db, prices, n, (int)random_between(&overflow_random, 1, 12));
  }
  database_close(db);
}

static void test_huge_prices(void **state) {
  (void)state;
  overflow_check_huge(overflow_largest);
}

/* The average of these may round to infinity where nothing is larger. */
static void test_largest_prices(void **state) {
  (void)state;
  static const double prices[] = {-1e308, 1, DBL_MAX, DBL_MAX, DBL_MAX};
  sqlite3 *db = database_open();
  overflow_check(db, prices, 5, 3);
  database_close(db);
  overflow_check_huge(DBL_MAX);
}

int main(void) {
  overflow_random = random_start("test_overflow");
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_overflow),
      cmocka_unit_test(test_huge_prices),
      cmocka_unit_test(test_largest_prices),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
