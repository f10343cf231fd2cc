/*
** test_wilder_queries.c - sql/rsi.sql, sql/atr.sql and sql/adx.sql against Wilder's
** definitions in 128-bit floating point, on random bars of several symbols.
**
** Here and not beside tests/sql/run, so that the queries run in the oldest and
** the newest SQLite too (SPEC 3.8), and under the sanitizers. They are read from
** sql/ and changed in three ways: all symbols, all bars, all digits. Prices are
** multiples of 1/64: so the differences of two are exact, ties are common, and
** no rounding decides which of two movements is the larger.
*/
#include "../../support/bars.h"
#include "../../support/files.h"
#include "../../support/wilder_oracle.h"

#include <float.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

enum { WILDER_SYMBOLS = 3, WILDER_BARS = 160 };

typedef struct wilder_series {
  smma_bar bars[WILDER_BARS]; /* high and low NaN where missing */
  int count;
} wilder_series;

static random_source wilder_random;

/* ------------------------------------------------------------------ the queries */

/* Puts the one text for the other wherever it stands, which has to be somewhere;
** frees the text it was given. */
static char *wilder_replace(char *text, const char *from, const char *to) {
  sqlite3_str *result = sqlite3_str_new(NULL);
  const char *rest = text;
  const char *found = strstr(rest, from);
  if (found == NULL) fail_msg("no '%s' in\n%s", from, text);
  for (; found != NULL; found = strstr(rest, from)) {
    sqlite3_str_append(result, rest, (int)(found - rest));
    sqlite3_str_appendall(result, to);
    rest = found + strlen(from);
  }
  sqlite3_str_appendall(result, rest);
  sqlite3_free(text);
  char *changed = sqlite3_str_finish(result);
  assert_non_null(changed);
  return changed;
}

static char *wilder_query(const char *path, int period) {
  char argument[32];
  snprintf(argument, sizeof(argument), ", %d)", period);
  char *text = file_read(path);
  text = wilder_replace(text, ", 14)", argument);
  text = wilder_replace(text, "printf('%.2f', ", "(");
  text = wilder_replace(text, "printf('%.*f', decimals, ", "(");
  text = wilder_replace(text, "WHERE symbol = 'MARKET'", "");
  return wilder_replace(text, "LIMIT 20", "LIMIT -1");
}

static sqlite3 *wilder_open(void) {
  sqlite3 *db = database_open();
  file_run(db, "sql/schema.sql");
  return db;
}

