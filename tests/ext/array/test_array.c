/*
** test_array.c - smma_array(): its bytes are the rows of smma() OVER, and its
** errors and its limit are its own.
*/
#include "../../../core/smma.h"
#include "../../support/database.h"
#include "../../support/random.h"
#include "../../support/series.h"

#include <float.h>
#include <stdbool.h>
#include <stdlib.h>

static random_source array_random;

enum { ARRAY_MOST_ROWS = 5000 };

/* ------------------------------------------------------------------ helpers */

/* SPEC 3.1: one little-endian float64, the canonical NaN where there is none. */
static void array_put(unsigned char *to, bool is_null, double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof(bits));
  if (is_null) bits = UINT64_C(0x7ff8000000000000);
  for (int i = 0; i < 8; i++) {
    to[i] = (unsigned char)(bits >> (8 * i) & 0xff);
  }
}

/* The rows of a query with a REAL or NULL as such bytes. */
static size_t array_of_rows(sqlite3_stmt *rows, unsigned char *bytes) {
  size_t n = 0;
  while (database_step(rows)) {
    assert_true(n < ARRAY_MOST_ROWS);
    array_put(bytes + 8 * n, sqlite3_column_type(rows, 0) == SQLITE_NULL,
              sqlite3_column_double(rows, 0));
    n++;
  }
  return n;
}

/* The query has one row with these n averages. */
static void array_expect(sqlite3_stmt *query, const unsigned char *expected,
                         size_t n) {
  assert_true(database_step(query));
  assert_int_equal(sqlite3_column_type(query, 0), SQLITE_BLOB);
  assert_int_equal(sqlite3_column_bytes(query, 0), 8 * n);
  const unsigned char *found = sqlite3_column_blob(query, 0);
  for (size_t i = 0; i < n; i++) {
    if (memcmp(found + 8 * i, expected + 8 * i, 8) != 0) {
      fail_msg("row %zu of %zu differs\n%s", i, n, sqlite3_sql(query));
    }
  }
  assert_false(database_step(query));
}

/* SPEC 2.1: the same bits as the window function and as the core. */
static void array_check_bits(sqlite3 *db, const double *prices, size_t n,
                             int period) {
  static unsigned char expected[8 * ARRAY_MOST_ROWS];
  static double averages[ARRAY_MOST_ROWS];
  sqlite3_stmt *rows = database_prepare(
      db, "SELECT smma(price, %d) OVER (ORDER BY i) FROM prices", period);
  assert_int_equal(array_of_rows(rows, expected), n);
  sqlite3_finalize(rows);
  assert_int_equal(smma_into(prices, averages, n, (size_t)period), SMMA_OK);
  for (size_t i = 0; i < n; i++) {
    unsigned char bytes[8];
    array_put(bytes, isnan(averages[i]), averages[i]);
    assert_memory_equal(bytes, expected + 8 * i, 8);
  }
  sqlite3_stmt *query = database_prepare(
      db,
      "SELECT smma_array(price, %d) FROM (SELECT price FROM prices ORDER BY i)",
      period);
  array_expect(query, expected, n);
  sqlite3_finalize(query);
}

static void array_check_periods(sqlite3 *db, const double *prices, size_t n) {
  static const int periods[] = {1, 2, 3, 7, 8, 9, 14, 200, 2147483647};
  for (size_t k = 0; k < sizeof(periods) / sizeof(periods[0]); k++) {
    array_check_bits(db, prices, n, periods[k]);
  }
  array_check_bits(db, prices, n, (int)n + 1);
  if (n > 0) array_check_bits(db, prices, n, (int)n);
}

static void array_expect_hex(sqlite3 *db, const char *expected,
                             const char *select) {
  database_expect_text(db, expected,
                       "SELECT group_concat(hex(a), ' ') FROM (%s)", select);
}

/* ---------------------------------------------------------------- the values */

