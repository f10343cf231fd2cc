/*
** test_series.c - what smma_series() returns (SPEC 3.6).
**
** The averages come from smma_into() of the core and, once more, from smma()
** OVER; the rest is compared with what the query itself returns, or with what
** the same condition selects from a copy of the rows.
*/
#include "../../../core/smma.h"
#include "../../support/check.h"
#include "../../support/database.h"
#include "../../support/random.h"
#include "../../support/series.h"

#include <stdbool.h>
#include <stdlib.h>

static random_source series_random;

/* Both give the same rows, by type and by value. */
static void series_expect_same(sqlite3 *db, const char *one,
                               const char *other) {
  sqlite3_stmt *a = database_prepare_text(db, one);
  sqlite3_stmt *b = database_prepare_text(db, other);
  const int columns = sqlite3_column_count(a);
  assert_int_equal(columns, sqlite3_column_count(b));
  for (size_t row = 1;; row++) {
    const int more = database_step(a);
    if (more != database_step(b)) {
      fail_msg("%s ends at row %zu\n%s\n%s", more ? "the second" : "the first",
               row, one, other);
    }
    if (!more) break;
    for (int i = 0; i < columns; i++) {
      const int type = sqlite3_column_type(a, i);
      bool is_same = type == sqlite3_column_type(b, i);
      if (is_same && type == SQLITE_FLOAT) {
        is_same = check_same_bits(sqlite3_column_double(a, i),
                                  sqlite3_column_double(b, i));
      } else if (is_same) {
        const void *x = sqlite3_column_blob(a, i);
        const void *y = sqlite3_column_blob(b, i);
        const int n = sqlite3_column_bytes(a, i);
        is_same = n == sqlite3_column_bytes(b, i) &&
                  (n == 0 || memcmp(x, y, (size_t)n) == 0);
      }
      if (!is_same) {
        fail_msg("row %zu, column %d\n%s\n%s", row, i, one, other);
      }
    }
  }
  sqlite3_finalize(a);
  sqlite3_finalize(b);
}

/* ------------------------------------------------------------------ the columns */

static void test_columns(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  database_run(db, "CREATE TABLE prices(symbol, ts, close);"
                   "INSERT INTO prices VALUES ('A', 10, 4), ('A', 11, 8), "
                   "('A', 12, 2), ('B', 10, 1), ('B', 11, 3)");
  database_expect_rows(
      db,
      "2|-|1|4|- 2|-|2|8|6.0 2|-|3|2|4.0 2|-|4|1|2.5 "
      "2|-|5|3|2.75",
      "SELECT * FROM smma_series('SELECT close FROM prices', 2)");
  database_expect_rows(
      db, "2|-|10|4|- 2|-|11|8|6.0 2|-|12|2|4.0 2|-|10|1|2.5 2|-|11|3|2.75",
      "SELECT * FROM smma_series('SELECT ts, close FROM prices', 2)");
  database_expect_rows(
      db, "2|A|10|4|- 2|A|11|8|6.0 2|A|12|2|4.0 2|B|10|1|- 2|B|11|3|2.0",
      "SELECT * FROM smma_series('SELECT symbol, ts, close FROM prices', 2)");
  /* Input row by input row, periods within it, and the arguments. */
  database_expect_rows(
      db, "1|A|10|4.0 2|A|10|- 1|A|11|8.0 2|A|11|6.0 1|A|12|2.0 2|A|12|4.0",
      "SELECT period, part, key, smma FROM smma_series('SELECT symbol, ts, "
      "close FROM prices WHERE symbol = ''A''', 1, 2)");
  database_expect_rows(db, "VALUES(7)|1|3|2 VALUES(7)|1|3|2",
                       "SELECT query, first_period, last_period, step "
                       "FROM smma_series('VALUES(7)', '1', 3.0, 2)");
  database_expect_rows(db, "VALUES(7)|1",
                       "SELECT query, first_period FROM "
                       "smma_series('VALUES(7)', 1)");
  database_expect_rows(db, "",
                       "SELECT * FROM smma_series('SELECT 1 WHERE 0', 2)");
  /* The hidden columns are arguments by name, too. */
  database_expect_rows(
      db, "1|7.0 3|-",
      "SELECT period, smma FROM smma_series WHERE step = 2 AND "
      "first_period = 1 AND query = 'VALUES(7)' AND "
      "last_period = 3");
  database_expect_rows(db, "",
                       "SELECT * FROM smma_series('VALUES(7)', 1) "
                       "WHERE query = 'VALUES(8)'");
  database_expect_text(db, "INTEGER,,,,REAL",
                       "SELECT group_concat(type) FROM (SELECT * FROM "
                       "pragma_table_info('smma_series') ORDER BY cid)");
  database_close(db);
}