static void wilder_insert(sqlite3 *db, const char *symbol,
                          const wilder_series *series) {
  sqlite3_stmt *insert = database_prepare(
      db,
      "INSERT INTO prices(symbol, ts, high, low, close)"
      " VALUES (%Q, date('2000-01-01', ?1 || ' days'), ?2, ?3, ?4)",
      symbol);
  for (int i = 0; i < series->count; i++) {
    assert_int_equal(sqlite3_bind_int(insert, 1, i), SQLITE_OK);
    database_bind_price(insert, 2, series->bars[i].high);
    database_bind_price(insert, 3, series->bars[i].low);
    database_bind_price(insert, 4, series->bars[i].close);
    assert_false(database_step(insert));
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
}

/* --------------------------------------------------------------- the comparison */

static size_t wilder_known;   /* values there were to compare */
static size_t wilder_closely; /* those of them with a tolerance below 1e-9 */

static int wilder_column(sqlite3_stmt *row, const char *name) {
  for (int i = 0; i < sqlite3_column_count(row); i++) {
    if (strcmp(sqlite3_column_name(row, i), name) == 0) return i;
  }
  fail_msg("no column %s\n%s", name, sqlite3_sql(row));
  return -1;
}

static void wilder_expect(sqlite3_stmt *row, const char *name,
                          wilder_value expected) {
  const int column = wilder_column(row, name);
  const bool known = sqlite3_column_type(row, column) != SQLITE_NULL;
  const double found = sqlite3_column_double(row, column);
  const double error = wilder_size(found - expected.value);
  if (known == expected.known && (!known || error <= expected.tolerance)) {
    wilder_known += known;
    wilder_closely += known && expected.tolerance < 1e-9;
    return;
  }
  fail_msg("%s of %s on %s: %s%.17g, not %s%.17g +- %g\n%s", name,
           sqlite3_column_text(row, 0), sqlite3_column_text(row, 1),
           known ? "" : "NULL ", found, expected.known ? "" : "NULL ",
           (double)expected.value, expected.tolerance, sqlite3_sql(row));
}

/* Which of three words, or NULL: by the sign of a value, where that is beyond
** its tolerance. */
static void wilder_expect_word(sqlite3_stmt *row, const char *name,
                               wilder_value value, const char *above,
                               const char *at, const char *below) {
  if (wilder_size(value.value) <= value.tolerance && value.tolerance > 0) {
    return;
  }
  const char *word = value.value > 0 ? above : value.value < 0 ? below : at;
  if (!value.known) word = NULL;
  const char *found =
      (const char *)sqlite3_column_text(row, wilder_column(row, name));
  if ((found == NULL) != (word == NULL) ||
      (word != NULL && strcmp(found, word) != 0)) {
    fail_msg("%s of %s on %s: %s, not %s\n%s", name,
             sqlite3_column_text(row, 0), sqlite3_column_text(row, 1),
             found ? found : "NULL", word ? word : "NULL", sqlite3_sql(row));
  }
}

/* What one query shows for a bar; oracles are those of the indicators in
** wilder_files, after that bar. */
typedef void wilder_check(sqlite3_stmt *row, const smma_bar *bar,
                          const wilder_oracle *oracles);

static void wilder_check_rsi(sqlite3_stmt *row, const smma_bar *bar,
                             const wilder_oracle *oracles) {
  (void)bar;
  const wilder_value rsi = wilder_oracle_value(&oracles[0]);
  wilder_expect(row, "rsi", rsi);
  wilder_value beyond = rsi;
  if (rsi.known) {
    beyond.value = rsi.value > 50 ? wilder_larger(rsi.value - 70, 0)
                                  : -wilder_larger(30 - rsi.value, 0);
  }
  wilder_expect_word(row, "zone", beyond, "overbought", NULL, "oversold");
}

static void wilder_check_atr(sqlite3_stmt *row, const smma_bar *bar,
                             const wilder_oracle *oracles) {
  const wilder_value atr = wilder_oracle_value(&oracles[0]);
  wilder_value range = wilder_oracle_value(&oracles[1]);
  if (isnan(bar->high) || isnan(bar->low)) range = wilder_none;
  const wilder_value size = {true, fabs(bar->close), 0};
  wilder_value stop = atr;
  stop.tolerance = 3 * atr.tolerance + 4 * DBL_EPSILON * fabs(bar->close) +
                   4 * DBL_EPSILON * 3 * (double)atr.value;
  wilder_expect(row, "true_range", range);
  wilder_expect(row, "atr", atr);
  wilder_expect(row, "percent", wilder_percent(atr, size));
  stop.value = (oracle_number)bar->close - 3 * atr.value;
  wilder_expect(row, "stop_below", stop);
  stop.value = (oracle_number)bar->close + 3 * atr.value;
  wilder_expect(row, "stop_above", stop);
}

static void wilder_check_adx(sqlite3_stmt *row, const smma_bar *bar,
                             const wilder_oracle *oracles) {
  (void)bar;
  const wilder_value plus = wilder_oracle_value(&oracles[0]);
  const wilder_value minus = wilder_oracle_value(&oracles[1]);
  const wilder_value adx = wilder_oracle_value(&oracles[2]);
  wilder_expect(row, "plus_di", plus);
  wilder_expect(row, "minus_di", minus);
  wilder_expect(row, "adx", adx);
  wilder_value trend = wilder_plus(plus, minus, -1);
  trend.known = adx.known;
  if (adx.known && adx.value < 25) trend = (wilder_value){true, 0, 0};
  if (adx.known && wilder_size(adx.value - 25) <= adx.tolerance) return;
  wilder_expect_word(row, "trend", trend, "up", "none", "down");
}

/* A file, what it shows, and that indicator's period beside the file's. */
typedef struct wilder_file {
  const char *path;
  wilder_check *check;
  struct {
    smma_indicator indicator; /* 0 ends the list */
    int period;               /* 0 is the file's */
  } shows[3];
} wilder_file;

static const wilder_file wilder_files[] = {
    {"sql/rsi.sql", wilder_check_rsi, {{SMMA_RSI, 0}}},
    {"sql/atr.sql", wilder_check_atr, {{SMMA_ATR, 0}, {SMMA_ATR, 1}}},
    {"sql/adx.sql",
     wilder_check_adx,
     {{SMMA_PLUS_DI, 0}, {SMMA_MINUS_DI, 0}, {SMMA_ADX, 0}}}};

/* ----------------------------------------------------------------- random bars */

static void wilder_fill(wilder_series *series) {
  series->count = (int)random_between(&wilder_random, 0, WILDER_BARS);
  if (random_chance(&wilder_random, 0.2)) series->count /= 10;
  bars_fill(&wilder_random, series->bars, (size_t)series->count, false);
}

static void wilder_start(const wilder_file *file, int period,
                         wilder_oracle oracles[3]) {
  for (int i = 0; i < 3 && file->shows[i].indicator != 0; i++) {
    const int own = file->shows[i].period;
    oracles[i] = wilder_oracle_start(file->shows[i].indicator,
                                     (size_t)(own > 0 ? own : period), 4);
  }
}

/* The rows come by ts and then by symbol. */
static void wilder_run(sqlite3 *db, const wilder_file *file, int period,
                       const wilder_series *all) {
  wilder_oracle oracles[WILDER_SYMBOLS][3];
  for (int k = 0; k < WILDER_SYMBOLS; k++) {
    wilder_start(file, period, oracles[k]);
  }
  char *query = wilder_query(file->path, period);
  sqlite3_stmt *row = database_prepare_text(db, query);
  for (int i = 0; i < WILDER_BARS; i++) {
    for (int k = 0; k < WILDER_SYMBOLS; k++) {
      if (i >= all[k].count) continue;
      assert_true(database_step(row));
      assert_int_equal(sqlite3_column_text(row, 0)[0], 'A' + k);
      for (int o = 0; o < 3 && file->shows[o].indicator != 0; o++) {
        wilder_oracle_push(&oracles[k][o], &all[k].bars[i]);
      }
      file->check(row, &all[k].bars[i], oracles[k]);
    }
  }
  assert_false(database_step(row));
  sqlite3_finalize(row);
  sqlite3_free(query);
}

static void test_random(void **state) {
  (void)state;
  static wilder_series all[WILDER_SYMBOLS];
  const size_t rounds = random_rounds(200);
  for (size_t round = 0; round < rounds; round++) {
    sqlite3 *db = wilder_open();
    const int period = (int)random_between(&wilder_random, 1, 20);
    database_run(db, "BEGIN");
    for (int k = WILDER_SYMBOLS - 1; k >= 0; k--) {
      const char symbol[] = {(char)('A' + k), '\0'};
      wilder_fill(&all[k]);
      wilder_insert(db, symbol, &all[k]);
    }
    database_run(db, "COMMIT");
    for (size_t f = 0; f < 3; f++) {
      wilder_run(db, &wilder_files[f], period, all);
    }
    database_close(db);
  }
  assert_true(wilder_closely * 10 >= wilder_known * 9);
}

/* ------------------------------------------------------------------- the edges */

/* The last row of the file as it stands, its columns but for symbol and ts with
** a | between them; "none" where there is no row. */
static void wilder_expect_last(const wilder_series *series, const char *path,
                               const char *expected) {
  sqlite3 *db = wilder_open();
  wilder_insert(db, "MARKET", series);
  wilder_insert(db, "OTHER", series); /* not asked for */
  char *query = file_read(path);
  sqlite3_stmt *row = database_prepare_text(db, query);
  char found[256] = "none";
  int rows = 0;
  for (; database_step(row); rows++) {
    assert_string_equal(sqlite3_column_text(row, 0), "MARKET");
    found[0] = '\0';
    for (int i = 2; i < sqlite3_column_count(row); i++) {
      const char *text = (const char *)sqlite3_column_text(row, i);
      const size_t used = strlen(found);
      snprintf(found + used, sizeof(found) - used, "%s%s", i > 2 ? "|" : "",
               text ? text : "");
    }
  }
  assert_int_equal(rows, series->count < 20 ? series->count : 20);
  if (strcmp(found, expected) != 0) {
    fail_msg("%s: '%s' and not '%s'", path, found, expected);
  }
  sqlite3_finalize(row);
  sqlite3_free(query);
  database_close(db);
}

/* Bars from 1 below the close to 1 above it, whose close moves by step. */
static wilder_series wilder_straight(int count, double first, double step) {
  wilder_series series = {.count = count};
  for (int i = 0; i < count; i++) {
    const double close = first + i * step;
    series.bars[i] = (smma_bar){close + 1, close - 1, close};
  }
  return series;
}

/* One bar before the first value, and the first value. */
static void test_first_value(void **state) {
  (void)state;
  const wilder_series none = {.count = 0};
  wilder_expect_last(&none, "sql/rsi.sql", "none");
  wilder_expect_last(&none, "sql/atr.sql", "none");
  wilder_expect_last(&none, "sql/adx.sql", "none");
  wilder_series bars = wilder_straight(1, 100, 1);
  wilder_expect_last(&bars, "sql/rsi.sql", "100.000||");
  wilder_expect_last(&bars, "sql/atr.sql", "100.000|||||");
  wilder_expect_last(&bars, "sql/adx.sql", "100.000||||");
  bars = wilder_straight(14, 100, 1);
  wilder_expect_last(&bars, "sql/rsi.sql", "113.000||");
  wilder_expect_last(&bars, "sql/atr.sql", "113.000|2.000||||");
  wilder_expect_last(&bars, "sql/adx.sql", "113.000||||");
  bars = wilder_straight(15, 86, 1);
  wilder_expect_last(&bars, "sql/rsi.sql", "100.000|100.00|overbought");
  wilder_expect_last(&bars, "sql/atr.sql",
                     "100.000|2.000|2.000|2.00|94.000|106.000");
  wilder_expect_last(&bars, "sql/adx.sql", "100.000|50.00|0.00||");
  bars = wilder_straight(27, 100, -1);
  wilder_expect_last(&bars, "sql/rsi.sql", "74.0000|0.00|oversold");
  wilder_expect_last(&bars, "sql/adx.sql", "74.0000|0.00|50.00||");
  bars = wilder_straight(28, 100, -1);
  wilder_expect_last(&bars, "sql/adx.sql", "73.0000|0.00|50.00|100.00|down");
}

/* Nothing is divided by 0, and percentages are of the price's size. */
static void test_flat(void **state) {
  (void)state;
  wilder_series bars = wilder_straight(40, 5, 0);
  wilder_expect_last(&bars, "sql/rsi.sql", "5.00000||");
  wilder_expect_last(&bars, "sql/atr.sql",
                     "5.00000|2.00000|2.00000|40.00|-1.00000|11.00000");
  wilder_expect_last(&bars, "sql/adx.sql", "5.00000|0.00|0.00|0.00|none");
  for (int i = 0; i < 40; i++) {
    bars.bars[i] = (smma_bar){5, 5, 5};
  }
  wilder_expect_last(&bars, "sql/atr.sql",
                     "5.00000|0.00000|0.00000|0.00|5.00000|5.00000");
  wilder_expect_last(&bars, "sql/adx.sql", "5.00000|||0.00|none");
  bars = wilder_straight(40, 0, 0);
  wilder_expect_last(&bars, "sql/atr.sql",
                     "0.00000|2.00000|2.00000||-6.00000|6.00000");
  bars = wilder_straight(40, -50, 0);
  wilder_expect_last(&bars, "sql/atr.sql",
                     "-50.0000|2.0000|2.0000|4.00|-56.0000|-44.0000");
}

/* Bars without high and low leave the averages as they were, and no bars but
** such have none. */
static void test_missing(void **state) {
  (void)state;
  wilder_series bars = wilder_straight(60, 100, 1);
  bars.bars[58].high = bars.bars[59].low = NAN;
  wilder_expect_last(&bars, "sql/rsi.sql", "159.000|100.00|overbought");
  wilder_expect_last(&bars, "sql/atr.sql",
                     "159.000||2.000|1.26|153.000|165.000");
  wilder_expect_last(&bars, "sql/adx.sql", "159.000|50.00|0.00|100.00|up");
  for (int i = 0; i < 60; i++) {
    bars.bars[i].high = bars.bars[i].low = NAN;
  }
  wilder_expect_last(&bars, "sql/rsi.sql", "159.000|100.00|overbought");
  wilder_expect_last(&bars, "sql/atr.sql", "159.000|||||");
  wilder_expect_last(&bars, "sql/adx.sql", "159.000||||");
}

int main(void) {
  wilder_random = random_start("test_wilder");
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_random),
      cmocka_unit_test(test_first_value),
      cmocka_unit_test(test_flat),
      cmocka_unit_test(test_missing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