#define ARRAY_NAN  "000000000000F87F"
#define ARRAY_1_5  "000000000000F83F" /* 1.5 */
#define ARRAY_2_75 "0000000000000640"
#define ARRAY_4    "0000000000001040"
#define ARRAY_6    "0000000000001840"

/* Averages that can be computed in one's head, and their bytes written out. */
static void test_bytes(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  database_run(db, "CREATE TABLE prices(i INTEGER PRIMARY KEY, symbol, price);"
                   "INSERT INTO prices(symbol, price) VALUES ('a', 4), "
                   "('b', 1), ('b', '2'), ('a', NULL), ('a', 8.0), ('b', NULL),"
                   "('a', ' 2e0 '), ('b', 4)");
  array_expect_hex(db, ARRAY_NAN ARRAY_NAN ARRAY_6 ARRAY_4,
                   "SELECT smma_array(price, 2) AS a FROM prices "
                   "WHERE symbol = 'a'");
  array_expect_hex(
      db,
      ARRAY_NAN ARRAY_NAN ARRAY_6 ARRAY_4
      " " ARRAY_NAN ARRAY_1_5 ARRAY_1_5 ARRAY_2_75,
      "SELECT smma_array(price, '2') AS a FROM prices GROUP BY symbol");
  array_expect_hex(db, ARRAY_NAN ARRAY_NAN ARRAY_NAN ARRAY_NAN,
                   "SELECT smma_array(price, 4) AS a FROM prices "
                   "WHERE symbol = 'a'");
  array_expect_hex(
      db, ARRAY_4,
      "SELECT smma_array(price, 1.0) AS a FROM prices WHERE i = 1");
  array_expect_hex(db, ARRAY_NAN,
                   "SELECT smma_array(NULL, 1) AS a FROM prices WHERE i = 1");
  /* Once for each row of the outer query. */
  array_expect_hex(db, ARRAY_NAN " " ARRAY_NAN ARRAY_1_5,
                   "SELECT (SELECT smma_array(price, 2) FROM prices WHERE "
                   "symbol = 'b' AND i <= outside.i) AS a FROM prices AS "
                   "outside WHERE i IN (2, 3)");
  if (database_has_aggregate_filter()) {
    array_expect_hex(db, ARRAY_NAN ARRAY_6 ARRAY_4,
                     "SELECT smma_array(price, 2) FILTER (WHERE price IS NOT "
                     "NULL) AS a FROM prices WHERE symbol = 'a'");
  }
  if (sqlite3_libversion_number() >= 3044000) {
    array_expect_hex(db, ARRAY_NAN ARRAY_1_5 ARRAY_2_75,
                     "SELECT smma_array(price, 2 ORDER BY price) AS a FROM "
                     "(SELECT CAST(price AS REAL) AS price FROM prices WHERE "
                     "symbol = 'b' AND price IS NOT NULL)");
  }
  database_expect_error(db,
                        "DISTINCT aggregates must have exactly one argument",
                        "SELECT smma_array(DISTINCT price, 2) FROM prices");
  database_close(db);
}

static void test_no_rows(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  database_fill(db, NULL, 0);
  database_expect_text(db, "blob 0",
                       "SELECT typeof(a) || ' ' || length(a) FROM (SELECT "
                       "smma_array(price, 2) AS a FROM prices)");
  database_expect_text(db, "1",
                       "SELECT smma_array(price, 2) = x'' FROM prices");
  /* Without rows the period is not checked. */
  database_expect_text(db, "1",
                       "SELECT smma_array(price, 0) = x'' FROM prices");
  database_expect_text(db, "0",
                       "SELECT count(*) FROM (SELECT smma_array(price, 2) FROM "
                       "prices GROUP BY i)");
  database_close(db);
}