/* Values of part, key and price come through with their own type. */
static void test_types(void **state) {
  (void)state;
  static const char *const values[] = {"NULL",        "1",
                                       "1.0",         "-9223372036854775808",
                                       "1e300",       "'x'",
                                       "''",          "'2024-01-05'",
                                       "'12'",        "'n' || char(0) || 'u'",
                                       "x''",         "x'00ff'",
                                       "zeroblob(9)", "char(8364)"};
  static const char *const prices[] = {"NULL",  "1",     "-1.5", "'1.50'",
                                       "' 2 '", "'1e3'", "0.0",  "-0.0"};
  for (int utf16 = 0; utf16 < 2; utf16++) {
    sqlite3 *db = database_open_plain();
    if (utf16) database_run(db, "PRAGMA encoding = 'UTF-16'");
    assert_int_equal(sqlite3_smma_init(db, NULL, NULL), SQLITE_OK);
    database_run(db, "CREATE TABLE v(i INTEGER PRIMARY KEY, part, key, price)");
    for (size_t p = 0; p < sizeof(values) / sizeof(values[0]); p++) {
      for (size_t k = 0; k < sizeof(values) / sizeof(values[0]); k++) {
        database_run(db, "INSERT INTO v(part, key, price) VALUES (%s, %s, %s)",
                     values[p], values[k],
                     prices[(p + k) % (sizeof(prices) / sizeof(prices[0]))]);
      }
    }
    series_expect_same(
        db, "SELECT part, key, price FROM v ORDER BY i",
        "SELECT part, key, price FROM smma_series('SELECT part, key, "
        "price FROM v ORDER BY i', 3)");
    /* Constants are the same in every row of the query. */
    database_expect_rows(
        db, "text|text|text|5.0 text|text|text|5.0",
        "SELECT typeof(part), typeof(key), typeof(price), smma "
        "FROM smma_series('SELECT ''1'', ''2'', ''5'' FROM v "
        "LIMIT 2', 1)");
    database_close(db);
  }
}

/* ------------------------------------------------------------------ the averages */

enum { SERIES_ROWS = 300, SERIES_PARTS = 3 };

/* Of each part by itself, from the core. */
static void series_core(const double *prices, const size_t *starts,
                        size_t period, double *averages) {
  for (size_t k = 0; k < SERIES_PARTS; k++) {
    const size_t n = starts[k + 1] - starts[k];
    assert_int_equal(
        smma_into(prices + starts[k], averages + starts[k], n, period),
        SMMA_OK);
  }
}

/* Every row of the sweep has the bits of the core, in the promised order. */
static void series_check_sweep(sqlite3 *db, const double *prices,
                               const size_t *starts, int first, int last,
                               int step) {
  const int direction = last < first ? -1 : 1;
  const int count = step == 0 ? 1 : (direction * (last - first)) / step + 1;
  double *expected = malloc((size_t)count * SERIES_ROWS * sizeof(double));
  assert_non_null(expected);
  for (int k = 0; k < count; k++) {
    series_core(prices, starts, (size_t)(first + k * direction * step),
                expected + k * SERIES_ROWS);
  }
  sqlite3_stmt *statement = database_prepare(
      db,
      "SELECT period, key, price, smma FROM smma_series('SELECT part, i, price "
      "FROM prices ORDER BY i', %d, %d, %d)",
      first, last, step);
  for (int row = 0; row < SERIES_ROWS; row++) {
    for (int k = 0; k < count; k++) {
      assert_true(database_step(statement));
      assert_int_equal(sqlite3_column_int(statement, 0),
                       first + k * direction * step);
      assert_int_equal(sqlite3_column_int(statement, 1), row + 1);
      const double value = sqlite3_column_type(statement, 3) == SQLITE_NULL
                               ? NAN
                               : sqlite3_column_double(statement, 3);
      if (!check_same_bits(value, expected[k * SERIES_ROWS + row])) {
        fail_msg("periods %d to %d by %d, period %d, row %d", first, last, step,
                 first + k * direction * step, row);
      }
    }
  }
  assert_false(database_step(statement));
  sqlite3_finalize(statement);
  free(expected);
}

