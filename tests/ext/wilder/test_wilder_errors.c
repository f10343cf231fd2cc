/*
** test_wilder_errors.c - every error of rsi(), atr(), plus_di(), minus_di() and
** adx(), word for word, in an aggregate and in windows (SPEC 3.11).
*/
#include "../../support/database.h"

static const char *const errors_of_bars[] = {"atr", "plus_di", "minus_di",
                                             "adx"};
enum { ERRORS_OF_BARS = 4 };

/* In each of them every row enters a frame. */
static const char *const errors_windows[] = {
    "", "OVER ()", "OVER (ORDER BY i)", "OVER (ORDER BY i ROWS 2 PRECEDING)",
    "OVER (ORDER BY i ROWS BETWEEN 1 FOLLOWING AND 3 FOLLOWING)"};
enum { ERRORS_WINDOWS = 5 };

/* The call with the wrong argument in the fifth of nine rows. */
static void errors_expect(sqlite3 *db, const char *text, const char *call) {
  for (size_t w = 0; w < ERRORS_WINDOWS; w++) {
    database_expect_error(db, text, "SELECT %s %s FROM bars", call,
                          errors_windows[w]);
  }
}

static sqlite3 *errors_open(const char *wrong) {
  sqlite3 *db = database_open();
  database_run(db,
               "CREATE TABLE bars AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
               " SELECT i + 1 FROM n WHERE i < 9) SELECT i, 10.5 AS good,"
               " CASE i WHEN 5 THEN %s ELSE 10.25 END AS price,"
               " CASE i WHEN 5 THEN %s ELSE 3 END AS period FROM n",
               wrong, wrong);
  return db;
}

static void errors_of_price(const char *wrong, const char *complaint) {
  static const char *const calls[] = {"%s(price, good, good, 2)",
                                      "%s(good, price, good, 2)",
                                      "%s(good, good, price, 2)"};
  static const char *const ordinals[] = {"1st", "2nd", "3rd"};
  sqlite3 *db = errors_open(wrong);
  char call[80], text[160];
  snprintf(text, sizeof(text), "1st argument to rsi() %s", complaint);
  errors_expect(db, text, "rsi(price, 2)");
  for (size_t f = 0; f < ERRORS_OF_BARS; f++) {
    for (size_t a = 0; a < 3; a++) {
      snprintf(text, sizeof(text), "%s argument to %s() %s", ordinals[a],
               errors_of_bars[f], complaint);
      snprintf(call, sizeof(call), calls[a], errors_of_bars[f]);
      errors_expect(db, text, call);
    }
  }
  database_close(db);
}

static void errors_of_period(const char *wrong, const char *complaint) {
  sqlite3 *db = errors_open(wrong);
  char call[80], text[160];
  snprintf(text, sizeof(text), "2nd argument to rsi() %s", complaint);
  errors_expect(db, text, "rsi(good, period)");
  for (size_t f = 0; f < ERRORS_OF_BARS; f++) {
    snprintf(text, sizeof(text), "4th argument to %s() %s", errors_of_bars[f],
             complaint);
    snprintf(call, sizeof(call), "%s(good, good, good, period)",
             errors_of_bars[f]);
    errors_expect(db, text, call);
  }
  database_close(db);
}

static void test_prices(void **state) {
  (void)state;
  errors_of_price("'n/a'", "is not a number: 'n/a'");
  errors_of_price("''", "is not a number: ''");
  errors_of_price("x'00'", "is not a number: a BLOB of 1 byte");
  errors_of_price("9e999", "is not finite: Inf");
  errors_of_price("-9e999", "is not finite: -Inf");
}

/* A number, but too far from the others; the error names the argument. */
static void test_movements(void **state) {
  (void)state;
  sqlite3 *db = errors_open("-1e308");
  errors_expect(db, "1st argument to rsi() is not finite: -1.0e+308",
                "rsi(price, 2)");
  errors_expect(db, "2nd argument to atr() is not finite: -1.0e+308",
                "atr(good, price, good, 2)");
  errors_expect(db, "2nd argument to minus_di() is not finite: -1.0e+308",
                "minus_di(good, price, price, 2)");
  errors_expect(db, "2nd argument to adx() is not finite: -1.0e+308",
                "adx(good, price, good, 2)");
  database_close(db);
}

static void test_periods(void **state) {
  (void)state;
  static const char range[] = "is not an integer between 1 and 2147483647";
  static const struct {
    const char *wrong, *shown;
  } periods[] = {{"0", "0"},     {"-1", "-1"},
                 {"1.5", "1.5"}, {"NULL", "NULL"},
                 {"'x'", "'x'"}, {"2147483648", "2147483648"}};
  for (size_t k = 0; k < 6; k++) {
    char complaint[120];
    snprintf(complaint, sizeof(complaint), "%s: %s", range, periods[k].shown);
    errors_of_period(periods[k].wrong, complaint);
  }
  errors_of_period("4", "is not the same for all rows: 4");
}

/* SPEC 3.10: the last argument of all is a key. */
static void test_keys(void **state) {
  (void)state;
  sqlite3 *db = errors_open("1");
  database_run(db,
               "CREATE VIEW mixed AS SELECT *, i * 3 %% 10 AS key FROM bars");
  database_expect_error(
      db, "rsi(): rows are not in the order of the 3rd argument: 2 after 9",
      "SELECT rsi(good, 3, key) OVER (ORDER BY i) FROM mixed");
  database_expect_error(
      db, "adx(): rows are not in the order of the 5th argument: 2 after 9",
      "SELECT adx(good, good, good, 3, key) FROM mixed");
  database_expect_error(db,
                        "float64_array(): rows are not in the order of the 2nd "
                        "argument: 2 after 9",
                        "SELECT float64_array(good, key) FROM mixed");
  database_expect_error(db, "5th argument to atr() is NULL",
                        "SELECT atr(good, good, good, 3, NULL) FROM mixed");
  database_expect_text(db, "1",
                       "SELECT (SELECT atr(i, 0, i, 3, i) FROM bars) ="
                       " (SELECT atr(i, 0, i, 3) FROM bars)");
  database_close(db);
}

static void test_counts(void **state) {
  (void)state;
  sqlite3 *db = errors_open("1");
  database_expect_error(db, "wrong number of arguments to function rsi()",
                        "SELECT rsi(price) FROM bars");
  database_expect_error(db, "wrong number of arguments to function adx()",
                        "SELECT adx(price, price, 3) FROM bars");
  database_close(db);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_prices),  cmocka_unit_test(test_movements),
      cmocka_unit_test(test_periods), cmocka_unit_test(test_keys),
      cmocka_unit_test(test_counts),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