static void test_bits(void **state) {
  (void)state;
  static double prices[ARRAY_MOST_ROWS];
  sqlite3 *db = database_open();
  const size_t rounds = random_rounds(60);
  for (size_t round = 0; round < rounds; round++) {
    const size_t n = random_between(&array_random, 0, 700);
    const size_t kind = random_between(&array_random, 0, SERIES_KINDS - 1);
    const double missing =
        (double[]){0, 0, 0.02, 0.3, 0.9}[random_between(&array_random, 0, 4)];
    series_fill((series_kind)kind, &array_random, prices, n);
    series_punch(&array_random, prices, n, missing);
    database_fill(db, prices, n);
    array_check_periods(db, prices, n);
  }
  database_close(db);
}

/* Around the number of rows at which the memory grows, and far beyond. */
static void test_bits_of_long_series(void **state) {
  (void)state;
  static const size_t lengths[] = {1,   2,   127, 128,  129,  255,
                                   256, 257, 512, 1025, 4095, 5000};
  static double prices[ARRAY_MOST_ROWS];
  sqlite3 *db = database_open();
  for (size_t k = 0; k < sizeof(lengths) / sizeof(lengths[0]); k++) {
    series_fill(SERIES_WALK, &array_random, prices, lengths[k]);
    series_punch(&array_random, prices, lengths[k], 0.01);
    database_fill(db, prices, lengths[k]);
    array_check_periods(db, prices, lengths[k]);
  }
  database_close(db);
}

/* A text has the digits of its number, so the bits are those of the number. */
static void test_text_prices(void **state) {
  (void)state;
  enum { ROWS = 400 };
  double prices[ROWS];
  for (int i = 0; i < ROWS; i++) {
    prices[i] = (double)random_between(&array_random, 1, 1 << 20) / 64;
  }
  sqlite3 *db = database_open();
  database_fill(db, prices, ROWS);
  sqlite3_stmt *query = database_prepare(
      db, "SELECT smma_array(CASE i %% 3 WHEN 0 THEN price WHEN 1 THEN "
          "CAST(price AS TEXT) ELSE printf(' %%.6f ', price) END, "
          "CASE i %% 3 WHEN 0 THEN 9 WHEN 1 THEN 9.0 ELSE '9' END) "
          "FROM (SELECT i, price FROM prices ORDER BY i)");
  static unsigned char expected[8 * ROWS];
  sqlite3_stmt *rows = database_prepare(
      db, "SELECT smma(price, 9) OVER (ORDER BY i) FROM prices");
  assert_int_equal(array_of_rows(rows, expected), ROWS);
  sqlite3_finalize(rows);
  array_expect(query, expected, ROWS);
  sqlite3_reset(query);
  array_expect(query, expected, ROWS);
  sqlite3_finalize(query);
  database_close(db);
}

/* ------------------------------------------------------------------ the errors */

static const char array_not_a_number[] =
    "1st argument to smma_array() is not a number";
static const char array_not_finite[] =
    "1st argument to smma_array() is not finite";
static const char array_not_a_period[] =
    "2nd argument to smma_array() is not an integer between 1 and 2147483647";
static const char array_changed_period[] =
    "2nd argument to smma_array() is not the same for all rows";

enum { ARRAY_FEW_ROWS = 7 };

static const char *const array_queries[] = {
    "SELECT smma_array(price, period) FROM prices",
    "SELECT smma_array(price, period) FROM prices GROUP BY i > 0",
    "SELECT (SELECT smma_array(price, period) FROM prices)",
    "SELECT smma_array(price, period) FROM prices WHERE i > 0 ORDER BY 1",
};

/* With the SQL expression as the price or period of the first, a middle and the
** last row; the connection and the data survive it. */
static void array_expect_in_rows(sqlite3 *db, const char *column,
                                 const char *value, const char *expected) {
  static const int rows[] = {1, 4, ARRAY_FEW_ROWS};
  for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++) {
    database_run(db, "UPDATE prices SET %s = %s WHERE i = %d", column, value,
                 rows[k]);
    /* It is the second of two periods that differ that is reported. */
    const bool is_other = expected == array_changed_period && rows[k] == 1;
    for (size_t q = 0; q < sizeof(array_queries) / sizeof(array_queries[0]);
         q++) {
      database_expect_error_of(db, expected, is_other ? "2" : value, "%s",
                               array_queries[q]);
    }
    database_run(db, "UPDATE prices SET price = i, period = 2");
    database_expect_text(db, "56",
                         "SELECT length(smma_array(price, period)) "
                         "FROM prices");
  }
}