static void test_bits(void **state) {
  (void)state;
  const size_t rounds = random_rounds(6);
  for (size_t round = 0; round < rounds; round++) {
    for (int kind = 0; kind < SERIES_KINDS; kind++) {
      double prices[SERIES_ROWS];
      series_fill((series_kind)kind, &series_random, prices, SERIES_ROWS);
      series_punch(&series_random, prices, SERIES_ROWS,
                   round % 2 == 0 ? 0 : 0.2);
      const size_t starts[SERIES_PARTS + 1] = {
          0, random_between(&series_random, 1, 150),
          random_between(&series_random, 151, SERIES_ROWS - 1), SERIES_ROWS};
      sqlite3 *db = database_open();
      database_fill(db, prices, SERIES_ROWS);
      database_run(db,
                   "ALTER TABLE prices ADD COLUMN part;"
                   "UPDATE prices SET part = (i > %d) + (i > %d)",
                   (int)starts[1], (int)starts[2]);
      series_check_sweep(db, prices, starts, 1, 40, 1);
      series_check_sweep(db, prices, starts, 200, 1, 7);
      series_check_sweep(db, prices, starts,
                         (int)random_between(&series_random, 1, 310),
                         (int)random_between(&series_random, 1, 310),
                         (int)random_between(&series_random, 0, 50));
      database_close(db);
    }
  }
}

/* The same by SQL alone: every period against smma() OVER. */
static void test_bits_over(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  double prices[SERIES_ROWS];
  series_fill(SERIES_WALK, &series_random, prices, SERIES_ROWS);
  series_punch(&series_random, prices, SERIES_ROWS, 0.1);
  database_fill(db, prices, SERIES_ROWS);
  for (int period = 1; period <= 64; period++) {
    char over[200];
    char series[200];
    snprintf(over, sizeof(over),
             "SELECT i, price, smma(price, %d) OVER (PARTITION BY i / 100 "
             "ORDER BY i) FROM prices ORDER BY i",
             period);
    snprintf(series, sizeof(series),
             "SELECT key, price, smma FROM smma_series('SELECT i / 100, i, "
             "price FROM prices ORDER BY i', 1, 64) WHERE period = %d",
             period);
    series_expect_same(db, over, series);
  }
  database_close(db);
}

/* A NULL price counts for nothing; its row shows the average so far. */
static void test_gaps(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  database_expect_rows(
      db, "-|- 4|- -|- 8|6.0 -|6.0 2|4.0 -|4.0",
      "SELECT price, smma FROM smma_series('VALUES (NULL), (4), "
      "(NULL), (8), (NULL), (2), (NULL)', 2)");
  database_expect_rows(db, "-|- -|-",
                       "SELECT price, smma FROM smma_series('VALUES (NULL), "
                       "(NULL)', 1)");
  database_close(db);
}

/* -------------------------------------------------------------------- the parts */

/* Whether the second row of two goes on with the average of the first. */
static bool series_goes_on(sqlite3 *db, const char *part, const char *next) {
  database_run(db,
               "DELETE FROM pair; INSERT INTO pair VALUES (1, %s, 1), "
               "(2, %s, 2)",
               part, next);
  sqlite3_stmt *statement = database_prepare(
      db, "SELECT max(smma) FROM smma_series('SELECT part, i, price FROM pair "
          "ORDER BY i', 2)");
  assert_true(database_step(statement));
  const bool goes_on = sqlite3_column_type(statement, 0) != SQLITE_NULL;
  sqlite3_finalize(statement);
  return goes_on;
}