static sqlite3 *array_open(void) {
  sqlite3 *db = database_open();
  database_run(db, "CREATE TABLE prices(i INTEGER PRIMARY KEY, price, period);"
                   "INSERT INTO prices(price, period) VALUES (1, 2), (2, 2), "
                   "(3, 2), (4, 2), (5, 2), (6, 2), (7, 2)");
  return db;
}

static void test_errors(void **state) {
  (void)state;
  static const struct {
    const char *column;
    const char *expected;
    const char *values[12];
  } cases[] = {
      {"price",
       array_not_a_number,
       {"''", "'abc'", "'12abc'", "x'00'", "x''", "' '", "'0x10'",
        "zeroblob(8)", "'2' || char(0)", "'inf'", "'nan'"}},
      {"price", array_not_finite, {"9e999", "-9e999", "'1e999'", "'-1e999'"}},
      {"period",
       array_not_a_period,
       {"NULL", "0", "-1", "2147483648", "1.5", "'abc'", "''", "x'32'", "9e999",
        "'2x'", "9223372036854775807"}},
      {"period", array_changed_period, {"3", "1", "'3'", "3.0", "2147483647"}},
  };
  sqlite3 *db = array_open();
  for (size_t c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
    for (size_t k = 0; k < 12 && cases[c].values[k] != NULL; k++) {
      array_expect_in_rows(db, cases[c].column, cases[c].values[k],
                           cases[c].expected);
    }
  }
  /* The error comes with the row that causes it, and not at the end. */
  database_expect_error_of(db, array_not_finite, "9e999",
                           "SELECT smma_array(column1, 2) FROM "
                           "(VALUES (1), (9e999), ('abc'))");
  /* A price of NULL does not hide its period. */
  database_run(db, "UPDATE prices SET price = NULL, period = 0");
  database_expect_error_of(db, array_not_a_period, "0", "%s", array_queries[0]);
  database_run(db, "UPDATE prices SET period = i");
  database_expect_error_of(db, array_changed_period, "2", "%s",
                           array_queries[0]);
  database_close(db);
}

static void test_use(void **state) {
  (void)state;
  sqlite3 *db = array_open();
  database_expect_error(db,
                        "wrong number of arguments to function smma_array()",
                        "SELECT smma_array(1)");
  database_expect_error(db,
                        "wrong number of arguments to function smma_array()",
                        "SELECT smma_array(1, 2, 3, 4)");
  database_expect_error(db, "smma_array() may not be used as a window function",
                        "SELECT smma_array(price, 2) OVER () FROM prices");
  if (database_has_trusted_schema()) {
    database_run(db, "CREATE VIEW arrays AS SELECT smma_array(price, 2) AS a "
                     "FROM prices; PRAGMA trusted_schema = OFF");
    database_expect_text(db, "56", "SELECT length(a) FROM arrays");
  }
  database_close(db);
}

/* SPEC 1.3: refused where smma_into() refuses, and never an infinity. */
static void array_check_overflow(sqlite3 *db, const double *prices, size_t n,
                                 int period) {
  double averages[16];
  const smma_status status = smma_into(prices, averages, n, (size_t)period);
  database_fill(db, prices, n);
  if (status == SMMA_OK) {
    array_check_bits(db, prices, n, period);
    return;
  }
  assert_int_equal(status, SMMA_NOT_FINITE);
  /* The price is named that a stream would refuse. */
  smma_stream stream;
  smma_stream_init(&stream, (size_t)period);
  int refused = 1;
  while (smma_stream_push(&stream, prices[refused - 1]) == SMMA_OK) {
    refused++;
  }
  char price[60];
  snprintf(price, sizeof(price), "(SELECT price FROM prices WHERE i = %d)",
           refused);
  database_expect_error_of(db, array_not_finite, price,
                           "SELECT smma_array(price, %d) FROM prices", period);
}

static void test_overflow(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  double prices[16];
  for (int i = 0; i < 16; i++) {
    prices[i] = 1e308;
  }
  database_fill(db, prices, 3);
  database_expect_error_of(db, array_not_finite, "1e308",
                           "SELECT smma_array(price, 3) FROM prices");
  database_expect_text(db, "24",
                       "SELECT length(smma_array(price, 1)) FROM prices");
  const size_t rounds = random_rounds(300);
  for (size_t round = 0; round < rounds; round++) {
    for (int i = 0; i < 16; i++) {
      prices[i] =
          (random_chance(&array_random, 0.5) ? 1 : -1) * DBL_MAX *
          (random_chance(&array_random, 0.3) ? 1 : random_unit(&array_random));
    }
    array_check_overflow(db, prices, random_between(&array_random, 1, 16),
                         (int)random_between(&array_random, 1, 10));
  }
  database_close(db);
}

/* ------------------------------------------------------------------- the limit */

static sqlite3_stmt *array_count(sqlite3 *db, int rows) {
  return database_prepare(
      db,
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n "
      "WHERE i < %d) SELECT smma_array(i, 3) FROM n",
      rows);
}

static void array_expect_limit(sqlite3 *db, int rows, int limit) {
  sqlite3_stmt *query = array_count(db, rows);
  const int before = sqlite3_limit(db, SQLITE_LIMIT_LENGTH, limit);
  const int rc = sqlite3_step(query);
  if (rows <= limit / 8) {
    assert_int_equal(rc, SQLITE_ROW);
    assert_int_equal(sqlite3_column_bytes(query, 0), 8 * rows);
  } else {
    char expected[100];
    snprintf(expected, sizeof(expected),
             "smma_array() result is longer than the limit of %d bytes", limit);
    assert_int_equal(rc, SQLITE_TOOBIG);
    assert_string_equal(sqlite3_errmsg(db), expected);
  }
  sqlite3_finalize(query);
  sqlite3_limit(db, SQLITE_LIMIT_LENGTH, before);
}

static void test_limit(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  static const int rows[] = {13, 100, 127, 128, 129, 256, 300, 1000, 4096};
  for (size_t k = 0; k < sizeof(rows) / sizeof(rows[0]); k++) {
    for (int bytes = -9; bytes <= 9; bytes++) {
      array_expect_limit(db, rows[k], 8 * rows[k] + bytes);
    }
  }
  database_close(db);
}

/* However many rows there are, what is collected is never longer than the
** limit, or twice that while it grows. */
static void test_limit_before_memory(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  sqlite3_stmt *query = array_count(db, 2000000);
  sqlite3_limit(db, SQLITE_LIMIT_LENGTH, 100000);
  const sqlite3_int64 used = sqlite3_memory_used();
  sqlite3_memory_highwater(1);
  assert_int_equal(sqlite3_step(query), SQLITE_TOOBIG);
  assert_true(sqlite3_memory_highwater(0) - used < 300000);
  sqlite3_finalize(query);
  database_close(db);
}

int main(void) {
  array_random = random_start("test_array");
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_bytes),
      cmocka_unit_test(test_no_rows),
      cmocka_unit_test(test_bits),
      cmocka_unit_test(test_bits_of_long_series),
      cmocka_unit_test(test_text_prices),
      cmocka_unit_test(test_errors),
      cmocka_unit_test(test_use),
      cmocka_unit_test(test_overflow),
      cmocka_unit_test(test_limit),
      cmocka_unit_test(test_limit_before_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