/* The average starts anew where one part IS NOT the other, and that is SQL's
** own IS. */
static void test_parts(void **state) {
  (void)state;
  static const char *const parts[] = {"NULL",
                                      "1",
                                      "1.0",
                                      "1.5",
                                      "0",
                                      "-0.0",
                                      "0.0",
                                      "-1",
                                      "'1'",
                                      "'1.0'",
                                      "'a'",
                                      "'A'",
                                      "'a '",
                                      "''",
                                      "x''",
                                      "x'61'",
                                      "x'6100'",
                                      "zeroblob(1)",
                                      "x'00'",
                                      "char(0)",
                                      "'a' || char(0) || 'b'",
                                      "'a' || char(0) || 'c'",
                                      "9007199254740992",
                                      "9007199254740992.0",
                                      "-9223372036854775808",
                                      "-9223372036854775808.0",
                                      "9e999",
                                      "-9e999",
                                      "1e300",
                                      "char(8364)"};
  enum { PARTS = sizeof(parts) / sizeof(parts[0]) };
  for (int utf16 = 0; utf16 < 2; utf16++) {
    sqlite3 *db = database_open_plain();
    if (utf16) database_run(db, "PRAGMA encoding = 'UTF-16'");
    assert_int_equal(sqlite3_smma_init(db, NULL, NULL), SQLITE_OK);
    database_run(db, "CREATE TABLE pair(i, part COLLATE NOCASE, price)");
    for (int a = 0; a < PARTS; a++) {
      for (int b = 0; b < PARTS; b++) {
        const bool goes_on = series_goes_on(db, parts[a], parts[b]);
        database_expect_text(db, goes_on ? "1" : "0",
                             "SELECT (%s) COLLATE BINARY IS (%s)", parts[a],
                             parts[b]);
      }
    }
    database_close(db);
  }
}

/* Numbers that rounding would make the same. SQLite itself compares as exactly
** only where the processor has wider floats. */
static void test_parts_are_compared_exactly(void **state) {
  (void)state;
  static const struct {
    const char *a;
    const char *b;
    bool is_same;
  } pairs[] = {
      {"9007199254740993", "9007199254740992.0", false},
      {"9007199254740993", "9007199254740994.0", false},
      {"9007199254740993", "9007199254740992", false},
      {"-9007199254740993", "-9007199254740992.0", false},
      {"9007199254740994", "9007199254740994.0", true},
      {"9223372036854775807", "9223372036854775806", false},
      {"9223372036854775807", "9223372036854775808.0", false},
      {"9223372036854775807", "1e300", false},
      {"-9223372036854775807", "-9223372036854775808.0", false},
      {"9223372036854775807", "9223372036854775807", true},
  };
  sqlite3 *db = database_open();
  database_run(db, "CREATE TABLE pair(i, part, price)");
  for (size_t k = 0; k < sizeof(pairs) / sizeof(pairs[0]); k++) {
    if (series_goes_on(db, pairs[k].a, pairs[k].b) != pairs[k].is_same ||
        series_goes_on(db, pairs[k].b, pairs[k].a) != pairs[k].is_same) {
      fail_msg("%s and %s", pairs[k].a, pairs[k].b);
    }
  }
  database_close(db);
}

static void test_part_comes_again(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  database_expect_rows(
      db, "a|- a|1.5 b|- a|- a|4.5",
      "SELECT part, smma FROM smma_series('VALUES (''a'', 1, 1),"
      " (''a'', 2, 2), (''b'', 3, 3), (''a'', 4, 4), "
      "(''a'', 5, 5)', 2)");
  /* In every period of a sweep. */
  database_expect_rows(
      db, "1|1.0 2|- 1|2.0 2|1.5 1|3.0 2|- 1|4.0 2|3.5",
      "SELECT period, smma FROM smma_series('VALUES (1, 1, 1), "
      "(1, 2, 2), (2, 3, 3), (2, 4, 4)', 1, 2)");
  database_close(db);
}

/* ------------------------------------------------------------------ the periods */

/* SPEC 3.6: by step, upwards or downwards; a step of 0 is the first alone. */
static void test_ranges(void **state) {
  (void)state;
  static const struct {
    const char *arguments;
    const char *periods;
  } ranges[] = {
      {"14", "14"},
      {"14.0", "14"},
      {"'14'", "14"},
      {"2, 5", "2 3 4 5"},
      {"5, 2", "5 4 3 2"},
      {"2, 9, 3", "2 5 8"},
      {"9, 2, 3", "9 6 3"},
      {"2, 9, 0", "2"},
      {"9, 2, 0", "9"},
      {"2, 2, 5", "2"},
      {"2, 3, 2147483647", "2"},
      {"3, 2, 2147483647", "3"},
      {"1, 2147483647, 2147483646", "1 2147483647"},
      {"2147483647, 1, 2147483646", "2147483647 1"},
      {"2147483647, 1, 2147483647", "2147483647"},
      {"2147483646, 2147483647", "2147483646 2147483647"},
      {"2147483647, 2147483645", "2147483647 2147483646 2147483645"},
      {"1, 1.0, '0'", "1"},
  };
  sqlite3 *db = database_open();
  for (size_t k = 0; k < sizeof(ranges) / sizeof(ranges[0]); k++) {
    database_expect_rows(db, ranges[k].periods,
                         "SELECT period FROM smma_series('VALUES(1)', %s)",
                         ranges[k].arguments);
  }
  database_close(db);
}

/* SPEC 3.6 */
static void test_rowid(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  database_expect_rows(
      db, "1|1 2|2 3|3 4|1 5|2 6|3",
      "SELECT rowid, period FROM smma_series('VALUES (5), (6)', "
      "1, 3)");
  /* The numbers do not depend on what constraints leave out; SQLite runs
  ** through the table once for each value of an IN. */
  database_expect_rows(
      db, "1|1 4|1 3|3 6|3",
      "SELECT rowid, period FROM smma_series('VALUES (5), (6)', "
      "1, 3) WHERE period IN (3, 1)");
  database_expect_rows(
      db, "1|9 2|7 3|5 4|9 5|7 6|5",
      "SELECT rowid, period FROM smma_series('VALUES (5), (6)', "
      "9, 5, 2)");
  database_expect_rows(
      db, "2|7 5|7",
      "SELECT rowid, period FROM smma_series('VALUES (5), (6)', "
      "9, 5, 2) WHERE period > 6 AND period < 9");
  database_expect_rows(db, "6 5 4 3 2 1",
                       "SELECT rowid FROM smma_series('VALUES (5), (6)', 1, 3) "
                       "ORDER BY rowid DESC");
  database_close(db);
}

/* ------------------------------------------------------------------- the memory */

static sqlite3_int64 series_highwater(sqlite3 *db, int rows) {
  sqlite3_memory_highwater(1);
  database_expect_text(
      db, "1",
      "SELECT max(smma) > 0 AND count(*) = 20 * %d FROM smma_series("
      "'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
      " WHERE i < %d) SELECT i %% 7 = 0, ''key '' || i, i FROM n', "
      "2, 21)",
      rows, rows);
  return sqlite3_memory_highwater(0);
}

static void test_memory_is_flat(void **state) {
  (void)state;
  sqlite3 *db = database_open();
  const int rows = (int)random_rounds(500000);
  series_highwater(db, 100);
  const sqlite3_int64 few = series_highwater(db, rows / 50 + 100);
  const sqlite3_int64 many = series_highwater(db, rows + 100);
  if (many > few + 1024) {
    fail_msg("%lld bytes and then %lld", (long long)few, (long long)many);
  }
  database_close(db);
}

int main(void) {
  series_random = random_start("test_series");
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_columns),
      cmocka_unit_test(test_types),
      cmocka_unit_test(test_bits),
      cmocka_unit_test(test_bits_over),
      cmocka_unit_test(test_gaps),
      cmocka_unit_test(test_parts),
      cmocka_unit_test(test_parts_are_compared_exactly),
      cmocka_unit_test(test_part_comes_again),
      cmocka_unit_test(test_ranges),
      cmocka_unit_test(test_rowid),
      cmocka_unit_test(test_memory_is_flat),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
